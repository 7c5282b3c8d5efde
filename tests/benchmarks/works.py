"""The rows by the names they are asked for by. A module is imported when its row is measured."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import Any

from benchmarks.ground import Ground
from benchmarks.results import Row

Measure = Callable[[Ground], Coroutine[Any, Any, list[Row]]]
WORKS = {
    "import": "rows_start.imports",
    "first": "rows_start.first_call",
    "preload": "rows_start.preload",
    "call": "rows_call.calls",
    "observed": "rows_observed.observed",
    "features": "rows_features.features",
    "promises": "rows_promises.promises",
    "profile": "rows_profile.profile",
    "decode": "rows_codec.decode",
    "encode": "rows_codec.encode",
    "walk": "rows_walk.walk",
    "memory": "rows_walk.memory",
    "overlap": "rows_walk.overlap",
    "crowd": "rows_crowd.crowd",
    "tasks": "rows_crowd.tasks",
    "bulk": "rows_bulk.bulk",
    "quota": "rows_quota.quota",
    "export": "rows_export.export",
    "export-memory": "rows_export.memory",
}


def find(name: str) -> Measure:
    """Return what measures a row."""
    module, _, function = WORKS[name].partition(".")
    found: Measure = getattr(import_module(f"benchmarks.{module}"), function)
    return found
