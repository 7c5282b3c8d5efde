"""Read the settings of a document: schemas that stay untyped, each with a reason, and names of fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..errors import DocumentError
from ..json_types import is_object

KEYS = ("untyped", "names")


def load_settings(path: Path | None) -> dict[str, dict[str, str]]:
    """Load the settings; without a file they are empty.

    Raises:
        DocumentError: The file is unreadable, or a setting is invalid.
    """
    if path is None:
        return {}
    try:
        reader: Any = YAML(typ="safe")
        given: Any = reader.load(path.read_bytes()) or {}
    except (OSError, ValueError, RecursionError, YAMLError) as error:
        raise DocumentError(f"{path.name}: the settings are unreadable: {error}") from None
    if not is_object(given) or not set(given) <= set(KEYS):
        raise DocumentError(f"{path.name}: the only settings are {' and '.join(KEYS)}")
    found: dict[str, dict[str, str]] = {}
    for key, entries in given.items():
        chosen: Any = entries or {}
        if not is_object(chosen) or not all(isinstance(v, str) and v for pair in chosen.items() for v in pair):
            raise DocumentError(f"{path.name}: {key} must map each pointer to a text")
        found[key] = chosen
    return found
