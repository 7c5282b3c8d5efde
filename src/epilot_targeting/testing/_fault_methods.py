"""The methods of `FakeTargeting` that inject faults, and return or remove those that have hit no request yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._faults import Fault
from ._service import Service


class FaultMethods:
    """The part of `FakeTargeting` that injects faults into its service."""

    _service: Service
    """The service of the fake, which `StateMethods` keeps."""

    def fail(
        self,
        operation: str | None = None,
        *,
        times: int = 1,
        status: int | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
        drop: bool = False,
        large: bool = False,
    ) -> None:
        """Inject a fault into the next requests.

        A request gets at most one fault: of those that hit its operation, the one that was injected first. Without
        `status`, a request that the fake itself refuses uses it up too, and gets its `delay` only.

        Example:
            fake.fail("get_recipients", status=429, headers={"retry-after": "1"}, times=2)

        Args:
            operation: The method name or operationId that it hits. Default: any operation.
            times: The number of requests that it hits. Default: 1.
            status: The HTTP status of the response, which replaces the fake's own. The operation is not carried
                out. Default: no change.
            body: The body of that response, only with `status`: bytes are sent as they are, anything else as JSON.
                A 204, 205 or 304 has none. Default: `{"message": "a fault on demand"}`.
            headers: Headers that are added to the response. Default: none.
            delay: Seconds to wait before the response. Default: 0.
            drop: Whether to drop the connection after the operation was carried out. It excludes `status`. Default:
                False.
            large: Whether to respond with a reference to a stored response, if the client accepts one. It excludes
                `status`. Default: False.

        Raises:
            ConfigurationError: There is no such operation, an argument is invalid, or there is no `status`,
                `headers`, `delay`, `drop` or `large`.
        """
        if operation is not None:
            self._service.router.named(operation)
        self._service.faults.add(
            Fault(operation, status, body, {} if headers is None else headers, delay, drop, large), times
        )

    @property
    def faults(self) -> list[Fault]:
        """A new list of the faults that have hit no request yet, in order.

        A fault for several requests is there once for each request that it has still to hit. A test that ends with some
        did not test them.
        """
        return self._service.faults.pending()

    def clear_faults(self) -> None:
        """Remove all faults that are in `faults`: they hit no further request.

        What is left of a fault for several requests is removed too.
        """
        self._service.faults.clear()
