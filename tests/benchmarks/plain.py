"""The sides that give plain dicts, as somebody writes them who uses the HTTP library itself."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from typing import Any

from benchmarks import data


def token() -> str:
    """Return the token, as a provider does."""
    return data.TOKEN


class PageByPage:
    """Walks by asking for one page after the other."""

    async def page(self, cursor: str | None) -> tuple[Sequence[Any], str | None]:
        """Get one page and the cursor of the next."""
        raise NotImplementedError

    async def pages(self) -> AsyncGenerator[Sequence[Any]]:
        """Return the recipients, page by page."""
        results, cursor = await self.page(None)
        yield results
        while cursor:
            results, cursor = await self.page(cursor)
            yield results

    async def walk(self) -> int:
        """Touch each recipient."""
        found = 0
        async for results in self.pages():
            for _ in results:
                found += 1
        return found


class Raw(PageByPage):
    """httpx or httpx2."""

    def __init__(self, http: Any, url: str) -> None:
        self._http = http
        self._url = url

    async def match(self) -> Any:
        headers = {"authorization": f"Bearer {token()}"}
        return (await self._http.post(self._url + data.MATCH_PATH, json=data.PARAMS, headers=headers)).json()

    async def page(self, cursor: str | None) -> tuple[Sequence[Any], str | None]:
        params = {"limit": data.PAGE_SIZE} | ({"next": cursor} if cursor else {})
        headers = {"authorization": f"Bearer {token()}"}
        response = await self._http.get(self._url + data.RECIPIENTS_PATH, params=params, headers=headers)
        page = response.json()
        return page["results"], page["next"]

    async def export(self, path: str) -> int:
        """Write all recipients to a Parquet file, as pyarrow's documentation does it."""
        import pyarrow
        from pyarrow import parquet

        rows: list[Any] = []
        async for results in self.pages():
            for row in results:
                row["portal_state"] = json.dumps(row["portal_state"])  # Parquet takes no empty struct
            rows += results
        parquet.write_table(pyarrow.Table.from_pylist(rows), path)
        return len(rows)

    async def aclose(self) -> None:
        await self._http.aclose()


class Aiohttp(PageByPage):
    """aiohttp."""

    def __init__(self, session: Any, url: str) -> None:
        self._session = session
        self._url = url

    async def match(self) -> Any:
        headers = {"authorization": f"Bearer {token()}"}
        async with self._session.post(self._url + data.MATCH_PATH, json=data.PARAMS, headers=headers) as response:
            return await response.json()

    async def page(self, cursor: str | None) -> tuple[Sequence[Any], str | None]:
        params = {"limit": data.PAGE_SIZE} | ({"next": cursor} if cursor else {})
        headers = {"authorization": f"Bearer {token()}"}
        async with self._session.get(self._url + data.RECIPIENTS_PATH, params=params, headers=headers) as response:
            page = await response.json()
        return page["results"], page["next"]

    async def aclose(self) -> None:
        await self._session.close()
