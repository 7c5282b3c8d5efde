"""Take the records of a pager in batches, and write them in a thread while the next ones are fetched."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Callable, Sequence
from contextlib import aclosing
from typing import Any, Protocol

from epilot_targeting_generated.record import Model

from ..recipient_pager import RecipientPager
from .background import Background

BATCH = 256
"""The least number of records that become columns at once: they are still in the cache, and take a millisecond."""
Work = Callable[[], object]
"""A blocking call."""


class Sink(Protocol):
    """A destination of records. All methods but `add` block, and run in a thread."""

    def open(self) -> None:
        """Create the output, once and before the first `add`. This blocks: run it in a thread."""

    def add(self, models: Sequence[Model]) -> Work | None:
        """Turn records into columns, and return the blocking call that writes what has been collected, if it is due."""

    def finish(self) -> None:
        """Complete the output. This blocks."""

    def abort(self) -> None:
        """Remove what is incomplete. This blocks; after `finish` it does nothing."""


async def write_all(pager: AsyncIterable[Model], sink: Sink) -> int:
    """Write all records of a pager to a sink, and return their number. After an error the sink removes its output.

    Memory is constant: while some records are written in a thread, the next ones are collected.
    """
    background, count = Background(), 0
    try:
        await background.run(sink.open)
        async with aclosing(batches(pager)) as all_batches:
            async for batch in all_batches:
                work = sink.add(batch)
                count += len(batch)
                if work is not None:
                    await background.start(work)
        await background.run(sink.finish)
    finally:
        await background.close(sink.abort)
    return count


async def batches(
    pager: AsyncIterable[Model], is_full: Callable[[int], bool] | None = None
) -> AsyncGenerator[list[Model]]:
    """Yield the records of a pager in batches of at least 256.

    The last batch, and those that `is_full` ends, may be smaller.

    Args:
        pager: The records.
        is_full: Called after each record with the size of the batch. Returns whether the batch ends now. Default:
            never.
    """
    # Whole pages cost less than single records. `max_items` does not limit them.
    whole: Any = pager if is_full is None and isinstance(pager, RecipientPager) and pager.max_items is None else None
    records: Any = aiter(pager) if whole is None else whole.pages()
    batch: list[Model] = []
    try:
        async for record in records:
            if whole is None:
                batch.append(record)
            else:
                batch += [one for one in record.results if one is not None]
            if len(batch) >= BATCH or (is_full is not None and is_full(len(batch))):
                yield batch
                batch = []
        if batch:
            yield batch
    finally:
        close = getattr(records, "aclose", None)
        if close is not None:
            await close()
