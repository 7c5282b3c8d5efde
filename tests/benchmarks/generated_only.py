"""What the generator makes without this project's templates, as a side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from benchmarks import data
from benchmarks.plain import PageByPage, token
from benchmarks.vanilla import part


class Vanilla(PageByPage):
    """What the generator makes by itself; its token is fixed, and its body a model that was made beforehand."""

    def __init__(self, url: str, **httpx_args: Any) -> None:
        self._client = part("client").AuthenticatedClient(base_url=url, token=token(), httpx_args=httpx_args)
        self._params = part("models.match_campaign_params").MatchCampaignParams.from_dict(data.PARAMS)
        self._match = part("api.campaign.match_campaigns").asyncio
        self._recipients = part("api.campaign_recipient.get_recipients").asyncio
        self._unset = part("types").UNSET

    async def match(self) -> Any:
        return await self._match(client=self._client, body=self._params)

    async def page(self, cursor: str | None) -> tuple[Sequence[Any], str | None]:
        page = await self._recipients(
            UUID(data.CAMPAIGN), client=self._client, limit=data.PAGE_SIZE, next_=cursor or self._unset
        )
        return page.results, page.next_

    async def aclose(self) -> None:
        await self._client.get_async_httpx_client().aclose()
