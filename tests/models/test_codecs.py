"""Codecs: they are loaded with the first use of a model, by any thread, and put nothing in place of what is patched."""

from __future__ import annotations

import subprocess
import sys

import pytest

FIRST_USE = {
    "an override runs once": """
from epilot_targeting.models import EntityRef
class Mine(EntityRef):
    def to_dict(self):
        made = super().to_dict()
        return {**made, "entity_schema": "my " + made["entity_schema"]}
    @classmethod
    def from_dict(cls, src_dict):
        return super().from_dict({**src_dict, "entity_schema": "read " + src_dict["entity_schema"]})
first = Mine(entity_id="a", entity_schema="b").to_dict()
assert first == Mine(entity_id="a", entity_schema="b").to_dict() == {"entity_id": "a", "entity_schema": "my b"}, first
assert "read b" == Mine.from_dict({"entity_schema": "b"}).entity_schema
""",
    "an override of reading runs once": """
from epilot_targeting.models import EntityRef
class Mine(EntityRef):
    @classmethod
    def from_dict(cls, src_dict):
        return super().from_dict({**src_dict, "entity_schema": "read " + src_dict["entity_schema"]})
assert "read b" == Mine.from_dict({"entity_schema": "b"}).entity_schema
""",
    "a patch stays, and is undone": """
from unittest.mock import patch
from epilot_targeting.models import CampaignMatch, Campaign
with patch.object(Campaign, "to_dict", return_value={"patched": True}), patch.object(Campaign, "from_dict"):
    read = CampaignMatch.from_dict({"campaign": {"_title": "x"}})
    assert isinstance(read.campaign, Campaign), read
    assert {"campaign": {"patched": True}} == read.to_dict()
assert {"campaign": {"_title": "x"}} == read.to_dict()
assert Campaign(title="y") == Campaign.from_dict({"_title": "y"})
""",
    "threads read at once": """
import sys, threading
from epilot_targeting import models
sys.setswitchinterval(1e-6)
failed = []
def read(kind):
    try:
        kind.from_dict({"results": [{"title": "x"}]})
        kind.from_dict({}).to_dict()
    except BaseException as error:
        failed.append(error)
kinds = [models.RecipientsResponse, models.MatchCampaignsResponse, models.CampaignPortal, models.MatchCampaignParams]
threads = [threading.Thread(target=read, args=(kinds[n % 4],)) for n in range(40)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert [] == failed, failed
""",
}


@pytest.mark.parametrize("program", FIRST_USE.values(), ids=FIRST_USE)
def test_the_first_use_of_a_model(program: str) -> None:
    """In a new interpreter, where no codec is loaded yet, the first use does what every later one does."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
