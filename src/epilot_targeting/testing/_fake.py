"""The fake service: turn a request into a response."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve
from epilot_targeting_generated.spec import load

from ._asgi import serve
from ._examples import Unbuildable
from ._messages import Fault, Refusal, Reply, Request
from ._operations import LOGIC
from ._payloads import MEDIA_TYPE, STORE, Payloads
from ._replies import Replies, success
from ._routes import Arguments, Route, Router
from ._schema import UnknownKeyword
from ._state import EXAMPLE_ID, Entity, HasDict, State, by_id, plain

if TYPE_CHECKING:
    from httpx import AsyncClient

    from epilot_targeting import TargetingClient

ADDRESS = "https://targeting.fake.invalid"
CAMPAIGN = {"_id": EXAMPLE_ID, "_schema": "campaign", "_title": "Example", "name": "Example", "status": "draft"} | {
    "target": {"$relation": [{"entity_id": EXAMPLE_ID}]}
}
TARGET = {
    "_id": EXAMPLE_ID,
    "_schema": "target",
    "_title": "Example",
    "name": "Example",
    "entity_schema": "contact",
    "entity_filters": {"city": "Cologne"},
}


class FakeTargeting:
    """An in-memory Targeting service that follows the spec, with faults on demand.

    It starts with one campaign and one target under `EXAMPLE_ID`.

    Attributes:
        requests: The requests it received, in order, without the Authorization header.
    """

    def __init__(
        self,
        *,
        campaigns: Iterable[Mapping[str, Any] | HasDict] = (),
        targets: Iterable[Mapping[str, Any] | HasDict] = (),
        recipients: Mapping[str, Iterable[Mapping[str, Any] | HasDict]] | None = None,
        token: str | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """Create a service.

        Args:
            campaigns: Further campaigns, as models or in the wire's shape, each with its id.
            targets: Further targets.
            recipients: Recipients by campaign id.
            token: The only good bearer token; None takes any that is not empty.
            now: The service's clock.
        """
        self.requests: list[Request] = []
        self._token = token
        self._state = State(now)
        document = load()
        self._router = Router(document)
        self._replies = Replies(document)
        self._payloads = Payloads()
        self._faults: list[Fault] = []
        self._http: list[AsyncClient] = []
        for campaign in (CAMPAIGN, *campaigns):
            self.add_campaign(campaign)
        for target in (TARGET, *targets):
            self.add_target(target)
        for campaign_id, several in (recipients or {}).items():
            self.add_recipients(campaign_id, several)

    def add_campaign(self, campaign: Mapping[str, Any] | HasDict) -> None:
        """Add a campaign, or replace the one with its id."""
        self._state.campaigns |= by_id([campaign], "_id")
        self._state.recipients.setdefault(str(plain(campaign)["_id"]).lower(), {})

    def add_target(self, target: Mapping[str, Any] | HasDict) -> None:
        """Add a target, or replace the one with its id."""
        self._state.targets |= by_id([target], "_id")

    def add_recipients(self, campaign_id: str, recipients: Iterable[Mapping[str, Any] | HasDict]) -> None:
        """Add recipients to an existing campaign."""
        self._state.recipients[campaign_id.lower()] |= by_id(recipients, "entity_id")

    def recipients(self, campaign_id: str) -> list[Entity]:
        """Return copies of a campaign's recipients, in the shape of the JSON."""
        return [plain(one) for one in self._state.recipients[campaign_id.lower()].values()]

    def fail(self, operation: str | None = None, *, times: int = 1, **fault: Any) -> None:
        """Inject a fault into the next requests.

        Args:
            operation: The method name or operationId that it hits; None is any.
            times: How many requests.
            **fault: `status`, `body`, `headers` of the answer; `delay` in seconds; `drop=True` to break the connection
                off after the work was done; `large=True` to answer by reference. See `Fault`.
        """
        self._faults += [Fault(operation, **fault)] * times

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def client(self, **options: Any) -> TargetingClient:
        """Return an authorised client of this service, without a socket. Options are those of `TargetingClient`.

        It repeats as any client does, but without a pause: a test waits for nothing.
        """
        from httpx import AsyncClient

        from epilot_targeting import RetryPolicy, TargetingClient

        from ._transport import FakeTransport

        self._http.append(AsyncClient(transport=FakeTransport(self.handle, self._payloads.get)))
        own = {"token": self._token or "fake-token", "base_url": ADDRESS, "http_client": self._http[-1]}
        own |= {"retry": RetryPolicy(backoff=0), "payload_hosts": [STORE.partition("://")[2]]}
        settings: dict[str, Any] = {**own, **options}
        return TargetingClient(**settings)

    @property
    def app(self) -> Callable[..., Awaitable[None]]:
        """The fake as an ASGI app, for any server."""
        return serve(self.handle)

    async def __aenter__(self) -> FakeTargeting:
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._http:
            await self._http.pop().aclose()

    async def handle(self, request: Request) -> Reply:
        """Answer a request."""
        try:
            route, path = self._router.find(request.method, request.path)
        except Refusal as refusal:
            self._note(request)
            return refusal.reply
        self._note(evolve(request, operation=route.name))
        fault = self._fault(route.name, route.operation_id)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.status is not None:
            return fault.answer(fault.status)
        try:
            self._authorize(request)
            reply = self._carry_out(route, self._router.check(route, path, request))
        except Refusal as refusal:
            return refusal.reply
        except (Unbuildable, UnknownKeyword) as error:
            return Reply.of(500, {"status": 500, "message": f"the fake cannot serve {route.operation_id}: {error}"})
        reply = evolve(reply, headers={**reply.headers, **fault.headers})
        if fault.large and request.headers.get("accept") == MEDIA_TYPE:
            reply = self._payloads.put(reply)
        return evolve(reply, dropped=fault.drop)

    def _carry_out(self, route: Route, given: Arguments) -> Reply:
        if route.name in LOGIC:
            return Reply.of(success(route.operation)[0], LOGIC[route.name](self._state, given))
        return self._replies.example(route.operation, route.method)

    def _note(self, request: Request) -> None:
        shown = {name: value for name, value in request.headers.items() if name != "authorization"}
        self.requests.append(evolve(request, headers=shown))

    def _fault(self, *names: str) -> Fault:
        for fault in self._faults:
            if fault.operation in (None, *names):
                self._faults.remove(fault)
                return fault
        return Fault()

    def _authorize(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip() or self._token not in (None, token):
            raise Refusal(401, {"message": "Unauthorized"})
