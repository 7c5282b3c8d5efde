"""One item of a bulk run: its key, its JSON, its digest, and the record of its attempts."""

from __future__ import annotations

import datetime as dt
import json
import re
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from attrs import define
from epilot_targeting_generated.convert import to_json

from ..errors import ConfigurationError, TargetingError

NO_IDS = ("", ".", "..")
NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Characters that SQLite does not keep in a text."""
DIGEST_BYTES = 8
"""Enough to tell the payloads of one key from each other."""
ENCODER = json.JSONEncoder(sort_keys=True, allow_nan=False, separators=(",", ":"))


@define(eq=False, repr=False)
class Item:
    """One item, from when it is pulled until its result is known.

    Attributes:
        source: The item, as it was passed in.
        key: The id of the recipient, in lower case.
        body: The JSON object that is sent.
        digest: The digest of the body.
        attempts: The number of requests sent for it.
        unknowns: The number of its attempts whose outcome was unknown at the time.
        was_sent: Whether an attempt of this run, or of an earlier one with its journal, may have been carried out.
        first_sent: When its first attempt of this run was sent. None: an earlier run may have sent it.
        decided_from: The time of the event loop from which on its absence from the list counts.
        refusal: The error of the service that is to be compared with the recipient.
        last_error: The error of the last attempt.
    """

    source: Any
    key: str
    body: Any
    digest: str
    attempts: int = 0
    unknowns: int = 0
    was_sent: bool = False
    first_sent: dt.datetime | None = None
    decided_from: float = 0.0
    refusal: TargetingError | None = None
    last_error: TargetingError | None = None

    def __repr__(self) -> str:
        """Return `Item(…)` with the key in the brackets, and nothing else: the body may have personal data."""
        return f"Item({self.key})"


def read_item(source: object, key: object, body: object, key_name: str | None) -> Item:
    """Return the item of a key and a body, with the JSON object that is sent and its digest.

    The key of the item is the id as lower-case text without spaces around it.

    Args:
        source: The item, as the user passed it in. It is kept unchanged.
        key: The id of the recipient: a UUID or a string. It is ignored if `key_name` is given.
        body: A model or a mapping in the shape of the JSON.
        key_name: The member of the body that is the id, such as `entity_id`. It becomes the key of the item in
            the JSON object too. None: `key` is the id.

    Raises:
        ConfigurationError: The id or the body is invalid, such as of another type. The message does not quote
            them.
    """
    try:
        converted: Any = to_json(body)
        if not isinstance(converted, dict):
            raise TypeError(f"it must be a model or a dict, not {type(body).__name__}")
        plain = cast("dict[str, Any]", converted)
        text = key_text(plain.get(key_name), key_name) if key_name else key_text(key)
        whole = {**plain, key_name: text} if key_name else plain
        encoded = ENCODER.encode(whole).encode()
    except ConfigurationError:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"the item is invalid ({error}); nothing was sent") from None
    return Item(source, text, whole, blake2b(encoded, digest_size=DIGEST_BYTES).hexdigest())


def key_text(key: object, name: str = "the id of the recipient") -> str:
    """Return an id as lower-case text without spaces around it.

    Args:
        key: The id.
        name: Its name in the error, such as the argument that it was passed in.

    Raises:
        ConfigurationError: It is empty, `.` or `..`, or neither a UUID nor a string. Or it has a null character or half
            of a surrogate pair, which no id has, and which the journal could not find again.
    """
    if not isinstance(key, str | UUID):
        raise ConfigurationError(f"{name} must be a UUID or a string, not {type(key).__name__}")
    text = str(key).strip().lower()
    if text in NO_IDS:
        raise ConfigurationError(f"{name} is empty; nothing was sent")
    if NO_TEXT.search(text):
        raise ConfigurationError(f"{name} has a null character or half of a surrogate pair; nothing was sent")
    return text
