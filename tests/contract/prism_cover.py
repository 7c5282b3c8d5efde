"""What of the document has been sent: each parameter, each property of a body, and each value of their enums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote

from contract.prism_calls import Operation, squashed
from contract.prism_samples import Samples, Schema

from epilot_targeting.testing import RecordedRequest

DELIMITERS = re.compile(r"[,| ]")


def wanted(operations: Iterable[Operation]) -> set[str]:
    """Return all there is to send, such as `getRecipients query limit`."""
    found: set[str] = set()
    for one in operations:
        for place, name in one.parameters:
            found |= set(_points(one.samples, f"{one.name} {place} {name}", one.schema((place, name)), ()))
        for schema in one.schemas:
            found |= set(_points(one.samples, f"{one.name} body", schema, ()))
    return found


def sent(operations: Iterable[Operation], requests: Iterable[RecordedRequest]) -> set[str]:
    """Return what came in requests."""
    by_name = {squashed(one.name): one for one in operations}
    found: set[str] = set()
    for request in requests:
        one = by_name[squashed(request.operation or "")]
        for place, name, text in _texts(one, request):
            found |= {f"{one.name} {place} {name}"}
            # A list may have been written as one text.
            found |= {f"{one.name} {place} {name}={piece}" for piece in (text, *DELIMITERS.split(text))}
        if "json" in request.headers.get("content-type", ""):
            found |= set(_flattened(f"{one.name} body", request.json))
    return found


def _texts(operation: Operation, request: RecordedRequest) -> Iterator[tuple[str, str, str]]:
    names = re.findall(r"\{(.*?)\}", operation.path)
    match = re.fullmatch(re.sub(r"\\\{.*?\\\}", "([^/]+)", re.escape(operation.path)), request.path)
    for name, text in zip(names, match.groups() if match else (), strict=True):
        yield "path", name, unquote(text)
    yield from (("query", name.partition("[")[0], text) for name, text in request.pairs)
    cookies = SimpleCookie(request.headers.get("cookie", ""))
    for place, name in operation.parameters:
        if place == "header" and name.lower() in request.headers:
            yield place, name, request.headers[name.lower()]
        if place == "cookie" and name in cookies:
            yield place, name, cookies[name].value


def _points(samples: Samples, place: str, schema: Schema, above: tuple[str, ...]) -> Iterator[str]:
    if schema.get("$ref") in above:
        return
    above += (schema["$ref"],) if "$ref" in schema else ()
    flat = samples.flat(schema)
    yield place
    yield from (f"{place}={value}" for value in flat.get("enum", ()))
    for variant in flat.get("anyOf") or flat.get("oneOf") or ():
        yield from _points(samples, place, variant, above)
    if "items" in flat:
        yield from _points(samples, f"{place}[]" if " body" in place else place, flat["items"], above)
    for name, one in flat.get("properties", {}).items():
        if " body" in place and not samples.flat(one).get("readOnly"):
            yield from _points(samples, f"{place}.{name}", one, above)


def _flattened(place: str, value: Any) -> Iterator[str]:
    yield place
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _flattened(f"{place}.{name}", one)
    elif isinstance(value, list):
        for one in value:
            yield from _flattened(f"{place}[]", one)
    else:
        yield f"{place}={value}"
