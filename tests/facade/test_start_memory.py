"""Memory before the first call, counted by tracemalloc: the import of a tag, and a client."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from operations import TAGS

from epilot_targeting import TargetingClient

IMPORT = 255 if sys.version_info < (3, 12) else 440
"""The most KiB that the import of a tag may take; today it takes 241 on Python 3.11, and less than 440 on 3.13."""
CLIENT = 1.6
"""The most KiB that a client may take before its first call; today it takes 1.4."""
CLIENTS = 100
PROGRAM = """
import tracemalloc
tracemalloc.start()
import epilot_targeting.{tag}
print(tracemalloc.get_traced_memory()[1] / 1024)
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a program without coverage, which keeps its bytecode: compiling would count as memory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE", "PYTHONDONT"))}
    return {**kept, "PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("bytecode"))}


@pytest.mark.parametrize("tag", TAGS)
def test_the_import_of_a_tag_takes_little_memory(tag: str, environment: dict[str, str], tmp_path: Path) -> None:
    """The import of a tag module takes a fraction of a MiB."""
    command = [sys.executable, "-c", PROGRAM.format(tag=tag)]
    _, found = (
        float(subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path).stdout)
        for _ in ("compiles", "counts")
    )
    assert 0 < found <= IMPORT


def test_a_client_takes_little_memory_before_its_first_call() -> None:
    """A client keeps its options, and nothing that only a call needs."""
    kept = [TargetingClient("token")]
    gc.collect()
    tracemalloc.start()
    kept += [TargetingClient("token") for _ in range(CLIENTS)]
    gc.collect()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0 < used / CLIENTS / 1024 <= CLIENT
    assert {None} == {client._state for client in kept}
