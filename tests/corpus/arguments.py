"""Write a planned call as a user of the generated code would."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from typing import Any
from uuid import UUID

from corpus import wire
from corpus.calls import ABSENT, Call
from corpus.documents import Operation
from corpus.package import model_of
from epilot_targeting_generated.types import File

READERS: dict[str, Any] = {"uuid": UUID, "date": dt.date.fromisoformat, "date-time": dt.datetime.fromisoformat}


def arguments(operation: Operation, method: Any, call: Call, *, typed: bool) -> tuple[list[Any], dict[str, Any]]:
    """Return what a method is called with: the path's values by position, everything else by name.

    Args:
        operation: The operation in the document.
        method: The generated method.
        call: What is given.
        typed: Whether ids, dates and bodies come in Python's types and models, or as JSON has them.
    """
    signature = inspect.signature(method).parameters
    given = {key: _typed(value, operation, key) if typed else value for key, value in call.arguments.items()}
    positional = [
        given[f"path:{name}"] for name in dict.fromkeys(wire.names(operation.path)) if f"path:{name}" in given
    ]
    named = {_keyword(operation, key, signature): given[key] for key in given if not key.startswith("path:")}
    if call.body is not ABSENT:
        annotation = str(signature["body"].annotation)
        parts = str(call.media_type).startswith("multipart/")
        whole = model_of(operation.document.package, annotation, call.body) if typed and not parts else call.body
        named["body"] = {name: _part(operation, name, value) for name, value in whole.items()} if parts else whole
        if "media_type" in signature:
            named["media_type"] = call.media_type
    return positional, named


def _typed(value: Any, operation: Operation, key: str) -> Any:
    schema = operation.document.resolve(operation.parameters[key].get("schema", {}))
    return _read(value, schema if isinstance(schema, dict) else {})


def _read(value: Any, schema: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_read(item, schema.get("items", {})) for item in value]
    read = READERS.get(schema.get("format", ""))
    return value if read is None or not isinstance(value, str) else read(value)


def _keyword(operation: Operation, key: str, signature: Any) -> str:
    place, _, name = key.partition(":")
    base = snake(name)
    known = operation.document.raw.get("x-arguments", {})
    for candidate in [known[key]] if key in known else [f"{base}_{place}", base, f"{base}_"]:
        if candidate in signature and candidate not in ("self", "body", "media_type"):
            return str(candidate)
    raise LookupError(f"no argument is named {base!r} for {key!r}; there are {', '.join(signature)}")


def snake(name: str) -> str:
    """Name an argument as our users are told: in snake_case, without decoration."""
    bare = re.sub(r"^[^A-Za-z]+", "", name)
    bare = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", bare)
    bare = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", bare)
    return re.sub(r"[^A-Za-z0-9]+", "_", bare).strip("_").lower()


def _part(operation: Operation, name: str, value: Any) -> Any:
    resolve = operation.document.resolve
    schema = resolve((operation.body or {})["content"]["multipart/form-data"]["schema"])
    one = resolve(schema["properties"].get(name, {}))
    if resolve(one.get("items", {})).get("format") == "binary":
        return [File(item.encode(), f"{index}.bin") for index, item in enumerate(value)]
    return File(value.encode(), "a.bin", "image/png") if one.get("format") == "binary" else value
