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
    """Return the import path of a token provider, or the ConfigurationError if it has none.

    The error is for the caller to raise: a traceback from here would hold the argument, which may be a token.
    It says that the argument is a token or another value without an import path, or that the path leads to no
    function.

    Args:
        token: The import path, such as `package.module:function`, which is returned unchanged. Or a function,
            class or static method, whose path is made of its module and qualified name. A lambda, a function
            inside of another one, a method of an instance, and an instance have no import path. A function of
            `__main__` has one, which only the workers of a `LocalCluster` can import. The module is imported
            here as a check, and the provider is not called.

    Raises:
        Exception: The module raised it while it was imported, other than an ImportError, AttributeError or
            ValueError.
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
    """Return the error of an import path that leads to no function, for the caller to raise.

    The message names the module if it exists, and never the function: the path may be a token. If the module exists and
    its import failed, that exception is the error's `__cause__`; else there is none.

    Args:
        module: The name of the module, which is the part of the path before the colon.
        cause: The exception of the import, or of the look-up of the function in the module. None: the object of that
            name was found, and is not callable.
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
        ConfigurationError: The path is malformed, the module or the name in it cannot be imported, or the object is not
            callable. The message has the path; the exception of the import is the `__cause__`, if there is one.
        Exception: The module raised it while it was imported, other than an ImportError, AttributeError or ValueError.
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
    """Return the import path of a function, `module:name`. Whether it can be imported is not checked.

    If the object has no module or no name, as other objects than functions, that part of the path is empty.
    """
    return f"{getattr(function, '__module__', '')}:{getattr(function, '__qualname__', '')}"
