"""Run oasdiff for a second opinion, and correct it where this client behaves differently."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .changes import Change, Level

LEVELS = {3: Level.BREAKING, 2: Level.MINOR, 1: Level.MINOR}
WORDS = {3: "error", 2: "warning", 1: "info"}
TIMEOUT = 120
NOT_ASKED = "not asked"
STILL_WORKS = "a call with one value still works"


@dataclass(frozen=True)
class Remark:
    """One finding of oasdiff.

    Attributes:
        group: The operation that it is about.
        weight: 3 for an error, 2 for a warning, 1 for information.
        text: Its own words.
        level: Its level for this client.
        why: Why that is not what oasdiff says.
    """

    group: str
    weight: int
    text: str
    level: Level
    why: str = ""


@dataclass
class Opinion:
    """The findings of oasdiff about two documents, or the reason why there are none."""

    version: str = NOT_ASKED
    remarks: list[Remark] = field(default_factory=list[Remark])
    silence: str = ""


def compare(program: Path, old: Path, new: Path, ours: Iterable[Change]) -> Opinion:
    """Compare two documents with oasdiff.

    Args:
        program: The program.
        old: The document as it was.
        new: The document as it is.
        ours: The changes by our rules, which know how this client treats lists.
    """
    lists = [change for change in ours if "→ a list of" in change.what]
    version = _run(program, "--version").stdout.strip().rsplit(" ", 1)[-1]
    result = _run(program, "changelog", str(old), str(new), "--format=json", "--allow-external-refs=false")
    if result.returncode:
        return Opinion(version, silence=result.stderr.strip() or f"exit status {result.returncode}")
    return Opinion(version, [_remark(item, lists) for item in json.loads(result.stdout or "[]")])


def _remark(item: dict[str, Any], lists: list[Change]) -> Remark:
    """Return a finding of oasdiff, with the level of our rule for the same parameter if oasdiff calls it an error."""
    group = str(item.get("operationId") or " ".join(str(item.get(key, "")) for key in ("operation", "path")).strip())
    weight, text = int(item["level"]), " ".join(str(item["text"]).split())
    for change in lists:
        name = change.what.split("`")[1]
        if weight == max(WORDS) and change.group in (group, f"parameter {name}") and f"parameter `{name}`" in text:
            return Remark(group, weight, text, change.level, STILL_WORKS)
    return Remark(group or "the document", weight, text, LEVELS[weight])


def _run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run oasdiff without environment variables. Its exit status is not checked.

    Raises:
        TimeoutExpired: It takes too long.
    """
    # An empty environment, since it may hold secrets.
    return subprocess.run(  # noqa: S603
        [str(program), *arguments], capture_output=True, text=True, env={}, timeout=TIMEOUT, check=False
    )
