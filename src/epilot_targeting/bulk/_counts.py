"""The number of results by status: `run.counts`."""

from __future__ import annotations

from ._results import STATUSES, Status


class Counts(dict[str, int]):
    """The number of results of a run, by status. Each status has one, also if it is 0."""

    def __init__(self) -> None:
        """Set the count of each status to 0."""
        super().__init__(dict.fromkeys(STATUSES, 0))

    def add(self, status: Status) -> None:
        """Increase the count of a status by one. The delivery of a result calls this."""
        self[status] += 1
