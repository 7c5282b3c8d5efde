"""Read the operations of a document: names, tags, retry classes, parameters, bodies and responses.

openapi_python_client would lose some of them without an error: bodies of several media types, parameters given by
`content`, whole operations. It also drops `x-retry`. Here each operation is read, or rejected by name. Where the
document leaves something open, an assumption is made and returned.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from ..errors import DocumentError
from ..json_types import Schema
from ..naming.python_names import class_name
from .ignored_parts import ignored_parts
from .operation import Operation
from .operation_reader import OperationReader
from .paths import each_operation
from .retry_classes import assumed_retries
from .tags import tag_names


def read_operations(document: Schema) -> tuple[list[Operation], list[str]]:
    """Read all operations of a document; return them and the assumptions.

    Raises:
        DocumentError: An operation is invalid, or two have one operationId.
    """
    found: list[Operation] = []
    unclassified: list[Operation] = []
    notes = list(ignored_parts(document))
    tags = {class_name(tag): tag for tag in tag_names(document)}
    ids = {str(operation.get("operationId")) for _, _, _, operation in each_operation(document)}
    for path, method, item, operation in each_operation(document):
        where = f"{operation.get('operationId', 'an operation without operationId')} ({method.upper()} {path})"
        reader = OperationReader(document, where, {one.name for one in found} | set(tags.values()), ids)
        with _named(where):
            found.append(reader.operation(path, method, item, operation, tags))
        notes += reader.notes
        unclassified += [found[-1]] if operation.get("x-retry") is None else []
    _reject_duplicates(found)
    return found, [*notes, *assumed_retries(unclassified)]


@contextmanager
def _named(where: str) -> Generator[None]:
    """Raise any error that an invalid operation causes as a DocumentError whose message names the operation."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(str(error) if str(error).startswith(where) else f"{where}: {error}") from None
    except (AttributeError, TypeError, ValueError, LookupError) as error:
        raise DocumentError(f"{where}: a value has the wrong type: {error}") from error


def _reject_duplicates(operations: list[Operation]) -> None:
    """Raise DocumentError if two operations have one operationId."""
    ids = [one.operation_id for one in operations]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        places = "; ".join(
            f"{one.operation_id} ({one.method.upper()} {one.path})" for one in operations if one.operation_id in twice
        )
        raise DocumentError(f"duplicate operationIds: {places}")
