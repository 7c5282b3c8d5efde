"""The recipes of docs/observability.md, run: correlation ids, metrics, vetoes, structured logs."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from facade.stores import CID
from server import NOW, Script, response

from epilot_targeting import TargetingClient, otel
from epilot_targeting._config.options import ClientOptions

PAGE = Path(__file__).parents[2] / "docs" / "observability.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
async def recipes(script: Script, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the blocks of the page define, after they have run in order."""
    defaults: Any = ClientOptions.__init__.__kwdefaults__
    monkeypatch.setitem(defaults, "base_url", script.address)
    monkeypatch.setitem(defaults, "retry", NOW)
    names: dict[str, Any] = {}
    script.answer = lambda _: response(200, b'{"results": [], "campaign": {"_title": "a"}}', "x-request-id: r-1")
    for block in BLOCKS:
        found = eval(compile(block, str(PAGE), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)  # noqa: S307
        if inspect.isawaitable(found):
            await found
    script.seen.clear()
    yield names
    otel.uninstrument()
    for client in names.values():
        if isinstance(client, TargetingClient):
            await client.aclose()


@pytest.fixture(autouse=True)
def _logger() -> Iterator[None]:
    """The logger is as it was before, afterwards."""
    log = logging.getLogger("epilot_targeting")
    handlers, level = [*log.handlers], log.level
    yield
    log.handlers, log.level = handlers, level
    log.setLevel(level)


async def test_headers_for_some_calls(recipes: dict[str, Any], script: Script) -> None:
    """A derived client sends its headers, and its client does not."""
    for name in ("traced", "client"):
        await recipes[name].get_recipients(CID)
    assert "a1b2" == script.seen[0].headers["x-correlation-id"]


async def test_a_correlation_id_of_a_context_variable(recipes: dict[str, Any], script: Script) -> None:
    """Concurrent tasks send the correlation id of their own context, also in pages that are fetched ahead."""
    answers = {"a": 0, "b": 0}

    def answer(seen: Any) -> bytes:
        answers[seen.headers["x-correlation-id"]] += 1
        following = None if "next=" in seen.target else "1"
        return response(200, json.dumps({"results": [{}], "next": following}).encode())

    script.answer = answer

    async def serve(identity: str) -> None:
        recipes["correlation_id"].set(identity)
        await recipes["observed"].iter_recipients(CID).collect()

    await asyncio.gather(*map(serve, "ab"))
    assert {"a": 2, "b": 2} == answers


async def test_a_metric_for_each_operation(recipes: dict[str, Any], script: Script) -> None:
    """Middleware counts attempts by operation and status, failures included."""
    answers = [response(503), response()]
    script.answer = lambda _: answers.pop(0)
    async with TargetingClient("t", middleware=[recipes["count"]]) as client:
        await client.get_campaign_job_status(CID)
    name = "get_campaign_job_status"
    assert {(name, "503"): 1, (name, "200"): 1} == recipes["attempts"]


async def test_a_veto_by_a_feature_flag(recipes: dict[str, Any], script: Script) -> None:
    """A flag stops writes before anything is sent, and lets reads pass."""
    async with TargetingClient("t", middleware=[recipes["check_flag"]]) as client:
        await client.change_campaign_status(CID)
        recipes["flags"]["writes"] = False
        with pytest.raises(recipes["WritesAreOff"], match="change_campaign_status"):
            await client.change_campaign_status(CID)
        await client.get_campaign_job_status(CID)
    assert ["POST", "GET"] == [one.line.split(" ")[0] for one in script.seen]


async def test_structlog_with_json(recipes: dict[str, Any], script: Script) -> None:
    """Structlog writes each line as JSON, with the fields of the call."""
    written = recipes["handler"].stream = io.StringIO()
    answers = [response(503), response(200, b"{}", "x-request-id: r-1")]
    script.answer = lambda _: answers.pop(0)
    await recipes["client"].get_campaign_job_status(CID)
    retried, done = map(json.loads, written.getvalue().splitlines())
    assert ("warning", 503, 1, 0.0) == tuple(retried[name] for name in ("level", "status_code", "attempts", "pause"))
    assert 0 < done.pop("elapsed") < 10
    assert "get_campaign_job_status: 200 after 2 attempts" in done.pop("event")
    assert done == {
        "level": "info",
        "operation": "get_campaign_job_status",
        "status_code": 200,
        "attempts": 2,
        "request_id": "r-1",
        "applied": True,
    }
