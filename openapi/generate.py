"""Run the generator: `python openapi/generate.py`, from anywhere. `--help` lists its options."""

import sys

from generator.command import main

if __name__ == "__main__":
    sys.exit(main())
