"""Define how Pydantic validates, writes and documents models. Loaded when Pydantic asks for the schema of a model.

A model that only requests contain is validated: Pydantic names each missing or malformed field. Any other model is read
as a response is: a malformed value reads None and is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from inspect import getdoc
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields

from .jsonable import to_json
from .record import Model, Payload, codec_of, generated_class
from .types import File

_building: ContextVar[frozenset[type[Model]]] = ContextVar("building", default=frozenset())
"""The models whose schemas are being built: one that contains itself refers to its own schema."""


def core_schema_of(kind: type[Model], generate: Callable[[Any], Any]) -> Any:
    """Return the schema that Pydantic validates and writes a model with.

    Args:
        kind: The model, or a caller's subclass.
        generate: The function of Pydantic that returns the schema of a type.
    """
    from pydantic_core import core_schema

    reference = f"{kind.__module__}.{kind.__qualname__}:{id(kind)}"
    if kind in _building.get():
        return core_schema.definition_reference_schema(reference)
    outer = _building.set(_building.get() | {kind})
    try:
        members = {
            name: core_schema.typed_dict_field(generate(hint), required=required)
            for name, hint, required in members_of(kind)
        }
    finally:
        _building.reset(outer)
    return core_schema.no_info_wrap_validator_function(
        _reader(kind),
        core_schema.typed_dict_schema(members, extra_behavior="allow"),
        ref=reference,
        serialization=core_schema.plain_serializer_function_ser_schema(_write),
    )


def json_schema_of(kind: type[Model], schema: Any, handler: Any) -> Any:
    """Return the JSON schema of a model, with its name and its description."""
    json_schema = handler(schema)
    inner = handler.resolve_ref_schema(json_schema)
    inner.update(title=kind.__name__, description=getdoc(kind))
    return json_schema


def members_of(kind: type[Model]) -> list[tuple[str, Any, bool]]:
    """Return the fields of a model: the name in JSON, the type, and whether it is required."""
    made = generated_class(kind)
    hints = get_type_hints(made)
    required = {one.name for one in fields(cast("type[Any]", made)) if one.default is NOTHING}
    names: dict[str, str] = getattr(codec_of(made), "_NAMES", {})
    return [(wire, open_type(hints[name]), name in required) for wire, name in names.items()]


def open_type(hint: Any) -> Any:
    """Return a type in which enums are open, as they are in responses, and a file is its content."""
    origin = get_origin(hint)
    if origin is Literal:
        return Union[tuple({value.__class__ for value in get_args(hint)})]  # noqa: UP007 (of any number of types)
    if origin in (Union, UnionType):
        return Union[tuple(map(open_type, get_args(hint)))]  # noqa: UP007
    if origin is list:
        return list[open_type(get_args(hint)[0])]  # type: ignore[misc]
    return bytes if hint is File else hint


def _reader(kind: type[Model]) -> Callable[[Any, Callable[[Any], Any]], Model]:
    """Return the function that reads a model. Pydantic shows its name in errors: it is that of the model."""

    def read(value: Any, validate: Callable[[Any], Any]) -> Model:
        if isinstance(value, kind):
            return value
        if issubclass(kind, Payload) or not isinstance(value, Mapping):
            value = validate(value)
        return kind.from_dict(to_json(value))

    read.__name__ = kind.__name__
    return read


def _write(model: Model) -> dict[str, Any]:
    return model.to_dict()
