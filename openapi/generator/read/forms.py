"""Read the fields of forms: the media types of parts, the styles of URL-encoded fields, and what cannot be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..json_types import Schema, is_object
from .document import resolve

MULTIPART = "multipart/form-data"
URL_ENCODED = "application/x-www-form-urlencoded"
FORMS = (MULTIPART, URL_ENCODED)
STYLES = ("form", "spaceDelimited", "pipeDelimited", "deepObject")
STYLED = ("style", "explode")


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON."""
    return media_type.partition(";")[0].strip().lower().endswith(("/json", "+json"))


@dataclass
class Forms:
    """The fields of the forms of one body."""

    parts: dict[str, str] = field(default_factory=dict[str, str])
    """Media types of the parts, by name."""
    styles: dict[str, str] = field(default_factory=dict[str, str])
    """Styles of URL-encoded fields, by name."""
    notes: list[str] = field(default_factory=list[str])

    def read(self, document: Schema, form: str, properties: Schema, encodings: Schema) -> None:
        """Add the fields of one form.

        Args:
            document: The document.
            form: The media type of the form.
            properties: The schemas of its fields.
            encodings: Its `encoding`.
        """
        for name, given in properties.items():
            schema = resolve(document, given) if is_object(given) else {}
            if form == MULTIPART and isinstance(schema.get("contentMediaType"), str):
                self.parts[name] = schema["contentMediaType"]
        for name, one in encodings.items():
            if isinstance(one.get("contentType"), str):
                self.parts[name] = one["contentType"]
            if any(key in one for key in STYLED):
                self._style(name, form, one)
            headers: Schema = one.get("headers") or {}
            if others := [key for key in headers if key.lower() != "content-type"]:
                self.notes.append(f"the headers of the part {name!r} are not sent: {', '.join(others)}")
        for name, given in properties.items():
            media_type = self.parts.get(name, "")
            if form == MULTIPART and media_type and not is_json(media_type) and _has_parts(document, given):
                self.notes.append(f"the part {name!r} is {media_type}: pass it as a string, bytes or a File")

    def _style(self, name: str, form: str, encoding: Schema) -> None:
        """Add the style of a field; note one that is invalid, or that the form ignores."""
        style = encoding.get("style", "form")
        if form == MULTIPART:
            self.notes.append(f"the style of the part {name!r} is ignored: {MULTIPART} has none")
        elif style not in STYLES:
            self.notes.append(f"the style {style} is invalid for the field {name!r} of a form and is ignored")
        else:
            exploded = encoding.get("explode", style in ("form", "deepObject")) is True
            self.styles[name] = f"{style}*" if exploded else style


def _has_parts(document: Schema, given: Any) -> bool:
    """Return whether the values of a schema are objects, or lists of objects."""
    schema = resolve(document, given) if is_object(given) else {}
    if is_object(schema.get("items")):
        schema = resolve(document, schema["items"])
    return schema.get("type") == "object" or not {"properties", "allOf", "anyOf", "oneOf"}.isdisjoint(schema)
