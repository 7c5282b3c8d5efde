"""Count what a run of schemathesis did, from its events."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from attrs import Factory, define


@define
class Summary:
    """What a run did.

    Attributes:
        cases: The cases of each phase.
        checks: How often each check was made.
        failures: How often each check failed.
        answers: The cases of each operation.
        successes: Those of them that were answered with a 2xx.
        moves: The transitions that were followed, and answered with a 2xx.
    """

    cases: Counter[str] = Factory(Counter)
    checks: Counter[str] = Factory(Counter)
    failures: Counter[str] = Factory(Counter)
    answers: Counter[str] = Factory(Counter)
    successes: Counter[str] = Factory(Counter)
    moves: Counter[str] = Factory(Counter)

    @property
    def unanswered(self) -> list[str]:
        """The operations that never succeeded."""
        return sorted(set(self.answers) - set(self.successes))

    def __str__(self) -> str:
        """Say it in a few lines."""
        phases = ", ".join(f"{count} {phase}" for phase, count in self.cases.items())
        checks = ", ".join(f"{count} {name}" for name, count in self.checks.most_common())
        failures = ", ".join(f"{count} {name}" for name, count in self.failures.most_common()) or "none"
        moves = "\n".join(f"  {count:4} {move}" for move, count in sorted(self.moves.items()))
        return (
            f"operations: {len(self.answers)}, of which {len(self.successes)} succeeded at least once\n"
            f"cases: {self.cases.total()} ({phases}), {self.successes.total()} of them answered with a 2xx\n"
            f"checks: {self.checks.total()} ({checks})\n"
            f"transitions that succeeded: {self.moves.total()} of {len(self.moves)} kinds\n{moves}\n"
            f"failures: {failures}"
        )


def summary(lines: Iterable[str]) -> Summary:
    """Count the events of a run, each a line of JSON."""
    counts = Summary()
    for event in map(json.loads, lines):
        if "ScenarioFinished" in event:
            done = event["ScenarioFinished"]
            _add(counts, done["phase"], done["recorder"])
    return counts


def _add(counts: Summary, phase: str, recorder: dict[str, Any]) -> None:
    counts.cases[phase] += len(recorder.get("cases", {}))
    for results in recorder.get("checks", {}).values():
        counts.checks.update(one["name"] for one in results)
        counts.failures.update(one["name"] for one in results if one["status"] == "failure")
    for name, case in recorder.get("cases", {}).items():
        operation = f"{case['value']['method']} {case['value']['path']}"
        response = (recorder["interactions"].get(name) or {}).get("response") or {}
        good = response.get("status_code", 0) // 100 == 2  # noqa: PLR2004 (2xx)
        documented = case["value"].get("meta", {}).get("phase", {}).get("data", {}).get("scenario") != METHOD
        counts.answers[operation] += documented
        counts.successes[operation] += good
        counts.moves[(case.get("transition") or {}).get("id", "")] += good and case["is_transition_applied"]
    for counter in (counts.answers, counts.successes, counts.moves):
        for key in [key for key, count in counter.items() if not count]:
            del counter[key]


METHOD = "unspecified_http_method"
"""The cases that send a method which the document doesn't have."""
