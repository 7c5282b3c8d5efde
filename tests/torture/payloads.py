"""The operations that the matrix calls, their good responses, and damaged variants of them."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from operations import CHECKER, CID, JSON_OPERATIONS, RECIPIENT, properties_of, required_of

from epilot_targeting.testing import FakeTargeting
from epilot_targeting.testing._request_and_response import Request

Path = tuple[str | int, ...]


def _response(operation: str) -> dict[str, Any]:
    schema = JSON_OPERATIONS[operation].response
    assert schema is not None
    return CHECKER.opened(schema)


CALLS = {name: one.arguments for name, one in JSON_OPERATIONS.items() if one.fields}
"""The arguments of each operation whose response has fields; the fake of `good_response` carries all of them out."""


class Good(NamedTuple):
    """The response of a service that carries the operation out."""

    operation: str
    status: int
    value: Any

    def bytes(self) -> bytes:
        """Return the body."""
        return json.dumps(self.value).encode()


_known: dict[tuple[str, str, bytes], Good] = {}


async def good_response(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Good:
    """Return the response to a request. The same request gets the same: each meets a service that is new."""
    key = method, path, body
    if key not in _known:
        fake = FakeTargeting(recipients={CID: [RECIPIENT]}, now=lambda: dt.datetime(2025, 3, 1, tzinfo=dt.UTC))
        if path.endswith("/job"):  # there is none before the campaign is active
            await fake.handle(Request("POST", f"/v1/campaign/{CID}/status", headers=headers))
        if path.endswith("/entity_ui:restore"):  # there is nothing to restore before it is dismissed
            as_json = {**headers, "content-type": "application/json"}
            dismiss = Request(
                "PATCH", path.replace("restore", "status"), headers=as_json, body=b'{"status":"dismissed"}'
            )
            await fake.handle(dismiss)
        response = await fake.handle(Request(method, path, headers=headers, body=body))
        assert response.status in range(200, 300), response
        _known[key] = Good(str(fake.requests[-1].operation), response.status, json.loads(response.body))
    return _known[key]


def without_main_field(good: Good) -> Any:
    """Return the response without its main field."""
    value, parent, last = _reached(good.value, main_field(good.operation))
    del parent[last]
    return value


def with_main_field(good: Good, main: Any) -> Any:
    """Return the response with another main field."""
    value, parent, last = _reached(good.value, main_field(good.operation))
    parent[last] = main
    return value


def with_unknown_enum(good: Good) -> Any:
    """Return the response with a value newer than the spec."""
    value, parent, last = _reached(good.value, _word(good))
    parent[last] = "newer_than_the_spec"
    return value


def with_extra_field(good: Good, extra: Any) -> Any:
    """Return the response with a field newer than the spec, deep inside."""
    value, parent, _ = _reached(good.value, _word(good))
    parent["newer_field"] = extra
    return value


def main_field(operation: str) -> Path:
    """Return the path of the first field of a response."""
    above: Path = (0,) if is_list(operation) else ()
    return *above, JSON_OPERATIONS[operation].fields[0]


def requires_nothing(operation: str) -> bool:
    """Return whether a response of the operation has no required field."""
    return [] == required_of(_response(operation))


def takes_any_type(operation: str) -> bool:
    """Return whether a field of any type is accepted. A union is decoded as the variant that fits best."""
    return requires_nothing(operation) or not {"anyOf", "oneOf"}.isdisjoint(_response(operation))


def is_list(operation: str) -> bool:
    """Return whether a response of the operation is a list."""
    return "items" in _response(operation)


def _word(good: Good) -> Path:
    """Return the path of an enum, or else of a text that may be any, or else of a field that the spec does not have."""
    words = dict(reversed([*_words(_response(good.operation), good.value, ())]))
    return words.get("enum") or words.get("text") or ((0, "newer") if isinstance(good.value, list) else ("newer",))


def _words(schema: dict[str, Any], value: Any, path: Path) -> Iterator[tuple[str, Path]]:
    schema = CHECKER.opened(schema)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _words(schema.get("items", {}), item, (*path, index))
    elif isinstance(value, dict):
        for name, one in properties_of(schema).items():
            if name in value:
                yield from _words(one, value[name], (*path, name))
    elif "enum" in schema:
        yield "enum", path
    elif schema.get("type") == "string" and not {"format", "pattern"} & schema.keys():
        yield "text", path


def _reached(value: Any, path: Path) -> tuple[Any, Any, Any]:
    whole = copy.deepcopy(value)
    parent = whole
    for step in path[:-1]:
        parent = parent[step]
    return whole, parent, path[-1]
