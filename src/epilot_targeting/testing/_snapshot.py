"""The state of the fake as one JSON object: of `--seed` and `--state` files, and of the control addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..errors import ConfigurationError
from ._state import Entity, State, index_by_id, to_json_object
from ._suggestions import did_you_mean

PARTS = ("campaigns", "targets", "recipients", "jobs")


def dump(state: State) -> dict[str, Any]:
    """Return a deep copy of the state as a JSON object.

    Returns:
        `campaigns` and `targets` are lists of entities. `recipients` and `jobs` are objects with a list for each
        campaign id: its recipients, and the statuses that the next requests for its job status get. A campaign without
        recipients is not in `recipients`.
    """
    recipients = {campaign_id: list(several.values()) for campaign_id, several in state.recipients.items()}
    whole = {
        "campaigns": list(state.campaigns.values()),
        "targets": list(state.targets.values()),
        "recipients": {campaign_id: several for campaign_id, several in recipients.items() if several},
        "jobs": state.jobs,
    }
    return to_json_object(whole)


def add(state: State, parts: object) -> None:
    """Add copies of entities and jobs to the state. Those in the state that have the same id are replaced.

    A campaign that is replaced keeps its other recipients, and its job unless there is a new one.

    Args:
        state: The state, which is changed.
        parts: An object in the form of `dump`. It may have some of its keys only.

    Raises:
        ConfigurationError: It has another form, or names an unknown campaign. The state stays as it was.
    """
    if not isinstance(parts, Mapping):
        raise ConfigurationError(f"a state must be an object with {', '.join(PARTS)}")
    known = cast("Mapping[str, Any]", parts)
    for name in known:
        if name not in PARTS:
            raise ConfigurationError(f"a state has no {name}{did_you_mean(name, PARTS)}")
    try:
        _add(state, known)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"malformed state: {type(error).__name__}: {error}") from None


def _add(state: State, parts: Mapping[str, Any]) -> None:
    """Add copies of the parts of a state, whose names `add` has checked, to the state.

    Those in the state that have the same id are replaced, as `add` describes. An error leaves the state as it
    was, and `add` turns it into a message.

    Raises:
        Exception: An AttributeError, KeyError, TypeError or ValueError: a value has another form, or recipients
            or a job are of an unknown campaign.
    """
    campaigns = index_by_id(parts.get("campaigns", ()), "_id")
    targets = index_by_id(parts.get("targets", ()), "_id")
    given = {key.lower(): index_by_id(several, "entity_id") for key, several in parts.get("recipients", {}).items()}
    jobs = {key.lower(): _statuses(several) for key, several in parts.get("jobs", {}).items()}
    known: dict[str, Entity] = state.campaigns | campaigns
    for campaign_id in (*given, *jobs):
        if campaign_id not in known:
            raise KeyError(f"there is no campaign {campaign_id}")
    state.campaigns, state.targets = known, state.targets | targets
    for campaign_id in campaigns:
        state.recipients.setdefault(campaign_id, {})
    for campaign_id, several in given.items():
        state.recipients[campaign_id] |= several
    state.jobs |= jobs


def _statuses(given: Any) -> list[str | None]:
    """Return the statuses of a job, which a state has as a list, as a new list. The statuses are not checked.

    Raises:
        TypeError: It is a string or an object, whose parts would be taken for statuses, or is not iterable.
    """
    if issubclass(type(given), str | Mapping):
        raise TypeError(f"the statuses of a job must be a list, not {type(given).__name__}")
    return list(given)
