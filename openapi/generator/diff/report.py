"""Write the report as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version

from .changes import Change, Level, highest_level
from .oasdiff import NOT_ASKED, WORDS, Opinion
from .sources import Source
from .versions import FILE, Version

MARKS = {Level.BREAKING: "**breaking**", Level.MINOR: "compatible", Level.PATCH: "in words only"}


@dataclass
class Result:
    """The changes, and the version that follows.

    Attributes:
        old: The old side.
        new: The new side.
        service: Changes of the document.
        python: Changes of the Python surface, by package.
        opinion: The findings of oasdiff.
        was: The version of the old side, where it is known.
        now: The version of the new side, where it is known.
        notes: The parts that were not compared, each with the reason.
    """

    old: Source
    new: Source
    service: list[Change]
    python: dict[str, list[Change]]
    opinion: Opinion
    was: Version | None = None
    now: Version | None = None
    notes: list[str] = field(default_factory=list[str])

    @property
    def level(self) -> Level:
        """Return the highest level of all changes."""
        found = [highest_level(self.service), *map(highest_level, self.python.values())]
        return max([*found, *(remark.level for remark in self.opinion.remarks)])

    @property
    def needed(self) -> Version | None:
        """Return the lowest allowed version, or None if the old one is unknown."""
        return self.was and self.was.after(self.was.bump(self.level))

    @property
    def fails(self) -> bool:
        """Return whether the version is too low."""
        return self.needed is not None and self.now is not None and self.now < self.needed


def write(result: Result) -> str:
    """Return the report."""
    lines = "\n".join(
        [
            *_verdict(result),
            "\n## The service, for this client\n",
            *_service(result.service),
            *_remarks(result.opinion),
            *(line for name, found in result.python.items() for line in (f"\n## Python: `{name}`\n", *_changes(found))),
            *_compared(result),
        ]
    )
    return re.sub(r"\n{3,}", "\n\n", lines)


def _verdict(result: Result) -> Iterator[str]:
    """Yield the head of the report: the bump, the number of changes by level, the version, and the notes."""
    every = [*result.service, *(change for found in result.python.values() for change in found)]
    counts = Counter(change.level for change in every)
    yield f"# Changes of the API: {_bump(result)}\n"
    if every:
        yield f"{', '.join(f'{counts[level]} {MARKS[level]}' for level in MARKS if counts[level])}.\n"
    else:
        yield "No change.\n"
    yield f"{_version(result)}"
    yield from (f"\n> {note}" for note in dict.fromkeys(result.notes))


def _bump(result: Result) -> str:
    """Return the part of the version to raise; for an unknown old version, both cases."""
    level = result.level
    if level is Level.NONE:
        return "no change"
    if result.was is None:
        bumps = dict(zip(("1.0.0 or later", "0.x"), (Version(1, 0, 0), Version(0, 1, 0)), strict=True))
        return " / ".join(f"{start.bump(level)} bump from {name}" for name, start in bumps.items())
    return f"{result.was.bump(level)} bump"


def _version(result: Result) -> str:
    """Return the sentences on the version: the smallest allowed one, and whether the new one is high enough."""
    was, now, needed = result.was, result.now, result.needed
    if was is None or needed is None:
        return "The old version is unknown, so the new one is not checked: pass `--old-version`."
    rule = ""
    if not was.major and result.level is not Level.NONE:
        rule = " Before 1.0.0 a breaking change raises the minor number, and everything else the patch number."
    said = f"From {was}, the smallest version allowed is **{needed}**.{rule}"
    if now is None:
        return said
    if result.fails:
        return f"{said}\n\n**The version is {now}: too small.** Raise it to {needed} in `{FILE}`."
    return f"{said} The version is {now}: that will do."


def _service(changes: list[Change]) -> Iterator[str]:
    """Yield the changes of the documents: those of operations, then those of shared components."""
    shared = [change for change in changes if " " in change.group]
    if len(shared) < len(changes) or not changes:
        yield from _changes([change for change in changes if change not in shared])
    if shared:
        yield "\n### Schemas and other shared components\n"
        yield from _changes(shared)


def _changes(changes: list[Change]) -> Iterator[str]:
    """Yield the changes in groups; the gravest group and change come first."""
    if not changes:
        yield "Nothing changed."
    groups = {group: [one for one in changes if one.group == group] for group in (one.group for one in changes)}
    for group, found in sorted(groups.items(), key=lambda item: -highest_level(item[1])):
        yield f"- {_whose(group)}"
        for one in sorted(found, key=lambda one: -one.level):
            yield _line(f"{MARKS[one.level]}, {one.kind}", one.what, one.why)


def _remarks(opinion: Opinion) -> Iterator[str]:
    """Yield the findings of oasdiff: its errors and warnings. Yield nothing if it was not asked."""
    if opinion.version == NOT_ASKED:
        return
    yield f"\n## Findings of oasdiff ({opinion.version})\n"
    if opinion.silence:
        yield f"Nothing: {opinion.silence}"
        return
    grave = [one for one in opinion.remarks if one.weight > min(WORDS)]
    yield f"{len(grave)} errors and warnings, {len(opinion.remarks) - len(grave)} remarks besides.\n"
    for group in dict.fromkeys(one.group for one in grave):
        yield f"- {_whose(group)}"
        for one in grave:
            if one.group == group:
                counts = f", here {MARKS[one.level]}" if one.why else ""
                yield _line(f"{WORDS[one.weight]}{counts}", one.text, one.why)


def _whose(group: str) -> str:
    """Return the title of a group, with its name as Markdown code."""
    kind, _, name = group.rpartition(" ")
    return group if group == "the document" else f"{kind} `{name}`".strip()


def _line(mark: str, what: str, why: str) -> str:
    """Return one entry of a list: its mark, its text, and the reason if there is one."""
    return f"  - {mark}: {what}{f': {why}' if why else ''}"


def _compared(result: Result) -> Iterator[str]:
    """Name both sources with their digests and versions, and the tools that compared them."""
    yield "\n## Compared\n"
    for name, side in (("old", result.old), ("new", result.new)):
        numbers = f", version {side.version}" if side.version else ""
        yield f"- {name}: `{side.label}`, SHA-256 {side.digest}…{numbers}"
    yield f"- by: the rules in `openapi/generator/diff`, oasdiff {result.opinion.version}, griffe {version('griffe')}\n"
