"""The task of one part file: create its recipients, with its own client and journal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from .. import RateLimit
from ..bulk import BulkResult, BulkRun, Journal, create_recipients
from ._options import WorkerOptions
from ._payloads import PayloadFile
from ._rate_limit import Writes, pause_before, still_counting

MAX_PROBLEMS = 1000
"""Results that a task returns. They travel over the scheduler."""


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


def create_part(
    before: PartResult | None,
    campaign_id: str,
    part: str,
    journal: str,
    options: WorkerOptions,
    rate_limit: RateLimit | None,
) -> PartResult:
    """Create the recipients of one part file.

    Dask runs this on a worker, in a thread without an event loop. It blocks until the run of the part has
    ended. A further call with the same journal continues: the items that are done are `skipped`. A lane is a
    sequence of parts of which each waits for the one before.

    Args:
        before: The result of the part before it in the lane, or None for the first one of the lane.
        campaign_id: The id of the campaign, from `campaign_name`.
        part: The path of the part file.
        journal: The path of its journal. The folder is created.
        options: The options of the client and the run.
        rate_limit: The limit of the writes of the lane, or None for no limit. With one, this may sleep before
            the run.

    Returns:
        The counts of the part, its first 1,000 results that are `rejected` or `unknown`, and the writes of the
        lane that still count towards its limit.

    Raises:
        BulkInterrupted: The token or the campaign is invalid, or the service is down. Dask keeps each error as
            the exception of the future.
        ConfigurationError: The file or a row is invalid, the journal cannot be used, pyarrow is not installed,
            or the token provider cannot be imported.
        OSError: The file cannot be read, or the folder of the journal cannot be created.
    """
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
    """Create the recipients of one part file by a bulk run.

    It creates the folder of the journal, and a client of its own, which it closes.

    Args:
        campaign_id: The id of the campaign.
        file: The part file.
        journal: The path of its journal.
        options: The options of the client and the run.
        rate_limit: The limit of the client's writes, or None for no limit.
        problems: An empty list. The first 1,000 results that are `rejected` or `unknown` are added to it, without their
            items and recipients.

    Returns:
        The number of results by status, and the number of requests that were sent.

    Raises:
        BulkInterrupted: The token or the campaign is invalid, or the service is down.
        ConfigurationError: The file or a row is invalid, the journal cannot be used, pyarrow is not installed, or the
            token provider cannot be imported.
        OSError: The file cannot be read, or the folder of the journal cannot be created.
    """
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
