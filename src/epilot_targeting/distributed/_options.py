"""`WorkerOptions`: the options of the clients that tasks make on the workers, and of their work."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal, TypeVar, cast

from attrs import field, frozen

from .. import RateLimit, RetryPolicy
from ..bulk._settings import check_number
from ..client import TargetingClient
from ..errors import ConfigurationError
from ._provider_path import import_provider, path_of

C = TypeVar("C")
PART_ROWS = 100_000
CLIENT_OPTIONS = (
    "base_url", "org_id", "timeout", "deadline", "retry", "max_concurrency", "max_response_bytes",
    "max_response_records", "payload_hosts", "transport", "allow_http",
    "large_responses",
)  # fmt: skip
"""The options that are those of `TargetingClient`."""


def _token_as_path(kind: type[C]) -> type[C]:
    """Replace the `__init__` of a class of options by one that passes on only the token provider's path.

    This is a class decorator. The new `__init__` takes the provider first: its import path, or a function of a
    module. It takes other arguments by keyword. For a token, or another value without an import path, it raises
    ConfigurationError. No frame of the traceback holds that value, which may be a token.

    Args:
        kind: The class, whose `__init__` takes the import path first. It is changed in place.

    Returns:
        The same class.
    """
    make: Callable[..., None] = kind.__init__

    @wraps(make)
    def init(self: C, token: object, **options: Any) -> None:
        """Call the original `__init__` with the import path of the token provider in its place.

        Args:
            self: The new object.
            token: The token provider: an import path, such as `package.module:function`, or a function of a module. It
                is imported as a check, and not called.
            options: The other arguments of the class, which are passed on.

        Raises:
            ConfigurationError: `token` is a token, or another value without an import path, or an option is invalid.
            Exception: The module of the provider raised it while it was imported.
        """
        path = path_of(token)
        del token
        if isinstance(path, ConfigurationError):
            raise path
        make(self, path, **options)

    cast("Any", kind).__init__ = init
    return kind


def _absolute(path: str | os.PathLike[str] | None) -> str | None:
    """Return the option `journal_folder` as an absolute path, or None for None. attrs calls this in `__init__`.

    A relative path begins at the current folder of this process. A `~` is not expanded, and nothing is created.

    Raises:
        ConfigurationError: It is neither None, nor a string or path, or it is empty.
    """
    given: Any = path
    if not isinstance(given, str | os.PathLike | None):
        raise ConfigurationError(f"journal_folder must be a path, not {type(given).__name__}")
    if path is not None and not os.fspath(path):  # as for the folder of the parts
        raise ConfigurationError("journal_folder must not be empty: '.' is the current folder")
    return None if path is None else os.path.abspath(os.fspath(path))


@_token_as_path
@frozen
class WorkerOptions:
    """The options of tasks. They travel to the workers; clients and tokens do not.

    The token provider travels as its import path, so the module must be importable on each worker. There are no
    `headers`, `proxy`, `ssl_context` or `http_client`: they may hold secrets, or cannot travel. Set a proxy and
    certificates in the environment of the workers.

    Example:
        options = WorkerOptions("my_package.tokens:get_token", org_id="123", journal_folder="/var/lib/my-import")

    Attributes:
        token: The token provider: its import path, `package.module:function`, or a function of a module. It is kept as
            the path. It is called on the worker.
        base_url: As for `TargetingClient`.
        org_id: As for `TargetingClient`.
        timeout: As for `TargetingClient`.
        deadline: As for `TargetingClient`.
        retry: As for `TargetingClient`.
        max_concurrency: As for `TargetingClient`, for each task.
        max_response_bytes: As for `TargetingClient`.
        max_response_records: As for `TargetingClient`.
        payload_hosts: As for `TargetingClient`.
        transport: As for `TargetingClient`.
        allow_http: As for `TargetingClient`.
        large_responses: As for `TargetingClient`.
        part_rows: The smallest number of rows of a part file of an export. Default: 100,000.
        journal_folder: The folder of the journals on each worker's host; on a local disk. Default: `_journals` in the
            folder of the part files.
        settle_after: As for `bulk.create_recipients`.
        give_up_after: As for `bulk.create_recipients`.

    Raises:
        ConfigurationError: The token is a token itself, or a function that cannot be imported by its name, or another
            value is invalid.
    """

    token: str | Callable[[], Any]
    base_url: str | None = field(default=None, kw_only=True)
    org_id: str | None = field(default=None, kw_only=True)
    timeout: float | tuple[float, float] | None = field(default=None, kw_only=True)
    deadline: float | None = field(default=None, kw_only=True)
    retry: RetryPolicy | None = field(default=None, kw_only=True)
    max_concurrency: int | None = field(default=None, kw_only=True)
    max_response_bytes: int | None = field(default=None, kw_only=True)
    max_response_records: int | None = field(default=None, kw_only=True)
    payload_hosts: Sequence[str] | None = field(default=None, kw_only=True)
    transport: Literal["httpx", "httpx2", "aiohttp"] | None = field(default=None, kw_only=True)
    allow_http: bool | None = field(default=None, kw_only=True)
    large_responses: bool | None = field(default=None, kw_only=True)
    part_rows: int = field(default=PART_ROWS, kw_only=True)
    journal_folder: str | os.PathLike[str] | None = field(default=None, kw_only=True, converter=_absolute)
    settle_after: float = field(default=30.0, kw_only=True)
    give_up_after: float = field(default=600.0, kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Check every option. attrs calls this at the end of `__init__`.

        For that, the token provider is imported and a client is made. The client sends nothing, and is not kept.

        Raises:
            ConfigurationError: An option is invalid, and the message names it. Or the provider cannot be imported.
            Exception: The module of the provider raised it while it was imported.
        """
        part_rows: Any = self.part_rows
        if not isinstance(part_rows, int) or isinstance(part_rows, bool) or part_rows < 1:
            raise ConfigurationError(f"part_rows must be a whole number, 1 or more, not {part_rows!r}")
        check_number("settle_after", self.settle_after)
        check_number("give_up_after", self.give_up_after)
        self.client()

    def client(self, rate_limit: RateLimit | None = None) -> TargetingClient:
        """Return a new client with these options. A task calls this on its worker.

        It has no connection yet, and the caller closes it. The token provider is imported here, and not called.

        Args:
            rate_limit: The limit of the client's writes. Default: no limit.

        Raises:
            ConfigurationError: The token provider cannot be imported on this machine, or an option is invalid.
            Exception: The module of the provider raised it while it was imported.
        """
        options: Any = {name: getattr(self, name) for name in CLIENT_OPTIONS}
        return TargetingClient(import_provider(str(self.token)), rate_limit=rate_limit, **options)
