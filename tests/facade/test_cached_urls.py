"""URL objects of httpx and httpx2 that are made without parsing the query are those that the library makes itself."""

from __future__ import annotations

from typing import Any

import httpx
import httpx2
import pytest

from epilot_targeting._transport.httpx_requests import _url_with_query

URLS = [
    "https://a.b/x/y?limit=100",
    "https://a.b:8443/x%20y/?q=%C3%A4%20b%26c%3D&next=%2F%3F",
    "http://127.0.0.1:1/v1?a=1&a=2&b=%25",
    "http://[::1]:1/v1?a-._~=%27%22",
    "https://a.b/x?",
]


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("url", URLS)
def test_a_url_with_a_query_is_that_of_the_library(library: Any, url: str) -> None:
    """The URL equals the parsed one in each part, and the next one has its own query."""
    expected, found, other = (
        library.URL(url),
        _url_with_query(library.URL, url),
        _url_with_query(library.URL, f"{url}1"),
    )
    assert (expected, str(expected), expected.raw_path) == (found, str(found), found.raw_path)
    assert (dict(expected.params), expected.netloc) == (dict(found.params), found.netloc)
    assert library.URL(f"{url}1") == other


def test_a_url_of_another_version_is_parsed() -> None:
    """Without the private part of httpx that holds the query, the library parses the whole URL."""
    assert "https://a.b/x?limit=1" == _url_with_query(str, "https://a.b/x?limit=1")
