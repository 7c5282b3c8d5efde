"""What every client is: options that can change under it, connections that it shares, and the way to send."""

from __future__ import annotations

from _thread import allocate_lock

from epilot_targeting_generated.operations import Operations

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, Self, TypedDict, TypeVar

    from epilot_targeting_generated.types import Operation, Response

    from .._call.state import ClientState
    from .._config.options import ClientOptions
    from .._config.retry import RetryPolicy
    from .._config.token_provider import TokenProvider

    T = TypeVar("T")
    C = TypeVar("C", bound="BaseClient")

    class Options(TypedDict, total=False):
        """The options of a client, by name; None is the default."""

        token: TokenProvider | None
        base_url: str | None
        org_id: str | None
        headers: Mapping[str, str] | None
        timeout: float | tuple[float, float] | None
        deadline: float | None
        retry: RetryPolicy | None
        max_concurrency: int | None
        max_response_bytes: int | None
        payload_hosts: Sequence[str] | None
        http_client: Any
        transport: Literal["httpx", "aiohttp"] | None


_making = allocate_lock()  # threads that begin at once share one pool


class BaseClient(Operations):
    """A client without operations; the classes of the tags bring them."""

    def __init__(
        self,
        token: TokenProvider | None = None,
        *,
        base_url: str | None = None,
        org_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | tuple[float, float] | None = None,
        deadline: float | None = None,
        retry: RetryPolicy | None = None,
        max_concurrency: int | None = None,
        max_response_bytes: int | None = None,
        payload_hosts: Sequence[str] | None = None,
        http_client: Any = None,
        transport: Literal["httpx", "aiohttp"] | None = None,
    ) -> None:
        """Make a client; nothing is sent and no connection opened.

        Args:
            token: A token, or a function or async function that is asked for one before every request.
            base_url: Scheme, host and port of the service.
            org_id: The organisation, sent as `x-epilot-org-id`.
            headers: Further headers of every request.
            timeout: Seconds to connect and to wait for the next bytes; a pair sets them apart (5 and 30).
            deadline: Seconds for a whole call (90).
            retry: When a request is repeated.
            max_concurrency: Requests under way at once (100), for each event loop.
            max_response_bytes: Bytes of a response after decompression (32 MiB).
            payload_hosts: Hosts that large responses are downloaded from, each with its subdomains.
            http_client: An `httpx.AsyncClient` of yours, which is never closed here. A transport of your own in it must
                not repeat requests, and must pass their extensions on.
            transport: The library that our own connections are made with: `httpx`, or `aiohttp` of the extra `fast`.

        Raises:
            ConfigurationError: The value of an option is invalid.
        """
        from .._config.options import ClientOptions

        self._parent: BaseClient | None = None
        self._overrides: dict[str, Any] | None = None
        self._merged: tuple[ClientOptions, ClientOptions] | None = None
        self._pool: ClientState | None = None
        self._views: dict[type[Any], Any] = {}
        self._closed = False
        self._options = ClientOptions().replace(
            token=token,
            org_id=org_id,
            headers=headers,
            base_url=base_url,
            timeout=timeout,
            deadline=deadline,
            retry=retry,
            max_concurrency=max_concurrency,
            max_response_bytes=max_response_bytes,
            payload_hosts=payload_hosts,
            http_client=http_client,
            transport=transport,
        )

    @property
    def options(self) -> ClientOptions:
        """The options in force now."""
        if self._parent is None:
            return self._options
        # Asked anew each time, so that a change of the parent reaches what was derived from it.
        base = self._parent.options
        if self._merged is None or self._merged[0] is not base:
            self._merged = base, base.replace(**self._overrides or {})
        return self._merged[1]

    def authorize(self, token: TokenProvider) -> Self:
        """Set the token from now on, also for everything that was handed out by this client before.

        Args:
            token: A token, or a function or async function that is asked for one before every request.

        Returns:
            The client itself.

        Raises:
            ConfigurationError: It is neither a string nor a function.
        """
        from .._config.token_provider import Authorization
        from ..errors import ConfigurationError

        given: Any = token
        if given is None:
            # No token is what a client begins with; a forgotten argument must not take one away.
            raise ConfigurationError("authorize() needs a token, or a function that gives one")
        authorization = Authorization(token)
        if self._parent is None:
            self._options = self._options.replace(token=authorization)
        elif self._overrides is None:
            self._parent.authorize(token)
        else:
            self._overrides["token"] = authorization
            self._merged = None
        return self

    def with_options(
        self,
        *,
        token: TokenProvider | None = None,
        org_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | tuple[float, float] | None = None,
        deadline: float | None = None,
        retry: RetryPolicy | None = None,
    ) -> Self:
        """Return a client with other settings on the same connections. This client does not change.

        What is not named follows this client, also when it changes later. Headers are added to those of this client.

        Raises:
            ConfigurationError: The value of an option is invalid.
        """
        from .._config.token_provider import Authorization

        named = {"org_id": org_id, "headers": headers, "timeout": timeout, "deadline": deadline, "retry": retry}
        overrides: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
        if token is not None:
            overrides["token"] = Authorization(token)
        self.options.replace(**overrides)  # so that a bad value fails here and not at the first call
        return self._derive(type(self), overrides)

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document that this client was generated from, as a dict of your own."""
        from epilot_targeting_generated.spec import load

        return load()

    async def aclose(self, grace: float = 5.0) -> None:
        """Close the connections. A client made by `with_options` leaves them to the one it was made from.

        Args:
            grace: Seconds that calls under way have to end; then they end with `ClientClosedError`.

        Raises:
            ConfigurationError: `grace` is no number of seconds.
        """
        from .._config.checks import check_number

        check_number("grace", grace, zero=True)
        if self._parent is not None and self._overrides is None:
            await self._parent.aclose(grace)
            return
        self._closed = True
        if self._pool is not None:
            await self._pool.aclose(grace)

    async def __aenter__(self) -> Self:
        self._reopen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.options.base_url!r})"

    def __reduce__(self) -> str:
        raise TypeError(f"a {type(self).__name__} cannot be pickled or copied: make one where it is needed")

    def _view(self, kind: type[C]) -> C:
        """Return the view of one tag. The client holds it, so that it lives as long."""
        if kind not in self._views:
            self._views[kind] = self._derive(kind, None)
        view: C = self._views[kind]
        return view

    def _derive(self, kind: type[C], overrides: dict[str, Any] | None) -> C:
        derived = kind.__new__(kind)
        if isinstance(self, kind):
            vars(derived).update(vars(self))  # the attributes of a subclass
        derived._parent, derived._overrides = self, overrides
        derived._merged = derived._pool = None
        derived._views, derived._closed = {}, False
        return derived

    def _set_options(self, options: ClientOptions) -> None:
        """Take other options from now on, for everything that was handed out by this client too."""
        self._options = options

    def _reopen(self) -> None:
        self._closed = False
        if self._parent is not None and self._overrides is None:
            self._parent._reopen()

    def _open_pool(self) -> ClientState:
        if self._closed:
            from ..errors import ClientClosedError

            raise ClientClosedError("the client is closed: use it inside `async with`, or make a new one")
        if self._parent is not None:
            return self._parent._open_pool()
        return self._pool or self._make_pool()

    def _make_pool(self) -> ClientState:
        from .._call.state import ClientState

        with _making:
            if self._pool is None:
                self._pool = ClientState()
        return self._pool

    async def _send(
        self,
        operation: Operation[T],
        path: tuple[Any, ...] = (),
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        *,
        headers: Mapping[str, Any] | None = None,
        cookies: Mapping[str, Any] | None = None,
        media_type: str | None = None,
    ) -> Response[T]:
        from .._call.call import Arguments, call

        given = Arguments(path, query, body, headers, cookies, media_type)
        return await call(self._open_pool(), self.options, operation, given)
