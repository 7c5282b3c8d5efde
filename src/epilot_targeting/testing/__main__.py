"""Serve the fake: `python -m epilot_targeting.testing --port 8080`."""

from __future__ import annotations

import sys

from ._command import main

if __name__ == "__main__":
    sys.exit(main())
