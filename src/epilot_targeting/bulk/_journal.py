"""`Journal`: the file in which a run notes each item, so that a later run over the same input continues."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..errors import ConfigurationError


def _path(given: str | os.PathLike[str]) -> Path:
    """Return the argument of `Journal` as a `Path`, unchanged. The file is not looked at.

    Raises:
        ConfigurationError: It is no path, is a path in bytes, is empty, has a null character, or is `:memory:`.
    """
    try:
        text: Any = os.fspath(given)
    except TypeError:
        raise ConfigurationError(f"the path of a journal must be a path, not {type(given).__name__}") from None
    if not isinstance(text, str) or not text or "\0" in text:
        raise ConfigurationError("the path of a journal must be a text that is not empty, without a null character")
    if text == ":memory:":
        raise ConfigurationError("a journal is a file: without journal= a run keeps its keys in a temporary one")
    return Path(text)


@frozen
class Journal:
    """A SQLite file with the key, the digest and the state of each item of one run. It holds no payload.

    Before a request is sent, its item is noted as in doubt; after its outcome is known, as done or rejected. After a
    crash, the same call over the same input continues: items that are done are skipped without a request, and those in
    doubt are read back before they are sent again. Items that were rejected are sent again by the next run.

    One journal belongs to one operation on one campaign of one organisation, and one process at a time can use it. The
    file has mode 0600. It must be on a local disk. Losing power may lose the last notes: the items are then sent again,
    and those that exist are read back.

    Example:
        journal = Journal("run.sqlite")
        counts = await create_recipients(client, campaign_id, payloads, journal=journal)

    Attributes:
        path: The file. It is created if it does not exist.

    Raises:
        ConfigurationError: The path is invalid.
    """

    path: Path = field(converter=_path)
