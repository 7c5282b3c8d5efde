"""Name a token provider by its import path, so that a task graph holds no token, and import it on a worker."""

from __future__ import annotations

import re
import sys
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

    Raises:
        Exception: The module raised it when it was imported, other than an ImportError, AttributeError or ValueError.
    """
    named = isinstance(token, str)
    path = token if isinstance(token, str) else _qualified_name(token)
    if named and not PATH.fullmatch(path):
        return ConfigurationError(
            f"token is refused: a token in a task graph can be read by all who reach the scheduler; {USAGE}"
        )
    try:
        found = import_provider(path)
    except ConfigurationError as error:
        if named:
            return _import_error(path.partition(":")[0], error.__cause__)
        found = None
    if found is None or not (named or found == token):
        # The text is not shown, since it may be a token.
        return ConfigurationError(f"token cannot be imported by its name, as workers do: {USAGE}")
    return path


def _import_error(module: str, cause: BaseException | None) -> ConfigurationError:
    """Return the error of an import path that leads to no function. It is not raised here.

    Its cause is the exception that the module raised while it was imported, if there is one. The text names the module
    if there is one, and never the function: the path may be a token.

    Args:
        module: The name of the module.
        cause: The exception of the import or of the look-up in the module. None: the object is not callable.
    """
    if isinstance(cause, ModuleNotFoundError) and f"{module}.".startswith(f"{cause.name}."):
        return ConfigurationError(
            f"token cannot be imported: there is no module of that name, which the workers need too; {USAGE}"
        )
    if cause is None:
        return ConfigurationError(f"token cannot be imported: the object of that name in {module} is no function")
    if module in sys.modules:
        return ConfigurationError(f"token cannot be imported: the module {module} has no function of that name")
    # Only the text of an ImportError is known to be free of values, which may be secret.
    words = f": {cause}" if isinstance(cause, ImportError) else ", which is the cause of this error"
    error = ConfigurationError(
        f"token cannot be imported: the module {module} failed with {type(cause).__name__}{words}"
    )
    traceback = cause.__traceback__
    # The frame that is left out holds the path.
    error.__cause__ = cause.with_traceback(traceback and traceback.tb_next)
    return error


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
