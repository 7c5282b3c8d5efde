"""Completion by jedi, as in IPython and in editors, shows every public name, read from the sources alone."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import jedi
import pytest
from operations import TAG_MODULES

import epilot_targeting
from epilot_targeting import TargetingClient, bulk, models, testing
from epilot_targeting.models import Recipient

MODULES = [epilot_targeting, *TAG_MODULES, models, testing, bulk]
CLIENT = "from epilot_targeting import TargetingClient\nclient = TargetingClient()\n"


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of jedi apart from that of other processes: one could read what another is writing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jedi.settings, "cache_directory", str(tmp_path_factory.mktemp("jedi")))
        yield


def public(kind: object) -> set[str]:
    """Return the names in a `dir` that have no underscore in front."""
    return {name for name in dir(kind) if not name.startswith("_")}


def completed(code: str) -> set[str]:
    """Return the names that are offered at the end of some code."""
    return {found.name for found in jedi.Script(code).complete()}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_public_name_of_a_module_is_offered(module: ModuleType) -> None:
    """After `from module import`, every public name is offered."""
    assert set() == public(module) - completed(f"from {module.__name__} import ")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (CLIENT + "client.", public(TargetingClient)),
        (CLIENT + "client.campaign_recipient.", {"get_recipients", "iter_recipients", "with_options"}),
        (CLIENT + "client.with_options().", {"get_recipients", "raw"}),
        (CLIENT + "client.authorize('').", {"get_recipients", "raw"}),
        (CLIENT + "async def f():\n    async with TargetingClient() as c:\n        c.", {"get_recipients", "raw"}),
        (CLIENT + "client.options.", {"deadline", "base_url", "retry"}),
        (CLIENT + "client.raw.", {"get_recipients"}),
        (CLIENT + "client.iter_recipients('').", {"pages", "collect", "cursor"}),
        ("from epilot_targeting import targeting\ntargeting.", {"get_recipients", "campaign"}),
        ("from epilot_targeting import get_client\nget_client().", {"get_recipients", "campaign"}),
        ("from epilot_targeting import create_client\ncreate_client().", {"get_recipients", "campaign"}),
        ("from epilot_targeting.target import get_client\nget_client().", {"match_targets"}),
        ("import epilot_targeting\nepilot_targeting.models.Recipient().", public(Recipient)),
        (CLIENT + "async def f():\n    (await client.get_recipients('')).", {"results", "next", "total"}),
        (CLIENT + "async def f():\n    (await client.get_recipients('')).results[0].", {"title", "automation_status"}),
        (CLIENT + "async def f():\n    async for r in client.iter_recipients(''):\n        r.", {"title"}),
        (CLIENT + "async def f():\n    (await client.raw.get_recipients('')).", {"parsed", "status_code", "attempts"}),
    ],
)
def test_the_names_of_values_are_offered(code: str, names: set[str]) -> None:
    """Completion follows clients, tag clients, responses and records to their attributes."""
    assert set() == names - completed(code)


@pytest.mark.parametrize("call", ["authorize(", "TargetingClient(", "create_client(", "get_client().get_recipients("])
def test_a_call_shows_its_documentation(call: str) -> None:
    """The signature of a call is shown, with its documentation."""
    code = f"from epilot_targeting import TargetingClient, authorize, create_client, get_client\n{call}"
    assert all(found.docstring() for found in jedi.Script(code).get_signatures())
    assert jedi.Script(code).get_signatures()
