"""Links between the Markdown files of the repository lead to files and headings that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documentation.pages import ROOT, name_of, pages

if not (ROOT / "CONTRIBUTING.md").is_file():
    pytest.skip("the pages are not part of the package", allow_module_level=True)

FILES = [*pages(), *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def anchors(file: Path) -> set[str]:
    """Return the anchors of the headings of a file, as GitHub and the site make them."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", file.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def target(file: Path, link: str) -> Path:
    """Return the file that a link in a file leads to."""
    path = link.partition("#")[0]
    return (file.parent / path).resolve() if path else file


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_links_between_files_are_valid(file: Path) -> None:
    """A link to a file or heading of the repository leads to one that exists."""
    links = [link for link in LINK.findall(FENCE.sub("", file.read_text(encoding="utf-8"))) if "://" not in link]
    targets = [(link, target(file, link), link.partition("#")[2]) for link in links]
    missing = [link for link, path, _ in targets if not path.exists()]
    assert [] == missing
    assert [] == [link for link, path, anchor in targets if anchor and anchor not in anchors(path)]


def test_every_page_is_in_the_table_of_contents() -> None:
    """Each page of the site is named in `docs/index.md` or `docs/api/index.md`."""
    docs = ROOT / "docs"
    named = {
        (index.parent / line).relative_to(docs).as_posix()
        for index in (docs / "index.md", docs / "api" / "index.md")
        for block in re.findall(r"```\{toctree\}\n(.*?)```", index.read_text(encoding="utf-8"), re.DOTALL)
        for line in block.splitlines()
        if line and not line.startswith(":")
    }
    sources = [*(page for page in pages() if docs in page.parents), *docs.glob("examples/*.ipynb")]
    built = {page.relative_to(docs).with_suffix("").as_posix() for page in sources}
    assert built - {"index"} == named


def test_each_feature_of_the_javascript_sdk_has_its_place() -> None:
    """The page about the JavaScript SDK has a row with an equivalent for each of its features."""
    text = (ROOT / "docs" / "from-javascript.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (.+?) \| (.+) \|$", text, re.MULTILINE))
    features = (
        "authorize(",
        "headers(",
        "retry(",
        "interceptors.",
        "largeResponse(",
        "createSDK(",
        "openapi(",
        "overrides",
    )
    assert [] == [feature for feature in features if not any(feature in left and rows[left] for left in rows)]
