"""Run the command line: `python -m generator`, from `openapi/`."""

import sys

from .command import main

sys.exit(main())
