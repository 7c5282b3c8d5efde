"""`export_campaigns`: write the recipients of many campaigns to Parquet, one task for each campaign."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from attrs import frozen

from ..errors import ConfigurationError
from ..export import write_parquet
from ._options import WorkerOptions
from ._submit import DaskClient, check_arguments, check_folder, check_iterable, submit_all

PAGE_SIZE = 1000


@frozen
class CampaignExport:
    """The recipients of one campaign, in part files.

    Attributes:
        campaign_id: The id of the campaign, in lower case.
        folder: The folder of the part files.
        rows: The number of recipients.
    """

    campaign_id: str
    folder: str
    rows: int


def export_campaigns(
    dask_client: DaskClient,
    campaign_ids: Iterable[UUID | str],
    folder: str | os.PathLike[str],
    options: WorkerOptions,
) -> list[Any]:
    """Export the recipients of campaigns to Parquet files, one Dask task for each campaign.

    Each campaign has its own folder of part files, named by its id. A finished one has the file `_SUCCESS`, and
    is left as it is by another call. A task whose worker is killed starts again on another worker, behind the
    last whole part if that worker sees the same folder. This function returns when the tasks are submitted.
    Keep the futures: Dask cancels tasks that nobody holds a future of.

    Example:
        options = WorkerOptions("my_package:get_token")
        futures = export_campaigns(dask_client, campaign_ids, "/mnt/exports", options)
        for export in dask_client.gather(futures):
            print(export.folder, export.rows)

    Args:
        dask_client: A `distributed.Client`, synchronous or asynchronous.
        campaign_ids: The ids of the campaigns. One that comes again has the same future.
        folder: The folder on the workers. It may be on a network file system. It is created.
        options: The options of the workers.

    Returns:
        A future for each id, in the same order. Its result is a `CampaignExport`. Its exception is that of
        `write_parquet`, or says that the worker cannot import the token provider.

    Raises:
        ConfigurationError: An argument is invalid.
    """
    check_arguments(dask_client, options)
    names = [campaign_name(one) for one in check_iterable("campaign_ids", campaign_ids)]
    parent = check_folder(folder)
    calls = {name: (name, str(parent / quote(name, safe="")), options) for name in names}
    futures = submit_all(dask_client, "export-campaign", export_campaign, [*calls.values()])
    by_name = dict(zip(calls, futures, strict=True))
    return [by_name[name] for name in names]


def export_campaign(campaign_id: str, folder: str, options: WorkerOptions) -> CampaignExport:
    """Export the recipients of one campaign to part files in a folder.

    A repeated call continues after the last whole part. Dask runs this on a worker, in a thread without an
    event loop.

    Args:
        campaign_id: The id of the campaign, in lower case, as the function `campaign_name` returns it.
        folder: The folder of this campaign. It is created.
        options: The options of the client and the parts.

    Returns:
        The campaign, the folder, and the number of rows of all parts, those of an earlier run included.

    Raises:
        ConfigurationError: The folder has parts of another list, or a part between others is missing, pyarrow
            is not installed, or the token provider cannot be imported. Dask keeps each error as the exception
            of the future.
        OSError: Writing failed.
        TargetingError: Fetching a page failed.
        Exception: The module of the token provider raised it while it was imported.
    """
    return CampaignExport(campaign_id, folder, asyncio.run(_write(campaign_id, folder, options)))


async def _write(campaign_id: str, folder: str, options: WorkerOptions) -> int:
    """Write the recipients of a campaign to part files in a folder, and return the number of rows of all parts.

    It opens a client of its own, and closes it. The errors of `write_parquet` are raised; whole parts stay.
    """
    async with options.client() as client:
        pager = client.iter_recipients(campaign_id, limit=PAGE_SIZE)
        return await write_parquet(pager, folder, part_rows=options.part_rows)


def campaign_name(campaign_id: object) -> str:
    """Return the id of a campaign as text in lower case, without white space around it.

    Other characters, such as a slash, are kept. The text also names folders: the caller percent-encodes it for
    a path of a file.

    Args:
        campaign_id: The user's argument, unchecked.

    Raises:
        ConfigurationError: It is neither a UUID nor a string, or the text is empty, `.` or `..`.
    """
    name = str(campaign_id).strip().lower() if isinstance(campaign_id, str | UUID) else ""
    if name in ("", ".", ".."):
        raise ConfigurationError("the id of a campaign must be a UUID or a string that is not empty")
    return name
