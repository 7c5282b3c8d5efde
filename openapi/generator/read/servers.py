"""Recognise the documents of epilot by their servers: only its services know large responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ..json_types import is_array, is_object

DOMAIN = "epilot.io"


def has_large_responses(document: Mapping[str, Any]) -> bool:
    """Return whether a server of the document is one of epilot, which may respond with the address of a response."""
    servers = document.get("servers")
    return any(_is_epilot(one.get("url")) for one in servers if is_object(one)) if is_array(servers) else False


def _is_epilot(url: Any) -> bool:
    """Return whether the host of an address is one of epilot."""
    try:
        host = urlsplit(str(url)).hostname or ""
    except ValueError:
        return False
    return host == DOMAIN or host.endswith(f".{DOMAIN}")
