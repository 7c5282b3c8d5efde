"""The calls that the document asks for: every operation, with every parameter and every form of its body."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve, field, frozen
from contract.prism_samples import Samples, Schema

from epilot_targeting import models
from epilot_targeting.testing import EXAMPLE_ID

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
WRONG = "no such value"
Named = dict[tuple[str, str], Any]
"""Values by place and name, as in ("query", "limit")."""


@frozen
class Call:
    """A call of one operation."""

    operation: str
    parameters: Named = field(factory=dict)
    body: Any = None
    has_body: bool = False
    media_type: str | None = None

    def __str__(self) -> str:
        sent = [f"{name}={value}" for (_, name), value in self.parameters.items()]
        return f"{self.operation}({', '.join([*sent, *([f'{self.body}'] if self.has_body else [])])})"

    def arguments(self, method: Callable[..., Any]) -> dict[str, Any]:
        """Return the arguments of the client's method.

        Raises:
            SystemExit: The method lacks one that the document has.
        """
        given = {squashed(name): value for (_, name), value in self.parameters.items()}
        given |= {"body": self.body} if self.has_body else {}
        given |= {"mediatype": self.media_type} if self.media_type else {}
        names = {squashed(name): name for name in inspect.signature(method).parameters}
        if missing := given.keys() - names.keys():
            raise SystemExit(f"{self.operation}: the client's method has no argument for {', '.join(sorted(missing))}")
        return {names[key]: value for key, value in given.items()}


class Operation:
    """One operation of the document, and the calls of it."""

    def __init__(self, samples: Samples, path: str, item: Schema, operation: Schema) -> None:
        self.samples, self.path, self.name = samples, path, str(operation["operationId"])
        listed = map(samples.resolve, [*item.get("parameters", []), *operation.get("parameters", [])])
        self.parameters = {(one["in"], one["name"]): one for one in listed}
        self.body = samples.resolve(operation.get("requestBody", {}))
        self.contents: Schema = {kind: one.get("schema", {}) for kind, one in self.body.get("content", {}).items()}
        self.schemas = [schema for kind, schema in self.contents.items() if "json" in kind]

    def schema(self, key: tuple[str, str]) -> Schema:
        """Return the schema of a parameter."""
        one = self.parameters[key]
        [schema] = [one["schema"]] if "schema" in one else [each["schema"] for each in one["content"].values()]
        return dict(schema)

    def values(self, key: tuple[str, str]) -> list[Any]:
        """Return the values of a parameter; an empty list is one that is not sent."""
        known = key[0] == "path" and self.samples.flat(self.schema(key)).get("format") == "uuid"
        values = [EXAMPLE_ID] if known else self.samples.values(self.schema(key))
        simple = key[0] in ("header", "cookie")  # which take no text of every kind
        return [one for one in values if one not in ([], None) and not (simple and "%" in str(one))]

    def calls(self) -> Iterator[Call]:
        """Return the calls: parameters alone and together, bodies as dicts and as models."""
        usual = {key: self.values(key)[0] for key in self.parameters}
        least = {key: value for key, value in usual.items() if self.parameters[key].get("required")}
        bodies = list(self.bodies())
        plain = evolve(bodies[0] if bodies else Call(self.name), parameters=least)
        yield plain
        yield evolve(plain, parameters=usual)
        for key in self.parameters:
            for value in self.values(key):
                yield evolve(plain, parameters={**least, key: value})
        for one in bodies:
            yield evolve(one, parameters=least)
        if self.body and not self.body.get("required"):
            yield Call(self.name, least)

    def bodies(self) -> Iterator[Call]:
        """Return a call for each body: as a dict and, where there is one, as its model; or what else it may be."""
        for kind, schema in self.contents.items():
            media_type = kind if len(self.contents) > 1 else None
            for value in self._forms(schema) if "json" in kind or "form" in kind else _plain(kind):
                yield Call(self.name, {}, value, has_body=True, media_type=media_type)

    def _forms(self, schema: Schema) -> Iterator[Any]:
        for variant in self._variants(schema):
            model = getattr(models, variant.get("$ref", "").rpartition("/")[2] or "-", None)
            for value in self.samples.values(variant):
                yield value
                if model is not None and hasattr(model, "from_dict"):
                    yield evolve(model.from_dict(value))  # evolved: written from its fields, not as it was read

    def wrong(self) -> Iterator[Call]:
        """Return calls that the document forbids."""
        usual = next(self.calls())
        for key in self.parameters:
            flat = self.samples.flat(self.schema(key))
            item = self.samples.flat(flat.get("items", flat))
            if "enum" in item or item.get("type") == "integer" or item.get("format") == "uuid":
                yield evolve(usual, parameters={**usual.parameters, key: WRONG})
        for schema in self.schemas:
            if all(self.samples.flat(one).get("required") for one in self._variants(schema)):
                yield evolve(usual, body={})
            for name, one in self.samples.flat(next(self._variants(schema))).get("properties", {}).items():
                if "enum" in self.samples.flat(one):
                    yield evolve(usual, body={**self.samples.values(schema)[0], name: WRONG})

    def _variants(self, schema: Schema) -> Iterator[Schema]:
        resolved = self.samples.resolve(schema)
        variants = resolved.get("anyOf") or resolved.get("oneOf")
        if not variants:
            yield schema
        for variant in variants or ():
            yield from self._variants(variant)


def _plain(media_type: str) -> list[Any]:
    if "*" in media_type:
        raise SystemExit(f"no body can be built for {media_type}, which may be anything")
    return ["text"] if media_type.startswith("text/") else [b"\x00\xff"]


def operations(document: Schema) -> list[Operation]:
    """Return the operations of a document."""
    samples = Samples(document)
    paths = document["paths"].items()
    return [Operation(samples, path, item, item[one]) for path, item in paths for one in METHODS if one in item]


def squashed(name: str) -> str:
    """Return what `campaignId`, `campaign-id` and `campaign_id` have in common."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
