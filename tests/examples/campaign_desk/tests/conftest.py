"""The fixtures of all tests: those of the plugin, and a campaign with recipients."""

from __future__ import annotations

import pytest

from epilot_targeting.models import Recipient
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, make_recipient

pytest_plugins = ["epilot_targeting.testing.pytest_plugin"]


@pytest.fixture
def recipients(fake_targeting: FakeTargeting) -> list[Recipient]:
    """Three recipients of the example campaign: two failed, one succeeded."""
    made = [
        make_recipient(title=title, automation_status=status, portal_status="sent", email_status=email)
        for title, status, email in (
            ("Ada", "failed", "delivered"),
            ("Bob", "success", "bounced"),
            ("Cy", "failed", None),
        )
    ]
    fake_targeting.add_recipients(EXAMPLE_ID, made)
    return made
