"""The diagrams of retries in `docs/architecture.md` show what the client does, and its table names every module."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from documentation.pages import ROOT
from server import NOW

import epilot_targeting
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


SOURCES = Path(epilot_targeting.__file__).parent  # the tests of the wheel have no folder src
STAGES = ("_auth", "_call", "_client", "_config", "_pagination", "_request", "_response", "_transport")


def test_the_table_names_modules_that_exist() -> None:
    """Each module that the page names exists, and no row stands twice."""
    text = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:_[a-z]+|bulk|export|distributed|testing|openapi)/[\w/]+\.\w+)`", text))
    assert set() == {name for name in named if not any((folder / name).is_file() for folder in (SOURCES, ROOT))}
    rows = [line.split("|")[1].strip() for line in text.splitlines() if re.match(r"\| (?!stage|change|-)", line)]
    assert [] == sorted({row for row in rows if rows.count(row) > 1})


@pytest.mark.parametrize("stage", STAGES)
def test_the_table_names_every_module(stage: str) -> None:
    """Each module of a stage of a call has a place in the table, so that a reader finds it by the change."""
    text = PAGE.read_text(encoding="utf-8")
    modules = [path.relative_to(SOURCES).as_posix() for path in (SOURCES / stage).rglob("*.py")]
    assert [] == [name for name in modules if not name.endswith("__init__.py") and f"`{name}`" not in text]
