"""Read the tags of operations, and name them in Python."""

from __future__ import annotations

from collections.abc import Iterator

from ..json_types import Schema, is_array
from ..naming.python_names import NEEDED_BY_FILES, any_name, shortened
from .paths import each_operation


def tags_of(operation: Schema) -> list[str]:
    """Return the tags of an operation; a single text is one tag."""
    given = operation.get("tags")
    return [one for one in (given if is_array(given) else [given]) if isinstance(one, str)]


def tag_name(operation: Schema) -> str:
    """Return the Python name of the first tag; "default" without one.

    A name that is too long for a file is cut. Reserved names get the prefix `tag_`.
    """
    name = shortened(any_name((tags_of(operation) or ["default"])[0], "tag"))
    # The classes or files of such a tag would collide with those of the package.
    is_taken = name in NEEDED_BY_FILES or name in ("all", "raw") or name.startswith("raw_")
    return f"tag_{name}" if is_taken else name


def tag_names(document: Schema) -> list[str]:
    """Return the names of all tags, in the order of the operations."""
    return list(dict.fromkeys(tag_name(operation) for _, _, _, operation in each_operation(document)))


def tag_notes(operation: Schema, where: str) -> Iterator[str]:
    """Yield notes on `tags` that are not a list of texts, a tag whose name is cut, and tags that are not used.

    Args:
        operation: The operation.
        where: The operation as messages name it.
    """
    tags = tags_of(operation)
    if operation.get("tags") and operation["tags"] != tags:
        yield f"{where}: `tags` is not a list of texts; {', '.join(tags) or 'default'} is used"
    name = any_name(tags[0], "tag") if tags else ""
    if name != shortened(name):
        yield f"{where}: its tag is named {shortened(name)}: the name is too long for a file"
    if len(tags) > 1:
        yield f"{where}: only its first tag, {tags[0]!r}, is used"
