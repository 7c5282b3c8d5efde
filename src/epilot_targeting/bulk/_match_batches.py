"""Any number of ids in one operation: split them at the limit of the spec, call side by side, merge the results."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar

from attrs import evolve, frozen
from epilot_targeting_generated.convert import to_json

from ..campaign import CampaignClient
from ..client import TargetingClient
from ..errors import ConfigurationError
from ..target import TargetClient
from ._items import key_text
from ._settings import CONCURRENCY, check_client
from ._spec_limits import ids_per_request

AnyClient: TypeAlias = TargetingClient | CampaignClient | TargetClient
T = TypeVar("T")
R = TypeVar("R")


@frozen
class Matching(Generic[R]):
    """An operation that takes ids, and the function of this package that takes any number of them.

    Attributes:
        function: The name of the function, for messages.
        method: The name of the client's method.
        schema: The name of the body's schema in the spec.
        ids: The member of the body that has the ids, such as `campaign_ids`.
        none: Returns the response without results, for no ids.
        identity: Returns the id that a result is about. Of several results with the same id, the first stays.
    """

    function: str
    method: str
    schema: str
    ids: str
    none: Callable[[], R]
    identity: Callable[[Any], Hashable]


async def match_all(client: AnyClient, matching: Matching[R], ids: object, lists: Mapping[str, object]) -> R:
    """Call an operation with each part of the ids, several at once, and return one response with the results of all.

    Args:
        client: The client, whose `max_concurrency` limits the concurrent calls.
        matching: The operation.
        ids: The ids, as the user passed them in.
        lists: The other members of the body, which are lists, as the user passed them in.

    Returns:
        A copy of the first response, or of that without results, with the `results` of all in the order of the parts.
        `hits`, if there is such a field, is their number.

    Raises:
        ConfigurationError: An argument is invalid.
        TargetingError: A call failed. The others are cancelled.
    """
    check_client(matching.function, client, matching.method)
    method: Callable[[dict[str, Any]], Awaitable[R]] = getattr(client, matching.method)
    body = {name: as_list(name, given) for name, given in lists.items()}

    async def call(part: list[str]) -> R:
        """Call the method with the body and the ids of one part, and return its response."""
        return await method({**body, matching.ids: part})

    responses: list[Any] = await _side_by_side(client, call, split(ids, matching.schema, matching.ids))
    results = _distinct((one for response in responses for one in response.results), matching.identity)
    first: Any = responses[0] if responses else matching.none()
    hits = {"hits": len(results)} if hasattr(first, "hits") else {}
    whole: R = evolve(first, results=results, **hits)
    return whole


def split(ids: object, schema: str, name: str) -> list[list[str]]:
    """Return ids as lists, one for each request. Leave out repeated ids.

    A list has at most `ids_per_request(schema, name)` ids, the limit of the spec. If there is no limit, all are
    in one list. The ids become lower-case text without spaces around it. Without ids, return an empty list.

    Args:
        ids: The ids, as the user passed them in, unchecked.
        schema: The name of the body's schema in the spec.
        name: The name of the array in the body, and of the argument in errors.

    Raises:
        ConfigurationError: An id is empty, `.` or `..`, has a null character or half of a surrogate pair, or is
            not a string in JSON. Or `ids` is a string, bytes or a mapping, or is not iterable.
        ValueError: An id is a date-time without a time zone.
        KeyError: The spec has no such schema or array.
    """
    distinct = list(dict.fromkeys(key_text(one, f"an id of {name}") for one in as_list(name, ids)))
    size = ids_per_request(schema, name) or max(1, len(distinct))
    return [distinct[start : start + size] for start in range(0, len(distinct), size)]


def as_list(name: str, given: Any) -> list[Any]:
    """Return the elements of an iterable argument as a new list of JSON values. The elements are not checked.

    Each is converted before the next one is pulled: a generator may change and yield the same dict again.

    Args:
        name: The name of the argument, for the message.
        given: The argument, as the user passed it in.

    Raises:
        ConfigurationError: It is a string, bytes or a mapping, or is not iterable.
    """
    kind = type(given).__name__
    if isinstance(given, Mapping | str | bytes) or not issubclass(type(given), Iterable):
        raise ConfigurationError(f"{name} must be a list or another iterable, not {kind}; nothing was sent")
    return [to_json(one) for one in given]


def _distinct(found: Iterable[T], identity: Callable[[T], Hashable]) -> list[T]:
    """Return the results in their order, of several with the same id only the first. Those without an id all stay.

    Args:
        found: The results.
        identity: Returns the id that a result is about, or None if it has none.
    """
    seen: set[Hashable] = set()
    kept: list[T] = []
    for one in found:
        key = identity(one)
        if key is None or key not in seen:
            kept.append(one)
        seen.add(key)
    return kept


async def _side_by_side(
    client: AnyClient, call: Callable[[list[str]], Awaitable[R]], parts: list[list[str]]
) -> list[R]:
    """Call `call` with each part, several at once, and return the responses in the order of the parts.

    At most 12 calls run at once, or `max_concurrency` of the client if that is less. The first error of a call is
    raised, after the other calls were cancelled and have ended. Without parts, return an empty list.
    """
    responses: dict[int, R] = {}
    pending = iter(enumerate(parts))

    async def work() -> None:
        """Call `call` with one part after the other, and keep each response in `responses`, until no part is left.

        Several tasks do this at once. Each takes the next part that no other has taken. An error of a call is raised.
        """
        for index, part in pending:
            responses[index] = await call(part)

    size = min(CONCURRENCY, client.options.max_concurrency, len(parts))
    tasks = [asyncio.create_task(work()) for _ in range(size)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [responses[index] for index in range(len(parts))]
