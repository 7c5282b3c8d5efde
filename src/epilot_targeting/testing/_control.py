"""The control addresses of the fake under `/_fake/`, for tests in any language; `control.json` documents them."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from ..errors import ConfigurationError
from ._request_and_response import ErrorResponse, Reply, Request
from ._request_methods import RequestMethods
from ._request_validator import Arguments
from ._routes import Router

PREFIX = "/_fake/"


def document() -> dict[str, Any]:
    """Return the OpenAPI document of the control addresses, read anew from `control.json` at each call."""
    file = files("epilot_targeting.testing").joinpath("control.json")
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


class Control:
    """Responds to requests for the control addresses of a fake.

    `handle` calls each action with the body of the request, or None. Some actions ignore it.
    """

    def __init__(self, fake: RequestMethods) -> None:
        """Keep the fake, which the requests change, and read the control addresses from `control.json`."""
        self._fake = fake
        self._router = Router(document(), strict=True)
        self._actions: dict[str, Callable[[Any], Reply]] = {
            "getFaults": self._faults,
            "addFault": self._add_fault,
            "clearFaults": self._clear_faults,
            "getState": self._state,
            "addState": self._add_state,
            "resetState": self._reset,
            "getRequests": self._requests,
            "checkRequests": self._check_requests,
            "clearRequests": self._clear_requests,
            "getDocument": lambda _: Reply.of(200, document()),
        }

    def handle(self, request: Request) -> Reply:
        """Carry out a request for a control address, and return the response: 400 if the request is invalid.

        A failed assertion is a 409, an unknown address a 404, another method a 405. None of them is raised.
        """
        try:
            route, path = self._router.find(request.method, request.path)
            arguments: Arguments = self._router.validator.check(route, path, request)
            return self._actions[route.operation_id](arguments.body)
        except ErrorResponse as error:
            return error.response
        except ConfigurationError as error:
            return Reply.of(400, {"message": str(error)})
        except AssertionError as error:
            return Reply.of(409, {"message": str(error)})

    def _faults(self, _: object, status: int = 200) -> Reply:
        """Respond to `getFaults` with the faults that have hit no request yet, as `{"faults": [...]}`.

        Each is in the form of `Fault.to_dict`. `_add_fault` calls this with the `status` 201.
        """
        return Reply.of(status, {"faults": [fault.to_dict() for fault in self._fake.faults]})

    def _add_fault(self, body: dict[str, Any]) -> Reply:
        """Respond to `addFault`: inject a fault, and return all pending faults (201).

        Args:
            body: The JSON body of the request, which fits the schema `NewFault`. Its members are the arguments of
                `FakeTargeting.fail`. Instead of `body`, it may have `text`: the body of the response to send, as
                text, which becomes UTF-8.

        Raises:
            ConfigurationError: `fail` rejects the arguments, such as an unknown operation, or two that exclude
                each other. Or it has both `text` and `body`. `handle` makes it a 400.
        """
        given = dict(body)
        if "text" in given:
            if "body" in given:
                raise ConfigurationError("text and body exclude each other")
            # JSON can hold half of a surrogate pair, which UTF-8 cannot.
            given["body"] = str(given.pop("text")).encode(errors="surrogatepass")
        self._fake.fail(**given)
        return self._faults(body, 201)

    def _clear_faults(self, _: object) -> Reply:
        """Respond to `clearFaults`: remove all pending faults, so that no further request is hit (204).

        What is left of a fault for several requests is removed too.
        """
        self._fake.clear_faults()
        return Reply(204)

    def _state(self, _: object, status: int = 200) -> Reply:
        """Respond to `getState` with the state of the fake, in the form of `dump_state`.

        The first argument, the body of the request, is not used. `_add_state` calls this with the `status` 201.
        """
        return Reply.of(status, self._fake.dump_state())

    def _add_state(self, body: dict[str, Any]) -> Reply:
        """Respond to `addState`: add the state in the body, as `dump_state` returns it, and return the whole one (201).

        Entities and jobs with the same ids are replaced, as by `FakeTargeting.add_state`.

        Raises:
            ConfigurationError: It has another form. `handle` makes it a 400.
        """
        self._fake.add_state(body)
        return self._state(body, 201)

    def _reset(self, _: object) -> Reply:
        """Respond to `resetState`: call `FakeTargeting.reset`, which also removes faults and requests (204)."""
        self._fake.reset()
        return Reply(204)

    def _requests(self, _: object) -> Reply:
        """Respond to `getRequests` with the requests that the fake has received, as `{"requests": [...]}`.

        Each is in the form of `RecordedRequest.to_dict`.
        """
        return Reply.of(200, {"requests": [one.to_dict() for one in self._fake.requests]})

    def _check_requests(self, body: dict[str, Any]) -> Reply:
        """Respond to `checkRequests` with the requests that match, as `{"requests": [...]}`.

        Each is in the form of `RecordedRequest.to_dict`.

        Args:
            body: The arguments of `FakeTargeting.assert_requested`, already validated.

        Raises:
            AssertionError: There are more or fewer than asked for. `handle` makes it a 409.
            ConfigurationError: There is no such operation. `handle` makes it a 400.
        """
        found = self._fake.assert_requested(**body)
        return Reply.of(200, {"requests": [one.to_dict() for one in found]})

    def _clear_requests(self, _: object) -> Reply:
        """Respond to `clearRequests`: forget the requests that the fake has received (204).

        The state and the faults stay.
        """
        self._fake.requests.clear()
        return Reply(204)
