"""The number of results by status: `run.counts`, and their text in log lines, errors and reprs."""

from __future__ import annotations

from collections.abc import Mapping

from ._results import STATUSES, Status


class Counts(dict[str, int]):
    """The number of results of a run, by status. Each status has one, also if it is 0."""

    def __init__(self) -> None:
        """Set the count of each status to 0."""
        super().__init__(dict.fromkeys(STATUSES, 0))

    def add(self, status: Status) -> None:
        """Increase the count of a status by one. The delivery of a result calls this."""
        self[status] += 1


def counts_text(counts: Mapping[str, int]) -> str:
    """Return the counts as text, such as `36 done, 2 rejected`. Leave out those that are 0: the text may be empty."""
    return ", ".join(f"{count} {status}" for status, count in counts.items() if count)
