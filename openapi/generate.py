"""Run the generator: `python openapi/generate.py`, from anywhere. `--help` lists its options."""

import sys

from generator.command import main

sys.exit(main())
