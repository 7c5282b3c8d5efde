"""The rehearsal of a release uses what is published, with each Python that the package names."""

from __future__ import annotations

import importlib
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from workflows.files import FILES, ROOT, skip_without_sources

from epilot_targeting import __version__

skip_without_sources()

CI = ROOT / ".ci"


@pytest.fixture
def rehearse(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script as a module."""
    monkeypatch.syspath_prepend(CI)
    spec = importlib.util.spec_from_file_location("rehearse", CI / "rehearse.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_python_of_the_package_is_rehearsed(rehearse: Any) -> None:
    """The versions of the script are those of the classifiers, and the release workflow installs and requires them."""
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["classifiers"]
    versions = [one.rpartition(" ")[2] for one in classifiers if re.search(r"Python :: 3\.\d+$", one)]
    steps = FILES["release.yml"]["jobs"]["build"]["steps"]
    [installed] = [step["with"]["python-version"].split() for step in steps if "python-version" in step.get("with", {})]
    [command] = [step["run"] for step in steps if "rehearse.py" in step.get("run", "")]
    assert versions == [*rehearse.VERSIONS]
    assert versions == sorted(installed)
    assert versions == command.partition("--python ")[2].split()


def test_what_is_rehearsed_is_published() -> None:
    """The release uploads the folder of the rehearsal, and publishes it with attestations."""
    jobs = FILES["release.yml"]["jobs"]
    paths = [step["with"]["path"] for step in jobs["build"]["steps"] if step.get("with", {}).get("name") == "dist"]
    assert ["dist"] == paths
    assert "--dist dist" in str(jobs["build"]["steps"])
    assert jobs["publish"]["steps"][-1]["with"]["attestations"] is True


def test_the_lock_file_becomes_constraints(rehearse: Any, tmp_path: Path) -> None:
    """Each locked version is a constraint, with its marker and without hashes."""
    lines = rehearse.constraints(tmp_path).read_text().splitlines()
    locked = re.findall(r"^[a-z]", (CI / "requirements.txt").read_text(), re.MULTILINE)
    assert len(locked) == len(lines)
    assert {"attrs", "httpx", "httpcore", "uvicorn", "distributed"} <= {line.partition("==")[0] for line in lines}
    assert not any("--hash" in line or line.endswith("\\") for line in lines)


def test_a_missing_python_ends_the_rehearsal(rehearse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A required Python that is not on the path is an error; otherwise it is left out."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"python3\.11 is not on the path"):
        list(rehearse.pythons(["3.11"]))
    assert [] == list(rehearse.pythons([]))


def test_the_program_is_the_command_of_the_module() -> None:
    """The program that the package installs has its name, as `pipx run` expects, and runs the command of the module."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    module, _, function = project["scripts"][project["name"]].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_the_smoke_test_passes(tmp_path: Path) -> None:
    """The smoke test passes in this environment, but for the check that the package is installed."""
    script = tmp_path / "smoke.py"
    text = (CI / "smoke.py").read_text()
    script.write_text(text.replace("assert folder.is_relative_to(sys.prefix)", "assert folder.is_dir()"))
    command = [sys.executable, "-I", str(script), __version__]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert (0, "") == (done.returncode, done.stderr)
