"""Hash the inputs of a package: the document, templates and runtime, settings, and the versions of the tools."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "render" / "templates"
RUNTIME = HERE / "runtime"


def digest(*paths: Path) -> str:
    """Hash files with their names, so that a renamed template counts as a change."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def provenance(spec: Path, settings: Path) -> dict[str, str]:
    """Return the constants of the package's `provenance` module.

    `TEMPLATES_SHA256` covers the text that is copied into the package: templates and runtime. It does not cover the
    generator's own code, so a comment there changes nothing. That the package is up to date is checked by generating it
    again (`--check`), not by a hash.
    """
    return {
        "SPEC_SHA256": hashlib.sha256(spec.read_bytes()).hexdigest(),
        "TEMPLATES_SHA256": digest(*TEMPLATES.glob("*.jinja"), *RUNTIME.glob("*.py")),
        "SETTINGS_SHA256": digest(settings),
        "GENERATOR": f"openapi-python-client {version('openapi-python-client')}",
        "FORMATTER": f"ruff {version('ruff')}",
    }
