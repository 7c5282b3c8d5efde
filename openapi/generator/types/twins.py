"""Name the `TypedDict` twins of the models in requests, which are plain dicts to type checkers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..naming.class_names import Names
from .python_types import Model, Property, Type, parts, reachable_classes
from .typed_operations import TypedOperation

SUFFIX = "Dict"


def name_twins(
    models: Iterable[Model], others: Iterable[str], aliases: Mapping[str, Property], typed: Iterable[TypedOperation]
) -> tuple[dict[str, str], list[str]]:
    """Name a twin for each model that a request may contain, and for each alias of such models.

    Args:
        models: The models. Their twins are set.
        others: The names of the other classes, which are taken too.
        aliases: The components that are not classes, by the name of the alias.
        typed: The operations.

    Returns:
        The names of the twins of aliases, and a note for each twin whose usual name is taken.
    """
    every = list(models)
    sent = reachable_classes([kind for one in typed for kind in one.sent_types])
    names = Names([*(one.name for one in every), *others, *aliases])
    twins: dict[str, str] = {}
    notes: list[str] = []
    for name in [*(one.name for one in every if (one.module, one.name) in sent), *_sent_aliases(aliases, sent)]:
        twins[name] = names.claim(name + SUFFIX)
        if twins[name] != name + SUFFIX:
            reason = f"{name}{SUFFIX} is taken or too long for a file"
            notes.append(f"{name}: its TypedDict is {twins[name]}, since {reason}")
    for model in every:
        model.twin = twins.get(model.name, "")
    return {name: twin for name, twin in twins.items() if name in aliases}, notes


def _sent_aliases(aliases: Mapping[str, Property], sent: set[tuple[str, str]]) -> list[str]:
    """Return the aliases of models that are all sent."""
    return [name for name, prop in aliases.items() if _is_of_sent_models(prop.type, sent)]


def _is_of_sent_models(given: Type, sent: set[tuple[str, str]]) -> bool:
    found = {(one.module, one.name) for one in parts(given) if isinstance(one, Model)}
    return bool(found) and found <= sent
