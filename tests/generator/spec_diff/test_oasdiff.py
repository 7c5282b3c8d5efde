"""The opinion of oasdiff: asked, read, and put into proportion."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from generator.spec_diff.prepared import breaking, spec
from spec_diff import documents, oasdiff
from spec_diff.changes import Level
from spec_diff.oasdiff import Opinion, Remark


def stand_in(folder: Path, remarks: list[dict[str, Any]] | None, trouble: str = "") -> Path:
    """Make a program that answers as oasdiff does."""
    path = folder / "oasdiff"
    code = [
        f"#!{sys.executable} -I",
        "import os, sys",
        "if sys.argv[1] == '--version': sys.exit(print('oasdiff version 9.9.9'))",
        "assert not [name for name in os.environ if name not in ('LC_CTYPE', 'PATH')], os.environ",
        f"sys.stderr.write({trouble!r})",
        f"print({json.dumps(remarks)!r})" if remarks is not None else "sys.exit(102)",
    ]
    path.write_text("\n".join(code))
    path.chmod(0o755)
    return path


def test_each_weight_counts(tmp_path: Path) -> None:
    """An error of oasdiff is breaking, and its warnings and remarks are minor."""
    items = [
        {"level": 3, "text": "a\n b", "operationId": "getThing"},
        {"level": 2, "text": "w", "operation": "GET", "path": "/a"},
        {"level": 1, "text": "i"},
    ]
    wanted = [
        Remark("getThing", 3, "a b", Level.BREAKING),
        Remark("GET /a", 2, "w", Level.MINOR),
        Remark("the document", 1, "i", Level.MINOR),
    ]
    assert Opinion("9.9.9", wanted) == oasdiff.ask(stand_in(tmp_path, items), tmp_path, tmp_path, [])


def test_a_filter_that_becomes_a_list(tmp_path: Path) -> None:
    """An error about a filter that became a list is minor, and about another argument breaking."""
    ours = documents.compare(spec(), spec(breaking))
    items = [
        {"level": 3, "text": f"the `query` request parameter `{name}` changed", "operationId": "getRecipients"}
        for name in ("portal_status", "q")
    ]
    opinion = oasdiff.ask(stand_in(tmp_path, items), tmp_path, tmp_path, ours)
    wanted = [(Level.MINOR, "a call with one value still works"), (Level.BREAKING, "")]
    assert wanted == [(remark.level, remark.why) for remark in opinion.remarks]


@pytest.mark.parametrize(("trouble", "silence"), [("no document\n", "no document"), ("", "exit status 102")])
def test_it_says_why_it_says_nothing(tmp_path: Path, trouble: str, silence: str) -> None:
    """If oasdiff can't read a document, its reason is kept, and nothing fails."""
    wanted = Opinion("9.9.9", silence=silence)
    assert wanted == oasdiff.ask(stand_in(tmp_path, None, trouble), tmp_path, tmp_path, [])
