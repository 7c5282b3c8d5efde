"""Count what a piece of work does: functions, instructions, timers, tasks and memory. Nothing depends on the clock."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, NamedTuple

import epilot_targeting_generated

import epilot_targeting

OURS = (epilot_targeting.__path__[0], epilot_targeting_generated.__path__[0], "<epilot_targeting_generated.")
"""The beginnings of the names of files: those of the packages, and of code that is compiled while it runs."""
LIBRARIES = "site-packages"
TIMER, TASK = "BaseEventLoop.call_at", "BaseEventLoop.create_task"
WARMUPS, ATTEMPTS = 5, 3
"""Runs before the counts, after which nothing more is loaded or kept; and counts, of which the smallest is taken."""
RESULTS = 20
"""Results whose memory blocks are counted: what is held by chance is spread over them."""
Work = Callable[[], Awaitable[object]]


class Counts(NamedTuple):
    """What a piece of work did.

    Attributes:
        functions: How often it entered or resumed a Python function of this project.
        library: The same for the packages that are installed, such as the HTTP library.
        instructions: The instructions of the interpreter that functions of this project ran.
        timers: The timers that it set.
        tasks: The tasks that it started.
        peak: The largest number of bytes that it held beyond what was held before.
        kept: The number of memory blocks that its result holds.
    """

    functions: int
    library: int
    instructions: int
    timers: int
    tasks: int
    peak: int
    kept: int

    def less(self, other: Counts, parts: int) -> Counts:
        """Return the difference to less work, for one of the parts that make the difference, rounded up."""
        return Counts(*(-(-(mine - theirs) // parts) for mine, theirs in zip(self, other, strict=True)))


@contextmanager
def _installed(
    hook: Callable[[FrameType, str, Any], Any], get: Callable[[], Any], install: Callable[[Any], None]
) -> Iterator[None]:
    """Install a function that the interpreter calls for events of frames, and afterwards the one that was there."""
    before = get()
    install(hook)
    try:
        yield
    finally:
        install(before)


async def _functions(work: Work) -> Counter[str]:
    """Count functions, timers and tasks."""
    found: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            code = frame.f_code
            if code.co_filename.startswith(OURS):
                found["functions"] += 1
            elif LIBRARIES in code.co_filename:
                found["library"] += 1
            elif code.co_qualname in (TIMER, TASK):
                found[code.co_qualname] += 1

    with _installed(note, sys.getprofile, sys.setprofile):
        await work()
    return found


@contextmanager
def _traced(note: Callable[[], object]) -> Iterator[None]:
    """Call a function for each instruction of the interpreter in functions of this project."""

    def inside(frame: FrameType, event: str, _: Any) -> Any:
        if event == "opcode":
            note()
        return inside

    def enter(frame: FrameType, _: str, __: Any) -> Any:
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return inside

    with _installed(enter, sys.gettrace, sys.settrace):
        yield


if sys.version_info >= (3, 12):  # where functions that trace instructions miss some

    @contextmanager
    def _monitored(note: Callable[[], object]) -> Iterator[None]:
        """Do what `_traced` does."""
        monitoring, tool = sys.monitoring, sys.monitoring.PROFILER_ID + 1

        def instruction(code: CodeType, _: int) -> Any:
            return note() if code.co_filename.startswith(OURS) else monitoring.DISABLE

        monitoring.use_tool_id(tool, "count of instructions")
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, instruction)
        monitoring.set_events(tool, monitoring.events.INSTRUCTION)
        try:
            yield
        finally:
            monitoring.free_tool_id(tool)
            monitoring.restart_events()

    _traced = _monitored


async def _instructions(work: Work) -> int:
    """Count the instructions of the interpreter in functions of this project."""
    count = 0

    def note() -> None:
        nonlocal count
        count += 1

    with _traced(note):
        await work()
    return count


async def _memory(work: Work) -> tuple[int, int]:
    """Return the largest number of bytes held meanwhile, and the memory blocks that the result holds."""
    gc.collect()
    gc.disable()  # else the counts depend on when it runs
    tracer = sys.gettrace()
    sys.settrace(None)  # that of coverage takes memory
    try:
        tracemalloc.start()
        held, _ = tracemalloc.get_traced_memory()
        await work()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        results: list[object] = [None] * RESULTS
        before = sys.getallocatedblocks()
        for number in range(RESULTS):
            results[number] = await work()
        kept = (sys.getallocatedblocks() - before) // RESULTS
    finally:
        sys.settrace(tracer)
        gc.enable()
    return peak - held, kept


async def counted(work: Work) -> Counts:
    """Return the counts of one run of the work, when all that it loads is loaded."""
    for _ in range(WARMUPS):
        await work()
    instructions = await _instructions(work)
    found: list[Counts] = []
    for _ in range(ATTEMPTS):
        entered, (peak, kept) = await _functions(work), await _memory(work)
        numbers = entered["functions"], entered["library"], instructions, entered[TIMER], entered[TASK], peak, kept
        found.append(Counts(*numbers))
    return Counts(*map(min, zip(*found, strict=True)))
