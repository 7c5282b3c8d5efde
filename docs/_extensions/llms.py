"""Write `llms.txt` (a list of the pages) and `llms-full.txt` (their text) from the sources of the site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

INCLUDE = re.compile(r"^```\{literalinclude\} (\S+)\n```$", re.MULTILINE)
DIRECTIVE = re.compile(r"^```\{.*?^```\n?", re.DOTALL | re.MULTILINE)
NOT_LISTED = ("changelog",)


def first_paragraph(text: str) -> str:
    """Return the first paragraph below the title. Code, tables, lists and pictures are none."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    blocks = [block.strip() for block in prose.split("\n\n")]
    found = [
        block for block in blocks if block and not block.startswith(("#", "- ", "!", "|"))
    ]
    return " ".join("".join(found[:1]).split())


def first_sentence(text: str) -> str:
    """Return the first sentence of the first paragraph."""
    sentence = re.split(r"(?<=[.:])\s", first_paragraph(text), maxsplit=1)[0]
    return re.sub(r":$", ".", sentence)


def markdown_of(file: Path) -> str:
    """Return a page as plain Markdown: with the programs that it includes, and without directives."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".ipynb":
        cells = [
            ("".join(cell["source"]), cell["cell_type"])
            for cell in json.loads(text)["cells"]
        ]
        return "\n\n".join(
            f"```python\n{source}\n```" if kind == "code" else source
            for source, kind in cells
        )
    text = INCLUDE.sub(
        lambda found: f"```python\n{(file.parent / found[1]).read_text()}```", text
    )
    return DIRECTIVE.sub("", text)


def write(app: Any, error: Exception | None) -> None:
    """Write both files beside the pages that were built."""
    if error is not None or app.builder.format != "html":
        return
    included = app.env.toctree_includes
    names = [name for name in included["index"] if name not in NOT_LISTED]
    pages = [name for name in names if not name.startswith("api/")]
    reference = ["api/index", *included["api/index"]]
    texts = {
        name: markdown_of(Path(app.env.doc2path(name))) for name in (*pages, *reference)
    }
    rows = {
        name: f"- [{app.env.titles[name].astext()}]({name}.html): {first_sentence(texts[name])}"
        for name in texts
    }
    index = Path(app.env.doc2path("index")).read_text(encoding="utf-8")
    head = f"# {app.config.project}\n\n> {first_paragraph(index)}\n"
    lists = [
        head,
        "## Pages",
        "",
        *(rows[name] for name in pages),
        "",
        "## Reference",
        "",
        *(rows[name].removesuffix(": ") for name in reference),
        "",
    ]
    folder = Path(app.outdir)
    (folder / "llms.txt").write_text("\n".join(lists), encoding="utf-8")
    (folder / "llms-full.txt").write_text(
        "\n\n".join([head, *(texts[name] for name in pages)]), encoding="utf-8"
    )


def setup(app: Any) -> dict[str, bool]:
    """Register the step at the end of a build."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
