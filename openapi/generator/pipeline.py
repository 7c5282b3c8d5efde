"""Generate a package from a document: every stage by name, top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .errors import DocumentError, located
from .naming.python_names import class_name
from .normalise import normalise
from .normalise.repair import untype_present
from .normalise.schemas_only import schemas_only
from .read.affected_operations import with_affected_operations
from .read.anchors import follow_anchors
from .read.external_files import FILES, embed_files
from .read.operation import Operation
from .read.operations import read_operations
from .read.references import local_references
from .render.format import format_package
from .render.package import Names, PackageWriter
from .types.fields import FieldNamer
from .types.parse import ParsedSchemas
from .types.twins import name_twins
from .types.typed_operations import TypedOperation, typed_operations


@dataclass(frozen=True)
class Options:
    """The decisions that are not in the document."""

    provenance: Mapping[str, str]
    """The hashes and versions of the inputs, by name."""
    strict: bool = False
    """Whether an assumption is an error."""
    untyped: Mapping[str, str] = field(default_factory=dict[str, str])
    """JSON pointers of schemas that become `Any`, each with the reason."""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of fields, and of the classes of component schemas, by their JSON pointers."""


class Summary(NamedTuple):
    """The contents of a package."""

    counts: dict[str, int]
    assumptions: list[str]


class _Document(NamedTuple):
    """The document after its references were followed."""

    whole: dict[str, Any]
    """With the files that it refers to."""
    local: dict[str, Any]
    """With references to its own components only."""
    untyped: dict[str, str]
    operations: list[Operation]
    assumptions: list[str]


class _Types(NamedTuple):
    """The types of a document, and their names in Python."""

    operations: list[TypedOperation]
    types: ParsedSchemas
    names: Names
    assumptions: list[str]


def write_package(document: dict[str, Any], spec: Path, out: Path, options: Options) -> Summary:
    """Write the package of a document into an empty folder.

    Args:
        document: The document, as loaded.
        spec: The file that it was loaded from.
        out: The folder.
        options: The decisions that are not in the document.

    Returns:
        The number of operations, tags and models, and the assumptions that were made.

    Raises:
        DocumentError: An operation or a field would be lost, or an assumption was made in strict mode.
    """
    read = _read(document, spec, options)
    schemas = schemas_only(read.local, read.operations)
    normal = with_affected_operations(schemas, lambda: normalise(schemas, read.untyped, options.names), "the schemas")
    typed = _typed(read, normal.document, options)
    assumptions = [*read.assumptions, *normal.notes, *typed.assumptions]
    if assumptions and options.strict:
        raise DocumentError("\n  ".join(assumptions))
    written = read.whole if FILES in read.whole else document
    counts = _render(PackageWriter(written, spec, out, typed.types, typed.names), typed, options)
    format_package(out)
    return Summary(counts, assumptions)


def _read(document: dict[str, Any], spec: Path, options: Options) -> _Document:
    """Follow the references of a document, and read its operations."""
    typed_part, untyped = untype_present(document, options.untyped)
    whole = with_affected_operations(document, lambda: embed_files(typed_part, spec), "the files")
    followed, assumptions = with_affected_operations(whole, lambda: follow_anchors(whole), "the anchors")
    local = with_affected_operations(followed, lambda: local_references(followed), "the $refs")
    with located("the operations"):
        operations, notes = read_operations(local)
    return _Document(whole, local, untyped, operations, [*assumptions, *notes])


def _typed(read: _Document, normal: dict[str, Any], options: Options) -> _Types:
    """Turn schemas in normal form into types, and name their classes and fields."""
    types = with_affected_operations(normal, lambda: ParsedSchemas(normal["components"]["schemas"]), "the schemas")
    operations = typed_operations(read.operations, normal, types)
    namer = FieldNamer(options.names)
    aliases = {class_name(name): prop for name, prop in types.aliases.items()}
    twins, notes = name_twins(types.models, [one.name for one in types.enums], aliases, operations)
    assumptions = [*namer.name_all(types.models), *notes]
    return _Types(operations, types, Names(namer, aliases, twins), assumptions)


def _render(writer: PackageWriter, typed: _Types, options: Options) -> dict[str, int]:
    """Write the files of a package; return the number of operations, tags and models."""
    counts = {
        "operations": len(typed.operations),
        "tags": writer.write_operations(typed.operations),
        "models": writer.write_models(),
    }
    writer.write_factories()
    writer.write_fixed_modules()
    writer.write_document(options.provenance)
    return counts
