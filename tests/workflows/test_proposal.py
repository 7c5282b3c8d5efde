"""What the workflow that proposes generated code does, with a repository of its own and another `gh`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from workflows.files import script, skip_without_sources

skip_without_sources()

GH = '#!/bin/sh\necho "$@" >> "$GH_LOG"\n'
DRIFT = script("regenerate.yml", "drift", "Fail where the committed code is not what the spec gives")
KEEP = script("regenerate.yml", "generate", "Keep what was generated as a patch")
PROPOSE = script("regenerate.yml", "propose", "Push a branch and open the pull request")


class ScriptError(Exception):
    """A script failed; it says what was printed."""


class Ground:
    """A repository with a remote, and what a runner sets."""

    def __init__(self, folder: Path) -> None:
        self.here, self.remote, self.log = folder / "here", folder / "remote", folder / "gh.log"
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(GH)
        (folder / "bin" / "gh").chmod(0o755)
        self.output = folder / "output"
        self.environment = {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "GITHUB_REF_NAME": "main",
            "BRANCH": "regenerate/1-1",
            "GH_LOG": str(self.log),
        }
        self.run(
            "git init --quiet --bare ../remote; git init --quiet --initial-branch=main; git remote add origin ../remote"
        )
        self.write({"generated/a.py": "a = 1\n", "generated/gone.py": "g = 1\n", "src/b.py": "b = 1\n"})
        self.run("git add . && git -c user.name=A -c user.email=a@example.com commit --quiet --message One")

    def run(self, text: str) -> str:
        """Run a script as a runner does."""
        self.here.mkdir(exist_ok=True)
        command = ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        done = subprocess.run(
            command, cwd=self.here, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode:
            raise ScriptError(done.stdout + done.stderr)
        return done.stdout

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (self.here / name).parent.mkdir(parents=True, exist_ok=True)
            (self.here / name).write_text(text)


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


def test_what_was_generated_is_proposed(ground: Ground) -> None:
    """Changed, new and removed files under generated/ are proposed, with the comparison as the text."""
    ground.write({"generated/a.py": "a = 2\n", "generated/sub/new.py": "n = 1\n", "src/b.py": "b = 2\n"})
    (ground.here / "generated" / "gone.py").unlink()
    ground.run(KEEP)
    patch = (ground.here / "generated.patch").read_text()
    ground.run("git reset --quiet --hard && git clean --quiet -dfx")
    outside = "diff --git a/src/b.py b/src/b.py\n--- a/src/b.py\n+++ b/src/b.py\n@@ -1 +1 @@\n-b = 1\n+b = 666\n"
    ground.write({"proposal/generated.patch": patch + outside, "proposal/spec-diff.md": "What changed\n"})
    ground.run(PROPOSE)
    changed = ground.run("git -C ../remote show --name-status --no-renames --format= regenerate/1-1").splitlines()
    assert ["A\tgenerated/sub/new.py", "D\tgenerated/gone.py", "M\tgenerated/a.py"] == sorted(changed)
    assert "changed=true\n" == ground.output.read_text()
    assert "pr create --base main --head regenerate/1-1" in ground.log.read_text()
    assert "What changed\n" == (ground.here / "proposal" / "body.md").read_text()


def test_nothing_is_proposed_where_nothing_changed(ground: Ground) -> None:
    """Nothing is proposed if nothing changed."""
    assert "there is nothing to propose" in ground.run(KEEP)
    assert not ground.output.exists()


@pytest.mark.parametrize("what", ["changed", "new", "removed"])
def test_drift_fails(ground: Ground, what: str) -> None:
    """Drift fails with a readable diff."""
    if what == "removed":
        (ground.here / "generated" / "gone.py").unlink()
    else:
        ground.write({"generated/a.py" if what == "changed" else "generated/new.py": "a = 2\n"})
    with pytest.raises(ScriptError, match="diff --git a/generated/"):
        ground.run(DRIFT)


def test_no_drift_passes(ground: Ground) -> None:
    """A change outside generated/ is no drift."""
    ground.write({"src/b.py": "b = 2\n"})
    assert "" == ground.run(DRIFT)
