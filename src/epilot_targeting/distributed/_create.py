"""`create_recipients_from_parquet`: create the recipients of part files, one task for each file, `parallel` at once."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from attrs import evolve, field, frozen

from .. import RateLimit
from ..bulk import BulkResult, BulkRun, Journal, create_recipients
from ..errors import ConfigurationError
from ._export import campaign_name
from ._lane import Writes, pause_before, still_counting
from ._options import WorkerOptions
from ._payloads import PayloadFile
from ._submit import DaskClient, check_arguments, submit_all

MAX_PROBLEMS = 1000
"""Results that a task returns. They travel over the scheduler."""
JOURNALS = "_journals"
"""The folder of journals beside part files. Readers of Parquet folders skip names with an underscore."""


@frozen
class PartResult:
    """The result of one part file.

    Attributes:
        part: The name of the part file.
        counts: The number of results by status, as of a `BulkRun`.
        problems: The results that are `rejected` or `unknown`, without their items; at most 1,000.
        recent_writes: The writes that still count towards the rate limit of the next part.
    """

    part: str
    counts: Mapping[str, int]
    problems: tuple[BulkResult[Any], ...]
    recent_writes: tuple[Writes, ...] = field(default=(), repr=False, eq=False)


def create_recipients_from_parquet(
    dask_client: DaskClient,
    campaign_id: UUID | str,
    folder: str | os.PathLike[str],
    options: WorkerOptions,
    *,
    parallel: int = 4,
    rate_limit: RateLimit | None = None,
) -> list[Any]:
    """Create the recipients of all Parquet files in a folder, one Dask task for each file.

    The columns are the fields of the payloads. Each part has its own journal, which its task continues after a crash,
    on any worker that sees the same local disk. Repeat the call to continue. This function returns when the tasks are
    submitted. Keep the futures: Dask cancels tasks that nobody holds a future of.

    Each part waits for the part `parallel` places before it. If that one fails, so do those behind it, with the same
    exception: an invalid token or a service that is down does not concern one part only.

    Example:
        limit = RateLimit(requests=500, seconds=60)
        futures = create_recipients_from_parquet(dask_client, campaign_id, "parts", options, rate_limit=limit)
        for result in dask_client.gather(futures):
            print(result.part, result.counts)

    Args:
        dask_client: A `distributed.Client`, synchronous or asynchronous.
        campaign_id: The id of the campaign.
        folder: The folder of the files, which the workers and this process can read.
        options: The options of the workers.
        parallel: The number of parts that run at once. It is fixed from now on.
        rate_limit: The limit of the writes of all parts. Each part has its share: 1 / `parallel`. Default: no limit.

    Returns:
        A future for each file, in the order of their names. Its result is a `PartResult`; its exception is that of a
        `BulkRun`, or a `ConfigurationError` for an invalid row.

    Raises:
        ConfigurationError: An argument is invalid, pyarrow is not installed, or there is no file, or one whose columns
            are invalid. Nothing was sent.
    """
    check_arguments(dask_client, options)
    campaign = campaign_name(campaign_id)
    share = _share(rate_limit, parallel)
    parent = Path(folder).absolute()
    parts = sorted(str(path) for path in parent.glob("[!._]*.parquet"))
    if not parts:
        raise ConfigurationError(f"folder {parent} has no Parquet file")
    for part in parts:
        PayloadFile(part).check_columns()
    journals = _journal_folder(parent, campaign, options)
    calls = [(campaign, part, str(journals / f"{Path(part).name}.sqlite"), options, share) for part in parts]
    return submit_all(dask_client, "create-recipients", create_part, calls, parallel)


def create_part(
    before: PartResult | None,
    campaign_id: str,
    part: str,
    journal: str,
    options: WorkerOptions,
    rate_limit: RateLimit | None,
) -> PartResult:
    """Create the recipients of one part: the task."""
    file = PayloadFile(part)
    writes = () if before is None else before.recent_writes
    if rate_limit is not None:
        time.sleep(pause_before(file.check_columns(), writes, rate_limit, time.time()))
    problems: list[BulkResult[Any]] = []
    counts, sent = asyncio.run(_create(campaign_id, file, Path(journal), options, rate_limit, problems))
    if rate_limit is not None:
        now = time.time()
        writes = still_counting((*writes, (now, sent)), rate_limit, now)
    return PartResult(Path(part).name, counts, tuple(problems), writes)


async def _create(
    campaign_id: str,
    file: PayloadFile,
    journal: Path,
    options: WorkerOptions,
    rate_limit: RateLimit | None,
    problems: list[BulkResult[Any]],
) -> tuple[dict[str, int], int]:
    """Create the recipients, note the problems, and return the counts and the number of writes."""
    journal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sent = 0
    async with options.client(rate_limit) as client:
        run: BulkRun[Any] = create_recipients(
            client,
            campaign_id,
            file.payloads(),
            journal=Journal(journal),
            settle_after=options.settle_after,
            give_up_after=options.give_up_after,
        )
        async with run:
            async for result in run:
                sent += result.attempts
                if result.status in ("rejected", "unknown") and len(problems) < MAX_PROBLEMS:
                    problems.append(evolve(result, item=None, recipient=None))
    return run.counts, sent


def _share(rate_limit: Any, parallel: Any) -> RateLimit | None:
    """Return the share of a rate limit that one of several parts has.

    Raises:
        ConfigurationError: One is invalid, or there are fewer requests than parts.
    """
    if not isinstance(parallel, int) or isinstance(parallel, bool) or parallel < 1:
        raise ConfigurationError(f"parallel must be a whole number, 1 or more, not {parallel!r}")
    if rate_limit is None:
        return None
    if not isinstance(rate_limit, RateLimit):
        raise ConfigurationError("rate_limit must be a RateLimit, such as RateLimit(requests=500, seconds=60)")
    if rate_limit.requests < parallel:
        raise ConfigurationError(f"parallel={parallel} is too large: rate_limit has {rate_limit.requests} requests")
    return evolve(rate_limit, requests=rate_limit.requests // parallel)


def _journal_folder(parts: Path, campaign_id: str, options: WorkerOptions) -> Path:
    """Return the folder of the journals of one folder of parts and one campaign."""
    campaign = quote(campaign_id, safe="")
    if options.journal_folder is None:
        return parts / JOURNALS / campaign
    return Path(options.journal_folder) / sha256(os.fsencode(parts)).hexdigest()[:16] / campaign
