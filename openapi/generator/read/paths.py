"""Find the operations in the paths of a document, and check the paths that requests are sent to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..errors import DocumentError
from ..json_types import Schema, is_object
from .document import METHODS, resolve


def each_operation(document: Schema) -> Iterator[tuple[str, str, Schema, Schema]]:
    """Yield each operation: path, method, path item and operation.

    Raises:
        DocumentError: A path item or an operation is not an object.
    """
    for path, given in document.get("paths", {}).items():
        if path.startswith("x-"):
            continue
        try:
            item = resolve(document, given)
        except DocumentError as error:
            raise DocumentError(f"the path {path}: {error}") from None
        for method in METHODS:
            if method in item:
                if not is_object(item[method]):
                    raise DocumentError(f"{method.upper()} {path}: the operation is not an object")
                yield path, method, item, item[method]


def check_path(path: str) -> None:
    """Check that a path stays on the origin of the base URL: requests carry a token.

    Raises:
        DocumentError: It does not begin with a slash, or an HTTP library could resolve it to another origin.
    """
    segments = [unquote(segment) for segment in re.split(r"[/?#]", path)]
    if not path.startswith("/") or path.startswith("//") or {".", ".."} & {*segments}:
        fault = "it must begin with one slash and have no `.` or `..` between slashes"
    elif "\\" in path or not path.isprintable():
        fault = "it must have no backslash and no control character"
    else:
        return
    raise DocumentError(f"the path {path!r} is invalid: {fault}, or requests could be sent to another origin")
