"""The generator: fresh, repeatable, and loud where something would be lost."""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from epilot_targeting_generated.api import all_tags
from generator import command, publish
from generator.errors import DocumentError
from generator.naming import python_names
from generator.provenance import provenance
from generator.read.document import load
from generator.render import format

import epilot_targeting
from epilot_targeting import TargetingClient

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "generated" / "epilot_targeting_generated"
Edit = Callable[[dict[str, Any]], object]


def variant(tmp_path: Path, edit: Edit) -> Path:
    """Write a changed copy of the spec."""
    changed = load(command.SPEC)
    edit(changed)
    path = tmp_path / "variant.json"
    path.write_text(json.dumps(changed))
    return path


def run(tmp_path: Path, edit: Edit, *more: str) -> tuple[int, Path]:
    """Generate from a changed copy into a folder of its own, assuming nothing."""
    out = tmp_path / "out" / "made_package"
    return command.main(["--strict", "--spec", str(variant(tmp_path, edit)), "--out", str(out), *more]), out


def test_the_committed_code_is_fresh() -> None:
    """The committed code is what the spec gives, to the byte, twice."""
    assert 0 == command.main(["--check"])


def test_a_second_run_is_identical(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run removes strays of an earlier one, and ignores what Python left there."""
    for _ in range(2):
        assert 0 == command.main(["--out", str(tmp_path / "made")])
        assert [] == publish.differences(COMMITTED, tmp_path / "made")
        (tmp_path / "made" / "stray.py").write_bytes(publish.MARK)
    assert 0 == command.main(["--out", str(tmp_path / "made")])
    (tmp_path / "made" / "__pycache__").mkdir()
    (tmp_path / "made" / "__pycache__" / "stray.pyc").write_bytes(b"\xff")
    assert [] == publish.differences(COMMITTED, tmp_path / "made")
    counts = {"operations": len(all_tags.OPERATIONS), "tags": len(all_tags.TAGS)}
    assert counts.items() <= json.loads(capsys.readouterr().out.splitlines()[-1]).items()


def test_a_run_that_is_broken_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is broken off changes nothing, and the next one clears away what it left."""
    assert 0 == command.main(["--out", str(tmp_path / "made")])

    def interrupted(_: Path, to: Path) -> None:
        to.mkdir()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copytree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            command.main(["--out", str(tmp_path / "made")])
    assert [] == publish.differences(COMMITTED, tmp_path / "made")
    assert 0 == command.main(["--out", str(tmp_path / "made")])
    assert ["made"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("what", ["changed", "missing", "stray", "empty stray"])
def test_drift_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    """Drift is shown as a readable diff that names the file, with exit status 1."""
    out = tmp_path / "made"
    shutil.copytree(COMMITTED, out)
    file = out / "models" / "recipient.py"
    if what == "changed":
        file.write_text(file.read_text().replace("entity_id", "entity_ix", 1))
    elif what == "missing":
        file.unlink()
    else:
        file.with_name("stray.py").write_text("" if what == "empty stray" else "x = 1\n")
    assert 1 == command.main(["--check", "--out", str(out)])
    printed = capsys.readouterr()
    assert ("stray.py" if "stray" in what else "models/recipient.py") in printed.out
    assert "run `make generate`" in printed.err


def test_the_command_line() -> None:
    """The script runs from anywhere, and the package as a module."""
    script = [sys.executable, str(ROOT / "openapi" / "generate.py"), "--help"]
    assert 0 == subprocess.run(script, cwd=ROOT, check=False, capture_output=True).returncode
    assert 0 == subprocess.run([*script[:2], "--check"], cwd=ROOT.parent, check=False).returncode
    module = [sys.executable, "-m", "generator", "--help"]
    paths = os.environ | {"PYTHONPATH": "openapi"}
    assert 0 == subprocess.run(module, cwd=ROOT, env=paths, check=False, capture_output=True).returncode


def test_every_file_says_where_it_comes_from() -> None:
    """The first line of every file says where it comes from."""
    files = [path for path in COMMITTED.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert (COMMITTED / "py.typed") in files
    assert {True} == {path.read_text().startswith("# Made by openapi/generate.py") for path in files}


def test_provenance() -> None:
    """The package has the hashes of the spec and the settings, and the exact versions."""
    made = importlib.import_module("epilot_targeting_generated.provenance")
    assert hashlib.sha256(command.SPEC.read_bytes()).hexdigest() == made.SPEC_SHA256
    expected = provenance(command.SPEC, command.SETTINGS)
    assert expected == {name: getattr(made, name) for name in expected}
    assert "openapi-python-client 0.29.1" == made.GENERATOR


def test_census() -> None:
    """The operations of the spec, of the package and of the clients are the same, flat and by tag."""
    operations: dict[str, str] = {}
    for item in load(command.SPEC)["paths"].values():
        for one in (value for value in item.values() if isinstance(value, dict) and "operationId" in value):
            tag = one["tags"][0].lower().replace(" ", "_")
            name = python_names.python_name(one["operationId"], "")
            operations[name] = tag
            made = importlib.import_module(f"epilot_targeting_generated.api.{tag}.{name}")
            assert (one["operationId"], one["x-retry"]) == (made.OPERATION.operation_id, made.OPERATION.retry)
    client = TargetingClient()
    assert sorted(operations) == sorted(all_tags.OPERATIONS.values())
    assert operations.keys() <= set(dir(client)) & set(dir(client.raw))
    assert set(operations) == {name for name in dir(all_tags.AllOperations) if not name.startswith("_")} - {"raw"}
    for tag in all_tags.TAGS:
        wanted = {name for name, of in operations.items() if of == tag}
        view = getattr(client, tag)
        assert wanted == {n for n in vars(type(view).__mro__[1]) | vars(type(view).__mro__[2]) if n in operations}
    assert set(operations.values()) == set(all_tags.TAGS)


def test_every_tag_has_its_module() -> None:
    """A new tag needs a module beside `target.py`, a name in `__init__.py` and a property of `TargetingClient`."""
    for tag in all_tags.TAGS:
        assert tag in epilot_targeting.__all__, f"add src/epilot_targeting/{tag}.py"
        assert isinstance(getattr(TargetingClient, tag), property), f"add the property {tag} to TargetingClient"


def edited(path: str, method: str, **changes: Any) -> Edit:
    """Change one operation."""
    return lambda spec: spec["paths"][path][method].update(changes)


def without(path: str, method: str, key: str) -> Edit:
    """Take a key out of one operation."""
    return lambda spec: spec["paths"][path][method].pop(key)


def with_field(wire: str) -> Edit:
    """Add a field to Recipient."""
    return lambda spec: spec["components"]["schemas"]["Recipient"]["properties"].update({wire: {"type": "string"}})


STATUS = "/v1/campaign/{campaign_id}/status"
BROKEN = {"oneOf": [{"$ref": "#/components/schemas/Missing"}, {"type": "string"}]}
OK = {"description": "ok"}


def replying(content: dict[str, Any], status: str = "200") -> Edit:
    """Let changeCampaignStatus reply something else."""
    return edited(STATUS, "post", responses={status: {**OK, "content": content}})


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (without(STATUS, "post", "x-retry"), "x-retry is missing"),
        (without(STATUS, "post", "x-retry"), "not carried out: changeCampaignStatus (POST " + STATUS + ")"),
        (edited(STATUS, "post", **{"x-retry": "often"}), "x-retry is 'often'"),
        (without(STATUS, "post", "operationId"), f"an operation without operationId (POST {STATUS})"),
        (edited(STATUS, "post", operationId="matchTargets"), "matchTargets"),
        (edited(STATUS, "post", operationId="authorize"), "it is named authorize_"),
        (edited(STATUS, "post", operationId="campaign"), "it is named campaign_2"),
        (with_field("_title"), "'title' and '_title' would both be named 'title'"),
        (with_field("$"), "no Python name can be made of '$'"),
        (replying({"application/json": {"schema": BROKEN}}), "changeCampaignStatus"),
        (replying({"application/json": {"schema": {"type": "string"}}}, "400"), "no success is documented"),
        (
            replying({"application/json": {"schema": {"type": "string"}}}, "default"),
            "`default` response is used as its success",
        ),
        (edited(STATUS, "post", tags=["Campaign", "Target"]), "only its first tag, 'Campaign', is used"),
        (edited(STATUS, "post", parameters=[]), "'campaign_id' is in its path but not in its parameters"),
        (edited(STATUS, "post", parameters=[{"name": "x", "in": "body"}]), "a parameter named 'x' in 'body'"),
        (edited(STATUS, "post", callbacks={"done": {}}), "changeCampaignStatus: its callbacks are ignored"),
        (lambda spec: spec.update(webhooks={"grown": {}}), "grown are ignored"),
        (lambda spec: spec["paths"].update({"/x": {"get": []}}), "GET /x: the operation is not an object"),
        (lambda spec: spec.update(openapi="2.0"), "an OpenAPI document of version 3.0 or 3.1 is needed, not '2.0'"),
        (lambda spec: spec.pop("info"), "info"),
    ],
)
def test_what_would_be_lost_stops_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: Edit, says: str
) -> None:
    """A lost operation or field stops the run with its name and exit status 1, and nothing is written."""
    status, out = run(tmp_path, edit)
    printed = capsys.readouterr().err
    assert (1, False) == (status, out.exists())
    assert says in printed
    assert "Nothing was written." in printed


def grown(spec: dict[str, Any]) -> None:
    """Add a tag with operations, schemas that hold each other, unions, maps, lists and an enum value."""
    schemas = spec["components"]["schemas"]
    schemas["CampaignStatus"]["enum"].append("archived")
    schemas["Level"] = {"type": "integer", "enum": [1, 2]}
    schemas["Tree"] = {
        "type": "object",
        "required": ["name", "_owner"],
        "properties": {
            "name": {"type": "string"},
            "date": {"type": "string", "format": "date"},
            "list": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
            "level": {"$ref": "#/components/schemas/Level"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            "either": {"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"$ref": "#/components/schemas/EntityRef"}]},
            "mixed": {"oneOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "string"}], "nullable": True},
            "anything": {},
            "flag": {"type": "boolean"},
            "_owner": {"type": "string", "format": "uuid", "nullable": True},
            "ids": {"type": "array", "items": {"type": "string", "format": "uuid"}},
            "when": {"oneOf": [{"type": "string", "format": "date-time"}, {"type": "integer"}]},
            **{helper: {"type": "string"} for helper in ("convert", "record", "len", "map", "src", "model", "new")},
        },
    }
    tree = {**OK, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}}
    spec["paths"]["/v1/forest/{level}"] = {
        "parameters": [{"name": "level", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {
            "operationId": "getForest",
            "tags": ["Forest"],
            "x-retry": "read",
            "parameters": [
                {"name": "since", "in": "query", "required": True, "schema": {"type": "string", "format": "date-time"}},
                {"name": "class", "in": "query", "schema": {"type": "boolean"}},
            ],
            "responses": {"200": tree, "default": {"description": "else"}},
        },
        "put": {
            "operationId": "growForest",
            "tags": ["Forest"],
            "x-retry": "write",
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}},
            "responses": {"200": {**OK, "content": {"application/json": {"schema": {"type": "string"}}}}},
        },
    }


USE = """
import asyncio
from made_package.api.all_tags import AllOperations, TAGS
from made_package.models import CampaignStatus, Tree
from made_package.types import Response

class Client(AllOperations):
    async def _send(self, operation, path=(), query=None, body=None):
        self.call = (operation.name, operation.retry, path, query, body)
        return Response(200, {}, operation.decode({"name": "oak"} if operation.method == "GET" else "grown"), b"")

client = Client()
assert "forest" in TAGS and CampaignStatus.ARCHIVED == "archived"
assert asyncio.run(client.get_forest("a", since="now", class_=True)) == Tree(name="oak", owner=None)
assert client.call == ("get_forest", "read", ("a",), {"since": "now", "class": True}, None), client.call
assert asyncio.run(client.grow_forest("a")) == "grown"
assert "404" not in client.get_forest.__doc__ and "default" in client.get_forest.__doc__
source = {"name": "a", "date": "20260102", "list": [["x"], ["y", 5]], "level": 2, "children": [{"name": "b"}],
          "either": {"entity_id": "x", "entity_schema": "s", "name": "n"}, "mixed": [1, "x"], "anything": 0,
          "flag": False}
tree = Tree.from_dict(source)
assert tree.to_dict() == source, tree.to_dict()
assert type(tree.either).__name__ == "EntityRef" and tree.list_ == [["x"]] and tree.mixed is None
assert Tree.from_dict({"name": "a", "mixed": [1, 2]}).mixed == [1, 2]
helpers = {helper: helper for helper in ("convert", "record", "len", "map", "src", "model", "new")}
tree = Tree.from_dict(helpers)
assert (tree.convert_, tree.len_, tree.map_, tree.record_, tree.src) == ("convert", "len", "map", "record", "src")
assert tree.to_dict() == helpers, tree.to_dict()
assert Tree(name="a", owner=None).to_dict() == {"name": "a", "_owner": None}
for odd in (
    {"_owner": None}, {"_owner": 5}, {"_owner": "B8C01433-5556-4E2B-AAD4-6F5348D1DF84"}, {"level": True},
    {"level": 1.0}, {"ids": ["B8C01433-5556-4E2B-AAD4-6F5348D1DF84", None, "x"]}, {"when": 5},
    {"when": "1970-01-01T00:00:00+00:00"}, {"when": "1970-01-01"}, {"list": [None]},
    {"anything": None}, {"anything": [None]}, {"either": {"new": None}},
):
    assert Tree.from_dict(odd).to_dict() == odd, (odd, Tree.from_dict(odd))
    assert all(type(value) is type(odd[key]) for key, value in Tree.from_dict(odd).to_dict().items()), odd
assert Tree.from_dict({"anything": [None]}).additional_properties == {}
assert Tree.from_dict({"level": True}).level is None
print("good")
"""


def test_a_new_operation_needs_no_hand_written_line(tmp_path: Path) -> None:
    """A new tag, operations, schemas and enum values are callable and typed as they are."""
    status, out = run(tmp_path, grown)
    assert 0 == status
    done = subprocess.run([sys.executable, "-c", USE], cwd=out.parent, capture_output=True, text=True, check=False)
    assert ("good\n", "") == (done.stdout, done.stderr)
    check = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "-p", "made_package"]
    types = subprocess.run(check, cwd=out.parent, capture_output=True, text=True, check=False)
    assert "Success" in types.stdout, types.stdout


def test_a_missing_formatter_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing formatter is an error: unformatted code would show as drift everywhere."""
    monkeypatch.setattr(format, "RUFF", [str(tmp_path / "none")])
    with pytest.raises(DocumentError, match="formatter is missing"):
        format.format_package(tmp_path)


def test_what_is_no_good_python_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Output that is no valid Python is not written."""
    monkeypatch.setattr(format, "RUFF", [sys.executable, "-c", "import sys; sys.exit('SyntaxError')"])
    with pytest.raises(DocumentError, match="the templates rendered invalid Python"):
        format.format_package(tmp_path)


ALLOWED = {
    "epilot_targeting._transport.tls_context": {"certifi"},
    "epilot_targeting._transport.aiohttp_requests": {"aiohttp", "yarl"},
    "epilot_targeting._transport.aiohttp_session": {"aiohttp", "yarl"},
    "epilot_targeting._transport.aiohttp_connector": {"aiohttp"},
    "epilot_targeting._transport.aiohttp_direct": {"aiohttp", "multidict", "yarl"},
    "epilot_targeting._transport.aiohttp_protocol": {"aiohttp"},
    "epilot_targeting._transport.permit": {"anyio"},
    "epilot_targeting._response.json_reader": {"orjson"},
    "epilot_targeting.testing._httpx_transport": {"httpx"},
    "epilot_targeting.testing._fake": {"httpx"},
    "epilot_targeting.testing._fake_client": {"httpx"},
    "epilot_targeting.testing._command": {"uvicorn"},
    "epilot_targeting._request.other_documents.multipart": {"httpx"},
    "epilot_targeting._config.options": {"attrs"},
    "epilot_targeting._config.rate_limit": {"attrs"},
    "epilot_targeting._config.retry_options": {"attrs"},
    "epilot_targeting.bulk._items": {"attrs"},
    "epilot_targeting.bulk._journal": {"attrs"},
    "epilot_targeting.bulk._progress": {"attrs", "rich"},
    "epilot_targeting.bulk._results": {"attrs"},
    "epilot_targeting.bulk._settings": {"attrs"},
    "epilot_targeting.bulk._match_batches": {"attrs"},
    "epilot_targeting.bulk._retrigger": {"attrs"},
    "epilot_targeting.distributed._export": {"attrs"},
    "epilot_targeting.distributed._options": {"attrs"},
    "epilot_targeting.distributed._part": {"attrs"},
    "epilot_targeting.distributed._rate_limit": {"attrs"},
    "epilot_targeting.middleware": {"attrs"},
    "epilot_targeting.otel.__init__": {"opentelemetry"},
    "epilot_targeting.otel._metrics": {"opentelemetry"},
    "epilot_targeting.otel._spans": {"opentelemetry"},
    "epilot_targeting.otel._telemetry": {"opentelemetry"},
    "epilot_targeting.testing.pytest_plugin": {"pytest"},
}


def imports(path: Path) -> set[str]:
    """Return the top-level packages that a module imports, its own relatively imported ones left out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names


def test_who_may_import_whom() -> None:
    """One module uses each HTTP library; errors and pages need none; generated code knows no facade."""
    folder = Path(epilot_targeting.__file__).parent
    for path in folder.rglob("*.py"):
        name = ".".join(("epilot_targeting", *path.relative_to(folder).with_suffix("").parts))
        foreign = imports(path) - {"epilot_targeting", "epilot_targeting_generated"}
        assert foreign <= ALLOWED.get(name, set()) | ({"attrs"} if ".testing." in name else set()), name
    assert {"epilot_targeting_generated"} == imports(folder / "errors.py")  # an index, which loads no model
    assert set() == imports(folder / "_pagination" / "pager.py")
    for path in COMMITTED.rglob("*.py"):
        assert imports(path) <= {"attrs", *(["pydantic_core"] if path.name == "pydantic_schema.py" else [])}, path
