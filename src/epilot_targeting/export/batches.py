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
        """Create the output, once and before the first `add`. This blocks: run it in a thread. Errors are raised."""

    def add(self, models: Sequence[Model]) -> Work | None:
        """Convert and collect records. This may not block, as it runs in the event loop.

        Returns:
            The call that writes what is collected, which blocks, once there is enough; else None.
        """

    def finish(self) -> None:
        """Write the rest, and complete the output, after the last `add`. This blocks."""

    def abort(self) -> None:
        """Remove the output if it is incomplete. It is called at the end of every export. This blocks."""


async def write_all(pager: AsyncIterable[Model], sink: Sink) -> int:
    """Write all records of a pager to a sink, and return their number.

    This opens the sink, and finishes it after the last record. While the sink writes in a thread, the next records are
    collected. At the end, also after an error or a cancellation, this closes the iteration of the pager, and calls
    `abort`, which removes an incomplete output.

    Args:
        pager: The pager, or any async iterable of models.
        sink: A new sink, such as a `ParquetFile`, which was not opened. It cannot be used again.

    Raises:
        Exception: The pager or the sink raised it.
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
    """Yield the records of a pager in batches of 256 or more, so that they become columns together.

    Without `is_full`, whole pages may be added at once, so a batch may be larger by a page. The last batch, and
    those that `is_full` ends, may be smaller. No batch is empty. An error of the pager is raised, and the
    records of an incomplete batch are dropped then. The iteration of the pager is closed at the end. A caller
    that may stop earlier uses `aclosing`.

    Args:
        pager: The pager, or any async iterable of models.
        is_full: Called after each record with the number of records in the batch, while that is below 256.
            Returns whether the batch ends now. Default: no batch ends before 256 records.
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
