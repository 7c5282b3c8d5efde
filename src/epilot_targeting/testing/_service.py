"""`Service`: turn a request into a response: its fault, its token, the quota, and the logic of its operation."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from functools import partial

from attrs import evolve
from epilot_targeting_generated.spec import load

from .._config.rate_limit import RateLimit
from ._example_responses import Responses, success
from ._example_values import NoExample
from ._faults import FaultQueue
from ._object_store import MEDIA_TYPE, ObjectStore
from ._quota import Quota
from ._recorded import RecordedRequest, record
from ._request_and_response import ErrorResponse, Reply, Request
from ._request_validator import Arguments
from ._routes import Route, Router
from ._rules_by_operation import LOGIC
from ._schema import UnknownKeyword
from ._state import State


class Service:
    """The service behind a fake.

    Args:
        token: The only valid bearer token. None: any token that is not blank.
        strict: Whether a body with a key that the spec does not know is refused (400), and not only warned of.
        quota: How many writes each organisation may send in a window. None: no limit.
        latency: Seconds that each response takes.
        now: Returns the time of the service.

    Attributes:
        state: The campaigns, targets, recipients and jobs.
        faults: The faults of the next requests.
        router: The operations of the document.
        store: The large responses.
    """

    def __init__(
        self,
        *,
        token: str | None,
        strict: bool,
        quota: RateLimit | None,
        latency: float,
        now: Callable[[], dt.datetime],
    ) -> None:
        """Create a service without campaigns, targets and faults, for the operations of the spec.

        The arguments are not checked: `FakeTargeting` does that.

        Args:
            token: The only valid bearer token. None: any token that is not blank.
            strict: Whether a body with a key that the spec does not know is refused (400), and not only warned of.
            quota: How many writes each organisation may send in a window. None: no limit.
            latency: Seconds that each response takes.
            now: Returns the time of the service.
        """
        self.token = token
        self._latency = latency
        self._now = now
        self.state: State = State(now)
        self.faults: FaultQueue = FaultQueue()
        document = load()
        self.router: Router = Router(document, strict=strict)
        self._responses = Responses(document)
        self.store: ObjectStore = ObjectStore()
        self._quota = Quota(quota)

    def reset(self) -> None:
        """Remove the whole state, the faults, the used quota and the stored large responses.

        The recorded requests stay: they are in the list of the caller of `handle`.
        """
        self.state = State(self._now)
        self._quota.reset()
        self.faults.clear()
        self.store.clear()

    async def handle(self, request: Request, requests: list[RecordedRequest]) -> Reply:
        """Carry out a request, and return the response, after the latency and the delay of its fault.

        Add the request to `requests`. An error is a response too, such as a 401, or a 500 if the fake cannot serve
        the operation. If the operation was carried out, and its fault has `drop`, the response is `dropped`: the
        transport closes the connection instead of sending it.

        Args:
            request: The request.
            requests: Receives the request as it is recorded, also one that no operation matches.

        Raises:
            UnknownKeyWarning: A key of the body is not in the spec, and warnings are errors.
        """
        if self._latency:
            await asyncio.sleep(self._latency)
        try:
            route, path = self.router.find(request.method, request.path)
        except ErrorResponse as error:
            requests.append(record(request, None, lambda value: value))
            return error.response
        requests.append(record(request, route.name, partial(self.router.to_model, route)))
        fault = self.faults.take(route.name, route.operation_id)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.status is not None:
            return fault.answer(fault.status)
        try:
            self._authorize(request)
            if route.operation.get("x-retry") != "read":
                self._quota.spend(request, self._now())
            response = self._carry_out(route, self.router.validator.check(route, path, request))
            if fault.large and request.headers.get("accept") == MEDIA_TYPE:
                response = self.store.put(response)
            response = evolve(response, dropped=fault.drop)
        except ErrorResponse as error:
            response = error.response
        except (NoExample, RecursionError, UnknownKeyword) as error:  # a schema may contain itself
            response = Reply.of(500, {"status": 500, "message": f"the fake cannot serve {route.operation_id}: {error}"})
        return evolve(response, headers={**response.headers, **fault.headers})

    def _carry_out(self, route: Route, arguments: Arguments) -> Reply:
        """Return the success response of an operation: by its logic on the state, or else an example of the document.

        Args:
            route: The operation.
            arguments: The validated arguments of the request.

        Raises:
            ErrorResponse: The logic refuses the request.
            NoExample: No body or header was found that fits its schema.
            UnknownKeyword: A schema has an unsupported keyword, or an unresolved `$ref`.
        """
        if route.name in LOGIC:
            return Reply.of(success(route.operation)[0], LOGIC[route.name](self.state, arguments))
        return self._responses.example(route.operation, route.method)

    def _authorize(self, request: Request) -> None:
        """Check the bearer token of a request.

        If `token` of the service is None, any token that is not blank is valid.

        Raises:
            ErrorResponse: It is absent or blank, or differs from `token` of the service (401).
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip() or self.token not in (None, token):
            raise ErrorResponse(401, {"message": "Unauthorized"})
