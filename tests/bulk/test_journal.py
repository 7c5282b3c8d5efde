"""With a journal, the same run continues after its end, an interruption or a crash."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bulk.scripted import CAMPAIGN, DROPPED, KEYS, Scripted, counts, once, payloads, results

from epilot_targeting import ConfigurationError
from epilot_targeting.bulk import (
    BulkInterrupted,
    Journal,
    _journal_file_check,
    _journal_open,
    _journal_writer,
    create_recipients,
    update_recipients,
)
from epilot_targeting.bulk._input import REPEATED
from epilot_targeting.bulk._journal_database import JournalDatabase
from epilot_targeting.bulk._journal_writer import JournalWriter
from epilot_targeting.testing import Reply, Request

OTHER = "00000000-0000-4000-8000-00000000000a"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal that does not exist yet."""
    return Journal(tmp_path / "run.sqlite")


def states(journal: Journal) -> dict[str, int]:
    """Return the states in a journal by key."""
    with sqlite3.connect(journal.path) as database:
        found = dict(database.execute("SELECT key, state FROM items").fetchall())
    database.close()
    return found


async def test_done_items_are_skipped_without_a_request(journal: Journal) -> None:
    """A second run over the same input sends nothing."""
    async with Scripted() as fake:
        fake.add_recipients(CAMPAIGN, payloads(2))
        assert counts(done=8, exists=2) == await create_recipients(
            fake.client(), CAMPAIGN, payloads(10), journal=journal
        )
        sent = fake.calls.total()
        assert counts(skipped=10) == await create_recipients(fake.client(), CAMPAIGN, payloads(10), journal=journal)
        assert sent == fake.calls.total()
        more = await create_recipients(fake.client(), CAMPAIGN, payloads(12), journal=journal)
        assert counts(skipped=10, done=2) == more


async def test_the_journal_holds_no_payload(journal: Journal) -> None:
    """The file has mode 0600, and keys, digests and states alone."""
    async with Scripted() as fake:
        item: Any = {**payloads(1)[0], "automation_execution_id": "a-secret-name"}
        await create_recipients(fake.client(), CAMPAIGN, [item], journal=journal)
    assert 0o600 == stat.S_IMODE(journal.path.stat().st_mode)
    content = b"".join(path.read_bytes() for path in journal.path.parent.iterdir())
    assert KEYS[0].encode() in content
    assert b"a-secret-name" not in content
    assert {KEYS[0]: 3} == states(journal)


async def test_another_payload_of_a_done_item_is_rejected(journal: Journal) -> None:
    """The digest in the journal tells a changed item."""
    async with Scripted() as fake:
        await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        changed: list[Any] = [{**payloads(1)[0], "automation_status": "failed"}]
        first = await results(create_recipients(fake.client(), CAMPAIGN, changed, journal=journal))
        items = [*payloads(6, 10), *changed]
        second = await results(create_recipients(fake.client(), CAMPAIGN, items, journal=journal, concurrency=1))
        assert 7 == fake.calls["POST"]
    assert "rejected" == first[KEYS[0]].status == second[KEYS[0]].status
    for got, origin in ((first, "an earlier run"), (second, "an earlier run or this one")):
        text = f"from {origin}; nothing was sent: use another journal for new values"
        assert str(got[KEYS[0]].error).endswith(text)


async def test_another_payload_in_the_run_itself_is_not_of_the_journal(journal: Journal) -> None:
    """With a new journal, and after a rejected item, the first payload came in this run."""
    async with Scripted() as fake:
        first, second = payloads(2)
        wrong: Any = {"entity_id": second["entity_id"]}
        changed = {**first, "automation_status": "failed"}
        between = payloads(6, 10)
        for items in ([first, *between, changed], [wrong, *between, second]):
            run = create_recipients(fake.client(), CAMPAIGN, items, journal=journal, concurrency=1)
            errors = [str(result.error) async for result in run]
            text = "an item with the same id and another payload came before in this run; nothing was sent"
            assert text in errors


async def test_rejected_items_are_sent_again(journal: Journal) -> None:
    """A rejected item was not carried out: a later run sends it, corrected or not."""
    async with Scripted() as fake:
        bad: Any = {"entity_id": KEYS[0]}
        assert counts(rejected=1, skipped=1) == await create_recipients(
            fake.client(), CAMPAIGN, [bad, bad], journal=journal, concurrency=1
        )
        assert counts(rejected=1) == await create_recipients(fake.client(), CAMPAIGN, [bad], journal=journal)
        assert counts(done=1) == await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)


async def test_an_interrupted_run_continues(journal: Journal) -> None:
    """Items that were not sent are not in doubt; those of unknown outcome are settled when they are pulled again."""
    async with Scripted() as fake:
        fake.after = lambda request: DROPPED if fake.calls["POST"] == 4 else None
        fake.before = lambda request: Reply.of(401, {}) if fake.calls["POST"] == 6 else None
        run = create_recipients(fake.client(), CAMPAIGN, payloads(20), journal=journal, concurrency=1)
        with pytest.raises(BulkInterrupted, match="with the same journal to continue"):
            await run
        assert counts(done=4) == run.counts
        assert [1, 3, 3, 3, 3] == sorted(states(journal).values())
        fake.before = fake.after = lambda _: None
        again = create_recipients(fake.client(), CAMPAIGN, payloads(20), journal=journal, settle_after=0.01)
        got = await results(again)
        assert counts(done=16, skipped=4) == again.counts
        assert [0] == [one.attempts for one in got.values() if one.status == "done" and one.attempts != 1]
        assert 20 == len(fake.recipients(CAMPAIGN))
        assert 6 + 15 == fake.calls["POST"], "the one in doubt is there, and was not sent again"


async def test_an_item_in_doubt_that_is_absent_is_sent_again(journal: Journal) -> None:
    """An item that an earlier run noted and did not send is sent."""
    leave_in_doubt(journal, payloads(2))
    async with Scripted() as fake:
        fake.add_recipients(CAMPAIGN, [{**payloads(1, 1)[0], "automation_status": "success"}])
        got = await results(create_recipients(fake.client(), CAMPAIGN, payloads(2), journal=journal, settle_after=0.01))
        assert ["done", "unknown"] == [got[key].status for key in KEYS[:2]]
    assert {KEYS[0]: 3, KEYS[1]: 1} == states(journal)


async def test_an_item_in_doubt_with_another_payload_is_rejected(journal: Journal) -> None:
    """What an earlier run may have sent is not sent with other values."""
    leave_in_doubt(journal, payloads(1))
    async with Scripted() as fake:
        changed: list[Any] = [{**payloads(1)[0], "automation_status": "failed"}]
        (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, changed, journal=journal))).values()
        assert 0 == fake.calls.total()
    assert "rejected" == result.status
    assert str(result.error).endswith("from an earlier run; nothing was sent: use another journal for new values")


@pytest.mark.parametrize("between", [0, 6], ids=["one batch", "two batches"])
async def test_an_item_in_doubt_is_read_back_also_after_another_payload(journal: Journal, between: int) -> None:
    """The payload that an earlier run may have sent has an unknown outcome, whatever came first in this run."""
    (left,) = payloads(1)
    leave_in_doubt(journal, [left])
    changed: Any = {**left, "automation_status": "failed"}
    async with Scripted() as fake:
        items = [changed, *payloads(between, 10), left, left, changed]
        run = create_recipients(fake.client(), CAMPAIGN, items, journal=journal, concurrency=1, settle_after=0.01)
        found = [(result.item, result.status) async for result in run if result.key == KEYS[0]]
        assert 1 == sum(one["entity_id"] == KEYS[0] for one in fake.recipients(CAMPAIGN))
    assert {"rejected": 2} == Counter(status for item, status in found if item == changed)
    assert {"done": 1, "skipped": 1} == Counter(status for item, status in found if item == left)


async def test_a_payload_after_one_that_this_run_rejects_is_not_of_the_journal(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says that the other payload came in this run, also if its result is noted in the same transaction."""
    await create_recipients(Scripted().client(), CAMPAIGN, payloads(1, 50), journal=journal)  # so that it is reused
    first: Any = {"entity_id": KEYS[0]}
    is_refused = asyncio.Event()
    finish = JournalWriter.finish

    def finish_first(*arguments: Any) -> None:
        finish(*arguments)
        is_refused.set()

    async def items() -> AsyncIterator[Any]:
        yield first
        await is_refused.wait()
        yield payloads(1)[0]

    monkeypatch.setattr(JournalWriter, "finish", finish_first)
    monkeypatch.setattr(_journal_writer, "GATHER", 60.0)  # the next beginning writes the outcome
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, items(), journal=journal, settle_after=0.01)
        errors = [str(result.error) async for result in run if result.item != first]
    assert [REPEATED] == errors


def leave_in_doubt(journal: Journal, items: list[dict[str, Any]]) -> None:
    """Write a journal whose run was killed."""
    from epilot_targeting.bulk._operations import Create

    base = Scripted().client().options.base_url
    identity = {"operation": "create_recipients", "campaign": CAMPAIGN, "base_url": base, "organisation": ""}
    store = JournalDatabase(journal.path, identity)
    store.open()
    read = map(Create().read, items)
    store.write([], {item.key: item.digest for item in read})
    store.close([])


@pytest.mark.parametrize("change", ["operation", "campaign", "organisation", "base_url"])
async def test_a_journal_of_another_run_is_refused(journal: Journal, change: str) -> None:
    """The error names the difference, and nothing is sent."""
    async with Scripted() as fake:
        await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        sent = fake.calls.total()
        client = fake.client()
        if change == "organisation":
            client = client.with_options(org_id="7")
        if change == "base_url":
            client = fake.client(base_url="https://other.invalid")
        campaign = OTHER if change == "campaign" else CAMPAIGN
        start: Any = update_recipients if change == "operation" else create_recipients
        run = start(client, campaign, [], journal=journal)
        with pytest.raises(ConfigurationError, match=f"another run: its {change} is") as caught:
            await run
        assert str(journal.path) in str(caught.value)
        with pytest.raises(ConfigurationError):
            await anext(run)
        assert sent == fake.calls.total()


async def test_a_journal_in_use_is_refused(journal: Journal) -> None:
    """A second run with the same journal is told so."""
    async with Scripted() as fake, create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal) as run:
        with pytest.raises(ConfigurationError, match="in use by another run"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        assert counts(done=1) == await run


def test_a_refused_run_leaves_the_lock_of_the_other(journal: Journal) -> None:
    """After a second run was refused in this process, another process is refused as well."""
    code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('SELECT * FROM items')"
    first = JournalDatabase(journal.path, {})
    first.open()
    with pytest.raises(ConfigurationError, match="in use by another run"):
        JournalDatabase(journal.path, {}).open()
    child = subprocess.run([sys.executable, "-c", code, str(journal.path)], capture_output=True, text=True, check=False)
    first.close([])
    assert "database is locked" in child.stderr


def test_of_two_runs_that_start_together_one_gets_the_lock(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run whose lock fails because another one has half of it tries again after a pause."""
    other = sqlite3.connect(journal.path)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM sqlite_master").fetchall()
    pauses: list[float] = []

    def give_way(seconds: float) -> None:
        pauses.append(seconds)
        other.close()

    monkeypatch.setattr(_journal_open, "sleep", give_way)
    store = JournalDatabase(journal.path, {})
    store.open()
    store.close([])
    assert [True] == [0 <= one <= _journal_open.MAX_PAUSE for one in pauses]


async def test_a_read_only_file_is_refused(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that cannot be written is found before anything is sent."""
    async with Scripted() as fake:
        monkeypatch.setattr(os, "access", lambda place, _: place != journal.path)
        with pytest.raises(ConfigurationError, match="the file is not writable"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        assert 0 == fake.calls.total()


async def test_a_file_that_is_no_journal_is_refused(journal: Journal) -> None:
    """A text, a damaged file and the database of another program are refused, and stay as they are."""
    async with Scripted() as fake:
        journal.path.write_bytes(b"a text that is long enough to be no database" * 100)
        with pytest.raises(ConfigurationError, match="damaged, or no journal"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        journal.path.unlink()
        with sqlite3.connect(journal.path) as database:
            database.execute("CREATE TABLE items (name TEXT)")
        database.close()
        with pytest.raises(ConfigurationError, match="another program"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        assert 0 == fake.calls.total()


async def test_a_damaged_journal_ends_the_run(journal: Journal) -> None:
    """A page that is damaged is found before the next write leaves, or when the journal is opened."""
    async with Scripted() as fake:
        await create_recipients(fake.client(), CAMPAIGN, payloads(100), journal=journal)
        content = bytearray(journal.path.read_bytes())
        content[4096:] = b"\xff" * (len(content) - 4096)
        journal.path.write_bytes(content)
        sent = fake.calls.total()
        with pytest.raises(ConfigurationError, match="damaged"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(100), journal=journal)
        assert sent == fake.calls.total()


async def test_a_folder_that_cannot_be_written_is_refused(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A missing or read-only folder is found before anything is sent."""
    async with Scripted() as fake:
        missing = Journal(tmp_path / "missing" / "run.sqlite")
        with pytest.raises(ConfigurationError, match="cannot be written: No such file"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=missing)
        monkeypatch.setattr(os, "access", lambda *_: False)  # these tests may run as root, who may write anywhere
        with pytest.raises(ConfigurationError, match="the folder is not writable"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        assert 0 == fake.calls.total()


async def test_a_full_disk_ends_the_run_before_the_next_write(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch that cannot be written is not sent; what is under way is reported."""
    original = JournalDatabase.write

    def limited(self: JournalDatabase, finished: Any, begun: Any) -> Any:
        if store_calls[0] == 0:
            self._database.execute("PRAGMA max_page_count = 1")  # the disk is full
            original(self, [], {f"key-{number}" * 100: "" for number in range(100)})
        store_calls[0] -= 1
        return original(self, finished, begun)

    store_calls = [4]
    monkeypatch.setattr(JournalDatabase, "write", limited)
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(50), journal=journal, concurrency=2)
        with pytest.raises(BulkInterrupted, match="full") as caught:
            await run
        assert isinstance(caught.value.__cause__, sqlite3.Error)
        assert 2 <= fake.calls["POST"] <= 20
        monkeypatch.undo()
        again = create_recipients(fake.client(), CAMPAIGN, payloads(50), journal=journal, settle_after=0.01)
        assert 50 == sum((await again).values())
        assert 0 == again.counts["exists"] + again.counts["rejected"] + again.counts["unknown"]
        assert 50 == len(fake.recipients(CAMPAIGN))


async def test_the_program_may_change_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal with a relative path is the file of that name in the folder where the run started."""
    monkeypatch.chdir(tmp_path)
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(30), journal=Journal("run.sqlite"), concurrency=2)
        await anext(run)
        monkeypatch.chdir("/")
        assert counts(done=30) == await run
    assert 30 == len(states(Journal(tmp_path / "run.sqlite")))


@pytest.mark.parametrize("is_replaced", [True, False])
async def test_a_journal_that_is_removed_ends_the_run(journal: Journal, *, is_replaced: bool) -> None:
    """SQLite would write on into a file without a name, and the next run would send everything again."""
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(90), journal=journal, concurrency=2)
        with pytest.raises(BulkInterrupted, match="was removed or replaced during the run, so ") as caught:
            async for _ in run:
                journal.path.unlink(missing_ok=True)
                if is_replaced:
                    journal.path.touch()
        assert isinstance(caught.value.__cause__, sqlite3.Error)
        assert 1 <= fake.calls["POST"] <= 20


async def test_an_item_that_cannot_be_noted_is_not_sent(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run ends before the request leaves."""

    def broken(*_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(JournalDatabase, "write", broken)
    async with Scripted() as fake:
        with pytest.raises(BulkInterrupted, match="disk I/O error"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal)
        assert 0 == fake.calls.total()


async def test_a_journal_that_sqlite_cannot_use_is_refused(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of SQLite are in the error."""

    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("no such function: json_each")

    monkeypatch.setattr(_journal_open, "_prepare", broken)
    async with Scripted() as fake:
        with pytest.raises(ConfigurationError, match="no such function: json_each"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal)


async def test_a_journal_that_cannot_be_closed_ends_the_run(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last note that cannot be written is an interruption, too."""

    def broken(self: JournalDatabase, unsent: list[str]) -> None:
        self._database.close()
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(JournalDatabase, "close", broken)
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal)
        with pytest.raises(BulkInterrupted, match="disk I/O error"):
            await run
        assert counts(done=3) == run.counts


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("server:/data /data nfs4 rw 0 0", "nfs4"),
        ("//server/share /data/a\\040b cifs rw 0 0", "cifs"),
        ("me@server: /data fuse.sshfs rw 0 0", "fuse.sshfs"),
        ("server:/data /data nfs4 rw 0 0\n/dev/sdb1 /data/a\\040b ext4 rw 0 0", ""),
        ("server:/data /other nfs4 rw 0 0", ""),
    ],
)
def test_a_network_file_system_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mounts: str, kind: str
) -> None:
    """The file system of the folder is that of its longest mount point."""
    table = tmp_path / "mounts"
    table.write_text(f"overlay / overlay rw 0 0\n{mounts}\n")
    monkeypatch.setattr(_journal_file_check, "MOUNTS", table)
    assert kind == _journal_file_check.network_file_system(Path("/data/a b/run.sqlite"))


async def test_a_journal_on_a_network_file_system_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, journal: Journal
) -> None:
    """The error names the file system. Where there is no list of mounts, nothing is refused."""
    table = tmp_path / "mounts"
    table.write_text(f"server:/data {tmp_path} nfs rw 0 0\n")
    monkeypatch.setattr(_journal_file_check, "MOUNTS", table)
    async with Scripted() as fake:
        with pytest.raises(ConfigurationError, match=r"network file system \(nfs\)"):
            await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)
        monkeypatch.setattr(_journal_file_check, "MOUNTS", tmp_path / "missing")
        assert counts(done=1) == await create_recipients(fake.client(), CAMPAIGN, payloads(1), journal=journal)


@pytest.mark.parametrize("path", ["", None, 7, b"run.sqlite", "a\0b"])
def test_a_journal_needs_a_path(path: Any) -> None:
    """Something that is no path is refused at once."""
    with pytest.raises(ConfigurationError, match="path of a journal"):
        Journal(path)


def test_a_journal_is_a_file() -> None:
    """SQLite's name of a database in memory would be that of a file."""
    with pytest.raises(ConfigurationError, match="a journal is a file"):
        Journal(":memory:")


async def test_a_write_leaves_after_its_note(journal: Journal) -> None:
    """When a request arrives, its item is in the journal: a killed process leaves at most doubts."""
    seen: list[int] = []

    def look(request: Request) -> None:
        if request.method == "POST":
            # The log is complete: a copy of both files is what a killed process leaves.
            copy = journal.path.with_name("copy.sqlite")
            for suffix in ("", "-wal"):
                copy.with_name(copy.name + suffix).write_bytes(Path(f"{journal.path}{suffix}").read_bytes())
            key = json.loads(request.body)["entity_id"]
            seen.append(states(Journal(copy))[key])

    async with Scripted() as fake:
        fake.before = look
        await create_recipients(fake.client(), CAMPAIGN, payloads(5), journal=journal, concurrency=2)
    assert [1] * 5 == seen


async def test_an_interruption_at_the_start_leaves_no_thread(journal: Journal) -> None:
    """A run whose first result is awaited after an interruption raises it again."""
    async with Scripted() as fake:
        fake.before = once(Reply.of(403, {}))
        run = create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal, concurrency=1)
        for _ in range(2):
            with pytest.raises(BulkInterrupted):
                await anext(run)
    assert {} == states(journal)
