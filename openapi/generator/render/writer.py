"""Write the files of a package: from templates that render nothing but code, each under its header."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..errors import DocumentError
from .escaping import Code, code, comment, docstring, identifier, literal, only_code, qualified, sentence

MARK = b"# Made by openapi/generate.py from "
"""The first bytes of every file that the generator writes."""
HEADER = "openapi/%s. Do not edit: change the spec, then run `make generate`.\n"


def environment(templates: Path) -> Environment:
    """Make the environment of the templates. It refuses every expression whose value is no `Code`."""
    made = Environment(  # noqa: S701 (it escapes for HTML; here `only_code` holds what it is to hold)
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
    """Write files of the package, each under the header that says where it comes from."""

    def __init__(self, templates: Path, out: Path, spec: Path) -> None:
        self.env = environment(templates)
        self.out = out
        self.header = MARK.decode() + code(HEADER, comment(spec.name))

    def put(self, name: str, content: Code) -> None:
        """Write one file.

        Raises:
            DocumentError: Its name is no name of a module, or too long for one.
        """
        for part in PurePosixPath(name).with_suffix("").parts:
            identifier(part)
        path = self.out / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.header + only_code(content), encoding="utf-8")
        except OSError as error:
            raise DocumentError(f"the file {name} can't be written: {error.strerror}") from None

    def render(self, template: str, name: str, /, **values: Any) -> None:
        """Write one file from a template."""
        self.put(name, Code(self.env.get_template(template).render(**values)))

    def copy(self, source: Path) -> None:
        """Write one of the fixed modules, which are ours to the last letter."""
        self.put(source.name, Code(source.read_text(encoding="utf-8")))
