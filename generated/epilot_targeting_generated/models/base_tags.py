# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseTags."""

from typing import TypeAlias

BaseTags: TypeAlias = list[str]
"""The tags of an entity; null is as good as none"""
