"""Serialise header and cookie parameters, and the Accept header of responses that are not plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from epilot_targeting_generated.types import NONE, Operation

from ..._config.request_headers import HEADER_NAME, check_header
from ...errors import ConfigurationError
from ..call_arguments import Arguments
from ..parameter_values import require_text
from .parameter_styles import Encode, expand

RESERVED = frozenset({"accept", "cookie", "user-agent"})
"""More headers that the client sets itself, besides those of `_config.request_headers`."""
encode_cookie: Encode = partial(quote, safe="!#$&'()*+-./:<=>?@[]^_`{|}~")
"""Percent-encode the characters that are invalid in a cookie value (RFC 6265), and the percent sign."""


def request_headers(operation: Operation[Any], arguments: Arguments, shared: Mapping[str, str]) -> Mapping[str, str]:
    """Return the headers of a request: the shared ones, overridden by Accept and header parameters.

    Cookie parameters are added to a shared Cookie header. The result may be `shared` itself: do not change it.

    Args:
        operation: The operation: its Accept header, and the styles of its parameters.
        arguments: The arguments of the call, of which header and cookie parameters are sent here.
        shared: The headers of all requests of the client, by lower-case name. They are not changed.

    Raises:
        ConfigurationError: A header or cookie parameter is invalid.
    """
    more = {"accept": operation.accept} if operation.accept else {}
    more |= header_values(arguments.headers or NONE, operation.styles)
    cookies = cookie_value(arguments.cookies or NONE, operation.styles)
    if cookies:
        more["cookie"] = f"{shared['cookie']}; {cookies}" if "cookie" in shared else cookies
    return {**shared, **more} if more else shared


def header_values(headers: Mapping[str, Any], styles: Mapping[str, str]) -> dict[str, str]:
    """Serialise header parameters, and return them by lower-case name. Those that are None are left out.

    Args:
        headers: The values by the names in the document: strings, numbers, booleans, dates, lists or objects.
        styles: The styles of the operation's parameters. The key of a header is `header:` and its name as in
            `headers`. A header that is not in it has the style `simple`.

    Raises:
        ConfigurationError: A name or value is invalid in a header, the style cannot express the value, a
            list or object is empty, or the client sets this header itself.
    """
    found: dict[str, str] = {}
    for name, value in headers.items():
        if value is None:
            continue
        if name.lower() in RESERVED:
            raise ConfigurationError(f"the header {name} is set by the client and is not a parameter")
        text = require_text(name, expand(name, value, styles.get(f"header:{name}", "simple"), str))
        found |= dict([check_header(name, text)])
    return found


def cookie_value(cookies: Mapping[str, Any], styles: Mapping[str, str]) -> str:
    """Serialise cookie parameters, and return them as the value of one Cookie header, such as `a=1; b=2`.

    Values that are None are left out. Return an empty string if no cookie is sent.

    Args:
        cookies: The values by name: strings, numbers, booleans, dates, lists or objects.
        styles: The styles of the operation's parameters: that of a cookie is under `cookie:name`. Default: `form`.

    Raises:
        ConfigurationError: A name has an invalid character, a list or object is empty, or a value cannot be expressed
            in its style or encoded as UTF-8.
    """
    found: list[str] = []
    for name, value in cookies.items():
        if value is None:
            continue
        if not HEADER_NAME.fullmatch(name):
            raise ConfigurationError("the name of a cookie contains an invalid character")
        style = styles.get(f"cookie:{name}", "form")
        try:
            text = require_text(name, expand(name, value, style.replace("form", "cookie"), encode_cookie))
        except UnicodeEncodeError:
            raise ConfigurationError(f"the cookie {name} cannot be encoded as UTF-8") from None
        found.append(f"{name}={text}" if style == "json" else text)
    return "; ".join(found)
