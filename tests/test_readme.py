"""The README tells the truth: every Python block in it runs."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from epilot_targeting import configure
from epilot_targeting._client import defaults
from epilot_targeting.testing import FakeTargeting
from epilot_targeting.testing._fake import ADDRESS
from epilot_targeting.testing._httpx_transport import FakeTransport

README = Path(__file__).parent.parent / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(autouse=True)
def _fresh_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defaults, "_clients", {})


async def test_every_block_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every Python block of the README runs, in order, against the fake."""
    monkeypatch.chdir(tmp_path)
    fake = FakeTargeting()
    fake.add_recipients("b8c01433-5556-4e2b-aad4-6f5348d1df84", [{"entity_id": "a", "automation_status": "failed"}])
    fake.set_job("b8c01433-5556-4e2b-aad4-6f5348d1df84", ["finished"])
    async with httpx.AsyncClient(
        transport=FakeTransport(fake.handle, lambda _: (_ for _ in ()).throw(LookupError()))
    ) as http:
        configure(http_client=http, base_url=ADDRESS)
        session: dict[str, Any] = {}
        for block in BLOCKS:
            source = block.replace(
                "TargetingClient(get_token,", f"TargetingClient(get_token, http_client=_http, base_url={ADDRESS!r},"
            )
            session["_http"] = http
            code = compile(source, str(README), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            found = eval(code, session)  # noqa: S307 (the README is ours)
            if inspect.isawaitable(found):
                await found
    printed = capsys.readouterr().out
    assert 15 == len(BLOCKS)
    assert "409" in printed
    assert "'done': 500" in printed
    assert "503" in printed
