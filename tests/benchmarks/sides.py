"""The clients that are compared, behind one interface; each does what its user would write.

`httpx`, `httpx2` and `aiohttp` are used as they come, with their default limits, and give plain dicts. Of its 100
connections httpx keeps 20 open by default; `httpx, tuned` keeps all. `vanilla` and ours decode into models. Ours is
installed by itself, `ours, httpx2` with the extra `httpx2`, and `ours, fast` with the extra `fast`, aiohttp and orjson.
A library is imported by the side that uses it: a program that makes one call loads no other.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import Any, NamedTuple, Protocol

OURS, OURS2, FAST, VANILLA = "ours", "ours, httpx2", "ours, fast", "vanilla"
BEFORE = "before"  # in place of `ours`: the package of another checkout
HTTPX, TUNED, HTTPX2, AIOHTTP = "httpx", "httpx, tuned", "httpx2", "aiohttp"


class Side(Protocol):
    """A client."""

    async def match(self) -> Any:
        """Do `match_campaigns` and give the decoded response."""

    async def walk(self) -> int:
        """Touch each recipient of the campaign; give how many there were."""

    def pages(self) -> AsyncGenerator[Sequence[Any]]:
        """Return the recipients, page by page."""

    async def aclose(self) -> None:
        """Close the connections."""


def _ours(url: str, *, fast: bool = False, **options: str) -> Side:
    return import_module("benchmarks.ours").Ours(url, fast=fast, **options)  # type: ignore[no-any-return]


def _vanilla(url: str) -> Side:
    return import_module("benchmarks.generated_only").Vanilla(url)  # type: ignore[no-any-return]


def _raw(library: str, url: str, **limits: int) -> Side:
    from benchmarks.plain import Raw

    http: Any = import_module(library)
    return Raw(http.AsyncClient(limits=http.Limits(**limits)) if limits else http.AsyncClient(), url)


def _aiohttp(url: str) -> Side:
    from benchmarks.plain import Aiohttp

    return Aiohttp(import_module("aiohttp").ClientSession(), url)


SIDES: dict[str, Callable[[str], Side]] = {
    OURS: _ours,
    OURS2: lambda url: _ours(url, transport="httpx2"),
    FAST: lambda url: _ours(url, fast=True),
    HTTPX: lambda url: _raw("httpx", url),
    TUNED: lambda url: _raw("httpx", url, max_connections=100, max_keepalive_connections=100),
    HTTPX2: lambda url: _raw("httpx2", url),
    AIOHTTP: _aiohttp,
    VANILLA: _vanilla,
}
OPTIONAL = (OURS2, FAST, HTTPX2, AIOHTTP)
"""Sides that some installations lack."""


class Opened(NamedTuple):
    """The sides that are there, and why others are not."""

    sides: dict[str, Side]
    missing: dict[str, str]


async def checked(side: Side) -> Side:
    """Make sure that a side gets and decodes what the others do."""
    response = await side.match()
    hits = response["hits"] if isinstance(response, dict) else response.hits
    if hits != 1:
        raise RuntimeError(f"a response was read as {response!r}")
    return side


@asynccontextmanager
async def opened(names: Iterable[str], url: str) -> AsyncIterator[Opened]:
    """Open sides and let each make one call."""
    found = Opened({}, {})
    async with AsyncExitStack() as stack:
        for name in names:
            try:
                side = SIDES[name](url)
                stack.push_async_callback(side.aclose)
                found.sides[name] = await checked(side)
            except Exception as error:
                if name not in OPTIONAL:
                    raise
                found.missing[name] = f"{type(error).__name__}: {error}"
        yield found
