"""Submit tasks to Dask, so many at once, with readable keys; and check the arguments of all submissions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from secrets import randbits
from typing import Any, Protocol, cast

from ..errors import ConfigurationError
from ._options import WorkerOptions


class DaskClient(Protocol):
    """What is used of a `distributed.Client`, synchronous or not."""

    def submit(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Submit the call `func(*args, **kwargs)` to run on a worker, and return its `distributed.Future` at once.

        The keyword `key` is the name of the task, and is not passed to `func`.
        """


def check_arguments(dask_client: object, options: object) -> None:
    """Check the types of the user's Dask client and options. Nothing is returned or submitted.

    Raises:
        ConfigurationError: The client has no method `submit` or is a class, or the options are no WorkerOptions.
    """
    if isinstance(dask_client, type) or not hasattr(dask_client, "submit"):
        raise ConfigurationError("dask_client must be a distributed.Client, such as Client('tcp://scheduler:8786')")
    if not isinstance(options, WorkerOptions):
        raise ConfigurationError("options must be a WorkerOptions, such as WorkerOptions('package.module:function')")


def submit_all(
    dask_client: DaskClient, kind: str, function: Callable[..., Any], calls: Sequence[tuple[Any, ...]], lanes: int = 0
) -> list[Any]:
    """Submit one Dask task for each call, and return their `distributed.Future`s in the same order, without waiting.

    Args:
        dask_client: The client of Dask.
        kind: The name of the tasks on Dask's dashboard. The key of a task is this name and two numbers.
        function: The function that each task calls on a worker.
        calls: The positional arguments of each call, without the one that `lanes` adds.
        lanes: The number of tasks that may run at once, or 0 for no limit. With a limit, each call gets an additional
            first argument: the result of the task `lanes` places before it, for which Dask waits, or None for the
            first tasks. If a task fails, Dask fails those that wait for it too.
    """
    submission = randbits(64)  # a number, since Dask groups keys by the words before the first number
    futures: list[Any] = []
    for number, call in enumerate(calls):
        before = (futures[number - lanes] if number >= lanes else None,) if lanes else ()
        futures.append(dask_client.submit(function, *before, *call, key=f"{kind}-{number}-{submission}"))
    return futures


def check_folder(folder: object) -> Path:
    """Return the argument `folder` as an absolute path. The folder need not exist, and is not created.

    A relative path begins at the current folder. A `~` is not expanded.

    Raises:
        ConfigurationError: It is neither a string nor a path, or it is empty.
    """
    if not isinstance(folder, str | os.PathLike):
        raise ConfigurationError(f"folder must be a path, not {type(folder).__name__}")
    path = cast("str | os.PathLike[str]", folder)
    if not os.fspath(path):  # such as an unset variable: the current folder would be meant by accident
        raise ConfigurationError("folder must not be empty: '.' is the current folder")
    return Path(path).absolute()


def check_iterable(name: str, values: Any) -> list[Any]:
    """Return the items of an iterable argument as a list. The items themselves are not checked.

    Args:
        name: The name of the argument, such as `campaign_ids`, for the message of the error.
        values: The argument. Of a mapping, the keys are returned. An iterator is used up.

    Raises:
        ConfigurationError: The argument is a string or bytes, or is not iterable.
    """
    if isinstance(values, str | bytes) or not issubclass(type(values), Iterable):
        raise ConfigurationError(f"{name} must be an iterable of ids, not {type(values).__name__}")
    return [*values]
