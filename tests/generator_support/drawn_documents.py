"""Draw whole documents by seed from a grammar of schemas: valid ones, and ones with any fault at any place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

LONG = "Very" * 80
NAMES = (
    "Pet", "Owner", "pet", "Class", "not", "Import", "ImportModule", "ª", "Ⅷ", LONG, f"{LONG}2", "a b", "1st", "Größe",
    "List", "typing", "Self", "None", "x/y~z%", "raw", "models", "😀", "Any", "dt", "Mapping", "object", "__init__",
)  # fmt: skip
FIELDS = (
    "id", "_id", "kind", "class", "self", "to_dict", "additional_properties", "a-b", "a_b", "", "😀", "ª", LONG, "$ref",
    "properties", "enum", "example", "schema", "cls", "src_dict", "dt", "convert", "str", "items", "required",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    "a", "A", "=", "", "class", "1", None, True, 1, 1.0, 1.5, -3, 2**70, 1e300, float("inf"), float("nan"), [], {},
    [1], {"a": 1}, "\u2028", '"""', "\\", LONG,
)  # fmt: skip
FORMATS = ("uuid", "date", "date-time", "binary", "byte", "int64", "email", "\n")
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
MEDIA = (
    "application/json", "application/json; charset=utf-8", "application/vnd.a+json", "*/*", "text/plain", "image/*",
    "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream", "application/xml",
)  # fmt: skip
STATUSES = ("200", "201", "204", "2XX", "default", "404", "5XX", "302")
ODD: tuple[Any, ...] = (None, True, False, 0, -1, 1.5, "", "x", [], {}, [None], [{}], {"a": None}, {"type": 5}, [[]])
"""Values of the wrong type, for any place."""
ODDITY = (0.0, 0.001, 0.003, 0.03)
"""How many of the values are replaced by one of the wrong type, by seed."""


def escaped(name: str) -> str:
    """Escape a name for a `$ref`."""
    return name.replace("~", "~0").replace("/", "~1").replace("%", "%25")


class Drawer:
    """Draws one document."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 (not for secrets)
        self.oddity = ODDITY[seed % len(ODDITY)]
        self.modern = self.chance(0.6)
        self.names = self.some(NAMES, 4, 9)
        self.objects = self.names[: len(self.names) // 2]
        """The components that are objects with fields of usual types, so that others can extend them."""

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, values: Any) -> Any:
        return self.random.choice(values)

    def some(self, values: Any, least: int, most: int) -> list[Any]:
        return self.random.sample(list(values), self.random.randint(least, most))

    def maybe(self, share: float, **members: Callable[[], Any]) -> dict[str, Any]:
        return {key: make() for key, make in members.items() if self.chance(share)}

    def document(self) -> dict[str, Any]:
        """Draw a document."""
        versions = ("3.1.0", 3.1, "3.1.1") if self.modern else ("3.0.3", "3.0", "3.0.0")
        made = {
            "openapi": self.one(versions),
            "info": {"title": "Drawn", "version": "1"},
            "paths": {f"/p{n}/{{id}}": self.path(n) for n in range(self.random.randint(1, 4))},
            "components": {
                "schemas": {name: self.record() if name in self.objects else self.schema(3) for name in self.names},
                "parameters": {"Shared": self.parameter(0)},
                "responses": {"Shared": self.response()},
            },
        }
        return {key: self.spoilt(one) if key != "info" else one for key, one in made.items()} if self.oddity else made

    def spoilt(self, node: Any) -> Any:
        """Replace some of the values of a node by values of the wrong type."""
        if isinstance(node, dict):
            return {key: self.spoilt(one) for key, one in node.items()}
        if isinstance(node, list):
            return [self.spoilt(one) for one in node]
        return self.one(ODD) if self.chance(self.oddity) else node

    def path(self, number: int) -> dict[str, Any]:
        methods = self.some(METHODS, 1, 3)
        return {method: self.operation(f"{method}{number}") for method in methods} | self.maybe(
            0.2, parameters=lambda: [self.parameter(9)]
        )

    def operation(self, name: str) -> dict[str, Any]:
        parameters = [self.parameter(n) for n in range(self.random.randint(0, 3))]
        identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        return {
            "parameters": [identifier, *parameters, *([{"$ref": "#/components/parameters/Shared"}] * self.chance(0.2))],
            "responses": {
                status: {"$ref": "#/components/responses/Shared"} if self.chance(0.2) else self.response()
                for status in self.some(STATUSES, 1, 3)
            },
            **self.maybe(0.9, operationId=lambda: self.one([name, name, f"{name} {self.one(NAMES)}", f"{name}{LONG}"])),
            **self.maybe(0.7, tags=lambda: self.one([["Pets"], ["raw"], [self.one(NAMES)], {"a": 1}, "Pets", [None]])),
            **self.maybe(0.5, requestBody=self.body),
            **self.maybe(0.2, summary=lambda: self.one(['"""', "\\", "a\nb"]), deprecated=lambda: True),
        }

    def parameter(self, number: int) -> dict[str, Any]:
        styles = ("form", "simple", "deepObject", "pipeDelimited", "spaceDelimited", "matrix", "label")
        place = self.one(("query", "query", "header", "cookie"))
        name = self.one(["limit", "self", "body", "Accept", f"q{number}", "a-b", "a_b"])
        made = {"name": name, "in": place, **self.maybe(0.3, required=lambda: self.chance(0.5))}
        made |= self.maybe(0.2, style=lambda: self.one(styles), explode=lambda: self.chance(0.5))
        if self.chance(0.15):
            return {**made, "content": {self.one(MEDIA[:3]): {"schema": self.schema(1)}}}
        return {**made, "schema": self.schema(1)}

    def body(self) -> dict[str, Any]:
        return {"content": {name: self.media(name) for name in self.some(MEDIA, 1, 3)}} | self.maybe(
            0.5, required=lambda: True
        )

    def response(self) -> dict[str, Any]:
        return {"description": "D"} | self.maybe(
            0.8, content=lambda: {name: self.media("") for name in self.some(MEDIA, 1, 2)}
        )

    def media(self, name: str) -> dict[str, Any]:
        schema = self.fields(2) if "form" in name else self.schema(3)
        encoding = {
            key: self.maybe(
                0.4,
                contentType=lambda: self.one(MEDIA),
                style=lambda: self.one(("form", "deepObject", "matrix")),
                explode=lambda: self.chance(0.5),
                headers=lambda: {"X-A": {"schema": {"type": "string"}}},
            )
            for key in (schema["properties"] if "form" in name else ())
        }
        return {"schema": schema, **({"encoding": encoding} if "form" in name and self.chance(0.5) else {})}

    def schema(self, depth: int) -> Any:
        """Draw a schema of at most this depth."""
        if not depth or self.chance(0.25):
            return self.leaf()
        kinds = (
            self.fields, self.fields, self.fields, self.array, self.array, self.composed, self.composed, self.union,
            self.union, self.mapped, self.mapped, self.mixed if self.chance(0.3) else self.fields,
        )  # fmt: skip
        made: dict[str, Any] = self.one(kinds)(depth - 1)
        if not isinstance(made, dict):
            return made
        return made | self.maybe(0.05, **self.noise(depth))

    def noise(self, depth: int) -> Mapping[str, Callable[[], Any]]:
        return {
            "nullable": lambda: True,
            "title": lambda: self.one(NAMES),
            "description": lambda: 'A "quoted"""\n text\\',
            "default": lambda: self.one(VALUES),
            "not": lambda: self.schema(depth - 1),
            "$anchor": lambda: self.one(("here", "there")),
            "$dynamicAnchor": lambda: "node",
            "readOnly": lambda: True,
            "writeOnly": lambda: True,
            "deprecated": lambda: True,
            "required": lambda: self.some(FIELDS, 0, 2),
            "unevaluatedProperties": lambda: self.one((True, False, {})),
            "discriminator": self.discriminator,
        }

    def leaf(self) -> Any:
        scalars = ("string", "integer", "number", "boolean", "object", "array", "null" if self.modern else "string")
        kinds: tuple[Callable[[], Any], ...] = (
            self.reference, self.reference, self.reference,
            lambda: {"type": self.one(scalars)},
            lambda: {"type": [self.one(scalars), "null"]} if self.modern else {"type": "string", "nullable": True},
            lambda: {"type": "string", "format": self.one(FORMATS)},
            lambda: {"type": self.one(("string", "integer", "number")), "enum": self.some(VALUES, 1, 4)},
            lambda: {"enum": self.some(VALUES, 1, 4)},
            lambda: {"const": self.one(VALUES)},
            dict,
            lambda: {"type": "number", "minimum": self.one(VALUES), "maximum": float("inf")},
            lambda: self.one((True, False)) if self.modern else {},
        )  # fmt: skip
        return self.one(kinds)()

    def reference(self) -> dict[str, Any]:
        name = escaped(self.one(self.names))
        if not self.oddity or self.chance(0.985):
            return {"$ref": f"#/components/schemas/{name}"}
        others = (
            {"$ref": "#/components/schemas/Gone"}, {"$ref": "gone.yaml#/A"}, {"$ref": "https://example.com/a"},
            {"$ref": f"#/components/schemas/{name}/properties/id"}, {"$ref": "#here"}, {"$ref": "#"}, {"$ref": 5},
            {"$dynamicRef": "#node"}, {"$recursiveRef": "#"}, {"$ref": "../up.yaml"}, {"$ref": ""},
        )  # fmt: skip
        return dict(self.one(others))

    def fields(self, depth: int) -> dict[str, Any]:
        properties = {name: self.schema(depth) for name in self.some(FIELDS, 1, 4)}
        others = self.maybe(
            0.2, required=lambda: self.some(FIELDS, 0, 2), additionalProperties=lambda: self.more(depth)
        )
        return {"type": "object", "properties": properties, **others}

    def more(self, depth: int) -> Any:
        return self.one((True, False, self.schema(depth)))

    def array(self, depth: int) -> dict[str, Any]:
        tuples = {"prefixItems": [self.schema(depth) for _ in range(2)]} if self.modern and self.chance(0.2) else {}
        return {"type": "array", "items": self.schema(depth), **tuples}

    def mapped(self, depth: int) -> dict[str, Any]:
        patterns = {"patternProperties": {"^x": self.schema(depth)}} if self.modern and self.chance(0.3) else {}
        return {"type": "object", "additionalProperties": self.more(depth), **patterns}

    def record(self) -> dict[str, Any]:
        """Draw an object whose fields have the same types in every schema, so that an `allOf` of two can hold."""
        usual = ({"type": "string"}, {"type": "integer"}, {"type": "string", "format": "uuid"}, {"type": "boolean"})
        names = self.some(FIELDS, 1, 4)
        return {"type": "object", "properties": {name: dict(usual[FIELDS.index(name) % 4]) for name in names}}

    def composed(self, _depth: int) -> dict[str, Any]:
        base = {"$ref": f"#/components/schemas/{escaped(self.one(self.objects))}"}
        part = self.one((self.record(), base, {"description": "D"}, {"required": self.some(FIELDS, 1, 2)}))
        if self.chance(0.03):
            part = self.schema(1)
        return {"allOf": [self.one((base, self.record())), part, *([self.record()] * self.chance(0.3))]}

    def union(self, depth: int) -> dict[str, Any]:
        variants = [self.schema(depth) for _ in range(self.random.randint(1, 4))]
        return {self.one(("oneOf", "anyOf")): variants} | self.maybe(0.3, discriminator=self.discriminator)

    def discriminator(self) -> dict[str, Any]:
        targets = [*self.names, self.reference().get("$ref", ""), 5, None, [1]]
        mappings: tuple[Callable[[], Any], ...] = (
            lambda: {value: self.one(targets) for value in ("a", "b")}, lambda: list(self.names), lambda: None,
        )  # fmt: skip
        return {"propertyName": self.one(FIELDS)} | self.maybe(0.5, mapping=lambda: self.one(mappings)())

    def mixed(self, depth: int) -> dict[str, Any]:
        """Draw a schema of several forms at once."""
        makers = (self.fields, self.array, self.composed, self.union, self.mapped)
        made: dict[str, Any] = {}
        for make in self.some(makers, 2, 2):
            made |= make(depth)
        return made | (self.reference() if self.chance(0.1) else {}) | ({"type": "null"} if self.chance(0.1) else {})

    def value(self, schemas: Any, schema: Any, depth: int = 5) -> Any:
        """Draw a JSON value near to what a schema allows."""
        if not isinstance(schema, dict) or not depth or self.chance(0.05):
            return self.one(("a", 1, None, [], {}, {"more": [1, None]}, True, 1.5))
        if isinstance(schema.get("$ref"), str):
            name = schema["$ref"].rpartition("/")[2].replace("%25", "%").replace("~1", "/").replace("~0", "~")
            return self.value(schemas, schemas.get(name) if isinstance(schemas, dict) else None, depth - 1)
        values = schema.get("enum")
        if isinstance(values, list) and values:
            found = self.one(values)
            return None if isinstance(found, float) and found - found != 0 else found
        for key in ("oneOf", "anyOf"):
            if isinstance(schema.get(key), list) and schema[key]:
                return self.value(schemas, self.one(schema[key]), depth - 1)
        if isinstance(schema.get("allOf"), list):
            parts = [self.value(schemas, part, depth - 1) for part in schema["allOf"]]
            return {key: one for part in parts if isinstance(part, dict) for key, one in part.items()}
        return self.typed(schemas, schema, depth)

    def typed(self, schemas: Any, schema: dict[str, Any], depth: int) -> Any:
        properties = schema.get("properties")
        if isinstance(properties, dict):
            return {name: self.value(schemas, one, depth - 1) for name, one in properties.items() if self.chance(0.8)}
        match schema.get("type"):
            case "array":
                return [self.value(schemas, schema.get("items"), depth - 1) for _ in range(self.random.randint(0, 2))]
            case "object":
                return {"k": self.value(schemas, schema.get("additionalProperties"), depth - 1)}
            case "integer" | "number":
                return self.one((0, 7, -1))
            case "boolean":
                return self.chance(0.5)
            case "null":
                return None
        return self.one(("text", "2026-01-02", "2026-01-02T03:04:05Z", "B8C01433-5556-4E2B-AAD4-6F5348D1DF84"))
