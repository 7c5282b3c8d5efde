"""The fuzzer runs against the fake, and sees when the fake breaks the document."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from attrs import evolve
from contract import fuzz
from contract.fuzz_summary import Summary, summary

from epilot_targeting.testing import FakeTargeting, Reply, Request

FEW = ["--max-examples", "3", "--include-operation-id", "getRecipients"]


def broken(**changes: Any) -> FakeTargeting:
    """Make a fake whose successes are something else."""
    fake = fuzz.filled()
    sound = fake.handle

    async def handle(request: Request) -> Reply:
        response = await sound(request)
        return evolve(response, **changes) if response.status == 200 else response

    fake.handle = handle  # type: ignore[method-assign]
    return fake


@pytest.mark.thorough
def test_the_fake_stands_up_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The fuzzer finds no failure in an operation of the fake, alone and page after page."""
    assert 0 == fuzz.main([*FEW, "--phases", "fuzzing,stateful"])
    shown = capsys.readouterr().out
    assert "operations: 1, of which 1 succeeded" in shown
    assert "failures: none" in shown


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"body": b'{"total": 0, "next": null}'}, "response_schema_conformance"),
        ({"status": 202}, "status_code_conformance"),
    ],
)
def test_a_broken_fake_is_seen(changes: dict[str, Any], check: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A response without a required field, or a wrong status, ends the run with 1; the summary names the check."""
    assert 1 == fuzz.main([*FEW, "--phases", "fuzzing"], broken(**changes))
    assert check in capsys.readouterr().out.partition("failures: ")[2]


@pytest.mark.parametrize(
    ("status", "changes", "exit_status"),
    [(0, {}, 0), (1, {}, 1), (0, {"checks": Counter()}, 1), (0, {"successes": Counter()}, 1)],
)
def test_a_run_that_proves_nothing_is_a_failure(status: int, changes: dict[str, Any], exit_status: int) -> None:
    """A run fails if it made no check, or if an operation was only ever refused."""
    sound = Summary(checks=Counter(a=1), answers=Counter(GET=1), successes=Counter(GET=1))
    assert exit_status == fuzz.verdict(status, evolve(sound, **changes))


def test_the_summary_counts_transitions() -> None:
    """The summary counts, by name, the transitions that were applied and succeeded."""
    case = {"value": {"method": "GET", "path": "/a"}, "transition": {"id": "a -> b"}, "is_transition_applied": True}
    recorder = {"cases": {"1": case, "2": case}, "interactions": {"1": {"response": {"status_code": 200}}, "2": None}}
    found = summary([json.dumps({"ScenarioFinished": {"phase": "stateful", "recorder": recorder}}), '{"Other": 1}'])
    assert {"a -> b": 1} == found.moves
    assert (2, 1, []) == (found.cases["stateful"], found.successes["GET /a"], found.unanswered)
