"""The base of every client: `with_options`, `async with` and `aclose`, `request()`, and how it sends an operation."""

from __future__ import annotations

from _thread import allocate_lock

from epilot_targeting_generated.lazy import TYPE_CHECKING, abc, typing
from epilot_targeting_generated.operations import Operations, types

from .._config import keywords
from .._config import options as client_options
from .._config.defaults import CLOSE_GRACE
from .._tracebacks import HiddenFrames
from .signatures import ClientSignature

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation, Response

    from .._call.client_state import ClientState
    from .._observers import Observation

    C = typing.TypeVar("C", bound="BaseClient")  # unlike with `Self`, completion by jedi follows it to a subclass
    T = typing.TypeVar("T")

_late: list[typing.Any] = []  # the module that makes calls, once it is imported
_making = allocate_lock()  # threads that begin at once share one state, and one count of open blocks


def _import_call_module() -> typing.Any:
    """Import the module `_call.call`, keep it, and return it.

    An import statement in each call would take much longer.
    """
    from .._call import call

    _late.append(call)
    return call


def copy_slots(source: BaseClient, target: BaseClient) -> None:
    """Copy the values of `__slots__` from one client to another, as far as they are set."""
    for kind in type(source).__mro__:
        slots = vars(kind).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if hasattr(source, name):
                setattr(target, name, getattr(source, name))


class BaseClient(Operations):
    """A client without operations; the classes of the tags add them."""

    def __init__(  # noqa: D417 (each option stands under its own name)
        self, token: keywords.TokenProvider | None = None, **options: typing.Unpack[keywords.ClientKeywords]
    ) -> None:
        """Create a client. Nothing is sent, and no connection is opened.

        Numbers are greater than 0 and at most 10⁹. None is the default of each option.

        Args:
            token: A token, or a function or async function that returns one; it is called before every attempt.
            base_url: Scheme, host, port and path of the service; https, or http for a loopback host.
                Default: `https://targeting.sls.epilot.io`.
            org_id: The organisation, sent as the header `x-epilot-org-id`. Default: not sent.
            headers: Headers that are added to every request. Default: none.
            timeout: Seconds to connect, and to wait for the next bytes: one number for both, or a pair.
                Default: (5, 30).
            deadline: Seconds for a whole call: waiting for a permit, token, attempts, pauses, large response.
                Default: 90.
            retry: When a call is attempted again. Default: `RetryPolicy()`, with 3 attempts.
            rate_limit: How many writes each organisation may send within some time. Default: no limit, until the
                service answers with 429.
            max_concurrency: The largest number of requests under way, for each event loop. Default: 100.
            max_response_bytes: The largest body of a response in bytes, after decompression. Default: 32 MiB.
            max_response_records: The largest number of JSON values in a response (objects, arrays, strings, numbers),
                which limits its memory. A page of 1,000 recipients has about 60,000. Default: 1,000,000.
            payload_hosts: Hosts that large responses may be downloaded from, each with its subdomains.
                Default: `amazonaws.com` and `epilot.io`.
            middleware: Async functions that run around each attempt, the first one outermost: see
                `epilot_targeting.middleware`. Default: none.
            http_client: Your own `httpx.AsyncClient`, which sends all requests and is never closed. A custom transport
                in it must not repeat requests, and must pass their extensions on. Default: none.
            transport: The library of the client's own connections: `httpx`, `httpx2` of the extra `httpx2`, or
                `aiohttp` of the extra `fast`. Default: `httpx`.
            ssl_context: The TLS settings of the client's own connections, such as your certificate authority or a
                client certificate. Default: certifi, or the files of SSL_CERT_FILE and SSL_CERT_DIR.
            proxy: The URL of a proxy for the client's own connections; it may contain a password. NO_PROXY does not
                apply to it, and a loopback host needs none. Default: the proxy of the environment variables.
            allow_http: Whether `base_url` may be http for a host that is not loopback, as for test services in
                containers. The token is sent without encryption, and Python warns once. Default: False.
            large_responses: Whether the service may answer with a reference to a large response. False accepts plain
                JSON alone, which gateways and mocks need that know no other type. Default: True.

        Raises:
            ConfigurationError: There is no such option, or its value is invalid.

        Example:
            async with TargetingClient(get_token, timeout=10.0, deadline=30.0) as client:
                page = await client.get_recipients(campaign_id, limit=100)
        """
        self._parent: BaseClient | None = None
        self._overrides: dict[str, typing.Any] = {}
        self._merged: tuple[client_options.ClientOptions, client_options.ClientOptions] | None = None
        self._state: ClientState | None = None
        self._limits_of: BaseClient | None = None  # the client whose rate limits this one shares
        self._views: dict[type, typing.Any] = {}
        self._observed: Observation | None = None
        self._closed = False
        self._entered = 0  # `async with` blocks that are open
        with HiddenFrames():
            self._options = client_options.ClientOptions().replace(token=token, **options)

    __signature__: ClientSignature = ClientSignature(__init__)

    @property
    def options(self) -> client_options.ClientOptions:
        """The options in force now: those of the parent, with the overrides of this client."""
        if self._parent is None:
            return self._options
        # Merged each time the parent's have changed, so that a change of the parent reaches derived clients.
        base = self._parent.options
        if self._merged is None or self._merged[0] is not base:
            self._merged = base, base.replace(**self._overrides)
        return self._merged[1]

    def authorize(self: C, token: keywords.TokenProvider) -> C:
        """Set the token from now on, also for the tag clients and derived clients of this client.

        Args:
            token: A token, or a function or async function that returns one; it is called before every attempt.

        Returns:
            The client itself.

        Raises:
            ConfigurationError: The token is neither a string nor a function.
        """
        from .._config.token_provider import required_authorization

        with HiddenFrames():
            authorization = required_authorization(token)
        if self._parent is None:
            self._options = self._options.replace(token=authorization)
        else:
            self._overrides["token"], self._merged = authorization, None
        return self

    def with_options(  # noqa: D417
        self: C,
        *,
        token: keywords.TokenProvider | None = None,
        **options: typing.Unpack[keywords.CallKeywords],
    ) -> C:
        """Return a client with other options on the same connections. This client does not change.

        Options that are not named follow this client, also when it changes later.

        Args:
            token: As for the client: a token, or a function or async function that returns one.
            org_id: The organisation, sent as the header `x-epilot-org-id`.
            headers: Headers that are added to those of this client.
            timeout: Seconds to connect, and to wait for the next bytes: one number for both, or a pair.
            deadline: Seconds for a whole call.
            retry: When a call is attempted again.

        Raises:
            ConfigurationError: There is no such option, or its value is invalid.

        Example:
            patient = client.with_options(deadline=300.0)
        """
        derived = object.__new__(type(self))
        vars(derived).update(vars(self))  # the attributes of a subclass
        copy_slots(self, derived)
        derived._merged, derived._state, derived._views = None, None, {}
        derived._closed, derived._entered = False, 0
        with HiddenFrames():
            derived._parent, derived._overrides = self, keywords.call_overrides(token, options)
            _ = derived.options  # an invalid value fails here, and not at the first call
        return derived

    def rate_limit_wait(self) -> float:
        """Return the seconds until the rate limit lets the next waiting write go; 0 if none waits, or it is not known.

        Only writes of this client's organisation on the running event loop count.
        """
        root: BaseClient = self
        while root._parent is not None:
            root = root._parent
        if root._closed or root._state is None:
            return 0.0
        gate = root._state.rate_limits.gate(root._state.pool(), self.options, reads=False)
        return gate.wait_seconds()

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: abc.Mapping[str, typing.Any] | None = None,
        json: typing.Any = None,
        headers: abc.Mapping[str, str] | None = None,
        retry: types.RetryClass = "write",
    ) -> types.Response[typing.Any]:
        """Send a request to a path that this version does not know yet, as the operations are sent.

        Token, deadline, retries, limits and errors are those of the operations.

        Args:
            method: The HTTP method.
            path: The path below `base_url`, with its ids percent-encoded and without empty segments. It may have a
                query string.
            params: Query parameters. None is left out, a list repeats its name. Default: none.
            json: The body: a dict, list or model. Default: no body.
            headers: More headers. Default: none.
            retry: Which failures are retried: `read`, `value` (setting the same value again does no harm) or `write`.
                Default: `write`, which is repeated only if nothing was sent, and after a 429. Anything but `read`
                counts as a write for the rate limit.

        Returns:
            The response. Its `parsed` is the JSON value, or None if the body is empty.

        Raises:
            ConfigurationError: An argument is invalid, such as a path to another origin.
            TargetingError: As of any operation.

        Example:
            response = await client.request("GET", "/v1/campaign", params={"limit": 10}, retry="read")
            print(response.status_code, response.parsed)
        """
        from .._call.any_path import any_operation

        with HiddenFrames():
            operation = any_operation(method, path, retry, params=params, headers=headers)
        sending = self._send(operation, (), params, json, headers=headers)
        del operation, path, params, json, headers
        return await sending

    def preload(self) -> None:
        """Load what the first call would load, so that it takes no longer than the second. Nothing is sent.

        These are the operations and models of this client, the HTTP library, and the TLS settings. Call it where your
        program starts: it takes a fifth of a second, and blocks the event loop meanwhile.

        Raises:
            ConfigurationError: A proxy or certificate file that an option or environment variable names is invalid.

        Example:
            client = create_client(get_token)
            client.preload()
        """
        from .preload import preload

        with HiddenFrames():
            preload(type(self), self.options)

    def openapi(self) -> dict[str, typing.Any]:
        """Return the OpenAPI document that this client was generated from, as a new dict."""
        from epilot_targeting_generated.spec import load

        return load()

    async def aclose(self, grace: float = CLOSE_GRACE) -> None:
        """Close the client and its connections at once, whatever `async with` blocks of it are still open.

        A client made by `with_options` leaves the connections open.

        Args:
            grace: Seconds that calls under way have to end; then they end with `ClientClosedError`. Default: 5.

        Raises:
            ConfigurationError: `grace` is not a number of seconds.
        """
        from .._config.checks import check_number

        check_number("grace", grace, zero=True)
        self._closed, self._entered = True, 0
        if self._state is not None:
            await self._state.aclose(grace)

    async def __aenter__(self: C) -> C:
        """Open the client, also after it was closed, and return it. Blocks may nest."""
        with _making:
            self._closed = False
            self._entered += 1
            if self._state is not None:
                self._state.reopen()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client, with the default `grace`, when the outermost of the nested blocks ends."""
        with _making:
            self._entered = max(0, self._entered - 1)
            is_last = not self._entered
        if is_last:
            await self.aclose()

    def __repr__(self) -> str:
        """Return the class and `base_url` alone: other options may be secret."""
        return f"{type(self).__name__}(base_url={self.options.base_url!r})"

    def __reduce__(self) -> str:
        """Raise TypeError when it is pickled or copied: connections and secrets cannot be copied."""
        raise TypeError(f"a {type(self).__name__} cannot be pickled or copied: make one where it is needed")

    def _set_options(self, options: client_options.ClientOptions) -> None:
        """Replace the options, also for the tag clients and derived clients of this client.

        `configure` and `OtherOptions` call this for default clients.
        """
        self._options = options

    def _open_state(self) -> ClientState:
        """Return the state of the root client: connection pools, retry budget and rate gates. Derived clients share it.

        The first use creates it.

        Raises:
            ClientClosedError: The client, or one that it was derived from, is closed.
        """
        if self._closed:
            from ..errors import ClientClosedError

            raise ClientClosedError("the client is closed: use it inside `async with`, or make a new one")
        if self._parent is not None:
            return self._parent._open_state()
        return self._state or self._make_state()

    def _make_state(self) -> ClientState:
        """Create the state of this root client, and return it.

        If several threads call this at once, all get the same state.
        """
        from .._call.client_state import ClientState

        limits = self._limits_of._open_state().rate_limits if self._limits_of is not None else None
        observation = self._observation
        with _making:
            if self._state is None:
                self._state = ClientState(limits, observation)
        return self._state

    @property
    def _observation(self) -> Observation:
        """Who observes the calls of this client, of its tag views and of its derived clients.

        The first use creates it.
        """
        if self._parent is not None:
            return self._parent._observation
        from .._observers import Observation

        with _making:
            self._observed = self._observed or Observation()
        return self._observed

    def _send(
        self,
        operation: Operation[T],
        path: tuple[typing.Any, ...] = (),
        query: abc.Mapping[str, typing.Any] | None = None,
        body: typing.Any = None,
        *,
        headers: abc.Mapping[str, typing.Any] | None = None,
        cookies: abc.Mapping[str, typing.Any] | None = None,
        media_type: str | None = None,
    ) -> abc.Coroutine[typing.Any, typing.Any, Response[T]]:
        """Return the coroutine of a call; each operation uses this. Nothing is checked or sent before it is awaited.

        Args:
            operation: The operation.
            path: The values of its path variables, in order.
            query: Query parameters by name. Default: none.
            body: The body. Default: none.
            headers: Header parameters by name. Default: none.
            cookies: Cookie parameters by name. Default: none.
            media_type: The media type of the body. Default: the operation and the body decide.
        """
        # The coroutine holds the arguments: nothing that prints local variables shows them.
        calls = _late[0] if _late else _import_call_module()
        arguments = calls.Arguments(path, query, body, headers, cookies, media_type)
        sending: abc.Coroutine[typing.Any, typing.Any, Response[T]] = calls.call(
            self, self._open_state, operation, arguments
        )
        return sending


if not TYPE_CHECKING:
    C = BaseClient  # for `typing.get_type_hints`, the bound of the type variable
