"""Serve the fake: `python -m epilot_targeting.testing --port 8080`."""

from __future__ import annotations

import sys

from ._command import main

sys.exit(main())
