"""The base class of the models, and what their codecs share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from operator import itemgetter
from types import MethodType
from typing import Any, TypeVar, cast

from attrs import fields

from .containers import is_list
from .jsonable import to_json

M = TypeVar("M", bound="Model")


class Model:
    """The base class of every generated model."""

    __slots__ = ()

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The unknown fields and the malformed values of the JSON object, unchanged, by their names in JSON."""
        slots: Any = self  # the slot is of each model's own
        held: dict[str, Any] | None = slots._additional
        if held is None:  # made when it is asked for: most records of a page never are
            slots._additional = held = {}
        return held

    @additional_properties.setter
    def additional_properties(self, value: dict[str, Any]) -> None:
        slots: Any = self
        slots._additional = value

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object, with the members of `additional_properties` and without the fields that are None."""
        written: dict[str, Any] = codec_of(type(self)).to_dict(self)
        return written

    def to_row(self) -> dict[str, Any]:
        """Return a flat dict for tables: every field of the spec in its order, None where there is no value.

        Ids, times and dates are Python values, enums are their plain values, and nested values are JSON text. Fields
        that the spec does not know are in `additional_properties`, and not in the row.

        Example:
            pandas.DataFrame([recipient.to_row() async for recipient in client.iter_recipients(campaign_id)])
        """
        from .rows import row_of

        return row_of(self)

    @classmethod
    def from_dict(cls: type[M], src_dict: Mapping[str, Any]) -> M:
        """Read a JSON object.

        Args:
            src_dict: The object; it is not changed.

        Returns:
            The model. A value that is null or malformed reads None, and stays in `additional_properties` under its name
            in JSON.

        Raises:
            TypeError: `src_dict` is not an object.
        """
        read: M = codec_of(cls).from_dict(cls, src_dict)
        return read

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return the schema that Pydantic validates and writes the model with. Only Pydantic calls this."""
        from .pydantic_schema import core_schema_of

        return core_schema_of(cls, handler.generate_schema)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        """Return the JSON schema of the model. Only Pydantic calls this."""
        from .pydantic_schema import json_schema_of

        return json_schema_of(cls, schema, handler)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not cls.__module__.startswith(f"{__package__}."):
            kind: Any = cls
            kind.__getattr__ = _not_received

    def __repr__(self) -> str:
        shown = {a.name: getattr(self, a.name) for a in fields(cast("type[Any]", type(self))) if a.eq}
        # None is a field that is not there, also where the service sent null; an empty list says something.
        held: dict[str, Any] = shown.pop("additional_properties", None) or {}
        more = {name: value for name, value in held.items() if value is not None}
        texts = [f"{name}={value!r}" for name, value in shown.items() if value is not None]
        texts += [f"additional_properties={more!r}"] if more else []
        return f"{type(self).__name__}({', '.join(texts)})"


class Payload(Model):
    """The base class of the models that only requests contain."""

    __slots__ = ()


def _not_received(model: Model, name: str) -> None:
    """Return None for the JSON value as received that the constructor of a caller's subclass does not set."""
    if not name.endswith("_read"):
        raise AttributeError(f"{type(model).__name__!r} object has no attribute {name!r}")


def show_fields(kind: Any) -> None:
    """Let `attrs` show the fields and `additional_properties`, and none of the hidden attributes.

    `attrs.asdict` and cattrs have names that users know then, and `attrs.evolve` keeps `additional_properties`.
    """
    given: Any = kind.__attrs_attrs__
    attributes: Any = given.__class__
    shown = [one for one in given if one.init]
    shown[-1] = shown[-1].evolve(name="additional_properties")
    named = {"__slots__": (), "additional_properties": property(itemgetter(len(shown) - 1))}
    kind.__attrs_attrs__ = type(attributes.__name__, (attributes,), named)(shown)


def generated_class(kind: type[Model]) -> type[Model]:
    """Return the generated model of a class: itself, or the model that a caller's subclass extends."""
    models = f"{__package__}.models."
    for one in kind.__mro__:
        if one.__module__.startswith(models):
            return one
    raise NotImplementedError("only generated models have a codec")


def codec_of(kind: type[Model]) -> Any:
    """Return the module that reads and writes a model; loading it replaces the methods that led here."""
    module = generated_class(kind).__module__
    return import_module(f"{__package__}._codecs.{module.removeprefix(f'{__package__}.models.')}")


def bind(kind: type[Model], to_dict: Callable[[Any], Any], from_dict: Callable[..., Any]) -> None:
    """Make the functions of a codec methods of its model, so that a call of them costs no further one.

    A codec calls this last: before, another thread could call a function whose names are not there yet. What a test has
    put in place of a method stays.
    """
    methods: dict[str, Any] = {"to_dict": to_dict, "from_dict": classmethod(from_dict)}
    for name, method in methods.items():
        if name not in vars(kind):
            setattr(kind, name, method)


def bound(from_dict: Callable[..., Any], kind: type[Model]) -> Any:
    """Return the function of a codec for its own model. Other codecs call it, whatever is in place of the method."""
    return MethodType(from_dict, kind)


def share_names(constructor: Any, names: dict[str, Any]) -> None:
    """Let the annotations of a constructor find the models that its module imports after the class."""
    own = constructor.__globals__  # attrs makes the constructor with a copy of the module's names
    own.update((name, value) for name, value in names.items() if name not in own)


def or_none(additional: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what models compare: an empty dict equals None."""
    return additional or None


def members(value: Any) -> dict[str, Any]:
    """Copy a JSON object. Anything else is a TypeError: `dict([])` would make an empty record of a list."""
    if not isinstance(value, Mapping):
        raise TypeError(f"a JSON object is required, not {type(value).__name__}")
    return dict(cast("Mapping[str, Any]", value))


def rest(source: dict[str, Any], names: dict[str, str], lost: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the members of a JSON object that a model does not hold, or None if it holds them all.

    Args:
        source: The JSON object.
        names: The attributes by their names in JSON.
        lost: The names in JSON of malformed values.
    """
    return {key: value for key, value in source.items() if value is None or key not in names or key in lost} or None


def as_subclass(kind: type[M], model: Model) -> M:
    """Convert a model to a caller's subclass, through its constructor, which may set more attributes."""
    own: Any = type(model)
    made = kind(**{a.alias: getattr(model, a.name) for a in fields(own)})
    for name in own.__slots__:
        if name.endswith("_read"):
            object.__setattr__(made, name, getattr(model, name))
    return made


def snapshot(value: Any) -> Any:
    """Copy a JSON value, so that a later change of it has no effect."""
    if isinstance(value, dict):
        return {key: snapshot(item) for key, item in cast("dict[str, Any]", value).items()}
    return [snapshot(item) for item in value] if is_list(value) else value


def original_json(source: Any, read: Callable[[Any], Any], value: Any) -> Any:
    """Return the JSON value as received (in upper case, with other digits) if it still equals the attribute.

    Args:
        source: The JSON value as received.
        read: The converter.
        value: The attribute now.
    """
    return snapshot(source) if read(source) == value else to_json(value)


def refill(values: list[Any], source: Any, read: Callable[[Any], Any]) -> list[Any]:
    """Put malformed items back into their places, unless the number of items has changed.

    Args:
        values: The JSON values of the items.
        source: The list as received, if it had a malformed item.
        read: The converter of the list.
    """
    if not is_list(source):
        return values
    is_kept = [bool(read([item])) for item in source]
    if sum(is_kept) != len(values):
        return values
    rest = iter(values)
    filled = [next(rest) if kept else None for kept in is_kept]
    return [item if value is None else value for value, item in zip(filled, source, strict=True)]
