"""Show the example of a docstring as code: Google's section `Example:` is text to Sphinx."""

from __future__ import annotations

from typing import Any


def show_examples(
    app: Any, kind: str, name: str, subject: Any, options: Any, lines: list[str]
) -> None:
    """Turn each section `Example:` into a code block, in place. The other sections are left to napoleon."""
    if kind == "module":
        lines.clear()  # it is for readers of the source: the page has its own first paragraph
    found: list[str] = []
    inside = False
    for line in lines:
        if line == "Example:":
            found += ["", ".. code-block:: python", ""]
        elif inside and line and not line.startswith(" "):
            found += ["", line]
        else:
            found.append(line)
        inside = line == "Example:" or (inside and (not line or line.startswith(" ")))
    lines[:] = found


def setup(app: Any) -> dict[str, bool]:
    """Register the change, before that of napoleon."""
    app.connect("autodoc-process-docstring", show_examples, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
