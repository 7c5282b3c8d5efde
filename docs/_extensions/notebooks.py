"""Read notebooks as pages: text, code and the stored outputs. Nothing is run."""

from __future__ import annotations

import json
from typing import Any

from docutils.nodes import document
from myst_parser.parsers.sphinx_ import MystParser


class NotebookParser(MystParser):
    """Reads a notebook as the Markdown that it is equal to."""

    supported = ("notebook",)

    def parse(self, inputstring: str, document: document) -> None:
        """Parse a notebook."""
        parts = [
            part for cell in json.loads(inputstring)["cells"] for part in markdown(cell)
        ]
        super().parse("\n\n".join(parts), document)


def markdown(cell: dict[str, Any]) -> list[str]:
    """Return a cell and its outputs as Markdown."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return [source]
    parts = [f"```python\n{source}\n```"]
    for output in cell["outputs"]:
        if "text" in output:
            parts.append(f"```text\n{''.join(output['text'])}```")
        else:
            parts.append(
                f"![The figure of the cell above](data:image/png;base64,{output['data']['image/png']})"
            )
    return parts


def setup(app: Any) -> dict[str, bool]:
    """Register the parser."""
    app.add_source_suffix(".ipynb", "notebook")
    app.add_source_parser(NotebookParser)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
