# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""LocalizedText."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class LocalizedText(record.Model):
    """A text in several languages, each under its language code."""

    en: str | None = None
    """The text in English."""

    de: str | None = None
    """The text in German."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(LocalizedText)
