"""An operation that comes into our spec is there for users, without a hand-written line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from generator import command
from generator.read.document import load
from ruamel.yaml import YAML

JSON = "application/json"
TESTS = Path(__file__).parents[1]
CAMPAIGN_ID = {"$ref": "#/components/parameters/CampaignId"}


def reply(schema: dict[str, Any], status: str = "200") -> dict[str, Any]:
    """Make the responses of an operation."""
    return {status: {"description": "It worked", "content": {JSON: {"schema": schema}}}}


def grown(spec: dict[str, Any]) -> None:
    """Add an operation to a tag there is, one of a new tag, schemas, and an enum value."""
    schemas = spec["components"]["schemas"]
    schemas["CampaignStatus"]["enum"].append("archived")
    schemas["Recipient"]["properties"]["nickname"] = {"type": "string", "description": "What friends say"}
    schemas["Note"] = {
        "type": "object",
        "description": "A note about a campaign",
        "required": ["id", "text", "status"],
        "properties": {
            "id": {"type": "string", "format": "uuid", "readOnly": True},
            "text": {"type": "string", "minLength": 3, "pattern": "^[a-z]+$"},
            "status": {"$ref": "#/components/schemas/CampaignStatus"},
            "author": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
            "related": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Note"}},
        },
    }
    note = {"$ref": "#/components/schemas/Note"}
    spec["tags"].append({"name": "Campaign Notes", "description": "Notes about campaigns"})
    spec["paths"]["/v1/campaign/{campaign_id}/notes"] = {
        "get": {
            "operationId": "listNotes",
            "summary": "List notes",
            "description": "Gives the notes about a campaign.",
            "x-retry": "read",
            "tags": ["Campaign Notes"],
            "parameters": [
                CAMPAIGN_ID,
                {"name": "sort-by", "in": "query", "schema": {"type": "string", "enum": ["age", "author"]}},
                {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
            ],
            "responses": reply({"type": "array", "minItems": 2, "items": note}),
        }
    }
    spec["paths"]["/v1/campaign/{campaign_id}/export"] = {
        "post": {
            "operationId": "exportCampaign",
            "summary": "Export a campaign",
            "description": "Gives a campaign as CSV.",
            "x-retry": "read",
            "tags": ["Campaign"],
            "parameters": [CAMPAIGN_ID],
            "requestBody": {"required": True, "content": {JSON: {"schema": note}}},
            "responses": {"201": {"description": "The file", "content": {"text/csv": {"schema": {"type": "string"}}}}},
        }
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package, made from the grown spec."""
    spec = load(command.SPEC)
    grown(spec)
    made = tmp_path_factory.mktemp("grown")
    YAML(typ="safe").dump(spec, made / "grown.yaml")
    out = made / "epilot_targeting_generated"
    assert 0 == command.main(["--strict", "--spec", str(made / "grown.yaml"), "--out", str(out)])
    return made


def run(folder: Path, source: str) -> str:
    """Run a program that finds the grown package before ours; give what it printed."""
    surroundings = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{TESTS}", "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-c", source]
    done = subprocess.run(command, env=surroundings, cwd=folder, capture_output=True, text=True, check=False)
    assert "" == done.stderr
    return done.stdout


CALL = """
import asyncio, uuid
from epilot_targeting import BadRequestError, TargetingClient
from epilot_targeting.models import CampaignStatus, Note
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, make_note, make_note_author, make_recipient

async def main():
    async with FakeTargeting() as fake, fake.client() as client:
        notes = await client.list_notes(EXAMPLE_ID, sort_by="age", x_trace="here")
        assert len(notes) == 2 and {type(one) for one in notes} == {Note}, notes
        assert isinstance(notes[0].id, uuid.UUID) and len(notes[0].text) >= 3 and notes[0].additional_properties == {}
        [asked] = fake.requests
        assert (asked.operation, asked.query, asked.headers["x-trace"]) == ("list_notes", "sort-by=age", "here"), asked
        whole = await client.raw.export_campaign(EXAMPLE_ID, Note(id=uuid.uuid4(), text="good", status="archived"))
        assert whole.status_code == 201 and isinstance(whole.parsed, str), whole
        assert isinstance(await client.campaign.export_campaign(EXAMPLE_ID, notes[0]), str)
        for wrong in ({"id": EXAMPLE_ID, "status": "draft"}, {"id": EXAMPLE_ID, "text": "No", "status": "draft"}):
            try:
                await client.export_campaign(EXAMPLE_ID, wrong)
            except BadRequestError:
                continue
            raise AssertionError(wrong)
        assert CampaignStatus.ARCHIVED == "archived"
        made = make_note(text="good", author=make_note_author(name="Ada"))
        assert isinstance(await client.campaign.export_campaign(EXAMPLE_ID, made), str) and made.author.name == "Ada"
        assert fake.requests[-1].body == made and make_recipient().nickname == "text", fake.requests[-1]
        print(client.list_notes.__doc__)

asyncio.run(main())
"""


def test_it_is_callable_and_served(folder: Path) -> None:
    """The client calls a new operation with models and documentation, and the fake answers as the spec says."""
    printed = run(folder, CALL)
    assert "List notes." in printed
    assert "Gives the notes about a campaign." in printed
    assert "sort_by: `sort-by` in the query." in printed


TESTED = """
import json
from operations import OPERATIONS, smallest_body
one = OPERATIONS["export_campaign"]
print(one.tag, one.retry, one.status, one.response, sorted(one.arguments), sorted(one.arguments["body"]))
print(len(json.loads(smallest_body("list_notes"))), OPERATIONS["list_notes"].fields)
"""


def test_it_is_tested_like_the_others(folder: Path) -> None:
    """Tests of every operation have arguments and a response of a new one."""
    first, second = run(folder, TESTED).splitlines()
    assert "campaign read 201 None ['body', 'campaign_id'] ['author', 'status', 'text']" == first
    assert "2 ['id', 'text', 'status', 'author', 'related']" == second


LAZY = """
import sys
from epilot_targeting import campaign
print(sorted(name for name in sys.modules if "notes" in name or name.startswith("epilot_targeting_generated.models.")))
from epilot_targeting import TargetingClient
TargetingClient()
print(sorted(name for name in sys.modules if ".list_notes" in name or "generated.models." in name))
print("Note" in dir(campaign), "export_campaign" in dir(campaign.CampaignClient), campaign.Note.__name__)
"""


def test_it_is_loaded_lazily(folder: Path) -> None:
    """The new tag's module and models are loaded when they are named."""
    assert ["[]", "[]", "True True Note"] == run(folder, LAZY).splitlines()


TYPED = """
from typing import Any, assert_type
from epilot_targeting import Response, TargetingClient
from epilot_targeting.models import Note

async def use(client: TargetingClient, note: Note) -> None:
    assert_type(await client.list_notes("a", sort_by="age", x_trace=None), list[Note])
    assert_type(await client.export_campaign("a", note), str)
    assert_type(await client.raw.list_notes("a"), Response[list[Note]])
    assert_type(note.related, list[Note] | None)
    await client.list_notes("a", sort_by=5)  # type: ignore[arg-type]
"""


def test_it_is_typed(folder: Path) -> None:
    """Type checkers know the new operation's types."""
    (folder / "use.py").write_text(TYPED)
    source = command.OPENAPI.parent / "src"
    surroundings = {**os.environ, "MYPYPATH": f"{folder}{os.pathsep}{source}"}
    check = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", str(folder / "use.py")]
    done = subprocess.run(check, env=surroundings, cwd=folder, capture_output=True, text=True, check=False)
    assert "Success" in done.stdout, done.stdout


def test_a_tag_without_a_module_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A new tag without a module fails the check with the file to add."""
    assert [] == command.tags_without_module(load(command.SPEC))
    spec = load(command.SPEC)
    grown(spec)
    assert ["campaign_notes"] == command.tags_without_module(spec)
    monkeypatch.setattr(command, "tags_without_module", lambda _: ["campaign_notes"])
    assert 1 == command.main(["--check"])
    assert "the tag campaign_notes has no module: add src/epilot_targeting/campaign_notes.py" in capsys.readouterr().err


def test_a_module_without_an_operation_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The module of a tag that has lost its last operation fails the check with the file to remove."""
    spec = load(command.SPEC)
    assert [] == command.modules_without_tag(spec)
    del spec["paths"]["/v1/campaign/{campaign_id}/automations:retrigger"]
    assert ["campaign_delivery"] == command.modules_without_tag(spec)
    monkeypatch.setattr(command, "modules_without_tag", lambda _: ["campaign_delivery"])
    assert 1 == command.main(["--check"])
    assert "has no operation: remove src/epilot_targeting/campaign_delivery.py" in capsys.readouterr().err
