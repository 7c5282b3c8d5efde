"""The opinion of oasdiff: asked, read, and put into proportion."""

from __future__ import annotations

from pathlib import Path

import pytest
from generator.diff import documents, oasdiff
from generator.diff.changes import Level
from generator.diff.oasdiff import Opinion, Remark
from generator_support.oasdiff_program import stand_in
from generator_support.prepared_changes import breaking, spec


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
    assert Opinion("9.9.9", wanted) == oasdiff.compare(stand_in(tmp_path, items), tmp_path, tmp_path, [])


def test_a_filter_that_becomes_a_list(tmp_path: Path) -> None:
    """An error about a filter that became a list is minor, and about another argument breaking."""
    ours = documents.compare(spec(), spec(breaking))
    items = [
        {"level": 3, "text": f"the `query` request parameter `{name}` changed", "operationId": "getRecipients"}
        for name in ("portal_status", "q")
    ]
    opinion = oasdiff.compare(stand_in(tmp_path, items), tmp_path, tmp_path, ours)
    wanted = [(Level.MINOR, "a call with one value still works"), (Level.BREAKING, "")]
    assert wanted == [(remark.level, remark.why) for remark in opinion.remarks]


@pytest.mark.parametrize(("trouble", "silence"), [("no document\n", "no document"), ("", "exit status 102")])
def test_it_says_why_it_says_nothing(tmp_path: Path, trouble: str, silence: str) -> None:
    """If oasdiff can't read a document, its reason is kept, and nothing fails."""
    wanted = Opinion("9.9.9", silence=silence)
    assert wanted == oasdiff.compare(stand_in(tmp_path, None, trouble), tmp_path, tmp_path, [])
