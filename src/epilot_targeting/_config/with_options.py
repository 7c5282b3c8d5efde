"""Check the options that were passed to `with_options`, and reject an option of a whole client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .option_checks import check_names
from .option_keywords import CallKeywords, ClientKeywords
from .token_provider import Authorization, TokenProvider


def call_overrides(token: TokenProvider | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `with_options` that are not None, as keyword arguments for `ClientOptions.replace`.

    The names and the type of the token are checked here. `ClientOptions.replace` checks the other values.

    Args:
        token: The option `token`, or None. The result has it under "token", as an Authorization.
        options: The other options by name.

    Raises:
        ConfigurationError: There is no such option, it is one of whole clients only, or the token is neither a string
            nor a function.
    """
    check_names(options, CallKeywords.__annotations__, ClientKeywords.__annotations__)
    named = {name: value for name, value in options.items() if value is not None}
    return named if token is None else {**named, "token": Authorization(token)}
