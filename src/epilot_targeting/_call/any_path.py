"""Describe a request to a path that the spec does not have, for `client.request()`."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any, get_args

from epilot_targeting_generated.types import Operation, RetryClass, unchanged

from .._config.base_url import DOTS, TARGET
from .._logger import log
from .._observers import CallReport
from ..errors import ConfigurationError
from .log_lines import log_call

NAME = "request"
"""The name of the operation."""
METHOD = re.compile(r"[A-Za-z]+")
NO_METHODS = ("CONNECT", "TRACE")  # they do not act on a resource of the service
EMPTY_SEGMENT = re.compile(r"/(?=/|$)")


def any_operation(method: str, path: str, retry: RetryClass, *, params: object, headers: object) -> Operation[Any]:
    """Return an operation for `client.request()` from its method and path.

    Its success is JSON, which is decoded to plain values, or an empty body, which becomes None. `params` and
    `headers` are only checked here. The operation does not have them: the caller sends them with it.

    Args:
        method: The HTTP method, in any case, but not CONNECT or TRACE. The operation has it in upper case.
        path: The path with its ids percent-encoded, from the first slash on; it may have a query string.
        retry: The retry class.
        params: The query parameters: a mapping with strings as keys, or None. Its values are not checked.
        headers: More headers: a mapping with strings as keys, or None. Its values are not checked.

    Raises:
        ConfigurationError: An argument is invalid, such as a path with an empty segment, `.` or `..`. The error
            is also logged here, as the end of a call.
    """
    try:
        _check_arguments(method, path, retry, {"params": params, "headers": headers})
    except ConfigurationError as error:
        # There is no call yet that would do so at its end.
        error.operation = NAME
        if log.isEnabledFor(logging.INFO):
            log_call(CallReport(NAME, None, 0, 0.0, None, False, error))
        raise
    return Operation(NAME, NAME, method.upper(), path, retry, unchanged, takes_object=False, kind="optional_json")


def _check_arguments(method: object, path: object, retry: object, mappings: Mapping[str, object]) -> None:
    """Raise ConfigurationError if an argument of `client.request()` is invalid. Each may be of any type.

    Args:
        method: Valid are ASCII letters, in any case, but not CONNECT or TRACE.
        path: `_check_path` checks it.
        retry: Valid are "read", "value" and "write".
        mappings: The arguments `params` and `headers` by name. Valid are None, and a mapping with strings as keys.
    """
    if not isinstance(method, str) or not METHOD.fullmatch(method) or method.upper() in NO_METHODS:
        raise ConfigurationError("request: method must be an HTTP method, such as 'GET'")
    if retry not in get_args(RetryClass):
        raise ConfigurationError("request: retry must be 'read', 'value' or 'write'")
    for name, values in mappings.items():
        if values is not None and not _is_mapping_with_str_keys(values):
            raise ConfigurationError(f"request: {name} must be a mapping with strings as keys")
    _check_path(path)


def _is_mapping_with_str_keys(values: object) -> bool:
    """Return whether a value is a mapping whose keys are all strings. An empty one is, None is not."""
    names: Any = values
    return isinstance(values, Mapping) and all(isinstance(one, str) for one in names)


def _check_path(path: object) -> None:
    """Raise ConfigurationError if the path of `client.request()`, a value of any type, is invalid.

    It must be a string that begins with one slash: a whole URL is invalid. A query may follow the path. No
    segment of the path may be empty, `.` or `..`, so that `/` and `/v1/campaign/` are invalid; `%2e` counts as
    a dot. No character of the path or the query may be one that must be percent-encoded.
    """
    if not isinstance(path, str) or path[:1] != "/" or path[:2] == "//":
        raise ConfigurationError(
            "request: path must begin with one slash, such as '/v1/campaign'; base_url has the host"
        )
    if not TARGET.fullmatch(path):
        raise ConfigurationError(
            "request: path has a character that must be percent-encoded: use urllib.parse.quote(value, safe='')"
        )
    segments = path.partition("?")[0]
    if EMPTY_SEGMENT.search(segments):
        raise ConfigurationError("request: path has an empty segment: is an id missing?")
    if DOTS.search(segments):
        raise ConfigurationError("request: path has a segment of dots: it could lead elsewhere")
