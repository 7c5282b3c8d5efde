"""What no linter knows of the workflows: which actions, which permissions, which make targets."""

from __future__ import annotations

import re
import subprocess

import pytest
from workflows.files import FILES, FOLDER, ROOT, Job, jobs, skip_without_sources

skip_without_sources()

PINNED = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-artifact": "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9",
    "pypa/gh-action-pypi-publish": "dc37677b2e1c63e2034f94d8a5b11f265b73ba33",
}
"""The actions that may be used, each at the commit that was looked at."""
READ = {"contents": "read"}
PERMISSIONS = {
    ("regenerate.yml", "comment"): {"pull-requests": "write"},
    ("regenerate.yml", "propose"): {"contents": "write", "pull-requests": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
    ("release.yml", "site"): {"id-token": "write", "pages": "write"},
    ("release.yml", "announce"): {"contents": "write"},
}
"""The jobs that may do more than read the sources."""
JOBS = list(jobs())
WRITERS = [job for job in JOBS if (job.file, job.name) in PERMISSIONS]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def label(job: Job) -> str:
    return f"{job.file}:{job.name}"


every_job = pytest.mark.parametrize("job", JOBS, ids=label)


def test_the_workflows_are_known() -> None:
    """The workflows are the four that the tests below cover."""
    assert ["ci.yml", "regenerate.yml", "release.yml", "torture.yml"] == sorted(FILES)


@every_job
def test_actions_are_pinned(job: Job) -> None:
    """Actions are pinned to the commits of the list."""
    used = {step["uses"] for step in job.steps if "uses" in step}
    assert set() == used - {f"{name}@{commit}" for name, commit in PINNED.items()}


@every_job
def test_permissions_are_the_least(job: Job) -> None:
    """A job may only read the sources, unless the list says otherwise."""
    assert PERMISSIONS.get((job.file, job.name), READ) == job.node["permissions"]


@pytest.mark.parametrize("job", WRITERS, ids=label)
def test_a_job_that_may_write_runs_no_code_of_the_project(job: Job) -> None:
    """A job that may write runs no code of the project."""
    assert [] == re.findall(r"\b(?:make|python|pip|npm|node|sh|source)\b", job.scripts)


@every_job
def test_a_job_ends(job: Job) -> None:
    """A job ends after an hour at most."""
    assert 0 < job.node["timeout-minutes"] <= 60


@every_job
def test_make_targets_exist(job: Job) -> None:
    """Each make target that a workflow calls exists."""
    called = set(re.findall(r"\bmake (?:--silent )?([a-z-]+)", job.scripts))
    assert set() == called - TARGETS


@every_job
def test_scripts_take_nothing_from_expressions(job: Job) -> None:
    """Scripts take texts from environment variables, and never from expressions."""
    assert "${{" not in job.scripts


@every_job
def test_scripts_are_written_in_bash(job: Job) -> None:
    """Each script is valid bash."""
    for step in job.steps:
        read = subprocess.run(
            ["/bin/bash", "-n"], input=step.get("run", ""), capture_output=True, text=True, check=False
        )
        assert (0, "") == (read.returncode, read.stderr)


@every_job
def test_checkouts_leave_no_token(job: Job) -> None:
    """Checkouts leave no token in the repository's settings."""
    checkouts = [step["with"] for step in job.steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [False] * len(checkouts) == [one["persist-credentials"] for one in checkouts]


@pytest.mark.parametrize("file", FILES)
def test_a_workflow_may_nothing_by_itself(file: str) -> None:
    """A workflow has no permissions itself, and no event runs foreign code with our rights."""
    assert {} == FILES[file]["permissions"]
    assert set() == FILES[file]["on"].keys() & {"pull_request_target", "workflow_run", "issue_comment"}


@pytest.mark.parametrize("file", FILES)
def test_versions_stand_beside_commits(file: str) -> None:
    """Each pinned commit has its version beside it."""
    used = re.findall(r"uses: .*", (FOLDER / file).read_text())
    assert used == [line for line in used if re.search(r" # v\d+\.\d+\.\d+$", line)]
