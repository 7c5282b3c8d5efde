"""Send an operation, or a request to any path (`request()`), as a call of the client."""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING, abc, typing
from epilot_targeting_generated.operations import Operations, types

from .._tracebacks import HiddenFrames
from .derived_clients import DerivedClients

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation, Response

    T = typing.TypeVar("T")

_late: list[typing.Any] = []  # the module that makes calls, once it is imported


def _import_call_module() -> typing.Any:
    """Import the module `_call.call`, keep it in the list `_late`, and return it.

    `Sending._send` calls this if `_late` is empty: an import statement in each call would take much longer.
    """
    from .._call import call

    _late.append(call)
    return call


class Sending(DerivedClients, Operations):
    """The part of a client that sends its operations."""

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

        Awaiting it raises the errors of the call, also for a closed client or an invalid argument.

        Args:
            operation: The operation.
            path: The values of its path variables, in the order of the path.
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
            method: The HTTP method, in any case, but not CONNECT or TRACE.
            path: The path below `base_url`, which begins with `/`, with its ids percent-encoded and without empty
                segments. It may have a query string.
            params: Query parameters. None is left out, a list repeats its name. Default: none.
            json: The body: a dict, list or model. Default: None, which sends no body.
            headers: More headers, which override the option `headers`. None is left out. Those that the client sets,
                such as Authorization, Accept and Content-Type, are invalid. Default: none.
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

    def rate_limit_wait(self) -> float:
        """Return the seconds until the rate limit lets the next waiting write go, or 0 if none waits.

        It is 0 too if that write waits only for another one to end. Only writes on the running event loop with the
        organisation and token provider of this client count. It is 0 if no event loop runs here, or the client was not
        used on it yet, or is closed, or one that it was derived from is. Nothing is sent, and this does not wait.
        """
        root: DerivedClients = self
        is_closed = root._closed
        while root._parent is not None:
            root = root._parent
            is_closed = is_closed or root._closed
        pool = None if is_closed or root._state is None else root._state.known_pool()
        if root._state is None or pool is None:
            return 0.0
        return root._state.rate_limits.gate(pool, self.options, reads=False).wait_seconds()
