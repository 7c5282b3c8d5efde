"""Calls that no event loop of asyncio runs, as under trio."""

from __future__ import annotations

import pytest

from epilot_targeting import ConfigurationError, TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


def test_a_call_without_asyncio_is_refused() -> None:
    """A call that another library runs, such as trio, fails with a message that names asyncio."""
    call = TargetingClient("t").get_campaign_job_status(CID)
    with pytest.raises(ConfigurationError, match="needs asyncio"):
        call.__await__().__next__()
