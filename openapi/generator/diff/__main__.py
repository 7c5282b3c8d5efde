"""Run the command line: `PYTHONPATH=openapi python -m generator.diff`."""

import sys

from .command import main

sys.exit(main())
