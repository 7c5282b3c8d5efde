"""Put the files that a document refers to into it, so that every `$ref` points into one document.

Only files below the document's folder are read: no address, no way out of the folder, no symbolic link.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ..errors import DocumentError
from ..json_types import Document, is_array, is_object
from .document import load_json
from .pointers import escape, join

FILES = "x-external-files"
"""The key of the files in the document, by their path from its folder."""
DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are data: a `$ref` in them refers to nothing."""
NAMED = frozenset({"properties", "patternProperties", "schemas", "$defs", "definitions"})
"""Keywords whose members have names of the document's choice, which may be those of keywords."""
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
SUFFIXES = (".yaml", ".yml", ".json")
ADVICE = "copy its target into the document"


def embed_files(document: Document, spec: Path) -> Document:
    """Return the document with the files that it refers to, at any depth, and with `$ref`s into itself.

    Args:
        document: The document.
        spec: Its file.

    Raises:
        DocumentError: A `$ref` names an address, a file outside the folder, a symbolic link or no readable file.
    """
    embedder = _Embedder(spec)
    made: Document = embedder.walk(document, "", [])
    return {**made, FILES: embedder.files} if embedder.files else made


class _Embedder:
    """Reads the files that a document refers to, each once, and rewrites the `$ref`s in them."""

    def __init__(self, spec: Path) -> None:
        """Keep the folder of the document. `files` has the files that are read, by their path from it."""
        self.folder = spec.absolute().parent
        self.main = spec.name
        self.files: dict[str, Any] = {}

    def walk(self, node: Any, file: str, path: list[str]) -> Any:
        """Rewrite the `$ref`s of a node in a file; the document itself has the name ""."""
        if is_array(node):
            return [self.walk(one, file, [*path, str(index)]) for index, one in enumerate(node)]
        if not is_object(node):
            return node
        is_named = bool(path) and path[-1] in NAMED
        made = {
            key: one if key in DATA and not is_named else self.walk(one, file, [*path, key])
            for key, one in node.items()
        }
        if isinstance(node.get("$ref"), str):
            made["$ref"] = self.rewritten(node["$ref"], file, path)
        discriminator = node.get("discriminator")
        if is_object(discriminator) and is_object(discriminator.get("mapping")):
            mapping = {key: self.target_of(one, file, path) for key, one in discriminator["mapping"].items()}
            made["discriminator"] = {**discriminator, "mapping": mapping}
        return made

    def target_of(self, value: Any, file: str, path: list[str]) -> Any:
        """Return a value of a discriminator's mapping as a `$ref` into the document, unless it names a component."""
        if not isinstance(value, str) or not ("#" in value or value.endswith(SUFFIXES)):
            return value
        try:
            return self.rewritten(value, file, path)
        except DocumentError:
            return value  # a later stage ignores the entry, with a note

    def rewritten(self, reference: str, file: str, path: list[str]) -> str:
        """Return a `$ref` of a file as one into the document; read the file that it names."""
        named, _, fragment = reference.partition("#")
        if ADDRESS.match(named) or (not named and not file):
            return reference  # one within the document, or an address, which a later stage names
        where = f"{file}{join(*path)}: external $ref {reference!r}"
        target = self.located(unquote(named), file, where) if named else file
        if fragment and not fragment.startswith("/"):
            raise DocumentError(f"{where}: a JSON pointer must follow the #")
        if target == self.main:
            return f"#{fragment}"
        if target not in self.files:
            self.files[target] = None  # files may refer to one another
            try:
                loaded = load_json(self.folder / target)
            except DocumentError as error:
                raise DocumentError(f"{where}: {error}") from None
            self.files[target] = self.walk(loaded, target, [])
        return f"#/{FILES}/{escape(target).replace('%', '%25')}{fragment.rstrip('/')}"

    def located(self, named: str, file: str, where: str) -> str:
        """Return the path of a file from the document's folder."""
        parts = [] if not file else file.split("/")[:-1]
        for part in named.split("/"):
            if part == ".." and not parts:
                raise DocumentError(f"{where}: it leaves the folder of the document: {ADVICE}")
            if part == "..":
                parts.pop()
            elif part not in (".", ""):
                parts.append(part)
        found = self.folder
        for part in parts:
            found /= part
            if found.is_symlink():
                raise DocumentError(f"{where}: {part!r} is a symbolic link, which is not followed: {ADVICE}")
        if named.startswith("/") or "\\" in named or not named.isprintable() or not found.is_file():
            raise DocumentError(f"{where}: there is no such file in the folder of the document: {ADVICE}")
        return "/".join(parts)
