"""Documents drawn by seed: each becomes a package that can be imported and called, or is refused by name."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from corpus.calls import Answer
from corpus.making import type_checks
from corpus.package import client_class, prepare
from corpus.replies import reply
from epilot_targeting_generated.convert import to_json
from generator import command
from generator_support.drawn_documents import Drawer
from server import Script

from epilot_targeting import RetryPolicy, TargetingError

SAMPLED, ALL = 12, 200
TYPED = 40
"""Packages that a type checker checks in a full run."""
METHODS = "GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE"
PLACE = re.compile(rf"drawn\d+\.yaml: .*(?:#/|\((?:{METHODS}) /|the path /|version 3.0 or 3.1 is needed|`\w+` must be)")
"""A pointer, an operation, a path or a member of the document."""


class Run(NamedTuple):
    """A run of the generator."""

    document: dict[str, Any]
    package: str
    status: int
    printed: str


def drawn(seed: int, folder: Path) -> Run:
    """Draw a document and generate its package."""
    document = Drawer(seed).document()
    source, package = folder / f"drawn{seed}.yaml", f"drawn_{seed}"
    source.write_text(json.dumps(document), encoding="utf-8")
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = command.main(["--spec", str(source), "--out", str(folder / package)])
    return Run(document, package, status, out.getvalue())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Draw a few documents, or all of them with `--full`."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(ALL if metafunc.config.getoption("--full") else SAMPLED))


async def test_a_drawn_document(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused by name, or each module can be imported and each operation called without losing data."""
    run = drawn(seed, tmp_path)
    assert "the generator failed" not in run.printed
    if run.status:
        assert PLACE.match(run.printed), run.printed
        assert run.printed.endswith("Nothing was written.\n")
        return
    monkeypatch.syspath_prepend(tmp_path)
    prepare(run.package)
    for info in pkgutil.walk_packages(importlib.import_module(run.package).__path__, f"{run.package}."):
        importlib.import_module(info.name)
    models = importlib.import_module(f"{run.package}.models")
    assert [] == [name for name in models.__all__ if not hasattr(models, name)]
    await call_all(run, Drawer(seed))


async def call_all(run: Run, drawer: Drawer) -> None:
    """Call each operation, with all arguments and without the optional ones."""
    operations = importlib.import_module(f"{run.package}.api.all_tags").OPERATIONS
    async with Script() as server:
        kind = client_class(run.package)
        async with kind("token", base_url=server.address, retry=RetryPolicy(attempts=1)) as client:
            for (method, path), name in operations.items():
                for whole in (True, False):
                    value = expected(run.document, drawer, method.lower(), path)
                    await call(server, getattr(client, name), method, value, whole=whole)


async def call(server: Script, called: Any, method: str, value: Any, *, whole: bool) -> None:
    """Call an operation whose service answers a JSON value: the result has it, or the call is an error of ours."""
    content = json.dumps(value).encode()
    server.answer = lambda _: reply(Answer(200, "application/json", content), method.lower())
    arguments: dict[str, Any] = {
        key: 7 if key.startswith("limit") else "x"
        for key, one in inspect.signature(called).parameters.items()
        if key not in ("body", "media_type") and (whole or one.default is one.empty)
    }
    if "body" in inspect.signature(called).parameters:
        arguments["body"] = {}
    with contextlib.suppress(TargetingError):
        result = await called(**arguments)
        assert to_json(result) in (value, None, content.decode(), content)


def expected(document: dict[str, Any], drawer: Drawer, method: str, path: str) -> Any:
    """Draw a value of the first response with a schema of JSON."""
    components = document.get("components") or {}
    responses = document["paths"][path][method].get("responses")
    for response in responses.values() if isinstance(responses, dict) else ():
        content = response.get("content") if isinstance(response, dict) else None
        for media in content.values() if isinstance(content, dict) else ():
            if isinstance(media, dict):
                return drawer.value(components.get("schemas") or {}, media.get("schema"))
    return {"nothing": ["documented"]}


@pytest.mark.thorough
def test_the_types_of_drawn_packages(tmp_path: Path) -> None:
    """Mypy finds nothing in the packages, in strict mode."""
    packages = [run.package for run in (drawn(seed, tmp_path) for seed in range(TYPED)) if not run.status]
    assert len(packages) > TYPED // 3
    done = subprocess.run(
        [sys.executable, *type_checks(tmp_path, packages)["mypy"]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout
