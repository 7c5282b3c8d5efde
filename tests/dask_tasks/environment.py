"""The token provider of the workers, and clusters of Dask on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client, LocalCluster

TOKEN = "secret-of-the-worker"


def get_token() -> str:
    """Return the token, on the worker."""
    return TOKEN
