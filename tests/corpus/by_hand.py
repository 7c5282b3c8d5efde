"""Calls that a document spells out itself: where no library can judge, or where the very bytes matter."""

from __future__ import annotations

from typing import Any

from corpus.calls import Answer
from corpus.replies import reply
from epilot_targeting_generated.convert import to_json
from server import Script


async def check_by_hand(client: Any, server: Script, expected: dict[str, Any]) -> list[str]:
    """Make one such call; say what is not as the document expects."""
    answer = {"status": 200, "type": "application/json", "content": "{}", **expected.get("answer", {})}
    server.seen.clear()
    server.answer = lambda _: reply(Answer(answer["status"], answer["type"], answer["content"].encode()))
    method = getattr(client, expected["call"])
    try:
        result: Any = to_json(await method(*expected.get("by position", []), **expected.get("with", {})))
    except Exception as error:  # noqa: BLE001 (the document says which it should be)
        result = f"{type(error).__name__}: {error}"
    got = {"gives": result, **_sent(server)}
    wanted = {key: value for key, value in expected.items() if key in ("gives", "line", "headers", "body")}
    where = f"{expected['call']} with {expected.get('with', expected.get('by position'))}"
    problems = [
        f"{where}: {key} is {got.get(key)!r} instead of {value!r} ({result!r})"
        for key, value in wanted.items()
        if not _fits(got.get(key), value)
    ]
    if "raises" in expected and expected["raises"] not in str(result):
        problems.append(f"{where}: {result!r} came, and not {expected['raises']!r}")
    return problems


def _sent(server: Script) -> dict[str, Any]:
    if not server.seen:
        return {}
    seen = server.seen[0]
    line = seen.line.removesuffix(" HTTP/1.1")
    for escape, plain in (("%7C", "|"), ("%5B", "["), ("%5D", "]")):  # delimiters that stand for themselves either way
        line = line.replace(escape, plain)
    return {"line": line, "headers": seen.headers, "body": seen.body.decode()}


def _fits(got: Any, wanted: Any) -> bool:
    """Return whether it is so; of headers, only those that are named."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        return all(got.get(name) == value for name, value in wanted.items())
    return bool(got == wanted)
