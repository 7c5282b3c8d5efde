"""The defaults of options stand in one module, and the docstrings that users read name the same values."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from epilot_targeting import RateLimit, RetryPolicy, TargetingClient
from epilot_targeting._client.open_and_close import CLOSE_GRACE
from epilot_targeting._config import defaults

CLIENT: dict[str, str] = {
    "base_url": "`https://targeting.sls.epilot.io`",
    "timeout": "(5, 30)",
    "deadline": "90",
    "max_concurrency": "100",
    "max_response_bytes": "32 MiB",
    "max_response_records": "1,000,000",
    "payload_hosts": "`amazonaws.com` and `epilot.io`",
    "transport": "`httpx`",
}
"""The texts of the defaults, by the names of the options."""
TEXTS: list[tuple[Any, str, object, str]] = [
    *((TargetingClient.__init__, name, getattr(defaults, name.upper()), text) for name, text in CLIENT.items()),
    (TargetingClient.aclose, "grace", CLOSE_GRACE, "5"),
    (RetryPolicy, "attempts", defaults.ATTEMPTS, "3"),
    (RetryPolicy, "backoff", defaults.BACKOFF, "0.5"),
    (RetryPolicy, "max_backoff", defaults.MAX_BACKOFF, "8"),
    (RetryPolicy, "max_retry_after", defaults.MAX_RETRY_AFTER, "120"),
    (RateLimit, "seconds", defaults.RATE_LIMIT_SECONDS, "60"),
]


def value_of(text: str) -> object:
    """Return the value that the text of a default stands for."""
    if text.startswith("`"):
        names = tuple(re.findall(r"`([^`]+)`", text))
        return names if len(names) > 1 else names[0]
    number, _, unit = text.replace(",", "").partition(" ") if not text.startswith("(") else (text, "", "")
    if number.startswith("("):
        return tuple(float(one) for one in number.strip("()").split(","))
    return float(number) * (2**20 if unit == "MiB" else 1)


@pytest.mark.parametrize(("owner", "name", "default", "text"), TEXTS, ids=[one[1] for one in TEXTS])
def test_a_docstring_names_the_default(owner: Any, name: str, default: object, text: str) -> None:
    """The text of an option names its default, and that is the value in the module of defaults."""
    described = re.search(rf"^( *){name}: (.*(?:\n\1 +.*)*)", inspect.getdoc(owner) or "", re.MULTILINE)
    assert described is not None
    assert f"Default: {text}" in re.sub(r"\s+", " ", described[2])
    assert default == value_of(text)


@pytest.mark.parametrize("name", CLIENT)
@pytest.mark.defaults
def test_a_client_without_options_has_the_defaults(name: str) -> None:
    """A client that is made without an option has the value in the module of defaults."""
    assert getattr(TargetingClient().options, name) == getattr(defaults, name.upper())
