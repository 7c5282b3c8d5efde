"""Write single files of a package from templates that render only code, each with a header."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..errors import DocumentError, located
from .escaping import Code, code, comment, docstring, identifier, literal, only_code, qualified, sentence

MARK = b"# Made by openapi/generate.py from "
"""The first bytes of every file that the generator writes."""
HEADER = "openapi/%s. Do not edit: change the spec, then run `make generate`.\n"


def environment(templates: Path) -> Environment:
    """Return the environment of the templates. It rejects every expression whose value is not `Code`."""
    made = Environment(  # noqa: S701 (autoescape is for HTML; `only_code` does the same for Python)
        loader=FileSystemLoader(templates),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=only_code,
    )
    escaping: Any = {one.__name__: one for one in (docstring, sentence, literal, identifier, qualified)}
    made.globals.update(escaping)
    return made


class Writer:
    """Writes files of a package, each with a header that names the document."""

    def __init__(self, templates: Path, out: Path, spec: Path) -> None:
        """Prepare the templates, and the header that names the document."""
        self.env = environment(templates)
        self.out = out
        self.header = MARK.decode() + code(HEADER, comment(spec.name))

    def put(self, name: str, content: Code) -> None:
        """Write one file.

        Raises:
            DocumentError: Its name is invalid for a module, or too long.
        """
        for part in PurePosixPath(name).with_suffix("").parts:
            identifier(part)
        path = self.out / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.header + only_code(content), encoding="utf-8")
        except OSError as error:
            raise DocumentError(f"writing the file {name} failed: {error.strerror}") from None

    def render(self, template: str, name: str, /, **values: Any) -> None:
        """Write one file from a template."""
        with located(f"the file {name}"):
            self.put(name, Code(self.env.get_template(template).render(**values)))

    def copy(self, source: Path) -> None:
        """Copy a module of the runtime, which contains no text of a document."""
        self.put(source.name, Code(source.read_text(encoding="utf-8")))
