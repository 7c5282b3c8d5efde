"""The arguments of a bulk run, checked."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping, Sized
from typing import Any, cast
from uuid import UUID

from attrs import evolve, frozen

from ..errors import ConfigurationError
from ._items import key_text
from ._journal import Journal
from ._operations import AnyClient, Operation

CONCURRENCY = 12
"""Calls under way by default. More do not help where a quota limits the writes, and meet an outage together."""
SETTLE_AFTER = 30.0
GIVE_UP_AFTER = 600.0
FIRST_CONTACT = 0.1
"""The share of `give_up_after` for a service that no call of the run has reached, while connections fail at once.

Waiting does not correct a wrong base URL or a missing name, so the run ends early enough for its operator to notice.
The default of a minute is enough for a network that starts with the machine, and for a gateway that restarts. A larger
`give_up_after` makes both times longer.
"""
MAX_NUMBER = 1e9


@frozen(kw_only=True)
class Settings:
    """The arguments of a run.

    Attributes:
        client: The client of the user.
        caller: The same client with one attempt a call, as the run repeats calls itself.
        campaign_id: The campaign.
        operation: The operation.
        journal: The journal, or None.
        concurrency: The largest number of writes under way.
        settle_after: Seconds after an attempt from which on an absent recipient counts as not created.
        give_up_after: Seconds without an answer of the service after which the run ends.
        total: The number of items, or None if it is unknown.
        batch: The largest number of items in one request.
    """

    client: AnyClient
    caller: AnyClient
    campaign_id: UUID | str
    operation: Operation
    journal: Journal | None
    concurrency: int
    settle_after: float
    give_up_after: float
    total: int | None
    batch: int = 1

    @property
    def identity(self) -> dict[str, str]:
        """The values that the journal belongs to, by name: `operation`, `campaign`, `base_url` and `organisation`.

        A run with another value cannot use the same file. An organisation that is not set is an empty string.
        """
        options = self.client.options
        organisation = options.headers.get("x-epilot-org-id", "")
        identity = {"operation": self.operation.name, "campaign": key_text(self.campaign_id)}
        return {**identity, "base_url": options.base_url, "organisation": organisation}


def check_settings(
    client: AnyClient,
    campaign_id: Any,
    operation: Operation,
    items: Any,
    *,
    journal: Any,
    concurrency: Any,
    settle_after: Any,
    give_up_after: Any,
) -> Settings:
    """Check the arguments of a bulk run as the user passed them in, and return them as `Settings`.

    `journal` and `concurrency` may be None. `concurrency` becomes a number: 12 if it is None, and at most
    `max_concurrency` of the client. `caller` becomes a copy of the client with one attempt a call, and `total` the
    length of `items`, or None if they have none. No element of `items` is read. `operation` is not checked.

    Raises:
        ConfigurationError: An argument is invalid: see `_check_kinds` and, for the last three, `check_number`.
    """
    name = operation.name
    _check_kinds(name, client, campaign_id, items, journal)
    most = client.options.max_concurrency
    at_once = min(CONCURRENCY, most) if concurrency is None else concurrency
    check_number(f"{name}: concurrency", at_once, whole=True)
    check_number(f"{name}: settle_after", settle_after)
    check_number(f"{name}: give_up_after", give_up_after)
    policy = client.options.retry
    return Settings(
        client=client,
        caller=client.with_options(retry=evolve(policy, attempts=1)),
        campaign_id=campaign_id,
        operation=operation,
        journal=journal,
        concurrency=min(at_once, most),
        settle_after=settle_after,
        give_up_after=give_up_after,
        total=len(items) if isinstance(items, Sized) else None,
    )


def _check_kinds(name: str, client: object, campaign_id: object, items: object, journal: object) -> None:
    """Check the arguments of a bulk run that are not numbers.

    All but `name` are as the user passed them in.

    Args:
        name: The name of the operation, for the message.
        client: The client.
        campaign_id: The id of the campaign.
        items: The items. None of them is read.
        journal: The journal, or None.

    Raises:
        ConfigurationError: The client is a class, or has no `iter_recipients`; `key_text` rejects the id, such
            as an empty one; the items are a mapping, a string or bytes, or neither an iterable nor an async
            iterable; or the journal is no Journal.
    """
    check_client(name, client, "iter_recipients")
    if isinstance(items, Mapping | str | bytes) or not isinstance(items, Iterable | AsyncIterable):
        kind = type(cast("Any", items)).__name__
        raise ConfigurationError(f"{name}: the items must be an iterable or an async iterable, not {kind}")
    if journal is not None and not isinstance(journal, Journal):
        raise ConfigurationError(f"{name}: journal must be a Journal, such as Journal('run.sqlite')")
    key_text(campaign_id, f"{name}: campaign_id")


def check_client(name: str, client: object, method: str) -> None:
    """Check that the client that the user passed to a function has the method that the function calls.

    Args:
        name: The name of the function, such as `wait_for_job`, for the message.
        client: The client, as the user passed it in.
        method: The name of the method.

    Raises:
        ConfigurationError: `client` has no such method, as it is no client or that of another tag, or is a class.
    """
    if isinstance(client, type):
        raise ConfigurationError(f"{name}: the client must be a TargetingClient, not the class {client.__name__}")
    if not hasattr(client, method):
        kind = type(client).__name__
        raise ConfigurationError(f"{name}: the client must be a TargetingClient, not {kind}: it has no {method}()")


def check_number(name: str, value: object, *, whole: bool = False) -> None:
    """Check an argument that is a number of 0 or more, or, with `whole`, a whole number of 1 or more.

    The largest is 1e9.

    Args:
        name: The name of the argument, such as `create_recipients: concurrency`, for the message.
        value: The argument.
        whole: Whether it has to be a whole number. Default: False.

    Raises:
        ConfigurationError: It is another value, such as None, a string, a boolean, NaN or, with `whole`, 2.0.
    """
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not (1 if whole else 0) <= value <= MAX_NUMBER:
        least = "whole number of 1 or more" if whole else "number of 0 or more"
        raise ConfigurationError(f"{name} must be a {least}, not {value!r}")
