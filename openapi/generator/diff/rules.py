"""The level of each kind of change for a client, in requests and in responses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .changes import Change, Kind, Level

Direction = Literal["request", "response"]
BOTH: frozenset[Direction] = frozenset({"request", "response"})
WHERE: dict[Direction, str] = {"request": "requests", "response": "responses"}
PATCH, MINOR, BREAKING = Level.PATCH, Level.MINOR, Level.BREAKING
NONE_NOW = "models read None for what is absent or null, so the type becomes `… | None`"
OPEN_ENUM = "enums are open: an unknown value is kept as it came"


@dataclass(frozen=True)
class Rule:
    """The levels of a change in a request and in a response, and its text."""

    kind: Kind
    request: Level
    response: Level
    words: str
    why: str = ""

    def judge(self, group: str, directions: Iterable[Direction], /, **details: object) -> Change:
        """Return the change, with the highest level of its directions. Without a direction the level is PATCH."""
        levels: dict[Direction, Level] = {"response": self.response, "request": self.request}
        text = self.words.format(**details)
        given: set[Direction] = {*directions}
        sides: list[Direction] = [side for side in levels if side in given]
        if not sides:
            return Change(PATCH, group, self.kind, text, "no operation used it before")
        level = max(levels[side] for side in sides)
        grave: list[Direction] = [side for side in sides if levels[side] == level]
        said = f" (in {WHERE[grave[0]]})" if len(grave) < len(levels) else ""
        return Change(level, group, self.kind, text + said, self.why)


def _same(kind: Kind, level: Level, words: str, why: str = "") -> Rule:
    """Return a rule with one level for requests and responses."""
    return Rule(kind, level, level, words, why)


SCHEMA = {
    "field added": Rule("added", MINOR, MINOR, "field `{where}`"),
    "required field added": Rule("added", BREAKING, MINOR, "required field `{where}`"),
    "field removed": Rule("removed", BREAKING, BREAKING, "field `{where}`"),
    "required now": Rule("changed", BREAKING, MINOR, "`{where}` is required now"),
    "optional now": Rule("changed", MINOR, BREAKING, "`{where}` is no longer required", NONE_NOW),
    "null allowed": Rule("changed", MINOR, BREAKING, "`{where}` may be null now", NONE_NOW),
    "null refused": Rule("changed", BREAKING, MINOR, "`{where}` is no longer nullable"),
    "type changed": _same("changed", BREAKING, "type of `{where}`: {old} → {new}"),
    "type widened": Rule("changed", MINOR, BREAKING, "type of `{where}`: {old} → {new}"),
    "type narrowed": Rule("changed", BREAKING, MINOR, "type of `{where}`: {old} → {new}"),
    "becomes a list": Rule(
        "changed",
        MINOR,
        BREAKING,
        "`{where}`: one value → a list of such values",
        "the argument takes one value or a sequence, so a call with one still works; the wire type changes",
    ),
    "format changed": _same("changed", BREAKING, "format of `{where}`: {old} → {new}", "the Python type follows it"),
    "enum value added": Rule("added", MINOR, MINOR, "`{where}`: enum value {values}", OPEN_ENUM),
    "enum value removed": Rule("removed", BREAKING, MINOR, "`{where}`: enum value {values}"),
    "enum made": Rule("changed", BREAKING, MINOR, "`{where}` accepts only {values} now"),
    "enum dropped": Rule("changed", MINOR, MINOR, "`{where}` is no longer an enum", OPEN_ENUM),
    "narrowed": Rule("changed", BREAKING, MINOR, "`{where}`: {what} {old} → {new}, which is narrower"),
    "widened": Rule("changed", MINOR, MINOR, "`{where}`: {what} {old} → {new}, which is wider"),
    "default changed": Rule(
        "changed", BREAKING, MINOR, "`{where}`: default {old} → {new}", "callers that omit it get another value"
    ),
    "other fields refused": Rule("changed", BREAKING, MINOR, "`{where}` no longer accepts unknown fields"),
    "other fields taken": Rule("changed", MINOR, MINOR, "`{where}` may have unknown fields now"),
    "variant added": Rule("added", MINOR, BREAKING, "`{where}`: variant {values}"),
    "variant removed": Rule("removed", BREAKING, MINOR, "`{where}`: variant {values}"),
    "exactly one": Rule("changed", BREAKING, MINOR, "`{where}` fits exactly one variant now (oneOf)"),
    "one at least": Rule("changed", MINOR, MINOR, "`{where}` may fit several variants now (anyOf)"),
    "keyword changed": _same("changed", BREAKING, "`{where}`: {what} {old} → {new}"),
    "read-only changed": Rule("changed", BREAKING, MINOR, "`{where}`: {what} {old} → {new}"),
    "deprecated": _same("changed", MINOR, "`{where}` is deprecated"),
}
"""Changes of a schema."""

CALL = {
    "operation added": _same("added", MINOR, "{method} {path}"),
    "operation removed": _same("removed", BREAKING, "{method} {path}"),
    "operation renamed": _same("changed", BREAKING, "operationId {old} → {new}", "the method's name follows it"),
    "address changed": _same("changed", BREAKING, "{old} → {new}", "a released client calls the old address"),
    "retry changed": _same(
        "changed", BREAKING, "x-retry {old} → {new} (behaviour)", "the client retries other failures"
    ),
    "security refused": _same("removed", BREAKING, "authorisation by {values}"),
    "security taken": _same("added", MINOR, "authorisation by {values}"),
    "tag added": _same("added", MINOR, "tag {values}"),
    "tag removed": _same("removed", BREAKING, "tag {values}", "the method leaves the client of that tag"),
    "parameter added": _same("added", MINOR, "{place} parameter `{where}`"),
    "required parameter added": _same("added", BREAKING, "required {place} parameter `{where}`"),
    "parameter removed": _same("removed", BREAKING, "{place} parameter `{where}`"),
    "parameter required": _same("changed", BREAKING, "{place} parameter `{where}` is required now"),
    "parameter optional": _same("changed", MINOR, "{place} parameter `{where}` is no longer required"),
    "serialisation changed": _same("changed", BREAKING, "`{where}` is serialised differently: {old} → {new}"),
    "body added": _same("added", MINOR, "a request body, which may be left out"),
    "required body added": _same("added", BREAKING, "a required request body"),
    "body removed": _same("removed", BREAKING, "the request body"),
    "body required": _same("changed", BREAKING, "the request body is required now"),
    "body optional": _same("changed", MINOR, "the request body may be left out now"),
    "media added": _same("added", MINOR, "{where} as {values}"),
    "media removed": _same("removed", BREAKING, "{where} as {values}"),
    "success added": _same("added", MINOR, "success {values}", "every 2xx is read as the success that the spec knows"),
    "success removed": _same("removed", BREAKING, "success {values}"),
    "failure added": _same("added", MINOR, "failure {values}", "every status has its error class already"),
    "failure removed": _same("removed", MINOR, "failure {values}", "every status keeps its error class"),
    "header added": _same("added", MINOR, "header `{where}`"),
    "header removed": _same("removed", BREAKING, "header `{where}`"),
    "server changed": _same("changed", BREAKING, "first server {old} → {new}", "a client sends there by default"),
    "schema added": _same("added", MINOR, "the schema"),
    "schema removed": _same("removed", BREAKING, "the schema", "its class no longer exists"),
    "deprecated operation": _same("changed", MINOR, "the operation is deprecated"),
    "no rule": _same("changed", MINOR, "no rule covers a change at {values}: review it"),
    "words": _same("changed", PATCH, "descriptions, examples or titles"),
}
"""Changes of an operation, and of the document as a whole."""
