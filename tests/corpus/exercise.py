"""Call every operation of a generated package over a socket, and judge what is sent and what comes back."""

from __future__ import annotations

from typing import Any

from attrs import define, field
from corpus import calls as planned
from corpus import judge
from corpus.arguments import arguments
from corpus.by_hand import check_by_hand
from corpus.calls import Answer, Call
from corpus.documents import Document, Operation
from corpus.examples import Examples
from corpus.package import client_class, descriptions
from corpus.replies import reply
from corpus.second_opinion import SecondOpinion
from epilot_targeting_generated.convert import to_json
from server import Script

from epilot_targeting import ApiError, RetryPolicy


@define
class Tally:
    """What was called, and what was wrong with it."""

    calls: int = 0
    judged_twice: int = 0
    """Calls whose request a library has judged too."""
    problems: list[str] = field(factory=list)


async def exercise(document: Document) -> Tally:
    """Call everything that a document describes."""
    tally, examples, second = Tally(), Examples(document), SecondOpinion(document)
    described = descriptions(document.package)
    async with Script() as server:
        kind = client_class(document.package)
        async with kind("token", base_url=server.address, retry=RetryPolicy(attempts=1)) as client:
            for operation in document.operations if "x-by-hand" not in document.raw else ():
                about = described[operation.method, operation.path]
                caller = Caller(operation, client, about.name, server, tally, second)
                replies = planned.answers(operation, examples)
                for call, answer in planned.pairs(planned.plan(operation, examples), replies):
                    await caller.check(call, answer)
            for expected in document.raw.get("x-expect", []):
                tally.calls += 1
                tally.problems += await check_by_hand(client, server, expected)
    return tally


@define
class Caller:
    """The calls of one operation."""

    operation: Operation
    client: Any
    name: str
    server: Script
    tally: Tally
    second: SecondOpinion

    async def check(self, call: Call, answer: Answer) -> None:
        """Make one call, and note what is wrong with it."""
        self.tally.calls += 1
        self.server.seen.clear()
        self.server.answer = lambda _: reply(answer, self.operation.method)
        try:
            problems = await self._problems(call, answer)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is what the test must show)
            problems = [f"{type(error).__name__}: {error}"]
        where = f"{self.operation.label} {call} -> {answer.status} {answer.media_type}"
        self.tally.problems += [f"{where}: {problem}" for problem in problems]

    async def _problems(self, call: Call, answer: Answer) -> list[str]:
        plain = self.tally.calls % 2  # every other call takes the whole reply, and everything in Python's types
        method = getattr(self.client if plain else self.client.raw, self.name)
        positional, named = arguments(self.operation, method, call, typed=not plain)
        try:
            result = await method(*positional, **named)
        except ApiError as error:
            got = f"{type(error).__name__} {error.status_code}: {error}"
            failed = answer.status >= 300 and error.status_code == answer.status
            return [*self._sent(call, answer), *([] if failed else [got])]
        if answer.status >= 300:
            return ["the failure passed as a success"]
        return [*self._sent(call, answer), *_read(result if plain else result.parsed, answer)]

    def _sent(self, call: Call, answer: Answer) -> list[str]:
        if len(self.server.seen) != 1:
            return [f"{len(self.server.seen)} requests were sent"]
        seen = self.server.seen[0]
        self.tally.judged_twice += not self.second.reason
        return [*judge.problems(self.operation, call, answer, seen), *self.second.problems(self.operation, seen)]


def _read(parsed: Any, answer: Answer) -> list[str]:
    back = to_json(parsed)
    if back == answer.value and isinstance(back, bool) == isinstance(answer.value, bool):
        return []
    return [f"sent {answer.value!r}, read {parsed!r}, which is {back!r}"]
