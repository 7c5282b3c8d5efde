"""The command line: prepared changes, revisions, and what stops it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from generator.diff import command
from generator.diff.sources import PACKAGES, SETTINGS, SPEC
from generator.diff.versions import FILE
from generator_support.oasdiff_program import stand_in
from generator_support.prepared_changes import Edit, breaking, minor, patch, small, spec, written

import epilot_targeting

Capture = pytest.CaptureFixture[str]
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


TEXT = {"type": "string"}
THING = {"properties": {"a": TEXT}}
WORDS = {"properties": {"a": TEXT | {"description": "A letter"}}}
MORE = {"properties": {"a": TEXT, "b": TEXT}}
LESS: dict[str, Any] = {}


def compare(folder: Path, schema: dict[str, Any], *arguments: str) -> int:
    """Compare two small documents, whose only schema differs."""
    old, new = (
        written(folder / f"{name}.json", small(one, "response")) for name, one in (("old", THING), ("new", schema))
    )
    return command.main(["--old", str(old), "--new", str(new), "--no-python", *arguments])


@pytest.fixture
def repository(tmp_path: Path) -> Callable[..., Path]:
    """Make a repository of the spec and the packages, in a folder, with a tag."""

    def make(tag: str = "v0.1.0", *files: str) -> Path:
        home = tmp_path / "repository"
        home.mkdir()
        for name in files or (SPEC, *PACKAGES):
            source, copy = command.ROOT / name, home / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"], *([["tag", tag]] if tag else [])):
            subprocess.run([*GIT, *arguments], cwd=home, check=True)
        return home

    return make


@pytest.mark.parametrize(
    ("schema", "old", "new", "status", "title"),
    [
        (THING, "0.1.0", "0.1.0", 0, "no change"),
        (THING, "0.1.0", "0.0.9", 1, "no change"),
        (WORDS, "0.1.0", "0.1.0", 1, "patch bump"),
        (WORDS, "1.0.0", "1.0.1", 0, "patch bump"),
        (MORE, "0.1.0", "0.1.0", 1, "patch bump"),
        (MORE, "0.1.0", "0.1.1", 0, "patch bump"),
        (MORE, "1.0.0", "1.0.1", 1, "minor bump"),
        (MORE, "1.0.0", "1.1.0", 0, "minor bump"),
        (LESS, "0.1.0", "0.1.1", 1, "minor bump"),
        (LESS, "0.1.0", "0.2.0", 0, "minor bump"),
        (LESS, "1.0.0", "1.1.0", 1, "major bump"),
        (LESS, "1.0.0", "2.0.0rc1", 0, "major bump"),
    ],
)
def test_verdicts(
    schema: dict[str, Any], old: str, new: str, status: int, title: str, tmp_path: Path, capsys: Capture
) -> None:
    """The title says the bump, and a version that is too small fails."""
    assert status == compare(tmp_path, schema, "--old-version", old, "--version", new)
    said = capsys.readouterr().out
    assert said.startswith(f"# Changes of the API: {title}\n")
    assert ("too small" in said, "that will do" in said) == (status == 1, status == 0)
    assert (f" in `{FILE}`." in said) == (status == 1)


@pytest.mark.parametrize(
    ("edit", "counts", "smallest"),
    [
        (patch, "2 in words only", "1.0.1"),
        (minor, "4 compatible", "1.1.0"),
        (breaking, "9 **breaking**, 2 compatible", "2.0.0"),
    ],
)
def test_prepared_changes(edit: Edit, counts: str, smallest: str, tmp_path: Path, capsys: Capture) -> None:
    """Each prepared change of the real spec needs the version that fits it, and the unchanged version is too small."""
    old, new = written(tmp_path / "old.json", spec()), written(tmp_path / "new.json", spec(edit))
    files = ["--old", str(old), "--new", str(new), "--no-python"]
    assert 1 == command.main([*files, "--old-version", "1.0.0", "--version", "1.0.0"])
    said = capsys.readouterr().out
    assert f"\n\n{counts}.\n\nFrom 1.0.0, the smallest version allowed is **{smallest}**." in said


def test_no_version_to_hold_it_against(tmp_path: Path, capsys: Capture) -> None:
    """A bare file has no version: the bump is reported, and nothing fails."""
    assert 0 == compare(tmp_path, LESS)
    said = capsys.readouterr().out
    assert "major bump from 1.0.0 or later / minor bump from 0.x" in said
    assert "so the new one is not checked" in said


def test_no_version_to_judge(tmp_path: Path, capsys: Capture) -> None:
    """Without a version to judge, the smallest one is reported, and nothing fails."""
    assert 0 == compare(tmp_path, LESS, "--old-version", "1.0.0", "--repository", str(tmp_path))
    assert "the smallest version allowed is **2.0.0**.\n" in capsys.readouterr().out


def test_the_report(tmp_path: Path, capsys: Capture) -> None:
    """The report says what was compared, groups the changes, and gives reasons."""
    remarks = [
        {"level": 3, "text": "an error", "operationId": "getRecipients"},
        {"level": 2, "text": "a warning", "operationId": "matchTargets"},
        {"level": 3, "text": "the `query` request parameter `portal_status`", "operationId": "getRecipients"},
        {"level": 1, "text": "a word", "operationId": "getRecipients"},
    ]
    old, new = written(tmp_path / "old.json", spec()), written(tmp_path / "new.json", spec(breaking))
    program = stand_in(tmp_path, remarks)
    command.main(["--old", str(old), "--new", str(new), "--oasdiff", str(program), "--no-python"])
    said = capsys.readouterr().out
    for line in (
        "9 **breaking**, 2 compatible.",
        "- `getCampaignJobStatus`\n  - **breaking**, changed: x-retry `read` → `write` (behaviour): the client",
        "### Schemas and other shared components",
        "- schema `TargetQueriesResponse`\n  - **breaking**, changed: `results` is no longer required (in responses)",
        "## Findings of oasdiff (9.9.9)\n\n3 errors and warnings, 1 remarks besides.\n\n- `getRecipients`\n",
        "  - error: an error\n",
        "  - warning: a warning\n",
        "  - error, here compatible: the `query` request parameter `portal_status`: a call with one value still works",
        f"- old: `{old}`, SHA-256 ",
        "oasdiff 9.9.9, griffe 2.",
    ):
        assert line in said
    assert "\n\n\n" not in said


@pytest.mark.thorough
def test_python_names(tmp_path: Path, capsys: Capture) -> None:
    """A removed field and a removed operation are breaking in Python too."""
    old, new = written(tmp_path / "old.json", spec()), written(tmp_path / "new.json", spec(breaking))
    assert 0 == command.main(["--old", str(old), "--new", str(new)])
    said = capsys.readouterr().out.split("## Python: `epilot_targeting_generated`")[1]
    assert "- `Recipient`\n  - **breaking**, removed: attribute `title`\n" in said
    assert "- `TargetOperations`\n  - **breaking**, removed: function `get_target_queries`\n" in said


@pytest.mark.thorough
def test_a_file_is_compared_with_the_settings(repository: Callable[..., Path], capsys: Capture) -> None:
    """The classes that the settings rename have that name on both sides, so that none of them seems to be removed."""
    home = repository("v0.1.0", SPEC, SETTINGS, *PACKAGES)
    assert 0 == command.main(["--repository", str(home), "--old", str(home / SPEC)])
    assert "no change" in (said := capsys.readouterr().out).splitlines()[0]
    assert "ServerErrorBody" not in said


def test_what_gives_no_package(tmp_path: Path, capsys: Capture) -> None:
    """A document that gives no package is compared, and the report says so."""
    twins = {f"/{name}": {"get": {"operationId": "twin", "responses": {}}} for name in "ab"}
    path = written(tmp_path / "twins.json", small({}, "") | {"paths": twins})
    assert 0 == command.main(["--old", str(path), "--new", str(path)])
    assert f"The generated package is not compared: generating it from `{path}` failed: " in capsys.readouterr().out


def test_what_is_no_document(tmp_path: Path, capsys: Capture) -> None:
    """A file that is no document is an error that names it."""
    path = written(tmp_path / "odd.json", [])
    assert 1 == command.main(["--old", str(path)])
    assert f"{path}: an OpenAPI document of version 3.0 or 3.1 is needed" in capsys.readouterr().err


@pytest.mark.thorough
def test_a_revision(repository: Callable[..., Path], capsys: Capture) -> None:
    """The newest release is compared by default: its spec, its version, and both packages as they were."""
    home = repository()
    subprocess.run([*GIT, "tag", "v0.0.9"], cwd=home, check=True)
    subprocess.run([*GIT, "tag", "very-new"], cwd=home, check=True)
    written(home / SPEC, small({}, ""))
    errors = home / "src" / "epilot_targeting" / "errors.py"
    errors.write_text(errors.read_text().replace("class ConflictError", "class ClashError"))
    assert 1 == command.main(["--repository", str(home)])
    said = capsys.readouterr().out
    assert "- old: `v0.1.0 (" in said
    assert "- new: `openapi/targeting.yaml`, SHA-256" in said
    assert "- `epilot_targeting.errors`\n  - **breaking**, removed: class `ConflictError`\n" in said
    major, minor, _ = epilot_targeting.__version__.split(".")
    assert f"the smallest version allowed is **{major}.{int(minor) + 1}.0**" in said


def test_a_revision_without_packages(repository: Callable[..., Path], capsys: Capture) -> None:
    """A revision without packages is compared by its spec alone."""
    home = repository("", SPEC)
    arguments = ["--repository", str(home), "--old", "HEAD", "--no-python", "--old-version", "3.2.1"]
    assert 0 == command.main(arguments)
    assert "From 3.2.1, the smallest version allowed is **3.2.1**.\n" in capsys.readouterr().out


def test_no_release_yet(repository: Callable[..., Path], capsys: Capture) -> None:
    """A repository without a release is no failure."""
    assert 0 == command.main(["--repository", str(repository(""))])
    said = capsys.readouterr().out
    assert "no release yet, nothing to compare with: no tag `v1.2.3` is reachable from HEAD\n" == said


def test_a_shallow_repository(repository: Callable[..., Path], tmp_path: Path, capsys: Capture) -> None:
    """A shallow repository is an error, since its tags may be missing."""
    home = repository("", SPEC)
    shallow = tmp_path / "shallow"
    for _ in range(2):
        subprocess.run([*GIT, "commit", "-qm", "More", "--allow-empty"], cwd=home, check=True)
    subprocess.run([*GIT, "clone", "-q", "--depth=1", f"file://{home}", str(shallow)], check=True)
    assert 1 == command.main(["--repository", str(shallow)])
    assert "fetch it with fetch-depth: 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ([], "is no git repository with a commit: name a file with OLD=… (--old)"),
        (["--old", "nowhere"], "nowhere is neither a file nor a revision of "),
    ],
)
def test_nothing_to_compare_with(old: list[str], said: str, tmp_path: Path, capsys: Capture) -> None:
    """Where there is no such thing, the error says what to do."""
    assert 1 == command.main(["--repository", str(tmp_path), *old])
    assert said in capsys.readouterr().err


def test_a_revision_without_a_spec(repository: Callable[..., Path], capsys: Capture) -> None:
    """A revision without a spec is an error that names it."""
    assert 1 == command.main(["--repository", str(repository("", FILE)), "--old", "HEAD"])
    assert "the revision HEAD has no openapi/targeting.yaml" in capsys.readouterr().err


def test_a_program_without_an_opinion(tmp_path: Path, capsys: Capture) -> None:
    """If oasdiff fails, the report says why, and the other rules decide."""
    old = written(tmp_path / "old.json", small({}, ""))
    program = stand_in(tmp_path, None, "no such version")
    assert 0 == command.main(["--old", str(old), "--new", str(old), "--no-python", "--oasdiff", str(program)])
    assert "## Findings of oasdiff (9.9.9)\n\nNothing: no such version\n" in capsys.readouterr().out


def test_a_missing_program_is_named(tmp_path: Path, capsys: Capture) -> None:
    """A missing oasdiff that was asked for is an error."""
    old = written(tmp_path / "old.json", small({}, ""))
    files = ["--old", str(old), "--new", str(old), "--no-python"]
    assert 1 == command.main([*files, "--oasdiff", str(tmp_path / "none")])
    assert "none" in capsys.readouterr().err


def test_it_runs_as_a_module() -> None:
    """The command runs as a module, as `make spec-diff` starts it."""
    result = subprocess.run(
        [sys.executable, "-m", "generator.diff", "--old", "no such thing"],
        cwd=command.ROOT,
        env=os.environ | {"PYTHONPATH": "openapi"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (1, True) == (result.returncode, "no such thing is neither a file nor a revision" in result.stderr)
