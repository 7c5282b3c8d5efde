"""The documents of the corpus, read without any help from the generator that they judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from attrs import define
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

HERE = Path(__file__).parent
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that OpenAPI gives no meaning to."""


def as_json(node: Any) -> Any:
    """Return the content of a YAML file in the types of JSON: keys and dates are strings."""
    if isinstance(node, dict):
        return {as_json(key) if isinstance(key, str) else str(key): as_json(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_json(item) for item in node]
    return node.isoformat() if isinstance(node, dt.date) else node


@define(frozen=True, slots=False)
class Operation:
    """One operation as the document has it, with what stands at its path taken in."""

    document: Document
    path: str
    method: str
    raw: dict[str, Any]
    shared: list[dict[str, Any]]

    @property
    def label(self) -> str:
        """How a problem names it."""
        return f"{self.document.name}: {self.method.upper()} {self.path}"

    @cached_property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """The parameters by place and name; the operation's own win over those of the path."""
        found: dict[str, dict[str, Any]] = {}
        for one in [*self.shared, *self.raw.get("parameters", [])]:
            parameter = self.document.resolve(one)
            if parameter["in"] != "header" or parameter["name"].lower() not in IGNORED_HEADERS:
                found[f"{parameter['in']}:{parameter['name']}"] = parameter
        for name in self.path.split("{")[1:]:
            bare = name.partition("}")[0]
            found.setdefault(f"path:{bare}", {"name": bare, "in": "path", "schema": {"type": "string"}})
        return found

    @cached_property
    def body(self) -> dict[str, Any] | None:
        """The body, with references followed."""
        return self.document.resolve(self.raw["requestBody"]) if "requestBody" in self.raw else None

    @cached_property
    def replies(self) -> dict[str, dict[str, Any]]:
        """The replies by status, with references followed; extensions are none."""
        given = {status: one for status, one in self.raw.get("responses", {}).items() if not status.startswith("x-")}
        return {status: self.document.resolve(one) for status, one in given.items()}


@define(frozen=True, slots=False)
class Document:
    """One document."""

    name: str
    source: Path
    raw: dict[str, Any]

    @property
    def package(self) -> str:
        """The name of the package that is generated from it."""
        return f"corpus_{self.name}"

    @property
    def fails(self) -> list[str]:
        """The words of the error where nothing can be generated from it."""
        words: list[str] = self.raw.get("x-fails", [])
        return words

    @property
    def fails_if_strict(self) -> list[str]:
        """The words of the error where nothing may be assumed."""
        words: list[str] = self.raw.get("x-fails-strict", [])
        return words

    @property
    def settings(self) -> Path | None:
        """The settings that it is generated with, if it has any."""
        path = HERE / "settings" / f"{self.name}.yaml"
        return path if path.exists() else None

    @property
    def works(self) -> bool:
        """Whether a package comes of it, be it with settings."""
        return not self.fails or self.settings is not None

    @cached_property
    def operations(self) -> list[Operation]:
        """Every operation."""
        return [
            Operation(self, path, method, item[method], item.get("parameters", []))
            for path, given in self.raw.get("paths", {}).items()
            if path.startswith("/")
            for item in [self.resolve(given)]
            for method in METHODS
            if method in item
        ]

    def resolve(self, node: Any) -> Any:
        """Follow references to what they mean."""
        while isinstance(node, dict) and "$ref" in node:
            found: Any = self.raw
            for part in node["$ref"].removeprefix("#/").split("/"):
                key = unquote(part).replace("~1", "/").replace("~0", "~")
                found = found[int(key)] if isinstance(found, list) else found[key]
            node = found
        return node


class _Constructor(SafeConstructor):
    """Reads `=` as text."""


_untyped: Any = _Constructor
_untyped.add_constructor("tag:yaml.org,2002:value", _untyped.construct_yaml_str)
_untyped.add_constructor("tag:yaml.org,2002:merge", _untyped.construct_yaml_str)


def read(path: Path) -> Any:
    """Read a file."""
    reader: Any = YAML(typ="safe", pure=True)
    reader.Constructor = _Constructor
    return as_json(reader.load(path.read_bytes()))


def load(path: Path) -> Document:
    """Read one, with the files that it refers to under `x-files`."""
    raw = read(path)
    files: dict[Path, Any] = {}
    whole = _with_files(raw, path, path, files)
    return Document(path.stem, path, {**whole, "x-files": {one.name: files[one] for one in files}} if files else whole)


def _with_files(node: Any, path: Path, main: Path, files: dict[Path, Any]) -> Any:
    """Return what a file has, with every `$ref` into another file as one into `x-files`."""
    if isinstance(node, list):
        return [_with_files(item, path, main, files) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _with_files(item, path, main, files) for key, item in node.items()}
    if isinstance(made.get("$ref"), str) and "://" not in made["$ref"]:
        name, _, place = made["$ref"].partition("#")
        other = (path.parent / name).resolve() if name else path
        if other == main or not other.is_file():
            made["$ref"] = f"#{place}" if other == main else made["$ref"]
            return made
        if other not in files:
            files[other] = {}
            files[other] = _with_files(read(other), other, main, files)
        made["$ref"] = f"#/x-files/{other.name}{place}"
    return made


def documents() -> Iterator[Document]:
    """Read all."""
    for path in sorted((HERE / "documents").glob("*.*")):
        yield load(path)
