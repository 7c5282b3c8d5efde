"""`FakeTargeting`: create it, assert requests, get its client. `_service.py` responds to requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from .._config.number_checks import check_number
from .._config.options import ClientKeywords, TokenProvider
from .._config.rate_limit import RateLimit
from ..client import TargetingClient
from ..errors import ConfigurationError
from ._asgi import serve
from ._control import PREFIX, Control
from ._example_entities import CAMPAIGN, TARGET
from ._fake_client import fake_client, fake_http_client
from ._request_and_response import Reply, Request
from ._request_methods import RequestMethods
from ._service import Service
from ._state import HasDict

if TYPE_CHECKING:
    from httpx import AsyncClient


class FakeTargeting(RequestMethods):
    """An in-memory Targeting service that follows the spec and injects faults on demand.

    It starts with one campaign and one target, both with the id `EXAMPLE_ID`. `async with` closes the HTTP clients that
    `client()` has created.

    Example:
        async with FakeTargeting() as fake:
            client = fake.client()
            fake.fail("get_recipients", status=503)
            page = await client.get_recipients(EXAMPLE_ID)  # retried once

    Attributes:
        requests: The requests that it received, in order, each with its `operation` and typed `body`, and without the
            Authorization header.

    Source: https://docs.epilot.io/api/targeting
    """

    def __init__(
        self,
        *,
        campaigns: Iterable[Mapping[str, Any] | HasDict] = (),
        targets: Iterable[Mapping[str, Any] | HasDict] = (),
        recipients: Mapping[str, Iterable[Mapping[str, Any] | HasDict]] | None = None,
        token: str | None = None,
        strict: bool = False,
        quota: RateLimit | None = None,
        latency: float = 0.0,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """Create a service with the campaign and the target of `EXAMPLE_ID`, and add what is given.

        Of several with the same id, in upper or lower case, the last one stays. One with `EXAMPLE_ID` replaces the
        built-in one.

        Args:
            campaigns: Further campaigns: models, or dicts in the shape of the JSON with `_id`. Default: none.
            targets: Further targets, likewise. Default: none.
            recipients: Recipients by the id of their campaign, which is given or built-in: models, or dicts with
                `entity_id`. Default: none.
            token: The only valid bearer token. Default: any token that is not blank.
            strict: Whether a body with a key that the spec does not know is refused (400). Default: False, which
                warns with `UnknownKeyWarning`.
            quota: How many writes each organisation may send in a window; more get a 429 with `Retry-After`.
                Default: no limit.
            latency: Seconds that each response takes. Default: 0.
            now: Returns the time of the service. Default: the current time in UTC.

        Raises:
            ConfigurationError: `latency` is not a number of seconds, or `quota` is no `RateLimit`.
            KeyError: One has no id, or `recipients` names an unknown campaign.
        """
        check_number("latency", latency, zero=True)
        given: Any = quota
        if not isinstance(given, RateLimit | None):
            raise ConfigurationError(f"quota must be a RateLimit, such as RateLimit(500), not {given!r}")
        super().__init__(Service(token=token, strict=strict, quota=quota, latency=latency, now=now))
        self._http_clients: list[AsyncClient] = []
        for campaign in (CAMPAIGN, *campaigns):
            self.add_campaign(campaign)
        for target in (TARGET, *targets):
            self.add_target(target)
        for campaign_id, several in (recipients or {}).items():
            self.add_recipients(campaign_id, several)
        self._keep_start()

    def client(self, token: TokenProvider | None = None, **options: Unpack[ClientKeywords]) -> TargetingClient:
        """Return a new authorised client of this service that uses no socket and retries without a pause.

        The caller need not close it: the end of `async with` on the fake closes the HTTP client that it uses. This
        may be called outside of such a block too. Such a client works until the next block ends.

        Args:
            token: A token or token provider. Default: a token that the service accepts.
            **options: Options of `TargetingClient`, such as `retry=RetryPolicy(attempts=1)`. `transport="aiohttp"`
                has no effect.

        Raises:
            ConfigurationError: There is no such option, or its value is invalid.
        """
        http = fake_http_client(self.handle, self._service.store.get)
        self._http_clients.append(http)
        own_token = self._service.token or "fake-token"
        return fake_client(http, own_token if token is None else token, options)

    @property
    def app(self) -> Callable[..., Awaitable[None]]:
        """The service as an ASGI app, for any server. Each use returns a new one on the same state."""
        return serve(self.handle)

    @cached_property
    def _control(self) -> Control:
        """The control addresses of this fake. The first request for one of them creates it."""
        return Control(self)

    async def __aenter__(self) -> FakeTargeting:
        """Return the fake itself. Nothing is started."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the HTTP clients that `client()` has created. Calls of its clients then raise ClientClosedError.

        The state and the recorded requests stay, and `client()` can be called again.
        """
        while self._http_clients:
            await self._http_clients.pop().aclose()

    def __repr__(self) -> str:
        """Return a text with the numbers of campaigns, targets, recipients, requests and pending faults."""
        state = self._service.state
        recipients = sum(map(len, state.recipients.values()))
        return (
            f"FakeTargeting(campaigns={len(state.campaigns)}, targets={len(state.targets)}, recipients={recipients}, "
            f"requests={len(self.requests)}, faults={len(self._service.faults)})"
        )

    async def handle(self, request: Request) -> Reply:
        """Carry out a request, add it to `requests`, and return the response. Every transport calls this.

        A request for a control address, under `/_fake/`, is carried out too, and not added. An error is a response,
        and is not raised. With `strict=False`, a key that the spec does not know is an `UnknownKeyWarning`, which is
        raised where warnings are errors.
        """
        if request.path.startswith(PREFIX):
            return self._control.handle(request)
        return await self._service.handle(request, self.requests)
