"""Read bodies and responses: their media types, the kind of each, and its schema."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from ..errors import DocumentError
from ..json_types import Schema, is_object
from .document import resolve
from .forms import FORMS, Forms, is_json

JSON = "application/json"
ANYTHING = "*/*"
STRUCTURED = frozenset({"properties", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "enum", "const"})
"""Keywords of schemas that are not, or not only, plain strings."""
BODILESS = ("204", "205")
"""Statuses whose responses have no body, whatever a document says."""
TEXTS = ("application/xml", "application/yaml", "application/x-yaml", "application/javascript", "application/graphql")
STATUS = re.compile("[1-5](?:[0-9]{2}|XX|xx)|default")
STATUSES = "use three digits such as 404, a range such as 4XX, or default"
Kind = Literal["json", "text", "bytes", "nothing", "any"]


@dataclass(frozen=True)
class Body:
    """The body of a request."""

    required: bool
    contents: dict[str, Schema]
    """Schemas by media type; JSON first, then in the order of the document."""
    parts: dict[str, str] = field(default_factory=dict[str, str])
    """The media types of the parts of a form, if the document has them."""
    example: Any = None
    """The first example of the body as an object, if there is one."""
    styles: dict[str, str] = field(default_factory=dict[str, str])
    """The styles of the fields of a URL-encoded form, if the document has them; an asterisk means exploded."""


@dataclass(frozen=True)
class Success:
    """A response that is not a failure."""

    status: str
    kind: Kind
    media_types: list[str]
    """The media types of that kind."""
    schema: Schema


def kind_of(media_type: str, schema: Schema) -> Kind:
    """Return the kind of body that a media type has: JSON, text or bytes.

    The wildcard `*/*` means JSON, unless its schema is binary.
    """
    name = media_type.partition(";")[0].strip().lower()
    if is_json(name) or (name == ANYTHING and schema.get("format") != "binary"):
        return "json"  # a wildcard with a schema means JSON
    return "text" if name.startswith("text/") or name in TEXTS or name.endswith("+xml") else "bytes"


def contents_of(document: Schema, node: Any, where: str) -> dict[str, Schema]:
    """Return the schemas of a body or response by media type; JSON comes first, ranges come last.

    One key may name several media types, with a comma between them.

    Raises:
        DocumentError: `content` is not an object.
    """
    if node is not None and not is_object(node):
        raise DocumentError(f"{where}: `content` is not an object")
    found: dict[str, Schema] = {}
    for key, given in (node or {}).items():
        schema = resolve(document, given).get("schema", {})
        found |= {name.strip(): schema if is_object(schema) else {} for name in key.split(",") if name.strip()}
    return dict(sorted(found.items(), key=lambda pair: (kind_of(*pair) != "json", "*" in pair[0])))


def body_of(document: Schema, operation: Schema, where: str) -> tuple[Body | None, list[str]]:
    """Return the request body of an operation, and the assumptions.

    The body is None if there is none, or one without a media type.
    """
    if "requestBody" not in operation:
        return None, []
    node = resolve(document, operation["requestBody"])
    contents = contents_of(document, node.get("content"), where)
    if not contents:
        return None, []
    forms = _forms(document, node["content"])
    example = _example(document, node["content"])
    body = Body(node.get("required") is True, contents, forms.parts, example, forms.styles)
    return body, [f"{where}: {note}" for note in forms.notes]


def _forms(document: Schema, contents: Schema) -> Forms:
    """Return what a document says of the fields of a form."""
    forms = Forms()
    for media_type, given in contents.items():
        media = resolve(document, given)
        name = media_type.partition(";")[0].strip().lower()
        if name in FORMS:
            schema = media.get("schema", {})
            found = resolve(document, schema) if is_object(schema) else {}
            properties: Schema = found.get("properties") or {}
            forms.read(document, name, properties, media.get("encoding") or {})
    return forms


def _example(document: Schema, contents: Schema) -> Any:
    """Return the first example that is an object, or None."""
    for given in contents.values():
        media = resolve(document, given)
        named: Schema = media.get("examples") or {}
        found: list[Any] = [*(resolve(document, one).get("value") for one in named.values()), media.get("example")]
        for value in found:
            if is_object(value):
                return value
    return None


def responses_of(operation: Schema, where: str) -> Schema:
    """Return the responses of an operation by status: three digits, a range such as `4XX`, or `default`.

    Raises:
        DocumentError: A status is invalid or duplicate.
    """
    found: Schema = {}
    responses: Schema = operation.get("responses") or {}
    for given, response in responses.items():
        if given.startswith("x-"):
            continue
        if not STATUS.fullmatch(given):
            raise DocumentError(f"{where}: the status {given!r} is invalid: {STATUSES}")
        status = given if given == "default" else given.upper()
        if status in found:
            raise DocumentError(f"{where}: the status {status} is duplicate")
        found[status] = response
    return found


def successes_of(document: Schema, method: str, responses: Schema, where: str) -> tuple[list[Success], list[str]]:
    """Return the successes of an operation, the lowest status first, and the assumptions.

    Without a 2xx status `default` is the success, and without that any 2xx response.
    """
    statuses = sorted(status for status in responses if status.startswith("2"))
    notes: list[str] = []
    if not statuses and "default" in responses:
        statuses, notes = ["default"], [f"{where}: its `default` response is used as its success"]
    if not statuses:
        notes = [f"{where}: no success is documented; any 2xx response is accepted"]
        return [Success("2XX", "any", [], {})], notes
    found: list[Success] = []
    for status in statuses:
        contents = contents_of(document, resolve(document, responses[status]).get("content"), where)
        if status in BODILESS and contents:
            notes.append(f"{where}: its response {status} is documented with a body, which that status does not have")
        found.append(_success(document, status, {} if status in BODILESS or method == "head" else contents))
        if found[-1].kind == "json" and (others := [name for name in contents if name not in found[-1].media_types]):
            notes.append(f"{where}: only JSON is accepted for its response {status}, not {', '.join(others)}")
    return found, notes


def _success(document: Schema, status: str, contents: dict[str, Schema]) -> Success:
    """Return a success with the kind of its first media type.

    JSON excludes the other media types, and so does a kind that Content-Type decides; of several other kinds, the body
    is read as bytes.
    """
    kinds: dict[str, Kind] = {name: _response_kind(document, name, schema) for name, schema in contents.items()}
    found: list[Kind] = [*kinds.values(), "nothing"]
    kind = found[0]
    if kind not in ("json", "any") and len({*kinds.values()}) > 1:
        kind = "bytes"  # which text is too
    alike = [name for name, one in kinds.items() if kind in (one, "bytes", "any")]
    schemas = [contents[name] for name in alike] or [{}]
    schema = schemas[0] if all(one == schemas[0] for one in schemas) else {"anyOf": schemas}
    return Success(status, kind, alike, schema)


def _response_kind(document: Schema, media_type: str, schema: Schema) -> Kind:
    """Return the kind of a response: a string of any media type is text or JSON, as its Content-Type says."""
    kind = kind_of(media_type, schema)
    if media_type.strip() != ANYTHING or kind != "json":
        return kind
    meant = resolve(document, schema)
    return "any" if meant.get("type", "string") == "string" and STRUCTURED.isdisjoint(meant) else "json"
