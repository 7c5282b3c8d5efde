"""Schemas by chance that some value fits, and values by chance."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]
Draw = st.DrawFn
NAMES = ["a", "b", "c", "d"]
PATTERNS = [
    r"^[A-Z]{2}-\d{3}$",
    r"^(foo|bar)+$",
    r"^\w+@\w+\.de$",
    r"^[^x]{1,4}$",
    r"^(?:\+49)? ?[1-9]\d*$",
    "^$|^a?b*c+$",
    "b",
]
FORMATS = ["uuid", "date", "date-time", "email", "ipv4", "ipv6", "byte", "password", "unheard-of"]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.5, -2.5, 2**31, 2**63]),
    st.sampled_from(["", "a", "b", "foo", "AB-123", "a\n", "2026-01-02", "2026-01-02T03:04:05Z", "1.2.3.4", "YQ=="]),
)


@st.composite
def values(draw: Draw, depth: int = 2) -> Any:
    """Any JSON value."""
    kind = draw(st.sampled_from(["leaf", "list", "object"])) if depth else "leaf"
    if kind == "list":
        return draw(st.lists(values(depth - 1), max_size=3))
    if kind == "object":
        return draw(st.dictionaries(st.sampled_from(NAMES), values(depth - 1)))
    return draw(LEAVES)


@st.composite
def schemas(draw: Draw, *, modern: bool, depth: int = 3) -> Schema:
    """Any schema: of OpenAPI 3.0, or of 3.1."""
    kinds = [number, text, other]
    if depth:
        kinds += [several, record, closed, combined]
    return draw(draw(st.sampled_from(kinds))(modern, depth - 1))


@st.composite
def number(draw: Draw, modern: bool, _: int) -> Schema:
    """A number between limits that leave room for any step."""
    schema: Schema = {"type": draw(st.sampled_from(["integer", "number"]))}
    for key, excluded, limit in (
        ("minimum", "exclusiveMinimum", draw(st.integers(-9, 3))),
        ("maximum", "exclusiveMaximum", draw(st.integers(6, 20))),
    ):
        if draw(st.booleans()):
            schema[key] = limit
            if draw(st.booleans()):
                schema[excluded] = limit if modern else draw(st.booleans())
    if draw(st.booleans()):
        schema["multipleOf"] = draw(st.sampled_from([1, 2, 0.5, 0.25]))
    elif schema["type"] == "integer":
        schema["format"] = draw(st.sampled_from(["int32", "int64"]))
    return schema


@st.composite
def text(draw: Draw, modern: bool, __: int) -> Schema:
    """A string of a length, a pattern or a format."""
    formats = [name for name in FORMATS if not modern or name != "byte"]  # 3.1 says it by contentEncoding
    length = {"minLength": draw(st.integers(0, 4)), "maxLength": draw(st.integers(4, 9))}
    more = [length, {"pattern": draw(st.sampled_from(PATTERNS))}, {"format": draw(st.sampled_from(formats))}]
    unlike = {"not": {"enum": [draw(st.sampled_from(["text", "text 1"])), ""]}}
    return {"type": "string", **draw(st.sampled_from([*more, unlike]))}


@st.composite
def other(draw: Draw, modern: bool, _: int) -> Schema:
    """Something with few values."""
    listed = {"enum": draw(st.lists(st.integers(0, 5) | st.sampled_from("xyz"), min_size=1, max_size=3))}
    new: list[Schema] = [{"const": draw(st.sampled_from([1, "one", False, [1], {"a": 1}]))}, {"type": "null"}]
    new.append({"type": ["integer", "null"], "minimum": 5})
    return draw(st.sampled_from([listed, {"type": "boolean"}, *(new if modern else [])]))


@st.composite
def several(draw: Draw, modern: bool, depth: int) -> Schema:
    """A list."""
    inner = schemas(modern=modern, depth=depth)
    schema: Schema = {"type": "array", "items": draw(inner), "minItems": draw(st.integers(0, 2))}
    if draw(st.booleans()):
        schema["maxItems"] = draw(st.integers(2, 4))
    kind = draw(st.sampled_from(["plain", "unique", "new"]))
    if kind == "unique":
        one: Schema = {"type": draw(st.sampled_from(["string", "integer"]))}
        inside = {"type": "object", "required": ["id"], "properties": {"id": one}}
        schema |= {"uniqueItems": True, "items": draw(st.sampled_from([one, inside]))}
    elif kind == "new" and modern:
        head = draw(st.lists(inner, min_size=1, max_size=2))
        schema |= draw(st.sampled_from([{"prefixItems": head}, {"contains": schema["items"]}]))
    elif not modern:
        schema["nullable"] = draw(st.booleans())
    return schema


@st.composite
def record(draw: Draw, modern: bool, depth: int) -> Schema:
    """An object with more members than are known."""
    inner = schemas(modern=modern, depth=depth)
    known = draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=3))
    more: list[Any] = [True, {"type": "string"}, {"type": "integer", "minimum": 1}]
    return {
        "type": "object",
        "properties": known,
        "required": sorted(set(draw(st.lists(st.sampled_from([*known, "other"]), min_size=1, max_size=3)))),
        "additionalProperties": draw(st.sampled_from(more)),
        "minProperties": draw(st.integers(0, 4)),
    }


@st.composite
def closed(draw: Draw, modern: bool, depth: int) -> Schema:
    """An object whose members are all known, by name or by pattern."""
    inner = schemas(modern=modern, depth=depth)
    if modern and draw(st.booleans()):
        by_pattern = {"patternProperties": {"^x-": draw(inner)}, "minProperties": 1, "additionalProperties": False}
        named = {"propertyNames": {"pattern": "^[a-f]{3}$"}, "additionalProperties": draw(inner)}
        return {"type": "object", **draw(st.sampled_from([by_pattern, named]))}
    known = draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=3))
    size = draw(st.integers(0, 3))
    limit = {"minProperties": size} if size <= len(known) else {"maxProperties": size}
    return {"type": "object", "properties": known, "additionalProperties": False, **limit}


@st.composite
def combined(draw: Draw, modern: bool, depth: int) -> Schema:
    """Several schemas at once."""
    inner = schemas(modern=modern, depth=depth)
    known = draw(st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3))
    parts = [{"type": "object", "properties": {name: one}, "required": [name]} for name, one in known.items()]
    apart = [{"type": "integer"}, {"type": "object", "properties": known}, {"type": "string", "pattern": "^b"}]
    return draw(st.sampled_from([{"allOf": parts}, {"anyOf": list(known.values())}, {"oneOf": apart}]))
