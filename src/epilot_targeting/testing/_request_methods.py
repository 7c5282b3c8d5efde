"""The methods of `FakeTargeting` that return or assert the requests that it has received, and `reset`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epilot_targeting_generated.record import Model

from . import _snapshot
from ._fault_methods import FaultMethods
from ._recorded import RecordedRequest, assert_requested
from ._service import Service
from ._state_methods import StateMethods


class RequestMethods(StateMethods, FaultMethods):
    """The part of `FakeTargeting` that records requests, and everything that the control addresses change.

    Args:
        service: The service.
    """

    def __init__(self, service: Service) -> None:
        """Keep the service behind the fake, which handles the requests, and start the list of requests empty.

        `reset` works once the constructor of the fake has called `_keep_start`.
        """
        super().__init__(service)
        self.requests: list[RecordedRequest] = []
        self._start: dict[str, Any] = {}

    def assert_requested(
        self, operation: str, *, times: int | None = None, body: Any = None, query: Mapping[str, Any] | None = None
    ) -> list[RecordedRequest]:
        """Return the requests of an operation that the fake has received, and check their number.

        Only those with the given body and query count. The fake may have received others.

        Example:
            fake.assert_requested("update_recipient", times=1, body={"automation_status": "cancelled"})

        Args:
            operation: The method name or operationId.
            times: How many requests there must be. Default: at least one.
            body: Their whole body: a model, or its JSON value. Default: any.
            query: Parameters that their query has, among others, by their names in the URL. Default: any. Values
                are compared as text, True as `true`. A list is a parameter that the request repeats, in this order.
                The value None is a parameter that it must not have.

        Raises:
            AssertionError: There are more or fewer. The message shows the difference to the most similar request,
                or lists all requests.
            ConfigurationError: There is no such operation.
        """
        name = self._service.router.named(operation).name
        wanted = body.to_dict() if isinstance(body, Model) else body
        return assert_requested(self.requests, name, times=times, body=wanted, query=query)

    def reset(self) -> None:
        """Go back to the state after the constructor: no faults, requests, used quota and stored large responses.

        Campaigns, targets and recipients of the constructor come back; what was added later is removed, jobs too.
        Clients of `client()` stay open and usable.
        """
        self._service.reset()
        self.requests.clear()
        _snapshot.add(self._service.state, self._start)

    def _keep_start(self) -> None:
        """Keep a copy of the present state, to which `reset` goes back, instead of the one kept before.

        The constructors of `FakeTargeting` and `ServedFake` call this at their end.
        """
        self._start = _snapshot.dump(self._service.state)
