"""Create errors for a user's own tests, as complete as those that the client raises: `make_error`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from epilot_targeting_generated.spec import load
from epilot_targeting_generated.types import Operation

from .._config.defaults import BASE_URL
from .._response.api_error import api_error
from .._response.error_outcome import state_outcome
from .._transport.attempt import Attempt
from ..errors import ApiError, TargetingError
from ._example_entities import EXAMPLE_ID
from ._routes import Route, Router

E = TypeVar("E", bound=TargetingError)
OTHER_STATUS = 422
"""The status of an `ApiError` whose class stands for no status."""


def make_error(
    kind: type[E], message: str = "an example", /, *, operation: str = "get_recipients", **details: Any
) -> E:
    """Return an error of a class, with the text and all attributes that the client sets.

    Args:
        kind: The class, such as `ConflictError`.
        message: The words of the service for an `ApiError`, else the reason. Default: an example.
        operation: The method name or operationId of the operation that failed. Default: `get_recipients`.
        **details: Other attributes, such as `status_code`, `code`, `headers`, `body` or `attempts`. The default status
            of an `ApiError` is that of its class, or 422.

    Raises:
        ConfigurationError: There is no such operation.
        TypeError: `kind` is no class of `epilot_targeting.errors` or `bulk`, or has no such attribute.

    Example:
        client = AsyncMock(spec=TargetingClient)
        client.update_recipient_portal_status.side_effect = make_error(ConflictError, "it cannot move backward")
    """
    given: Any = kind
    if not (isinstance(given, type) and issubclass(given, TargetingError)):
        raise TypeError(f"make_error: kind must be a subclass of TargetingError, such as ConflictError, not {given!r}")
    route = _router().named(operation)
    known: dict[str, Any] = {"operation": route.name, "attempts": 1, **details}
    if not issubclass(kind, ApiError):
        return kind(f"{route.name}: {message}", **known)
    code = {"code": str(known["code"])} if known.get("code") else {}
    body = known.pop("body", {"message": message, **code})
    status = known.get("status_code", kind.status_code) or OTHER_STATUS
    made = _api_error(route, status, body, known.get("headers", {}))
    return cast("E", kind(str(made), **vars(made) | known))


@cache
def _router() -> Router:
    """Return the router of the spec, in which `make_error` finds the operation by name. It is made once."""
    return Router(load())


def _api_error(route: Route, status: int, body: Any, headers: Mapping[str, str]) -> ApiError:
    """Return the error that the client makes of a response with a status, a JSON body and headers. It is not raised.

    Its class is that of the status, and `applied` follows from the operation and the status.

    Args:
        route: The operation that the request was for.
        status: The HTTP status, of a failure.
        body: The JSON value of the body.
        headers: The headers of the response.
    """
    attempt = Attempt()
    attempt.status, attempt.content = status, json.dumps(body).encode()
    attempt.headers = {name.lower(): value for name, value in headers.items()}
    operation = Operation(route.name, route.operation_id, route.method, route.path, "read", str)
    error = api_error(operation, attempt, BASE_URL, re.sub(r"\{.*?\}", EXAMPLE_ID, route.path), None)
    state_outcome(error, route.operation.get("x-retry", "write"), [error.applied], answered=True)
    return error
