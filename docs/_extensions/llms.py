"""Write `llms.txt` (a list of the pages) and `llms-full.txt` (their text) from the sources of the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def first_paragraph(text: str) -> str:
    """Return the first paragraph below the title as one line. Code, tables, lists and pictures are no paragraphs."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    blocks = [block.strip() for block in prose.split("\n\n")]
    found = next(
        (
            block
            for block in blocks
            if block and not block.startswith(("#", "- ", "!", "|"))
        ),
        "",
    )
    return " ".join(found.split())


def write(app: Any, error: Exception | None) -> None:
    """Write both files beside the pages that were built."""
    if error is not None or app.builder.format != "html":
        return
    names = [
        name
        for name in app.env.toctree_includes["index"]
        if not name.startswith(("api/", "changelog"))
    ]
    names = [name for name in names if Path(app.env.doc2path(name)).suffix == ".md"]
    titles = {name: app.env.titles[name].astext() for name in names}
    texts = {
        name: Path(app.env.doc2path(name)).read_text(encoding="utf-8") for name in names
    }
    rows = [
        f"- [{titles[name]}]({name}.html): {first_paragraph(texts[name])}"
        for name in names
    ]
    index = Path(app.env.doc2path("index")).read_text(encoding="utf-8")
    head = f"# {app.config.project}\n\n> {first_paragraph(index)}\n"
    folder = Path(app.outdir)
    (folder / "llms.txt").write_text(
        "\n".join([head, "## Pages", "", *rows, ""]), encoding="utf-8"
    )
    (folder / "llms-full.txt").write_text(
        "\n\n".join([head, *texts.values()]), encoding="utf-8"
    )


def setup(app: Any) -> dict[str, bool]:
    """Register the step at the end of a build."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
