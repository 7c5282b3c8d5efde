"""The Celery example creates each recipient once: in this process, and in the processes of a worker."""

from __future__ import annotations

import asyncio
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import Retry
from documentation.pages import ROOT

from epilot_targeting import BadRequestError, DecodeError, ServerError, TargetingClient
from epilot_targeting._config.options import ClientOptions
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

FOLDER = ROOT / "docs" / "examples"
if not FOLDER.is_dir():
    pytest.skip("the examples are not part of the package", allow_module_level=True)

SECONDS = 60
PROCESSES = 2


def payload(number: int) -> dict[str, str]:
    """Return the body of a create."""
    entity_id = f"00000000-0000-4000-8000-0000000020{number:02}"
    return {"entity_id": entity_id, "entity_schema": "contact", "portal_status": "sent"}


def creates(service: FakeTargeting) -> int:
    """Return the number of creates that the service has received."""
    return sum(request.operation == "create_recipient" for request in service.requests)


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the messages and results of a worker. Celery connects to it once."""
    folder = tmp_path_factory.mktemp("celery")
    for name in ("messages", "control", "results"):
        (folder / name).mkdir()
    return folder


@pytest.fixture
def example(service: FakeTargeting, monkeypatch: pytest.MonkeyPatch, messages: Path) -> Iterator[Any]:
    """The module of the example. It is imported once: Celery keeps the tasks of each import."""
    defaults: Any = ClientOptions.__init__.__kwdefaults__
    monkeypatch.setenv("CELERY_FOLDER", str(messages))
    monkeypatch.setenv("TARGETING_URL", defaults["base_url"])
    monkeypatch.setenv("EPILOT_TOKEN", "token")
    monkeypatch.syspath_prepend(FOLDER)
    module = importlib.import_module("documentation.celery_worker").celery_task
    client = TargetingClient(module.fetch_token, base_url=defaults["base_url"], deadline=60.0)
    monkeypatch.setattr(module, "client", client)
    monkeypatch.setattr(module, "runner", asyncio.Runner())
    yield module
    module.close()
    module.app.conf.task_always_eager = False


@pytest.fixture
def eager(example: Any) -> Any:
    """The task of the example. It and its retries run where it is called."""
    example.app.conf.task_always_eager = True
    return example.add_recipient


def test_a_task_creates_a_recipient(service: FakeTargeting, eager: Any) -> None:
    """A task sends one create, and returns what became of it."""
    assert "created" == eager.delay(EXAMPLE_ID, payload(1)).get()
    assert 1 == creates(service)


def fail_after_create(service: FakeTargeting, body: dict[str, str]) -> None:
    """Let the next create end with a 503, although the service has the recipient: the outcome is unknown."""
    service.add_recipients(EXAMPLE_ID, [body])
    service.fail("create_recipient", status=503)


def test_a_lost_response_is_no_failure(service: FakeTargeting, eager: Any) -> None:
    """A task whose response broke off after a success has created the recipient."""
    service.fail("create_recipient", drop=True)
    assert "created" == eager.delay(EXAMPLE_ID, payload(2)).get()
    assert 1 == creates(service)


def test_an_unknown_outcome_is_no_second_create(service: FakeTargeting, eager: Any) -> None:
    """After an unknown outcome, the retry finds the recipient in the list and sends nothing."""
    fail_after_create(service, payload(3))
    assert "exists" == eager.delay(EXAMPLE_ID, payload(3)).get()
    assert 1 == creates(service)


def test_looking_goes_on_until_it_has_succeeded(service: FakeTargeting, eager: Any) -> None:
    """A retry whose look at the list fails is followed by another look, and not by a create."""
    fail_after_create(service, payload(4))
    service.fail("get_recipients", status=503, times=3)
    assert "exists" == eager.delay(EXAMPLE_ID, payload(4)).get()
    assert 1 == creates(service)


def test_a_malformed_list_is_no_created_recipient(service: FakeTargeting, eager: Any) -> None:
    """A look whose response is malformed says nothing about the create: the task fails."""
    service.fail("create_recipient", status=503)
    service.fail("get_recipients", status=200, body=[], times=3)
    with pytest.raises(DecodeError):
        eager.delay(EXAMPLE_ID, payload(9)).get()
    assert 1 == creates(service)


def test_what_the_service_did_not_do_is_sent_again(service: FakeTargeting, eager: Any) -> None:
    """After a 503 that the service did nothing for, the recipient is not in the list, and is created."""
    service.fail("create_recipient", status=503)
    assert "created" == eager.delay(EXAMPLE_ID, payload(5)).get()
    assert 2 == creates(service)


def test_a_long_rate_limit_is_left_to_the_queue(
    service: FakeTargeting, eager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 429 that asks for more time than the client waits ends the run of the task until then, without a look."""
    planned: list[tuple[bool, float]] = []

    def retry(arguments: tuple[Any, ...], options: dict[str, Any], *, exc: Exception, countdown: float) -> Retry:
        planned.append((arguments[-1], countdown))
        return Retry(exc=exc)

    monkeypatch.setattr(eager, "retry", retry)
    service.fail("create_recipient", status=429, headers={"retry-after": "600"})
    assert "RETRY" == eager.delay(EXAMPLE_ID, payload(6)).state
    assert [(False, 600.0)] == planned


def test_a_refused_body_is_not_retried(service: FakeTargeting, eager: Any) -> None:
    """A request that would fail again ends the task with its error."""
    with pytest.raises(BadRequestError):
        eager.delay("3fa85f64-5717-4562-b3fc-2c963f66afa6", payload(7)).get()
    assert 1 == creates(service)


def test_the_retries_end(service: FakeTargeting, eager: Any) -> None:
    """A task whose outcome stays unknown ends with the last error, after one create."""
    service.fail("create_recipient", status=503)
    service.fail("get_recipients", status=503, times=99)
    with pytest.raises(ServerError):
        eager.delay(EXAMPLE_ID, payload(8)).get()
    assert 1 == creates(service)


@contextmanager
def worker(log: Path) -> Iterator[None]:
    """Run a worker with several processes. Its warnings are errors."""
    paths = [FOLDER, ROOT / "tests", *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, "-m", "celery", "-A", "documentation.celery_worker", "worker", "--pool", "prefork"]
    options = ["--concurrency", str(PROCESSES), "--without-mingle", "--without-gossip", "--loglevel", "info"]
    with log.open("wb") as output:
        process = subprocess.Popen([*command, *options], env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield
            process.terminate()
            assert 0 == process.wait(SECONDS)
        finally:
            process.kill()
            process.wait()


@pytest.mark.thorough
def test_the_processes_of_a_worker_create_each_recipient_once(
    service: FakeTargeting, example: Any, tmp_path: Path
) -> None:
    """The forked processes of a worker share the tasks, each on its own connections, and retry one that failed."""
    service.fail("create_recipient", status=503)
    log = tmp_path / "worker.log"
    with worker(log):
        sent = [example.add_recipient.delay(EXAMPLE_ID, payload(number)) for number in range(10, 20)]
        results = [one.get(timeout=SECONDS, interval=0.01) for one in sent]
    text = log.read_text()
    assert ["created"] * 10 == results, text
    assert 11 == creates(service)
    assert "INFO/ForkPoolWorker-" in text
    assert "Traceback" not in text
