# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseNanoID."""

from typing import TypeAlias

BaseNanoID: TypeAlias = str
"""A short id that is no UUID"""
