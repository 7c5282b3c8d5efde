"""Modules that the first use loads, step by step, in new interpreters."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from operations import TAG_MODULES, TAGS

import epilot_targeting
from epilot_targeting import models

HEAVY = {"httpx", "httpcore", "ssl", "asyncio"}
MODELS = "epilot_targeting_generated.models"


def modules(code: str) -> set[str]:
    """Return the modules that some code loads, beyond a bare interpreter."""
    program = f"import sys; before = set(sys.modules)\n{code}\nprint(); print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    return set(ast.literal_eval(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "use",
    [
        "get_client()",
        "create_client(token='t')",
        "authorize('t')",
        "authorize(get_client(), lambda: 't')",
        "get_client().raw",
        "get_client().with_options(deadline=3)",
        "repr(get_client())",
    ],
)
def test_a_client_needs_no_http_library_before_it_sends(tag: str, use: str) -> None:
    """A tag's client loads no HTTP library, model or other tag before its first request."""
    found = modules(f"from epilot_targeting.{tag} import authorize, create_client, get_client; {use}")
    assert set() == found & HEAVY
    assert set() == {name for name in found if name.startswith(f"{MODELS}.")}
    assert set() == {name for name in found for other in TAGS if other != tag and name.endswith(f"api.{other}")}


@pytest.mark.parametrize("use", ["targeting.campaign", "targeting.raw", "targeting.target.raw", "targeting.options"])
def test_the_whole_client_needs_no_http_library_before_it_sends(use: str) -> None:
    """The whole client loads no HTTP library and no model before its first request."""
    found = modules(f"from epilot_targeting import targeting; {use}")
    assert (set(), set()) == (found & HEAVY, {name for name in found if name.startswith(f"{MODELS}.")})


def test_a_pager_needs_no_http_library_before_it_sends() -> None:
    """Making a pager loads no HTTP library."""
    found = modules("from epilot_targeting import targeting; targeting.iter_recipients('a')")
    assert set() == found & {"httpx", "httpcore"}


@pytest.mark.parametrize(
    "name", ["errors", "configure", "TargetingError", "RetryPolicy", "ClientOptions", "__version__"]
)
def test_naming_a_thing_of_the_package_loads_no_http_library(name: str) -> None:
    """Naming a name of the package loads no HTTP library and no model."""
    found = modules(f"from epilot_targeting import {name}")
    assert (set(), set()) == (found & HEAVY, {one for one in found if one.startswith(f"{MODELS}.")})


def test_importing_models_loads_none() -> None:
    """Importing `models` loads no model."""
    found = modules("import epilot_targeting.models")
    assert set() == {name for name in found if name.startswith(f"{MODELS}.")}


def test_naming_a_model_loads_it_alone() -> None:
    """Naming a model loads its module and those that it is made of."""
    found = modules("from epilot_targeting.models import PortalStatus")
    assert {f"{MODELS}.portal_status"} == {name for name in found if name.startswith(f"{MODELS}.")}


@pytest.mark.parametrize("tag", TAGS)
def test_importing_a_tag_imports_no_other_tag_module(tag: str) -> None:
    """Importing a tag module imports no other tag, in the facade and in the generated package."""
    found = modules(f"import epilot_targeting.{tag}")
    assert {tag} == {other for other in TAGS if f"epilot_targeting.{other}" in found}


@pytest.mark.parametrize("module", TAG_MODULES)
def test_a_tag_module_has_every_model_that_it_lists(module: object) -> None:
    """A tag module has each model that it lists, and they are those of `models`."""
    listed = [name for name in dir(module) if name in models.__all__]
    assert [getattr(models, name) for name in listed] == [getattr(module, name) for name in listed]
    assert listed


@pytest.mark.parametrize("name", ["__path_not_there__", "_private", "Campaing", ""])
@pytest.mark.parametrize("module", [epilot_targeting, models, *TAG_MODULES])
def test_a_name_that_is_not_there(module: object, name: str) -> None:
    """An unknown name is an AttributeError that names the module."""
    with pytest.raises(AttributeError, match="no attribute"):
        getattr(module, name)


def test_an_attribute_of_the_package_is_the_same_each_time() -> None:
    """A lazy attribute is the same object each time."""
    first = [getattr(epilot_targeting, name) for name in epilot_targeting.__all__]
    second = [getattr(epilot_targeting, name) for name in epilot_targeting.__all__]
    assert [True] * len(first) == [one is other for one, other in zip(first, second, strict=True)]
