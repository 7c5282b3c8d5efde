"""Read what is decided beside a document: which schemas stay untyped and why, and what fields are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..errors import DocumentError

KEYS = ("untyped", "names")


def load_settings(path: Path | None) -> dict[str, dict[str, str]]:
    """Read the settings; without a file there are none.

    Raises:
        DocumentError: They can't be read, or say something that is no setting.
    """
    if path is None:
        return {}
    try:
        given: Any = YAML(typ="safe").load(path.read_bytes()) or {}
    except (OSError, ValueError, RecursionError, YAMLError) as error:
        raise DocumentError(f"{path.name}: the settings can't be read: {error}") from None
    if not isinstance(given, dict) or not set(given) <= set(KEYS):
        raise DocumentError(f"{path.name}: settings are {' and '.join(KEYS)}, and nothing else")
    found: dict[str, dict[str, str]] = {}
    for key, entries in given.items():
        found[key] = entries or {}
        if not isinstance(found[key], dict) or not all(isinstance(v, str) and v for p in found[key].items() for v in p):
            raise DocumentError(f"{path.name}: {key} needs a text for each pointer")
    return found
