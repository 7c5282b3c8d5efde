# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupEmailDict."""

from typing import NotRequired, TypedDict
from uuid import UUID


class SetupEmailDict(TypedDict):
    """`SetupEmail` as a plain dict in the shape of the JSON object."""

    automation_id: NotRequired["UUID | str"]
    """The id of the automation."""

    template_id: NotRequired["UUID | str"]
    """The id of the e-mail template."""
