# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""getCampaignJobStatus: Get the status of a campaign's automation job."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.job_status import JobStatus

OPERATION: Final[types.Operation[JobStatus]] = types.Operation(
    name="get_campaign_job_status",
    operation_id="getCampaignJobStatus",
    method="GET",
    path="/v1/campaign/{campaign_id}/job",
    retry="read",
    decode=types.response_of(convert.model_of(JobStatus.from_dict), nullable=False),
)
