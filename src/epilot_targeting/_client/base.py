"""The base of every client: the constructor, which describes each option, and how the parts of a client are joined."""

from __future__ import annotations

from epilot_targeting_generated.lazy import typing

from .._config import options as client_options
from .._tracebacks import HiddenFrames
from .sending import Sending
from .signatures import ClientSignature


class BaseClient(Sending):
    """A client without operations; the classes of the tags add them."""

    def __init__(  # noqa: D417 (each option stands under its own name)
        self, token: client_options.TokenProvider | None = None, **options: typing.Unpack[client_options.ClientKeywords]
    ) -> None:
        """Create a client. Nothing is sent, and no connection is opened.

        Numbers are greater than 0 and at most 10⁹. An option that is None has its default.

        Args:
            token: A token, or a function or async function that returns one; it is called before every attempt.
                Default: none; then each call raises ConfigurationError until `authorize` sets one.
            base_url: Scheme, host, port and path of the service; https, or http for a loopback host.
                Default: `https://targeting.sls.epilot.io`.
            org_id: The organisation, sent as the header `x-epilot-org-id`. Default: not sent.
            headers: Headers that are added to every request. Default: none.
            timeout: Seconds to connect, and to wait for the next bytes: one number for both, or a pair.
                Default: (5, 30).
            deadline: Seconds for a whole call: waiting for a permit, token, attempts, pauses, large response.
                Default: 90.
            retry: A RetryPolicy: when a call is attempted again. Default: `RetryPolicy()`, with 3 attempts.
            rate_limit: A RateLimit: how many writes each organisation may send within some time. Default: no limit,
                until the service answers with 429.
            max_concurrency: The largest number of requests under way, for each event loop. Default: 100.
            max_response_bytes: The largest body of a response in bytes, after decompression. Default: 32 MiB.
            max_response_records: The largest number of JSON values in a response (objects, arrays, strings,
                numbers), which limits its memory. A page of 1,000 recipients has about 60,000. Default: 1,000,000.
            payload_hosts: Hosts that large responses may be downloaded from, each with its subdomains.
                Default: `amazonaws.com` and `epilot.io`.
            middleware: Async functions that run around each attempt, the first one outermost: see
                `epilot_targeting.middleware`. Default: none.
            http_client: Your own `httpx.AsyncClient`, or one of httpx2. It sends all requests, and is never closed.
                A custom transport in it must not repeat requests, and must pass their extensions on. `ssl_context`
                and `proxy` may not be set beside it. Default: none.
            transport: The library of the client's own connections: `httpx`, `httpx2` of the extra `httpx2`, or
                `aiohttp` of the extra `fast`. Default: `httpx`.
            ssl_context: The TLS settings of the client's own connections, such as your certificate authority or a
                client certificate. Default: certifi, or the files of SSL_CERT_FILE and SSL_CERT_DIR.
            proxy: The URL of a proxy for the client's own connections; it may contain a password. NO_PROXY does not
                apply to it. A loopback host is reached without a proxy. Default: the proxy of the environment
                variables.
            allow_http: Whether `base_url` may be http for a host that is not loopback, as for test services in
                containers. The token is sent without encryption, and Python warns once. Default: False.
            large_responses: Whether the service may answer with a reference to a large response. False accepts
                plain JSON alone, which gateways and mocks need that know no other type. Default: True.

        Raises:
            ConfigurationError: There is no such option, or its value is invalid.

        Example:
            async with TargetingClient(get_token, timeout=10.0, deadline=30.0) as client:
                page = await client.get_recipients(campaign_id, limit=100)
        """
        with HiddenFrames():
            super().__init__(client_options.ClientOptions().replace(token=token, **options))

    __signature__: ClientSignature = ClientSignature(__init__)

    def preload(self) -> None:
        """Load what the first call would load, so that it takes no longer than the second. Nothing is sent.

        These are the operations and models of this client and, without `http_client`, the TLS settings and the library
        of `transport`. With aiohttp the first call needs the library only if there is a proxy. Call this where your
        program starts: it takes a fifth of a second, and blocks the event loop meanwhile. No event loop is needed.

        Raises:
            ConfigurationError: A proxy or certificate file that an option or environment variable names is invalid, or
                the HTTP library is unsuitable or cannot be imported.

        Example:
            client = create_client(get_token)
            client.preload()
        """
        from .preload import preload

        with HiddenFrames():
            preload(type(self), self.options)

    def openapi(self) -> dict[str, typing.Any]:
        """Return the OpenAPI document that this client was generated from, with all tags, as a new dict."""
        from epilot_targeting_generated.spec import load

        return load()

    def __repr__(self) -> str:
        """Return the class and `base_url` alone: other options may be secret."""
        return f"{type(self).__name__}(base_url={self.options.base_url!r})"

    def __reduce__(self) -> typing.NoReturn:
        """Raise TypeError when it is pickled or copied: connections and secrets cannot be copied."""
        raise TypeError(f"a {type(self).__name__} cannot be pickled or copied: make one where it is needed")
