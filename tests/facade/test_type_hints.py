"""The types of every public callable can be read at run time, as frameworks do."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any, get_type_hints

import pytest
from attrs import fields_dict
from operations import TAG_MODULES

import epilot_targeting
from epilot_targeting import (
    ClientOptions,
    TargetingClient,
    bulk,
    campaign,
    distributed,
    errors,
    export,
    models,
    otel,
    testing,
)
from epilot_targeting._config.option_keywords import CallKeywords, ClientKeywords

MODULES = [epilot_targeting, *TAG_MODULES, models, errors, testing, bulk, export, distributed, otel]


def functions(kind: type) -> Iterator[tuple[str, FunctionType]]:
    """Yield the constructor and the public methods and properties of a class."""
    _ = kind.__eq__  # at which attrs completes a model
    for name in ["__init__", *(name for name in dir(kind) if not name.startswith("_"))]:
        member = inspect.getattr_static(kind, name)
        member = getattr(member, "fget", None) or getattr(member, "__func__", member)
        if isinstance(member, FunctionType):
            yield f"{kind.__name__}.{name}", member


def callables(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the public functions and classes of a module, with the methods of the classes."""
    for name in module.__all__:
        value = getattr(module, name)
        if isinstance(value, type):
            yield name, value
            yield from functions(value)
        elif isinstance(value, FunctionType):
            yield name, value


def unresolved(value: Any) -> str | None:
    """Return why the types of a callable cannot be read, or None."""
    try:
        get_type_hints(value)
    except (NameError, AttributeError, TypeError) as error:
        return str(error)
    return None


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_types_of_every_public_callable_resolve(module: ModuleType) -> None:
    """`typing.get_type_hints` resolves each function, class, constructor, method and property."""
    found = {name: unresolved(value) for name, value in callables(module)}
    assert {} == {name: fault for name, fault in found.items() if fault}
    assert found


def test_the_types_of_raw_operations_resolve() -> None:
    """The operations of `client.raw` have types too."""
    raw = type(TargetingClient("t").raw)
    assert {} == {name: fault for name, value in functions(raw) if (fault := unresolved(value))}
    assert "epilot_targeting_generated.types.Response[" in str(get_type_hints(raw.get_recipients)["return"])


@pytest.mark.defaults
def test_the_signature_of_a_client_names_each_option_and_its_default() -> None:
    """`inspect.signature` and `help` show the options, though they are written out in one place."""
    found = inspect.signature(TargetingClient).parameters
    assert ["token", *get_type_hints(ClientKeywords)] == list(found)
    assert (90.0, "httpx", (5.0, 30.0)) == tuple(found[name].default for name in ("deadline", "transport", "timeout"))
    assert found.keys() == inspect.signature(campaign.CampaignClient).parameters.keys()


def test_a_constructor_of_a_subclass_has_its_own_signature() -> None:
    """A subclass with another constructor shows the arguments of that one."""

    class Audited(TargetingClient):
        def __init__(self, token: str, audit: list[str]) -> None:
            super().__init__(token)
            self.audit = audit

    assert ["token", "audit"] == list(inspect.signature(Audited).parameters)
    assert not hasattr(Audited("t", []), "__signature__")


def test_the_options_of_a_client_are_those_that_it_keeps() -> None:
    """Each option that a client takes is kept in `ClientOptions`, the organisation as a header."""
    kept = set(fields_dict(ClientOptions)) - {"authorization"}
    assert kept | {"org_id"} == set(ClientKeywords.__annotations__)
    assert CallKeywords.__annotations__.items() <= ClientKeywords.__annotations__.items()
