"""Read parameters: their locations, styles and names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ..errors import DocumentError
from ..json_types import Schema, is_object
from ..naming.python_names import NEEDED_BY_CALLS, any_name, free
from .document import resolve
from .limit_sentences import described
from .media_types import contents_of, kind_of

LOCATIONS = ("path", "query", "header", "cookie")
DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
IGNORED = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI ignores as parameters: media types and security schemes define them."""
OURS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "cookie", "user-agent"}
)
"""Headers that the HTTP library sets."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    wire: str
    location: str
    name: str
    """The argument's name in Python."""
    required: bool
    style: str
    """The style of OpenAPI, with an asterisk if it is exploded, or "json"."""
    description: str
    schema: Schema


def parameters_of(
    document: Schema, path: str, item: Schema, operation: Schema, where: str
) -> tuple[list[Parameter], list[str]]:
    """Return the parameters of an operation, those of the path first, and the assumptions.

    Raises:
        DocumentError: A name is missing, or a location is invalid.
    """
    given: dict[tuple[str, str], Parameter] = {}
    notes: list[str] = []
    nodes: list[Any] = [*(item.get("parameters") or []), *(operation.get("parameters") or [])]
    for node in nodes:
        one = _read(document, node, where)
        if one.style.rstrip("*") not in (*STYLES[one.location], "json"):
            notes.append(f"{where}: {wrong_style(one)}")
            one = replace(one, style=DEFAULT_STYLES[one.location])
        if one.location == "header" and one.wire.lower() in IGNORED | OURS:
            notes.append(f"{where}: the header {one.wire} is ignored: the client sets it")
        else:
            given[one.location, one.wire] = one
    wanted = list(dict.fromkeys(wire_names_in(path)))
    for wire in wanted:
        if ("path", wire) not in given:
            given["path", wire] = _read(document, {"name": wire, "in": "path", "schema": {"type": "string"}}, where)
            notes.append(f"{where}: {wire!r} is in its path but not in its parameters; string is used")
    for location, wire in list(given):
        if location == "path" and wire not in wanted:
            del given[location, wire]
            notes.append(f"{where}: the path parameter {wire!r} is not in its path and is ignored")
    ordered = sorted(given.values(), key=lambda one: wanted.index(one.wire) if one.location == "path" else len(wanted))
    named, more = _named(ordered, where)
    return named, [*notes, *more]


def wire_names_in(path: str) -> list[str]:
    """Return the parameter names in a path, in order and with repetitions; the part after # is not sent."""
    return re.findall(r"\{([^}]*)\}", path.partition("#")[0])


def wrong_style(one: Parameter) -> str:
    """Return the assumption for a style that is invalid in its location."""
    style, usual = one.style.rstrip("*"), DEFAULT_STYLES[one.location]
    return f"the style {style} is invalid for {one.wire!r} in the {one.location}; {usual} is used"


def _read(document: Schema, node: Any, where: str) -> Parameter:
    """Read one parameter, whose name in Python is still empty.

    Raises:
        DocumentError: Its name is missing, or its location is invalid.
    """
    one = resolve(document, node)
    wire, location = one.get("name"), one.get("in")
    if not isinstance(wire, str) or not wire or location not in LOCATIONS:
        raise DocumentError(f"{where}: a parameter named {wire!r} in {location!r} is invalid")
    style, schema = one.get("style", DEFAULT_STYLES[location]), one.get("schema", {})
    explode = one.get("explode", style in ("form", "deepObject"))
    if one.get("content"):
        media_type, schema = next(iter(contents_of(document, one["content"], where).items()))
        style, explode = ("json" if kind_of(media_type, schema) == "json" else DEFAULT_STYLES[location]), False
    serialised = f"{style}*" if explode else style
    required = location == "path" or one.get("required") is True
    limiting = resolve(document, schema) if is_object(schema) else {}
    description = described(str(one.get("description") or f"`{wire}` in the {location}."), limiting)
    if not required and "default" not in limiting:
        description += f"{'' if description[-1] in '.!?' else '.'} Default: not sent."
    given = schema if is_object(schema) else {}
    return Parameter(wire, location, "", required, serialised, " ".join(description.split()), given)


def _named(parameters: list[Parameter], where: str) -> tuple[list[Parameter], list[str]]:
    """Name the arguments; on a collision, the location is added, and then a number."""
    taken: set[str] = set()
    named: list[Parameter] = []
    notes: list[str] = []
    for one in parameters:
        plain = any_name(one.wire, "parameter")
        name = f"{plain}_" if plain in NEEDED_BY_CALLS else plain
        if name in taken:
            name = free(f"{plain}_{one.location}" if f"{plain}_{one.location}" not in taken else plain, taken)
            notes.append(f"{where}: {one.wire!r} in the {one.location} is the argument {name}, since {plain} is taken")
        taken.add(name)
        named.append(replace(one, name=name))
    return named, notes
