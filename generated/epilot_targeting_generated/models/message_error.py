# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MessageError."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class MessageError(record.Model):
    """An error that says what is wrong in words."""

    message: str
    """What is wrong with the request, for people."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(MessageError)
