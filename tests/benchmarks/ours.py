"""This project as a side."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from importlib import import_module
from typing import Any

from benchmarks import data
from benchmarks.plain import token

from epilot_targeting import TargetingClient
from epilot_targeting._response import json_reader


class Ours:
    """This project, as it is installed by itself, or with the extra `fast`.

    The extra's orjson is used wherever it is installed. As all sides run in one process, each call says whether it is.
    """

    def __init__(self, url: str, *, fast: bool = False, **options: Any) -> None:
        options.setdefault("transport", "aiohttp" if fast else None)
        self.client = TargetingClient(token, base_url=url, **options)
        self._orjson_loads = import_module("orjson").loads if fast else None

    def preload(self) -> None:
        self.client.preload()

    async def match(self) -> Any:
        json_reader._orjson_loads = self._orjson_loads
        return await self.client.match_campaigns(data.PARAMS)

    async def walk(self) -> int:
        json_reader._orjson_loads = self._orjson_loads
        found = 0
        async for _ in self.client.iter_recipients(data.CAMPAIGN, limit=data.PAGE_SIZE):
            found += 1
        return found

    async def export(self, path: str) -> int:
        """Write all recipients to a Parquet file."""
        from epilot_targeting.export import write_parquet

        json_reader._orjson_loads = self._orjson_loads
        return await write_parquet(self.client.iter_recipients(data.CAMPAIGN, limit=data.PAGE_SIZE), path)

    async def pages(self) -> AsyncGenerator[Sequence[Any]]:
        json_reader._orjson_loads = self._orjson_loads
        pages = self.client.iter_recipients(data.CAMPAIGN, limit=data.PAGE_SIZE).pages()
        async with aclosing(pages):
            async for page in pages:
                yield page.results

    async def aclose(self) -> None:
        await self.client.aclose()
