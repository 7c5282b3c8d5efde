"""Modules that each step loads, counted in new interpreters."""

from __future__ import annotations

import ast
import asyncio
import subprocess
import sys
from typing import Any

import pytest
from server import Script, response

import epilot_targeting
from epilot_targeting import campaign, campaign_delivery, campaign_recipient, models, target

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
TAGS = ["campaign", "campaign_delivery", "campaign_recipient", "target"]
GENERATED = "epilot_targeting_generated"
CALLS: dict[str, tuple[str, bytes, set[str]]] = {
    "campaign": (f"get_campaign_job_status('{CID}')", b"{}", {"job_status", "execution_summary_item", "job_state"}),
    "campaign_delivery": (
        "match_campaigns({})",
        b'{"hits": 0, "results": []}',
        {"match_campaigns_response", "campaign_match", "campaign", "campaign_status", "base_relation"}
        | {"base_relation_item", "base_entity_acl", "base_entity_owner"},
    ),
    "campaign_recipient": (
        f"get_recipients('{CID}')",
        b'{"results": []}',
        {"recipients_response", "recipient", "automation_status", "portal_status"},
    ),
    "target": (
        "get_target_queries({'target_ids': []})",
        b'{"results": []}',
        {"target_queries_response", "target_query_result"},
    ),
}


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
    assert len(found) <= 25


@pytest.mark.parametrize("tag", TAGS)
async def test_the_first_call_loads_only_what_it_needs(tag: str, script: Script) -> None:
    """The first call loads one operation and the models of its response."""
    call, body, needed = CALLS[tag]
    script.answer = lambda _: response(200, body)
    code = (
        f"import asyncio\nfrom epilot_targeting.{tag} import create_client\n"
        "async def main():\n"
        f" async with create_client(token='t', base_url='{script.address}') as c:\n  await c.{call}\n"
        "asyncio.run(main())"
    )
    found = await asyncio.to_thread(modules, code)
    loaded = {name.rpartition(".")[2] for name in found if name.startswith(f"{GENERATED}.models.")}
    assert needed == loaded
    operations = {name for name in found if name.startswith(f"{GENERATED}.api.") and name.count(".") == 3}
    assert {f"{GENERATED}.api.{tag}.{call.partition('(')[0]}"} == operations
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


@pytest.mark.parametrize("module", [epilot_targeting, models, campaign, campaign_delivery, campaign_recipient, target])
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
    found = modules(
        f"""import asyncio
from epilot_targeting.testing import FakeTargeting
async def main():
    async with FakeTargeting() as fake:
        client, cid = fake.client(), '{CID}'
        created = await client.create_recipient(cid, {{"entity_id": cid, "entity_schema": "contact",
            "automation_status": "failed", "automation_execution_id": "execution-1"}})
        refs = {{"entity_refs": [{{"entity_id": cid, "entity_schema": "contact"}}]}}
        await client.get_campaign_job_status(cid)
        await client.get_campaign_portals(cid)
        await client.match_campaigns({{**refs, "campaign_ids": [cid]}})
        await client.match_targets({{**refs, "target_ids": [cid]}})
        await client.get_target_queries({{"target_ids": [cid]}})
        await client.get_recipients(cid, limit=10, automation_status=["failed"])
        await client.update_recipient(cid, created.entity_id, {{"automation_status": "failed"}})
        await client.update_recipient_portal_status(cid, created.entity_id, {{"status": "seen"}})
        await client.retrigger_campaign_automations(cid, {{"recipient_ids": [created.entity_id]}})
        await client.change_campaign_status(cid)
asyncio.run(main())"""
    )
    assert "epilot_targeting._request.build" in found
    assert set() == {name for name in found if "other_documents" in name}
