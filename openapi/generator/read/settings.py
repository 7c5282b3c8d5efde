"""Read what is decided beside a document: which schemas stay untyped and why, and what fields are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..errors import DocumentError
from ..json_types import is_object

KEYS = ("untyped", "names")


def load_settings(path: Path | None) -> dict[str, dict[str, str]]:
    """Read the settings; without a file there are none.

    Raises:
        DocumentError: They can't be read, or say something that is no setting.
    """
    if path is None:
        return {}
    try:
        reader: Any = YAML(typ="safe")
        given: Any = reader.load(path.read_bytes()) or {}
    except (OSError, ValueError, RecursionError, YAMLError) as error:
        raise DocumentError(f"{path.name}: the settings can't be read: {error}") from None
    if not is_object(given) or not set(given) <= set(KEYS):
        raise DocumentError(f"{path.name}: settings are {' and '.join(KEYS)}, and nothing else")
    found: dict[str, dict[str, str]] = {}
    for key, entries in given.items():
        chosen: Any = entries or {}
        if not is_object(chosen) or not all(isinstance(v, str) and v for pair in chosen.items() for v in pair):
            raise DocumentError(f"{path.name}: {key} needs a text for each pointer")
        found[key] = chosen
    return found
