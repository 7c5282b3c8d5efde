"""Serialise requests as HTTP/1.1, for an open connection on which the library is not needed.

httpx and h11 produce the same bytes, but validate each header anew in each request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .._config.base_url import PORTS, TARGET

if TYPE_CHECKING:
    from .attempt import PreparedRequest

WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose requests have a Content-Length although they may have no body."""
METHODS = WITH_BODY | {"GET", "DELETE"}
"""Methods whose responses have a body: not HEAD."""
NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
VALUE = re.compile(r"(?:[!-~](?:[ -~\t]*[!-~])?)?")


class RequestSerialiser:
    """Serialises the requests to one origin. The headers are encoded once for each client."""

    def __init__(self, base_url: str) -> None:
        """Keep the origin of `base_url`, the only one for which requests are serialised."""
        parts = urlsplit(base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        # As httpx sends it: the signature of a presigned URL covers this header.
        host = parts.netloc.lower().removesuffix(f":{PORTS[parts.scheme]}")
        self._host = f" HTTP/1.1\r\nhost: {host}\r\n"
        self._cached: tuple[Mapping[str, str] | None, str | None] = None, None

    def serialise(self, prepared: PreparedRequest) -> bytes | None:
        """Return a request as the bytes of HTTP/1.1, head and body. They contain the token.

        Return None if the HTTP library has to send it: its URL is not under the origin of this serialiser, its
        method is not in `METHODS`, or the URL or a header has unusual characters.
        """
        text, method = prepared.url.reveal(), prepared.method
        target, shared = text[len(self._origin) :], self._shared_headers(prepared.headers)
        if shared is None or method not in METHODS or not text.startswith(self._origin) or not TARGET.fullmatch(target):
            return None
        content, authorization = prepared.content, prepared.authorization()
        head = method + " " + target + self._host + shared
        if content is not None:
            if not VALUE.fullmatch(prepared.content_type):
                return None
            head += f"content-type: {prepared.content_type}\r\n"
        if content or method in WITH_BODY:
            head += f"content-length: {len(content or b'')}\r\n"
        if authorization:
            if not (authorization.isascii() and authorization.isprintable()):
                return None
            head += f"authorization: {authorization}\r\n"
        return (head + "\r\n").encode("ascii") + (content or b"")

    def _shared_headers(self, headers: Mapping[str, str]) -> str | None:
        """Return the headers of a PreparedRequest as lines of HTTP/1.1, or None if one of them is unusual.

        Each line ends with CRLF. A header is unusual if its name is no HTTP token, or its value has other
        characters than printable ASCII and tabs, or a space or tab at an end. Then the HTTP library sends the
        request.

        The last result is returned again for the same object, which the caller must not change.
        """
        if self._cached[0] is not headers:
            usual = all(NAME.fullmatch(name) and VALUE.fullmatch(value) for name, value in headers.items())
            lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
            self._cached = headers, "".join(lines) if usual else None
        return self._cached[1]
