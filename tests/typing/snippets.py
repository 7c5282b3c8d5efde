"""Make programs of the Python blocks of README.md and the docs, for type checkers and to run them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "docs/bulk.md", "docs/models.md", "docs/network.md", "docs/typing.md"]
"""The pages whose blocks are one program; those of docs/testing.md are several files."""
SETUP = {
    "docs/bulk.md": """\
from uuid import UUID
from epilot_targeting import TargetingClient
from epilot_targeting.models import CreateAutomationRecipientPayload
Known = tuple[TargetingClient, str, UUID, list[str], list[str], list[CreateAutomationRecipientPayload]]
def values() -> Known:
    raise NotImplementedError
client, campaign_id, entity_id, campaign_ids, target_ids, payloads = values()
""",
    "docs/network.md": """\
def get_token() -> str:
    return "t"
""",
}
"""What a page takes for granted."""
IMPORT = re.compile(r"^(?:from \S+ )?import (?:\([^)]*\)|.*)\n", re.MULTILINE)
RULES = "# pyright: reportUnusedVariable=false, reportUnusedFunction=false, reportUnusedClass=false\n"


def blocks(page: str) -> list[str]:
    """Return the Python blocks of a page."""
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


def program(page: str) -> str:
    """Return the blocks of a page as one function, since they await at the top; imports are in front of it."""
    code = "\n".join([SETUP.get(page, ""), *blocks(page)])
    imports = "".join(dict.fromkeys(IMPORT.findall(code)))
    lines = [f"    {line}" if line else "" for line in IMPORT.sub("", code).splitlines()]
    return "\n".join([RULES + imports, "async def page() -> None:", *lines, ""])
