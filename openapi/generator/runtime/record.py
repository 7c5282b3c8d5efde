"""The base class of the models, and what their codecs share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TypeVar, cast

from attrs import fields

from .convert import is_list, to_json

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
        _load_codec(type(self))
        return self.to_dict()

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
        _load_codec(cls)
        return cls.from_dict(src_dict)

    def __repr__(self) -> str:
        shown = {a.name: getattr(self, a.name) for a in fields(cast("type[Any]", type(self))) if a.eq}
        # None is a field that is not there, also where the service sent null; an empty list says something.
        held: dict[str, Any] = shown.pop("_additional", None) or {}
        more = {name: value for name, value in held.items() if value is not None}
        texts = [f"{name}={value!r}" for name, value in shown.items() if value is not None]
        texts += [f"additional_properties={more!r}"] if more else []
        return f"{type(self).__name__}({', '.join(texts)})"


def _load_codec(kind: type[Model]) -> None:
    """Import the codec of a model, which replaces the methods of the model with its own functions."""
    models = f"{__package__}.models."
    for one in kind.__mro__:  # a caller's subclass is not one of these modules
        if one.__module__.startswith(models):
            import_module(f"{__package__}._codecs.{one.__module__.removeprefix(models)}")
            return
    raise NotImplementedError("only generated models have a codec")


def bind(kind: Any, to_dict: Callable[[Any], Any], from_dict: Callable[..., Any]) -> None:
    """Make the functions of a codec methods of its model: so a call of them costs no further one."""
    kind.to_dict = to_dict
    kind.from_dict = classmethod(from_dict)


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
    own = fields(cast("type[Any]", type(model)))
    made = kind(**{a.alias: getattr(model, a.name) for a in own if a.init})
    for attribute in own:
        if not attribute.init:
            object.__setattr__(made, attribute.name, getattr(model, attribute.name))
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


def refill(values: list[Any], source: Any) -> list[Any]:
    """Put malformed items back into their places."""
    if not is_list(source) or len(source) != len(values):
        return values
    return [item if value is None else value for value, item in zip(values, source, strict=True)]
