"""A process that is killed while it retriggers contacts nobody twice, over loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bulk.served import TESTS, Served, payload, served

COUNT = 35


def child(service: Served, journal: Path) -> subprocess.Popen[str]:
    """Start a process that retriggers all failed recipients, and wait until it has opened its journal."""
    command = [sys.executable, "-m", "bulk.retrigger_child", service.address, str(journal)]
    process = subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def wait_for_batches(service: Served, count: int) -> None:
    """Wait until the service has carried out so many batches; the response to the last one is held back."""
    while service.control()["seen"].get("retrigger_campaign_automations", 0) < count:
        pass


@pytest.mark.thorough
def test_a_kill_between_sending_and_noting_doubles_nothing(tmp_path: Path) -> None:
    """Killed with a batch under way, thrice, the run continues: each automation was started once, and none is lost."""
    journal = tmp_path / "run.sqlite"
    with served() as service:
        service.control(failed=COUNT, hold=300)
        for kills in range(1, 4):
            with child(service, journal) as process:
                wait_for_batches(service, kills)
                process.kill()
        service.control(hold=0)
        with child(service, journal) as process:
            out, _ = process.communicate()
        state = service.control("/_ledger")
    assert 0 == process.returncode
    # The first two batches were found done by the second and the third run, the third batch by the last one.
    assert {"done": 15} == dict.fromkeys(json.loads(out).values(), len(json.loads(out)))
    assert ([], COUNT) == (state["twice"], len(state["keys"]))
    assert {payload(number)["entity_id"] for number in range(COUNT)} == set(state["keys"])
