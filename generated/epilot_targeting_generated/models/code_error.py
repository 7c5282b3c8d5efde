# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CodeError."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class CodeError(record.Model):
    """An error that says what is wrong by a code."""

    code: ErrorCode | str
    """Why a request is rejected. These are the codes known so far; the service adds new ones over time, and a reader
    takes them as they come."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .error_code import ErrorCode  # noqa: E402

record.show_fields(CodeError)
record.share_names(CodeError.__init__, globals())
