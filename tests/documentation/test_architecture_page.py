"""The diagrams of retries in `docs/architecture.md` show what the client does."""

from __future__ import annotations

import itertools
import re

import pytest
from documentation.pages import ROOT
from server import NOW

from epilot_targeting import ServerError, TargetingClient
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

PAGE = ROOT / "docs" / "architecture.md"
if not PAGE.is_file():
    pytest.skip("the pages are not part of the package", allow_module_level=True)


def statuses(operation: str) -> list[int]:
    """Return the statuses in the diagram of an operation."""
    [diagram] = re.findall(
        rf"^```text\n{operation}.*?^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return [int(status) for status in re.findall(r"→ (\d{3})", diagram)]


def client_of(fake: FakeTargeting, operation: str) -> TargetingClient:
    """Return a client with a new token for each request. The service fails as in the diagram."""
    numbers = itertools.count()
    for status in filter(lambda status: status >= 400, statuses(operation)):
        fake.fail(operation, status=status, headers={"retry-after": "0"} if status == 429 else {})
    return fake.client(lambda: f"token-{next(numbers)}", retry=NOW)


async def test_a_read_is_repeated_as_in_the_diagram() -> None:
    """A read goes on after a 401, a 429 and a 503, and its response counts all requests."""
    async with FakeTargeting() as fake:
        response = await client_of(fake, "get_recipients").raw.get_recipients(EXAMPLE_ID)
    assert [401, 429, 503, 200] == statuses("get_recipients")
    assert (200, 4) == (response.status_code, response.attempts)


async def test_a_write_ends_as_in_the_diagram() -> None:
    """A write goes on after a 401 and a 429, and ends at the 503 with an unknown outcome."""
    async with FakeTargeting() as fake:
        client = client_of(fake, "create_recipient")
        with pytest.raises(ServerError) as caught:
            await client.create_recipient(
                EXAMPLE_ID, {"entity_id": EXAMPLE_ID, "entity_schema": "contact", "portal_status": "sent"}
            )
    assert [401, 429, 503] == statuses("create_recipient")
    assert (None, 3) == (caught.value.applied, caught.value.attempts)
