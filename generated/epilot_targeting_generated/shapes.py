# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read long lists of records fast, by functions that are compiled for the shapes of the records.

A shape is the set of members that records have; most records of a list have one of a few. Its function reads values of
the usual types only, and spends no time on members that are missing. `from_dict` reads all other records, with equal
results. The spec does not say which shapes a service returns: they are compiled at run time, like the methods of attrs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from itertools import chain
from typing import Any, Literal, NamedTuple

from .containers import is_whole
from .record import Model, rest, snapshot

Kind = Literal["str", "int", "bool", "dict", "enum", "moment", "model", "list", "nullable_list", "other"]
Keep = Literal["", "None", "value", "copy"]
Reader = Callable[[Iterable[Any], Callable[[Any], None]], Any]

WARM_UP = 400
"""The number of records after which a shape is compiled. To read as many without takes as long as to compile."""
MOST_SHAPES = 64
"""The largest number of shapes that are counted."""
MOST_MEMBERS = 500
"""The largest number of members of a shape that is counted. The function has a line for each, and is kept."""
_TYPE = "if type({json}) is not {kind}: has_rest = null({json})"
_NULL = "if {json} is None: {value}, has_rest = None, True"
_USUAL: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(("str", "int", "bool", "dict"), (_TYPE, "{value} = {json}")),
    "enum": ("{value} = {read}[{json}]", "if {value} is None: has_rest = True"),
    "moment": (_NULL, "elif ({value} := moment({json})).tzinfo is None: return record"),
    "model": ("if type({json}) is dict: {value} = {read}({json})", "else: {value}, has_rest = None, null({json})"),
    "list": (_NULL, "elif ({value} := {read}({json})) is None or len({value}) != len({json}): return record"),
    "nullable_list": (_NULL, "elif ({value} := {read}({json})) is None or not is_whole({value}): return record"),
    "other": (_NULL, "elif ({value} := {read}({json})) is None: return record"),
}
"""The lines that read a value, by the kind of the field. An error means that the value is unusual."""
_KEPT: dict[Keep, str] = {"": "", "None": "None", "value": "{json}", "copy": "snapshot({json})"}
_FUNCTION = """
def read_usual(records, append):
    for record in records:
        if type(record) is not dict or len(record) != {size}:
            return record
        has_rest = {has_rest}
        try:
            {values}
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            return record
        model = new(Model)
        {attributes}
        model._additional = rest(record, names, ()) if has_rest else None
        append(model)
    return END
"""
END = object()
"""What a function of a shape returns after the last record."""


class Usual(NamedTuple):
    """How the usual values of a field are read.

    Attributes:
        kind: The type in JSON, or how the value is read.
        read: The members of an enum by value, or the function that reads a model or any other kind. Default: none.
        keep: What the hidden attribute keeps of the JSON value. Default: there is no hidden attribute.
        missing: The hidden attribute of a missing member. Default: None.
    """

    kind: Kind
    read: Any = None
    keep: Keep = ""
    missing: Literal["None", "..."] = "None"


def source_of(names: Mapping[str, str], usual: Mapping[str, Usual], shape: frozenset[str]) -> str:
    """Return the source of the function that reads records of a shape.

    The function passes the models to `append`. It returns `END`, or the first record that it cannot read.

    Args:
        names: The attributes of the model by their names in JSON.
        usual: How the usual values are read, by the same names.
        shape: The members of the records, unknown ones included.
    """
    unknown = sorted(shape.difference(names))
    loads = [f"record[{wire!r}]" for wire in unknown]
    values: list[str] = []
    attributes: list[str] = []
    for index, (wire, name) in enumerate(names.items()):
        kind, _, keep, missing = usual[wire]
        words = {"json": f"json_{index}", "value": f"value_{index}", "read": f"read_{index}", "kind": kind}
        value, kept = "None", str(missing)
        if wire in shape:
            loads.append(f"{words['json']} = record[{wire!r}]")
            values += [line.format(**words) for line in _USUAL[kind]]
            value, kept = words["value"], _KEPT[keep].format(**words)
        attributes += [f"model.{name} = {value}", *([f"model._{name}_read = {kept}"] if keep else [])]
    return _FUNCTION.format(
        size=len(shape),
        has_rest=bool(unknown),
        values=f"\n{' ' * 12}".join(loads + values),
        attributes=f"\n{' ' * 8}".join(attributes),
    )


def compile_reader(codec: Any, model: type[Model], shape: frozenset[str]) -> Reader:
    """Compile the function that reads records of a shape; see `source_of`.

    Args:
        codec: The codec of the model.
        model: The model.
        shape: The members of the records.
    """
    names, usual = codec._NAMES, codec._USUAL
    namespace: dict[str, Any] = {
        **{f"read_{index}": usual[wire].read for index, wire in enumerate(names)},
        "END": END, "Model": model, "is_whole": is_whole, "moment": dt.datetime.fromisoformat, "names": names,
        "new": object.__new__, "null": _null, "rest": rest, "snapshot": snapshot,
    }  # fmt: skip
    code = compile(source_of(names, usual, shape), f"<{__name__} of {model.__name__}>", "exec")
    exec(code, namespace)  # noqa: S102 (of the spec it contains string literals, and attributes that are identifiers)
    return namespace["read_usual"]  # type: ignore[no-any-return]


def _null(value: Any) -> bool:
    """Return True for null.

    Raises:
        TypeError: It is another value, which is unusual.
    """
    if value is not None:
        raise TypeError
    return True


class ListReader:
    """Reads lists of records of one model.

    Args:
        from_dict: The function that reads a record: `from_dict` of a generated model, or any other.
        convert: The converter of a record of any shape.
        warm_up: The number of records after which a shape is compiled. Default: 400.
    """

    def __init__(
        self, from_dict: Callable[[Any], Any], convert: Callable[[Any], Any], *, warm_up: int = WARM_UP
    ) -> None:
        self._codec = import_module(from_dict.__module__)
        self._model: Any = getattr(from_dict, "__self__", None)
        self._convert = convert
        self._warm_up = warm_up
        self._readers: dict[tuple[str, ...], Reader] = {}
        self._counts: dict[tuple[str, ...], int] = {}

    def __call__(self, records: list[Any]) -> list[Any]:
        """Return the models of one record or more, and None for each that is no JSON object."""
        self._count(records)
        models: list[Any] = []
        remaining = iter(records)
        record: Any = next(remaining, END)
        while record is not END:
            reader = self._readers.get(tuple(record)) if record.__class__ is dict else None
            unread = record if reader is None else reader(chain((record,), remaining), models.append)
            if unread is record:
                models.append(self._convert(record))
                unread = next(remaining, END)
            record = unread
        return models

    def _count(self, records: list[Any]) -> None:
        """Count the records for the shape of the first one. Compile the shape after many."""
        members: tuple[str, ...] = tuple(records[0]) if records[0].__class__ is dict else ()
        is_settled = members in self._readers or len(members) > MOST_MEMBERS
        if is_settled or (members not in self._counts and len(self._counts) >= MOST_SHAPES):
            return
        count = self._counts[members] = self._counts.get(members, 0) + len(records)
        # The names are written as literals: those of a subclass of `str`, such as an enum, have none.
        if count > self._warm_up and {*map(type, members)} == {str} and hasattr(self._codec, "_USUAL"):
            self._readers[members] = compile_reader(self._codec, self._model, frozenset(members))
