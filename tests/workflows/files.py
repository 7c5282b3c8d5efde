"""The workflow files, read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
Node = dict[str, Any]
FILES: dict[str, Node] = {file.name: YAML(typ="safe").load(file) for file in sorted(FOLDER.glob("*.yml"))}


class Job(NamedTuple):
    """A job, and where it stands."""

    file: str
    name: str
    node: Node

    @property
    def steps(self) -> list[Node]:
        steps: list[Node] = self.node["steps"]
        return steps

    @property
    def scripts(self) -> str:
        return "\n".join(step.get("run", "") for step in self.steps)


def jobs() -> Iterator[Job]:
    """Return the jobs of all workflows."""
    for file, workflow in FILES.items():
        for name, node in workflow["jobs"].items():
            yield Job(file, name, node)


def script(file: str, job: str, step: str) -> str:
    """Return what a step runs."""
    [run] = [one["run"] for one in FILES[file]["jobs"][job]["steps"] if one.get("name") == step]
    return str(run)


def skip_without_sources() -> None:
    """Skip a module where there is only the built package, without the repository around it."""
    if not FILES:
        pytest.skip("the workflows are not part of the package", allow_module_level=True)
