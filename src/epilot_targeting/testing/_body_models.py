"""Read the body of a request as the model of its schema."""

from __future__ import annotations

from typing import Any

from epilot_targeting_generated import models
from epilot_targeting_generated.record import Model

from ._keyword_check import Json, Schema
from ._scalar_keywords import is_object
from ._schema import Checker


def model_class(component: str) -> type[Model] | None:
    """Return the model class of a component schema of the spec, or None if it has no class of its own.

    Some classes have `Body` behind the name of their schema.

    Args:
        component: The name of the schema.
    """
    for name in (component, f"{component}Body"):
        found = getattr(models, name, None)
        if isinstance(found, type) and issubclass(found, Model):
            return found
    return None


def to_model(checker: Checker, schema: Schema | bool, value: Json) -> Any:
    """Return the JSON value of a request body as the model of its schema, for `RecordedRequest.body`.

    Of the variants of a union that it fits, it becomes the one that knows most of its keys. It is returned as
    it is if it fits no variant, its schema has no model, or it is no object. The body need not be valid:
    malformed fields stay as they are.

    Args:
        checker: The checker of the document.
        schema: The schema of the body. Do not resolve its `$ref` before: the model follows from the name in it.
        value: The JSON value.

    Raises:
        UnknownKeyword: A schema without a model has an unresolved `$ref`, or a variant of its union has an
            unsupported keyword or pattern.
    """
    if isinstance(schema, bool) or not is_object(value):
        return value
    kind = model_class(schema.get("$ref", "").rpartition("/")[2])
    if kind is not None:
        return kind.from_dict(value)
    opened = checker.opened(schema)
    variants = [part for key in ("anyOf", "oneOf") for part in opened.get(key, ()) if checker.fits(part, value)]
    found = [one for one in (to_model(checker, part, value) for part in variants) if isinstance(one, Model)]
    return min(found, key=lambda one: len(one.additional_properties), default=value)
