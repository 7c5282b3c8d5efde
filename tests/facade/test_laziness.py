"""Modules that each step loads, counted in new interpreters."""

from __future__ import annotations

import ast
import asyncio
import subprocess
import sys
from typing import Any

import pytest
from operations import CID, JSON_OPERATIONS, RECIPIENT, TAG_MODULES, TAGS, models_of, smallest_body
from server import Script, response

import epilot_targeting
from epilot_targeting import campaign, campaign_recipient, export, models

GENERATED = "epilot_targeting_generated"
FIRST = {one.tag: one for one in reversed(JSON_OPERATIONS.values())}
"""The first operation of each tag."""


def modules(code: str) -> set[str]:
    """Return the modules that some code loads, beyond a bare interpreter."""
    program = f"import sys; before = set(sys.modules)\n{code}\nprint(); print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    return set(ast.literal_eval(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("tag", TAGS)
def test_importing_a_tag_loads_nothing_else(tag: str) -> None:
    """Importing a tag module loads no HTTP library, no attrs, no model, nothing of another tag, and few modules."""
    found = modules(f"import epilot_targeting.{tag}")
    tops = {name.partition(".")[0] for name in found}
    assert set() == tops & {"httpx", "httpcore", "attr", "attrs", "asyncio", "typing", "json", "ssl"}
    assert set() == {name for name in found if name.startswith(f"{GENERATED}.models")}
    others = {name for other in TAGS if other != tag for name in found if name.endswith(f".{other}")}
    assert set() == others
    assert len(found) <= 20


@pytest.mark.parametrize("tag", FIRST)
async def test_the_first_call_loads_only_what_it_needs(tag: str, script: Script) -> None:
    """The first call loads one operation and the models of its response."""
    operation = FIRST[tag]
    script.answer = lambda _: response(200, smallest_body(operation.name))
    code = (
        f"import asyncio\nfrom epilot_targeting.{tag} import create_client\n"
        "async def main():\n"
        f" async with create_client(token='t', base_url='{script.address}') as c:\n"
        f"  await c.{operation.name}(**{operation.arguments})\n"
        "asyncio.run(main())"
    )
    found = await asyncio.to_thread(modules, code)
    loaded = {name.rpartition(".")[2] for name in found if name.startswith(f"{GENERATED}.models.")}
    needed = {name.lower() for name in models_of(operation.response or {})}
    assert set() == {name for name in loaded if name.replace("_", "") not in needed}
    operations = {name for name in found if name.startswith(f"{GENERATED}.api.") and name.count(".") == 3}
    assert {f"{GENERATED}.api.{tag}.{operation.name}"} == operations
    assert set() == {name for other in TAGS if other != tag for name in found if name.endswith(f"api.{other}")}


def test_the_package_loads_nothing_before_it_is_named() -> None:
    """Importing the package loads none of its modules."""
    assert {"epilot_targeting", "__future__", "importlib"} >= {
        name for name in modules("import epilot_targeting") if not name.startswith(("importlib", "warnings"))
    }


def test_the_default_client_needs_no_http_library_to_be_named() -> None:
    """Naming the default client loads no HTTP library."""
    found = modules("from epilot_targeting import targeting; targeting.authorize('t')")
    assert {"httpx", "ssl", "asyncio"}.isdisjoint(found)
    assert set() == {name for name in found if name.startswith(f"{GENERATED}.models.")}


@pytest.mark.parametrize("module", [epilot_targeting, export, models, *TAG_MODULES])
def test_all_is_sorted_and_true(module: Any) -> None:
    """`__all__` is sorted, every name of it exists and is in `dir`, and an unknown one is an AttributeError."""
    assert sorted(module.__all__) == list(module.__all__)
    assert [] == [name for name in module.__all__ if not hasattr(module, name)]
    assert set(module.__all__) <= set(dir(module))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = module.nonsense


@pytest.mark.parametrize(("module", "name"), [(campaign, "Campaign"), (campaign_recipient, "CreateRecipientPayload")])
def test_a_tag_offers_its_models(module: Any, name: str) -> None:
    """A tag module has its models, and they are those of `models`."""
    assert getattr(models, name) is getattr(module, name)
    assert name in dir(module)


def test_our_operations_load_nothing_of_other_documents() -> None:
    """Calling every operation of our own spec loads no module of `_request.other_documents`."""
    calls = [(name, one.arguments) for name, one in JSON_OPERATIONS.items()]
    calls.append(("get_recipients", {"campaign_id": CID, "limit": 10, "automation_status": ["failed"]}))
    found = modules(
        f"""import asyncio
from epilot_targeting.testing import FakeTargeting
async def main():
    async with FakeTargeting(recipients={ {CID: [RECIPIENT]} }) as fake:
        for name, arguments in {calls}:
            await getattr(fake.client(), name)(**arguments)
asyncio.run(main())"""
    )
    assert "epilot_targeting._request.build" in found
    assert set() == {name for name in found if "other_documents" in name}
