"""Carry out one operation: make the request, authorise it, send it, read the reply."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from epilot_targeting_generated.convert import to_json
from epilot_targeting_generated.provenance import SPEC_SHA256
from epilot_targeting_generated.types import Operation, Response

from ._http import Pool, Reply, exchange
from ._reply import SUCCESS, decode, failure, request_id
from ._version import __version__
from .errors import ClientClosedError, ConfigurationError, RequestTimeoutError, TargetingError, TransportError

if TYPE_CHECKING:
    from ._options import ClientOptions

T = TypeVar("T")
USER_AGENT = f"epilot-targeting/{__version__} spec/{SPEC_SHA256[:8]}"
SHORTEST_SECRET = 8  # characters
PARAMETER = re.compile(r"\{([^}]*)\}")


async def send(
    pool: Pool,
    options: ClientOptions,
    operation: Operation[T],
    path: tuple[UUID | str, ...],
    query: Mapping[str, Any] | None,
    body: Any,
) -> Response[T]:
    """Carry out an operation within its deadline.

    Raises:
        TargetingError: It did not end as a decoded success; the error says what became of it.
    """
    started = asyncio.get_running_loop().time()
    call = Call(pool, options, operation)
    try:
        target = url_path(operation, path) + query_string(query)
        content = body_bytes(operation, body) if body is not None or operation.needs_body else None
        try:
            async with asyncio.timeout(options.deadline):
                reply = await call.attempt(target, content)
        except TimeoutError as error:
            if isinstance(error, TargetingError):
                raise
            raise call.overdue() from None
        if reply.status not in SUCCESS:
            raise failure(operation, call.without_token(reply), origin(options.base_url), target.partition("?")[0])
        parsed = decode(operation, reply)
    except TargetingError as error:
        error.operation, error.attempts = operation.name, call.attempts
        error.elapsed = asyncio.get_running_loop().time() - started
        raise
    elapsed = asyncio.get_running_loop().time() - started
    sent = request_id(reply.headers)
    return Response(reply.status, reply.headers, parsed, reply.content, sent, call.attempts, elapsed)


class Call:
    """One call of an operation, and how far it has come."""

    def __init__(self, pool: Pool, options: ClientOptions, operation: Operation[Any]) -> None:
        self.pool = pool
        self.options = options
        self.operation = operation
        self.attempts = 0
        self._authorization = ""

    async def attempt(self, target: str, content: bytes | None) -> Reply:
        """Send the request once, as one of the few that may be under way."""
        options = self.options
        async with self.pool.limit(options):
            headers = {"accept": "application/json", **options.headers, "user-agent": USER_AGENT}
            self._authorization = headers["authorization"] = await options.authorization.header()
            if content is not None:
                headers["content-type"] = "application/json"
            client = await self.pool.client(options)
            self.attempts += 1
            url = options.base_url.rstrip("/") + target
            try:
                return await exchange(client, self.operation.method, url, headers, content, options)
            except TransportError as error:
                if not self.pool.closed:
                    raise
                # Closing broke the connection off: that is the reason, whatever it looks like from inside.
                message = f"{self.operation.name}: the client was closed meanwhile"
                raise ClientClosedError(message, applied=error.applied) from None

    def without_token(self, reply: Reply) -> Reply:
        """Take out of a failure what it repeats of our token: errors end up in logs."""
        token = self._authorization.removeprefix("Bearer ")
        if len(token) < SHORTEST_SECRET:
            return reply  # a word this short would tear up the text, and keeps no secret
        headers = {name: value.replace(token, "[token]") for name, value in reply.headers.items()}
        return reply._replace(content=reply.content.replace(token.encode(), b"[token]"), headers=headers)

    def overdue(self) -> RequestTimeoutError:
        """Make the error of a call whose deadline passed."""
        seconds = self.options.deadline
        message = f"{self.operation.name}: the deadline of {seconds:g} s passed"
        return RequestTimeoutError(message, applied=None if self.attempts else False, limit="deadline")


def origin(base_url: str) -> str:
    """Give scheme, host and port."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def url_path(operation: Operation[Any], values: tuple[UUID | str, ...]) -> str:
    """Put the path ids into the template, encoded whole.

    Raises:
        ConfigurationError: An id is none, or would turn one route into another.
    """
    given: Iterator[Any] = iter(values)

    def encoded(match: re.Match[str]) -> str:
        value = next(given)
        if not isinstance(value, str | UUID):
            raise ConfigurationError(
                f"{operation.name}: {match[1]} must be a UUID or a string, not {type(value).__name__}"
            )
        text = str(value)
        if text.strip() in ("", ".", ".."):
            raise ConfigurationError(f"{operation.name}: {match[1]} is {text!r}, which is no id; nothing was sent")
        try:
            return quote(text, safe="")
        except UnicodeEncodeError:
            raise ConfigurationError(f"{operation.name}: {match[1]} can't be written in UTF-8") from None

    return PARAMETER.sub(encoded, operation.path)


def query_string(query: Mapping[str, Any] | None) -> str:
    """Write the query: None is left out, a list repeats its name, a boolean is true or false."""
    pairs: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        if value is not None:
            items = cast("Iterable[Any]", value if isinstance(value, list | tuple | set | frozenset) else [value])
            pairs += [(name, _text(name, to_json(item))) for item in items]
    try:
        return f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
    except UnicodeEncodeError:
        raise ConfigurationError("a query value can't be written in UTF-8") from None


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str | int | float):
        # Written by chance, as "None" or "b'…'", it would search for something else.
        raise ConfigurationError(f"{name} can't be a {type(value).__name__}")
    return json.dumps(value) if isinstance(value, bool) else str(value)


def body_bytes(operation: Operation[Any], body: Any) -> bytes:
    """Write the body as JSON.

    Raises:
        ConfigurationError: It is neither a model nor a dict, or holds what JSON can't say.
    """
    try:
        plain = dict(cast("Mapping[str, Any]", body)) if isinstance(body, Mapping) else body.to_dict()
        return json.dumps(plain, default=to_json_or_fail, allow_nan=False, separators=(",", ":")).encode()
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        kind = type(error).__name__
        raise ConfigurationError(f"{operation.name}: the body can't be written as JSON ({kind}: {error})") from None


def to_json_or_fail(value: Any) -> Any:
    """Give the JSON value of a UUID, date, enum or model inside a plain dict."""
    plain = to_json(value)
    if plain is value:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return plain
