"""Name a token provider by its import path, so that a task graph holds no token, and import it on a worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from typing import Any

from ..errors import ConfigurationError

NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
PATH = re.compile(f"{NAME}:{NAME}", re.ASCII)
USAGE = "pass the import path of a token provider, such as 'package.module:function', or a function of a module"


def path_of(token: object) -> str | ConfigurationError:
    """Return the import path of a token provider, such as `package.module:function`, or the error if it has none.

    The error is returned and not raised: its traceback would hold the argument, which may be a token.

    Args:
        token: The import path, or a function of a module. It is imported here as a check, and not called.
    """
    named = isinstance(token, str)
    path = token if isinstance(token, str) else _qualified_name(token)
    if named and not PATH.fullmatch(path):
        return ConfigurationError(
            f"token is refused: a token in a task graph can be read by all who reach the scheduler; {USAGE}"
        )
    try:
        found = import_provider(path)
    except ConfigurationError:
        found = None
    if found is None or not (named or found == token):
        # The text is not shown, since it may be a token.
        return ConfigurationError(f"token cannot be imported by its name, as workers do: {USAGE}")
    return path


def import_provider(path: str) -> Callable[[], Any]:
    """Import a token provider by its import path, such as `package.module:function`, and return it. It is not called.

    Raises:
        ConfigurationError: It cannot be imported, or is not callable.
        Exception: Its module raised it, other than an ImportError, AttributeError or ValueError.
    """
    module, _, names = path.partition(":")
    try:
        found: Any = reduce(getattr, names.split("."), import_module(module))
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigurationError(f"the token provider {path} cannot be imported: {error}") from error
    if not callable(found):
        raise ConfigurationError(f"the token provider {path} is not a function")
    provider: Callable[[], Any] = found
    return provider


def _qualified_name(function: object) -> str:
    """Return the import path of a function, `module:name`. That of a lambda or a nested function cannot be imported.

    An object without a module or a name has an empty text in its place.
    """
    return f"{getattr(function, '__module__', '')}:{getattr(function, '__qualname__', '')}"
