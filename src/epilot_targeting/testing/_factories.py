"""The factories of models for tests, such as `make_recipient`: valid by the spec, and the same in each run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, wraps
from random import Random
from typing import Any, cast
from uuid import UUID

from attrs import evolve, fields
from epilot_targeting_generated import factories as signatures
from epilot_targeting_generated import models
from epilot_targeting_generated.convert import is_list
from epilot_targeting_generated.record import Model
from epilot_targeting_generated.spec import load

from ._body_models import model_class
from ._example_values import Examples
from ._keyword_check import Json
from ._scalar_keywords import is_object
from ._schema import Checker
from ._suggestions import did_you_mean

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_chance = Random(0)  # noqa: S311 (ids of tests are no secrets)


def seed_factories(seed: int = 0) -> None:
    """Start the ids of the factories again: after the same seed, the same calls return the same models.

    `epilot_targeting.testing.pytest_plugin` calls it before each test.

    Args:
        seed: Selects the ids. Default: 0.
    """
    _chance.seed(seed)


@cache
def factory(name: str) -> Callable[..., Model]:
    """Return the factory of this name, such as `make_recipient`. Its arguments are the fields of the model.

    It is made once.

    Args:
        name: One of the names in `__all__` of `epilot_targeting_generated.factories`.

    Raises:
        AttributeError: That module has no such name.
    """
    signature: Any = getattr(signatures, name)
    kind: type[Model] = getattr(models, signature.__annotations__["return"].rpartition(".")[2])

    @wraps(signature)
    def make(**given: Any) -> Model:
        """Return a new model with the given fields, and examples for the others. Each call makes new ids.

        The keywords are the names of the fields in Python. A dict may stand for a model in a field: its keys are the
        names in JSON. A field that is None is left out. Given ids and models stay as they are.

        Raises:
            TypeError: The model has no such field.
            ValueError: A value is invalid by the spec, or a required field is None.
        """
        return _make(kind, name, given)

    return make


def _make(kind: type[Model], name: str, given: dict[str, Any]) -> Model:
    """Return a new model of a class with given fields, examples for the others, and new ids.

    Args:
        kind: The class.
        name: The name of the factory, for the message.
        given: The values of the fields, by their names in Python. A dict may stand for a model. Ids in the
            values stay as they are. A field that is None is left out.

    Raises:
        TypeError: The model has no such field.
        ValueError: A value is invalid by the spec, or a required field is None.
    """
    known = [str(one.alias) for one in fields(cast("type[Any]", kind)) if one.init]
    for one in given:
        if one not in known:
            raise TypeError(f"{name}() has no argument {one}{did_you_mean(one, known)}")
    example: Any = kind.from_dict(_with_new_ids(_examples()[kind], {}))
    changes = {one: _as_models(getattr(example, one, None), value) for one, value in given.items()}
    made = kind.from_dict(evolve(example, **changes).to_dict())
    for problem in _problems(kind, made.to_dict()):
        raise ValueError(f"{name}(): {problem}; for an invalid model, use {kind.__name__} itself")
    return made


@cache
def _checker() -> Checker:
    """Return the checker of values against the spec, for responses. It is made once."""
    return Checker(load(), for_response=True)


@cache
def _components() -> dict[type[Model], str]:
    """Return the names of the component schemas in the spec, by the model class of each.

    The dict is made once, and shared: callers must not change it.
    """
    named = {name: model_class(name) for name in load()["components"]["schemas"]}
    return {kind: name for name, kind in named.items() if kind is not None}


@cache
def _examples() -> dict[type[Model], dict[str, Any]]:
    """Return an example of each model class as a JSON object, valid by the spec.

    They are made once, and shared: callers must not change them.

    That of a class without a component schema is taken from the example of a class that contains it.

    Raises:
        NoExample: No valid example of a schema was found.
    """
    examples = Examples(_checker())
    found = {kind: examples.example(_reference(name)) for kind, name in _components().items()}
    parts = [part for kind, example in found.items() for part in _parts(kind.from_dict(example))]
    return {type(part): part.to_dict() for part in parts} | found


def _reference(component: str) -> dict[str, Any]:
    """Return a schema that is a `$ref` to the component schema of this name."""
    return {"$ref": f"#/components/schemas/{component}"}


def _parts(value: Any) -> Iterator[Model]:
    """Generate the models in a value: the model itself, and those in its fields, at every level.

    Args:
        value: A model, or the value of a field. A list has the models of its items, any other value has none.
    """
    if isinstance(value, Model):
        yield value
        for one in fields(cast("type[Any]", type(value))):
            yield from _parts(getattr(value, one.name))
    elif is_list(value):
        for item in value:
            yield from _parts(item)


def _as_models(example: Any, value: Any) -> Any:
    """Return the value of a field, whose dicts become models if its example has models there.

    A dict, also in a list, becomes a model of the class in the example, by `from_dict`: its keys are the names in JSON,
    and its missing fields stay missing. Other values are returned as they are.

    Args:
        example: The value of the field in the example. In the list of an empty one, dicts stay dicts.
        value: The value that the caller of the factory has passed. It is not changed.
    """
    if isinstance(example, Model) and is_object(value):
        return type(example).from_dict(value)
    if is_list(example) and is_list(value):
        first = example[0] if example else None
        return [_as_models(first, one) for one in value]
    return value


def _problems(kind: type[Model], value: Json) -> Iterator[str]:
    """Generate a message for each reason why a model is invalid by the spec.

    A class without a component schema is not checked.

    Args:
        kind: The class of the model.
        value: The model as a JSON object.
    """
    if kind in _components():
        yield from _checker().problems(_reference(_components()[kind]), value)


def _with_new_ids(value: Json, new: dict[str, str]) -> Json:
    """Return a JSON value whose UUIDs are new ones, from the sequence of `seed_factories`.

    A UUID that occurs twice becomes the same twice. Only a string that is a UUID as a whole is replaced, at any level.
    The names of members stay.

    Args:
        value: The JSON value, which is not changed.
        new: The new UUIDs so far, by the old ones. It is changed: new pairs are added.
    """
    if is_object(value):
        return {name: _with_new_ids(one, new) for name, one in value.items()}
    if is_list(value):
        return [_with_new_ids(one, new) for one in value]
    if not isinstance(value, str) or not UUID_TEXT.fullmatch(value):
        return value
    if value not in new:
        new[value] = str(UUID(int=_chance.getrandbits(128), version=4))
    return new[value]
