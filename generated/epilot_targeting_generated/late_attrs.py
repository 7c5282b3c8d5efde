# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Define classes of attrs without importing attrs, which takes longer than most imports of a first call.

Their slots, and the constructors of frozen classes, are there at once. attrs adds the rest when that is first used:
comparison, pickling, `attrs.fields`, the constructors of models, which reading a response does not need.
To type checkers, `define`, `frozen` and `field` are those of attrs.
"""

from __future__ import annotations

import sys
from operator import itemgetter

from .lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from attrs import define as define
    from attrs import field as field
    from attrs import frozen as frozen
else:

    def define(**options: Any) -> Callable[[type[Any]], type[Any]]:
        """Return a decorator that does what `attrs.define` does with these options."""
        return lambda draft: _late_class(draft, "define", options)

    def frozen(draft: type[Any] | None = None, **options: Any) -> Any:
        """Do what `attrs.frozen` does with these options, or return a decorator that does."""
        if draft is not None:
            return _late_class(draft, "frozen", options)
        return lambda given: _late_class(given, "frozen", options)

    def field(**options: Any) -> Field:
        """Return the options of a field, as `attrs.field` takes them."""
        return Field(options)


ADDED = ("__attrs_attrs__", "__attrs_props__", "__eq__", "__ne__", "__replace__")
"""What attrs adds to each class. Some versions of attrs or Python lack the second or the last."""
ADDED_TO_SLOTTED = ("__getstate__", "__setstate__")
ADDED_TO_FROZEN = ("__delattr__", "__hash__", "__repr__", "__setattr__")


MISSING = object()
"""The default of a field that has none."""


class Field:
    """The options of a field."""

    __slots__ = ("options",)

    def __init__(self, options: dict[str, Any]) -> None:
        """Keep the options."""
        self.options = options


class Late:
    """An attribute of a class that attrs adds, with the others, when one of them is first used."""

    __slots__ = ("_complete", "_name")

    def __init__(self, name: str, complete: Callable[[], type[Any]]) -> None:
        """Keep the name of the attribute, and the function that completes the class and returns it."""
        self._name = name
        self._complete = complete

    def __get__(self, instance: Any, kind: type[Any] | None = None) -> Any:
        """Complete the class, and return the attribute.

        Raises:
            AttributeError: This version of attrs does not add it.
        """
        completed = self._complete()
        if self._name not in vars(completed):
            raise AttributeError(self._name)
        found: object = vars(completed)[self._name]
        bind = getattr(type(found), "__get__", None)
        return found if bind is None else bind(found, instance, kind)


def _late_class(draft: type[Any], decorator: str, options: dict[str, Any]) -> type[Any]:
    """Return the class in place of its draft. With `slots=False` its instances have a `__dict__`."""
    body = {name: value for name, value in vars(draft).items() if name not in ("__dict__", "__weakref__")}
    names: tuple[str, ...] = tuple(draft.__annotations__)
    members = {name: value for name, value in body.items() if name not in names}
    late: tuple[str, ...] = ADDED
    if options.get("slots", True):
        late += ADDED_TO_SLOTTED
        members["__slots__"] = (*names, "__weakref__")
    if decorator == "frozen":
        late += ADDED_TO_FROZEN
        members["__match_args__"] = () if options.get("kw_only") else names
        members["__init__"] = _constructor(draft, kw_only=options.get("kw_only", False))
    else:
        late += ("__init__",)
        members |= {"__match_args__": (), "__hash__": None, "__attrs_own_setattr__": False}

    def complete() -> type[Any]:
        return _complete(made, body, decorator, options)

    members |= {name: Late(name, complete) for name in late}
    made = type(draft.__name__, draft.__bases__, members)
    return made


def _constructor(draft: type[Any], *, kw_only: bool) -> Callable[..., None]:
    """Return the constructor of a frozen class: that of attrs, with defaults, factories and converters."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    parameters: list[str] = ["*"] if kw_only else []
    lines: list[str] = []
    for name in draft.__annotations__:
        value = vars(draft).get(name, MISSING)
        options = value.options if isinstance(value, Field) else {"default": value}
        given[f"{name}_default"] = options.get("default", MISSING)
        text = name
        if "factory" in options:
            given[f"{name}_factory"] = options["factory"]
            text = f"{name}_factory() if {name} is _missing else {name}"
        if "converter" in options:
            given[f"{name}_converter"] = options["converter"]
            text = f"{name}_converter({text})"
        required = given[f"{name}_default"] is MISSING and "factory" not in options
        parameters.append(name if required else f"{name}={name}_default")
        lines.append(f"        _set(self, {name!r}, {text})")
    if hasattr(draft, "__attrs_post_init__"):
        lines.append("        self.__attrs_post_init__()")
    head = f"def make({', '.join(given)}):\n    def __init__(self, {', '.join(parameters)}):\n"
    return _compiled(draft, "\n".join([head, *lines, "    return __init__"]), given)


def _compiled(draft: type[Any], text: str, given: dict[str, Any]) -> Callable[..., None]:
    """Return the function that a text makes, with the annotations of the fields."""
    names: dict[str, Any] = {}
    # The text contains names of attributes alone.
    exec(text, vars(sys.modules[draft.__module__]), names)  # noqa: S102
    constructor: Callable[..., None] = names["make"](**given)
    constructor.__qualname__ = f"{draft.__qualname__}.__init__"
    constructor.__annotations__ = {**draft.__annotations__, "return": None}
    return constructor


def _show_fields(kind: Any) -> None:
    """Let `attrs` show the fields and `additional_properties` of a model, and none of the hidden attributes.

    `attrs.asdict` and cattrs have names that users know then, and `attrs.evolve` keeps `additional_properties`.
    """
    given: Any = kind.__attrs_attrs__
    attributes: Any = given.__class__
    shown = [one for one in given if one.init]
    shown[-1] = shown[-1].evolve(name="additional_properties")
    named = {"__slots__": (), "additional_properties": property(itemgetter(len(shown) - 1))}
    kind.__attrs_attrs__ = type(attributes.__name__, (attributes,), named)(shown)


def _complete(made: type[Any], body: dict[str, Any], decorator: str, options: dict[str, Any]) -> type[Any]:
    """Add what attrs adds to a class, and return the class."""
    from contextlib import suppress

    import attrs

    given = {name: attrs.field(**value.options) if isinstance(value, Field) else value for name, value in body.items()}
    twin: Any = getattr(attrs, decorator)(**options)(type(made.__name__, made.__bases__, given))
    if decorator == "define":
        _show_fields(twin)
    for name, value in list(vars(made).items()):
        if isinstance(value, Late):
            if name in vars(twin):
                setattr(made, name, vars(twin)[name])
            else:
                with suppress(AttributeError):  # another thread has removed it
                    delattr(made, name)
    return made
