"""Run the command line: `PYTHONPATH=openapi python -m spec_diff`."""

import sys

from spec_diff.command import main

sys.exit(main())
