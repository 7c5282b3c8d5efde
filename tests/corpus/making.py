"""Generate a package of every document."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen
from corpus.documents import Document
from corpus.package import prepare
from generator import command


@frozen
class Made:
    """What came of one run of the generator."""

    status: int
    folder: Path
    out: str
    err: str


def make(document: Document, root: Path, *more: str, settings: bool = True) -> Made:
    """Generate one package under a folder, with the document's settings unless told otherwise."""
    folder = root / document.package
    arguments = ["--spec", str(document.source), "--out", str(folder), *more]
    if settings and document.settings is not None:
        arguments += ["--settings", str(document.settings)]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = command.main(arguments)
    return Made(status, folder, out.getvalue(), err.getvalue())


class Packages:
    """The packages under a folder, each made when it is first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._made: dict[str, Made] = {}

    def of(self, document: Document) -> Made:
        """Return the package of a document, ready to be imported; fail with what the generator said."""
        if document.name not in self._made:
            self._made[document.name] = make(document, self.root)
            prepare(document.package)
        made = self._made[document.name]
        assert 0 == made.status, made.err
        return made

    def all_of(self, chosen: Iterable[Document]) -> list[str]:
        """Name the packages of documents that can be made; of the others their own tests speak."""
        names: list[str] = []
        for document in chosen:
            with contextlib.suppress(Exception, SystemExit):
                names.append(self.of(document).folder.name)
        return names


def type_checks(root: Path, names: list[str]) -> dict[str, list[str]]:
    """Return the arguments of Python that check packages as strictly as can be, with no other settings."""
    settings = {"typeCheckingMode": "strict", "include": names, "pythonVersion": "3.11"}
    (root / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return {
        "mypy": ["-m", "mypy", "--strict", "--config-file=", "--cache-dir=.mypy", *names],
        "pyright": ["-m", "pyright", "--pythonpath", sys.executable],
    }
