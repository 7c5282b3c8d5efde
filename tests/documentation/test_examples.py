"""The programs in `docs/examples` run, each against the fake on loopback."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pyarrow.parquet
import pytest
from documentation.notebook import run_notebook
from documentation.pages import ROOT

from epilot_targeting._config.options import ClientOptions
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

FOLDER = ROOT / "docs" / "examples"
if not FOLDER.is_dir():
    pytest.skip("the examples are not part of the package", allow_module_level=True)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, service: FakeTargeting) -> None:
    """Set the variables that the programs read."""
    defaults: Any = ClientOptions.__init__.__kwdefaults__
    monkeypatch.setenv("TARGETING_URL", defaults["base_url"])
    for name in ("EPILOT_TOKEN", "EPILOT_TOKEN_123", "EPILOT_TOKEN_456"):
        monkeypatch.setenv(name, f"token-of-{name}")


def load(name: str) -> ModuleType:
    """Run a program as a module of its own, and return it."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # FastAPI looks annotations up there
    spec.loader.exec_module(module)
    return module


async def test_the_fastapi_service_serves_several_organisations(service: FakeTargeting) -> None:
    """Each request is sent for its own organisation, and an error of the service becomes a response."""
    app = load("fastapi_service").app
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as user,
    ):
        found = [await user.get(f"/campaigns/{EXAMPLE_ID}/failed", headers={"x-org": org}) for org in ("123", "456")]
        assert [83, 83] == [len(response.json()) for response in found]
        assert {"123", "456"} == {request.headers["x-epilot-org-id"] for request in service.requests}
        unknown = await user.get("/campaigns/3fa85f64-5717-4562-b3fc-2c963f66afa6/failed", headers={"x-org": "123"})
        service.fail("get_recipients", status=503, times=3)
        broken = await user.get(f"/campaigns/{EXAMPLE_ID}/failed", headers={"x-org": "123"})
        service.fail("get_recipients", status=429, headers={"retry-after": "600"})
        limited = await user.get(f"/campaigns/{EXAMPLE_ID}/failed", headers={"x-org": "123"})
    assert [400, 502, 429] == [response.status_code for response in (unknown, broken, limited)]
    assert "CAMPAIGN_NOT_FOUND" in unknown.json()["message"]
    assert "600" == limited.headers["retry-after"]


def test_the_lambda_handler_keeps_its_connection(service: FakeTargeting) -> None:
    """Two calls of the handler use one event loop, and a status that is further already is no failure."""
    module = load("lambda_handler")
    event = {"campaign_id": EXAMPLE_ID, "recipient_id": "00000000-0000-4000-8000-000000000001"}
    assert {"changed": True, "status": "clicked"} == module.handler({**event, "status": "clicked"}, None)
    refused = module.handler({**event, "status": "seen"}, None)
    assert refused["changed"] is False
    assert refused["reason"]
    module.runner.run(module.client.aclose())
    module.runner.close()


def test_the_nightly_job_continues(service: FakeTargeting, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The job creates each row once, also if it runs twice, names what failed, and writes the table."""
    rows = [f"00000000-0000-4000-8000-0000000010{number:02},contact,pending,run-{number}" for number in range(20)]
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(["entity_id,entity_schema,automation_status,automation_execution_id", *rows]))
    module = load("nightly_bulk")
    assert 0 == module.main([EXAMPLE_ID, str(file), str(tmp_path)])
    assert 0 == module.main([EXAMPLE_ID, str(file), str(tmp_path)])
    assert "'skipped': 20" in capsys.readouterr().out
    assert 270 == pyarrow.parquet.read_table(tmp_path / "recipients.parquet").num_rows
    file.write_text("\n".join([file.read_text(), rows[0].replace("run-0", "another")]))
    assert 1 == module.main([EXAMPLE_ID, str(file), str(tmp_path)])
    assert "rejected" in capsys.readouterr().out
    service.fail(status=401, times=9)
    assert 2 == module.main([EXAMPLE_ID, str(file), str(tmp_path / "other")])


def test_the_notebook_has_its_outputs() -> None:
    """The notebook runs, prints what is stored in it, and draws one figure."""
    stored = json.loads((FOLDER / "funnel.ipynb").read_text(encoding="utf-8"))
    ran = run_notebook(stored)
    outputs = [[output for cell in one["cells"] for output in cell.get("outputs", ())] for one in (stored, ran)]
    texts = [[output["text"] for output in found if "text" in output] for found in outputs]
    assert 3 == len(texts[0])
    assert texts[0] == texts[1]
    assert [1, 1] == [sum("data" in output for output in found) for found in outputs]


def test_the_examples_are_on_the_page() -> None:
    """The page of the examples shows each program."""
    page = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
    assert [] == [path.name for path in FOLDER.glob("*.[pi]*") if path.name not in page]
