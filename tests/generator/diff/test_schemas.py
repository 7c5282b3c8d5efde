"""Single changes of a schema, in requests and in responses."""

from __future__ import annotations

from typing import Any

import pytest
from generator.diff import documents
from generator.diff.changes import Level
from generator_support.prepared_changes import small

NONE, PATCH, MINOR, BREAKING = Level


def has(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


TEXT = {"type": "string"}
NUMBER = {"type": "number"}
ONE = has(a=TEXT)
NEEDED = ONE | {"required": ["a"]}
UNION = {"oneOf": [has(a=TEXT), has(b=TEXT)]}

CHANGES: list[tuple[str, Any, Any, Level, Level, str]] = [
    ("a field comes", ONE, has(a=TEXT, b=TEXT), MINOR, MINOR, "field `b`"),
    ("a needed one comes", has(), NEEDED, BREAKING, MINOR, "required field `a`"),
    ("a field goes", ONE, has(), BREAKING, BREAKING, "field `a`"),
    ("it is needed", ONE, NEEDED, BREAKING, MINOR, "`a` is required now"),
    ("it may be absent", NEEDED, ONE, MINOR, BREAKING, "`a` is no longer required"),
    ("null in 3.0", TEXT, TEXT | {"nullable": True}, MINOR, BREAKING, "`Thing` may be null now"),
    ("null in 3.1", TEXT, {"type": ["string", "null"]}, MINOR, BREAKING, "`Thing` may be null now"),
    ("null by union", {"anyOf": [TEXT, {"type": "null"}]}, TEXT, BREAKING, MINOR, "is no longer nullable"),
    ("null by enum", {"enum": ["a"]}, {"enum": ["a", None]}, MINOR, BREAKING, "`Thing` may be null now"),
    ("another type", TEXT, NUMBER, BREAKING, BREAKING, "type of `Thing`: `string` → `number`"),
    ("a wider one", {"type": "integer"}, NUMBER, MINOR, BREAKING, "type of `Thing`: `integer` → `number`"),
    ("a narrower one", NUMBER, {"type": "integer"}, BREAKING, MINOR, "type of `Thing`: `number` → `integer`"),
    ("any type", TEXT, {}, MINOR, BREAKING, "type of `Thing`: `string` → anything"),
    ("a type at last", {}, TEXT, BREAKING, MINOR, "type of `Thing`: anything → `string`"),
    ("one becomes many", TEXT, {"type": "array", "items": TEXT}, MINOR, BREAKING, "`Thing`"),
    ("many become one", {"type": "array", "items": TEXT}, TEXT, BREAKING, BREAKING, "type of `Thing`: `array`"),
    ("many of others", TEXT, {"type": "array", "items": NUMBER}, BREAKING, BREAKING, "`string` → `array`"),
    ("format", TEXT, TEXT | {"format": "uuid"}, BREAKING, BREAKING, "format of `Thing`: none → `uuid`"),
    ("a value comes", {"enum": ["a"]}, {"enum": ["a", "b"]}, MINOR, MINOR, "`Thing`: enum value `b`"),
    ("a value goes", {"enum": ["a", 1]}, {"const": "a"}, BREAKING, MINOR, "`Thing`: enum value `1`"),
    ("an enum is made", TEXT, TEXT | {"enum": ["a"]}, BREAKING, MINOR, "`Thing` accepts only `a` now"),
    ("an enum is dropped", TEXT | {"enum": ["a"]}, TEXT, MINOR, MINOR, "`Thing` is no longer an enum"),
    ("a floor", NUMBER, NUMBER | {"minimum": 1}, BREAKING, MINOR, "minimum none → `1`, which is narrower"),
    ("a lower floor", {"minimum": 1}, {"minimum": 0}, MINOR, MINOR, "minimum `1` → `0`, which is wider"),
    ("a higher floor", {"minimum": 0}, {"minimum": 1}, BREAKING, MINOR, "which is narrower"),
    ("a lower cap", {"maxItems": 9}, {"maxItems": 8}, BREAKING, MINOR, "maxItems `9` → `8`, which is narrower"),
    ("a higher cap", {"maxItems": 8}, {"maxItems": 9}, MINOR, MINOR, "which is wider"),
    ("no cap", {"maxItems": 8}, {}, MINOR, MINOR, "maxItems `8` → none, which is wider"),
    ("exclusive in 3.0", {"minimum": 1}, {"minimum": 1, "exclusiveMinimum": True}, BREAKING, MINOR, "narrower"),
    ("unique no more", {"uniqueItems": True}, {"uniqueItems": False}, MINOR, MINOR, "uniqueItems `true` → none"),
    ("a pattern", TEXT, TEXT | {"pattern": "^a"}, BREAKING, MINOR, "pattern none → `^a`, which is narrower"),
    ("a default", {"default": False}, {"default": True}, BREAKING, MINOR, "default `false` → `true`"),
    ("only read", ONE, has(a=TEXT | {"readOnly": True}), BREAKING, MINOR, "`a`: readOnly none → `true`"),
    ("deprecated", ONE, has(a=TEXT | {"deprecated": True}), MINOR, MINOR, "`a` is deprecated"),
    (
        "nothing besides",
        ONE,
        ONE | {"additionalProperties": False},
        BREAKING,
        MINOR,
        "no longer accepts unknown fields",
    ),
    ("others besides", ONE | {"additionalProperties": False}, ONE, MINOR, MINOR, "may have unknown fields now"),
    ("others of a type", ONE, ONE | {"additionalProperties": TEXT}, BREAKING, MINOR, "type of `[*]`"),
    ("an item", {"items": has(a=TEXT)}, {"items": has()}, BREAKING, BREAKING, "field `[].a`"),
    ("a field inside", has(a=has(b=TEXT)), has(a=has(b=NUMBER)), BREAKING, BREAKING, "type of `a.b`"),
    ("nothing at all", has(a=True), has(a=False), BREAKING, BREAKING, "`a`: not none → `{}`"),
    ("no schema at all", ONE, has(a=[]), MINOR, BREAKING, "type of `a`: `string` → anything"),
    ("needed, as in 2.0", ONE, ONE | {"required": True}, MINOR, MINOR, "no rule covers a change at `/required`"),
    ("a variant comes", UNION, {"oneOf": [*UNION["oneOf"], NUMBER]}, MINOR, BREAKING, "variant `number`"),
    ("a variant goes", {"oneOf": [*UNION["oneOf"], True]}, UNION, BREAKING, MINOR, "variant `object`"),
    ("inside a variant", UNION, {"oneOf": [has(a=NUMBER), has(b=TEXT)]}, BREAKING, BREAKING, "`[variant 1].a`"),
    ("exactly one", {"anyOf": UNION["oneOf"]}, UNION, BREAKING, MINOR, "exactly one variant now"),
    ("several", UNION, {"anyOf": UNION["oneOf"]}, MINOR, MINOR, "several variants now"),
    ("other words", TEXT, TEXT | {"description": "A text"}, PATCH, PATCH, "descriptions, examples or titles"),
    (
        "a new keyword",
        TEXT,
        TEXT | {"contentEncoding": "x"},
        MINOR,
        MINOR,
        "no rule covers a change at `/contentEncoding`",
    ),
    ("merged parts", ONE, {"allOf": [ONE, has(b=TEXT)]}, MINOR, MINOR, "field `b`"),
    ("the same twice", ONE, {"allOf": [ONE, has(a={"maxLength": 1})]}, BREAKING, MINOR, "`a`: maxLength"),
]


@pytest.mark.parametrize(("old", "new", "request_level", "reply_level", "words"), [c[1:] for c in CHANGES])
@pytest.mark.parametrize("side", ["request", "response"])
def test_one_change(side: str, old: Any, new: Any, request_level: Level, reply_level: Level, words: str) -> None:
    """A change is reported once, and judged by whether the schema is sent or received."""
    (change,) = documents.compare(small(old, side), small(new, side))
    assert (request_level if side == "request" else reply_level) == change.level
    assert "schema Thing" == change.group
    assert words in change.what


def test_both_directions() -> None:
    """A schema that is sent and received is judged by the graver direction, which is named."""
    one = small(NEEDED, "response")
    one["paths"]["/thing"]["post"]["requestBody"] = {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    }
    two = one | {"components": {"schemas": {"Thing": ONE}}}
    (change,) = documents.compare(one, two)
    assert (BREAKING, "`a` is no longer required (in responses)") == (change.level, change.what)


def test_a_schema_that_nothing_used() -> None:
    """A change of a schema that nothing uses is harmless."""
    (change,) = documents.compare(small(ONE, ""), small(has(), ""))
    assert (PATCH, "no operation used it before") == (change.level, change.why)


def test_schemas_come_and_go() -> None:
    """A new schema is an addition; one that is gone breaks imports of its class."""
    one, two = small(ONE, "response"), small(ONE, "response")
    two["components"]["schemas"]["Other"] = TEXT
    assert [(MINOR, "added")] == [(c.level, c.kind) for c in documents.compare(one, two)]
    assert [(BREAKING, "removed")] == [(c.level, c.kind) for c in documents.compare(two, one)]


def test_circles() -> None:
    """Recursive schemas are compared to an end, also under different names."""
    reference = {"$ref": "#/components/schemas/Thing"}
    one = small(has(inner=reference), "response")
    two = small(has(inner={"$ref": "#/components/schemas/Other"}), "response")
    two["components"]["schemas"]["Other"] = has(inner=reference, more=TEXT)
    found = {(change.group, change.what.split(" (")[0]) for change in documents.compare(one, two)}
    assert {("schema Thing", "field `inner.more`"), ("schema Other", "the schema")} <= found


def test_shared_parts_are_judged_once() -> None:
    """A schema that is part of another is judged under its own name only."""
    one = small({"allOf": [{"$ref": "#/components/schemas/Base"}, has(a=TEXT)]}, "response")
    two = small({"allOf": [{"$ref": "#/components/schemas/Base"}, has(a=TEXT)]}, "response")
    one["components"]["schemas"]["Base"] = has(b=TEXT)
    two["components"]["schemas"]["Base"] = has()
    assert ["schema Base"] == [change.group for change in documents.compare(one, two)]


def test_references_besides_components() -> None:
    """Targets of references are compared, wherever they are."""
    one, two = (small(has(a={"$ref": "#/x-parts/a"}), "response") | {"x-parts": {"a": part}} for part in (TEXT, NUMBER))
    assert ["type of `a`: `string` → `number` (in responses)"] == [
        change.what for change in documents.compare(one, two) if change.group == "schema Thing"
    ]
