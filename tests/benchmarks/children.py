"""Programs that are run in new interpreters; what they find out goes to standard output."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Any

from benchmarks.sides import OURS, SIDES, Side

WARMING = 3  # walks of a few pages, after which nothing more is loaded or kept for good
STEPS = 20  # turns of the event loop within which all tasks have come to where they wait


def _opened(name: str, url: str) -> Side:
    if name == OURS:
        sys.modules["orjson"] = None  # type: ignore[assignment]  # which comes with the extra only
    return SIDES[name](url)


def first_call(name: str, url: str) -> None:
    """Make one call."""

    async def main() -> None:
        side = _opened(name, url)
        await side.match()
        await side.aclose()

    asyncio.run(main())


def steps(name: str, url: str, *, preloads: bool) -> None:
    """Make three calls, perhaps after `preload`, and tell the CPU time of each step in ms, and the modules loaded."""
    side: Any = _opened(name, url)
    found: dict[str, float] = {}

    async def main() -> None:
        for step in ("first call", "second call", "third call"):
            began, before = time.process_time(), len(sys.modules)
            await side.match()
            found[step], found[f"modules in the {step}"] = _ms(began), len(sys.modules) - before
        await side.aclose()

    began, before = time.process_time(), len(sys.modules)
    if preloads:
        side.preload()
    found["preload()"], found["modules in preload()"] = _ms(began), len(sys.modules) - before
    asyncio.run(main())
    print(json.dumps(found))


def _ms(began: float) -> float:
    return 1000 * (time.process_time() - began)


def _tell(main: Coroutine[None, None, dict[str, float]]) -> None:
    print(json.dumps(asyncio.run(main)))


def walk_memory(name: str, url: str, recipients: int) -> None:
    """Walk, and tell the most memory that was in use beyond what was in use before."""
    import gc
    import tracemalloc

    async def main() -> dict[str, float]:
        side = _opened(name, url)
        for _ in range(WARMING):
            async with aclosing(side.pages()) as pages:
                await anext(pages)
                await anext(pages)
        gc.collect()
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        if await side.walk() != recipients:
            raise RuntimeError("recipients are missing")
        _, peak = tracemalloc.get_traced_memory()
        await side.aclose()
        return {"peak": peak - before}

    _tell(main())


def export_memory(name: str, url: str, recipients: int) -> None:
    """Export to a file, and tell the most memory of Python and of pyarrow beyond what was in use before."""
    import gc
    import tempfile
    import tracemalloc
    from pathlib import Path

    import pyarrow

    async def main() -> dict[str, float]:
        side: Any = _opened(name, url)
        pool = pyarrow.default_memory_pool()
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder, "x.parquet"))
            await side.export(path)  # after which nothing more is loaded
            gc.collect()
            held = pool.bytes_allocated()
            tracemalloc.start()
            before, _ = tracemalloc.get_traced_memory()
            if await side.export(path) != recipients:
                raise RuntimeError("recipients are missing")
            _, peak = tracemalloc.get_traced_memory()
        await side.aclose()
        return {"python": peak - before, "arrow": pool.max_memory() - held}

    _tell(main())


def kept_memory() -> None:
    """Print the KiB that a client takes before its first call, and those of a page of recipients."""
    import gc
    import tracemalloc
    from collections.abc import Callable

    from benchmarks import data

    from epilot_targeting import TargetingClient
    from epilot_targeting.models import RecipientsResponse

    body = data.page(data.results(0, data.PAGE_SIZE), None, data.PAGE_SIZE)

    def kept(make: Callable[[], object]) -> float:
        _ = make()  # after which nothing more is loaded
        gc.collect()
        tracemalloc.start()
        _ = [make() for _ in range(STEPS)]
        gc.collect()
        used, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return used / STEPS / 1024

    client = kept(lambda: TargetingClient("token"))
    page = kept(lambda: RecipientsResponse.from_dict(json.loads(body)))
    name = f"KiB a page of {data.PAGE_SIZE}"
    found = {OURS: {"KiB a client before its first call": client, name: page}}
    print(json.dumps({**found, "json alone": {name: kept(lambda: json.loads(body))}}))


def crowd(name: str, url: str, tasks: int) -> None:
    """Start many calls at once, and tell the memory that each takes while it waits."""
    import gc
    import tracemalloc

    async def main() -> dict[str, float]:
        side = _opened(name, url)
        await side.match()
        gc.collect()
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        calls = [asyncio.create_task(side.match()) for _ in range(tasks)]
        for _ in range(STEPS):
            await asyncio.sleep(0)
        used, _ = tracemalloc.get_traced_memory()
        waiting = sum(not call.done() for call in calls)
        tracemalloc.stop()
        done = len(await asyncio.gather(*calls))
        await side.aclose()
        return {"used": used - before, "waiting": waiting, "done": done}

    _tell(main())
