"""Show the progress of a run: `BulkProgress`, a callback, a bar of rich or of tqdm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any, Literal, Protocol, TypeAlias

from attrs import frozen

from ..errors import ConfigurationError

INTERVAL = 0.1
"""Seconds between two updates."""


@frozen
class BulkProgress:
    """The state of a run at one moment.

    Attributes:
        operation: The name of the operation.
        counts: The number of results by status.
        total: The number of items, or None if it is unknown.
        rate: Results per second.
        seconds_left: The estimated seconds to the end, or None if they are unknown.
        waiting_for: `the rate limit`, `the service`, or an empty string.
        waiting_seconds: The seconds for which calls still wait; 0 while one call tries whether the service is up again,
            and the others wait for its end.
    """

    operation: str
    counts: Mapping[str, int]
    total: int | None
    rate: float
    seconds_left: float | None
    waiting_for: str = ""
    waiting_seconds: float = 0.0

    @property
    def completed(self) -> int:
        """The number of items that have a result, of any status."""
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        """The number of items that are rejected or unknown."""
        return self.counts["rejected"] + self.counts["unknown"]

    def text(self) -> str:
        """Return what a bar shows beside its numbers, such as `2 failed, waiting for the rate limit, 23 s`.

        It is empty if no item has failed and no call waits.
        """
        parts = [f"{self.failed} failed"] if self.failed else []
        parts += [f"waiting for {self.waiting_for}"] if self.waiting_for else []
        parts += [f"{self.waiting_seconds:.0f} s"] if self.waiting_seconds else []
        return ", ".join(parts)


def results_per_second(counts: Mapping[str, int], seconds: float) -> float:
    """Return the number of results, of any status, per second. `seconds` is the time since the start; 0 gives 0."""
    return sum(counts.values()) / seconds if seconds > 0 else 0.0


Callback: TypeAlias = Callable[[BulkProgress], object]
ProgressArgument: TypeAlias = Callback | Literal["rich", "tqdm"] | None


class Reporter(Protocol):
    """Shows the progress."""

    def update(self, progress: BulkProgress) -> None:
        """Show the state of the run. It is called every 0.1 seconds, and once at the end."""
        ...

    def close(self) -> None:
        """End the display, after the last `update`, also if that raised an exception."""
        ...


class _Calls:
    """Calls a callback."""

    def __init__(self, callback: Callback) -> None:
        """Keep the user's callback. Each `update` calls it."""
        self._callback = callback

    def update(self, progress: BulkProgress) -> None:
        """Call the callback with the state of the run. Its result is ignored and not awaited.

        An exception of the callback is raised here. `BulkRun` keeps it, and ends the run.
        """
        self._callback(progress)

    def close(self) -> None:
        """Do nothing: a callback has no display to end."""


class _Rich:
    """A bar of rich."""

    def __init__(self) -> None:
        """Create the bar, which the first update shows. It stays off where the output is no terminal.

        Raises:
            ImportError: rich is not installed.
        """
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        rate = TextColumn("{task.fields[rate]:.1f}/s {task.fields[text]}")
        self._bar = Progress(*columns, rate)
        self._bar.disable = not self._bar.console.is_terminal
        self._task: Any = None

    def update(self, progress: BulkProgress) -> None:
        """Show the state of the run in the bar, which the first call starts.

        `total` may be None, as for a generator. That of `retrigger_failed` is set later.
        """
        if self._task is None:
            self._bar.start()
            self._task = self._bar.add_task(progress.operation, total=progress.total, rate=0.0, text="")
        fields: dict[str, Any] = {"rate": progress.rate, "text": progress.text()}
        self._bar.update(self._task, total=progress.total, completed=progress.completed, **fields)

    def close(self) -> None:
        """Stop the bar, which stays visible. Before the first `update`, do nothing."""
        self._bar.stop()


class _Tqdm:
    """A bar of tqdm."""

    def __init__(self) -> None:
        """Import tqdm. The first update creates the bar.

        Raises:
            ImportError: tqdm is not installed.
        """
        self._make: Any = import_module("tqdm").tqdm
        self._bar: Any = None

    def update(self, progress: BulkProgress) -> None:
        """Show the state of the run in the bar, which the first call creates.

        `total` may be None, as for a generator. That of `retrigger_failed` is set later. The bar stays off where
        stderr is no terminal.
        """
        if self._bar is None:
            # None: off where the output is no terminal.
            self._bar = self._make(total=progress.total, desc=progress.operation, disable=None)
        self._bar.total = progress.total
        self._bar.set_postfix_str(progress.text(), refresh=False)
        self._bar.update(progress.completed - self._bar.n)

    def close(self) -> None:
        """Close the bar, which stays visible. Before the first `update`, do nothing."""
        if self._bar is not None:
            self._bar.close()


def reporter_of(given: object) -> Reporter | None:
    """Return the object that shows the progress of a run. Nothing is shown yet.

    Args:
        given: The argument `progress`, as the user passed it in, unchecked: a callback, the string "rich" or
            "tqdm", or None.

    Returns:
        A reporter that calls the callback, or one with a bar. `BulkRun` updates and closes it. None for None.

    Raises:
        ConfigurationError: `given` is an async function or an invalid value, or the library of the bar is not
            installed.
    """
    if given is None:
        return None
    if callable(given):
        if iscoroutinefunction(given) or iscoroutinefunction(given.__call__):
            raise ConfigurationError(
                "progress must not be an async function, which would not be awaited: "
                "pass in a function, which may start a task for slow work"
            )
        return _Calls(given)
    kinds: dict[Any, Callable[[], Reporter]] = {"rich": _Rich, "tqdm": _Tqdm}
    if not isinstance(given, str) or given not in kinds:
        raise ConfigurationError(f"progress must be 'rich', 'tqdm' or a callback, not {given!r}")
    try:
        return kinds[given]()
    except ImportError:
        package = "epilot-targeting[progress]" if given == "rich" else "tqdm"
        raise ConfigurationError(f"progress={given!r} needs {given}: pip install '{package}'") from None
