"""Let Prism judge what the client sends, and what the fake service answers, against the document.

Every operation is called with every parameter and every form of its body, first against a mock of the document, then
through a proxy to the fake. What is to be sent follows from the document, so that a new operation needs no line here.
Wrong requests and wrong responses go the same ways and must be refused: a judge that lets them pass judges nothing.

Run it with `make contract`, or `.venv/bin/python tests/contract/prism.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # under which this folder is the package `contract`

from contract import prism_cover
from contract.prism_calls import Operation, operations
from contract.prism_judge import Judge
from contract.prism_server import DOCUMENT, Upstream, missing, prism, upstream

from epilot_targeting import RetryPolicy, TargetingClient, openapi

ONCE = RetryPolicy(attempts=1)
SHOWN = 40
WRONG_REPLIES = ({"status": 200, "body": "no such response"}, {"status": 418, "body": {}})


async def against_the_mock(known: list[Operation], spec: Path) -> Judge:
    """Hold requests against the document; Prism's log says how many it judged."""
    # A mock has no other form of a response than the document's: it must not be asked for large ones by reference.
    headers = {"accept": "application/json"}
    async with prism("mock", str(spec)) as (address, log):
        async with TargetingClient("token", base_url=address, retry=ONCE, headers=headers) as client:
            judge = Judge(client)
            await judge.good(call for one in known for call in one.calls())
            await judge.bad(call for one in known for call in one.wrong())
        await judge.strangers(address)
    passed = sum("request passed the validation rules" in line for line in log)
    if passed != judge.calls:
        judge.faults.append(f"{judge.calls} requests were to pass, but by Prism's log {passed} did")
    return judge


async def through_the_proxy(known: list[Operation], spec: Path) -> tuple[Judge, set[str]]:
    """Hold requests and responses against the document; what reached the fake says what was covered."""
    service = Upstream()
    async with upstream(service) as behind, prism("proxy", str(spec), behind) as (address, _):
        async with TargetingClient("token", base_url=address, retry=ONCE) as client:
            judge = Judge(client)
            await judge.good(call for one in known for call in one.calls())
            arrived = list(service.requests)
            await judge.bad(call for one in known for call in one.wrong())
            for service.fault in WRONG_REPLIES:
                await judge.bad(next(one.calls()) for one in known)
        await judge.strangers(address)
    if len(arrived) != judge.calls:
        judge.faults.append(f"{judge.calls} requests were sent, but {len(arrived)} arrived behind Prism")
    judge.faults += [f"{one.name}: no call succeeded" for one in known if not judge.successes[one.name]]
    return judge, prism_cover.sent(known, arrived)


async def run(spec: Path) -> int:
    """Do both; print the counts; return the exit status."""
    began = time.perf_counter()
    known = operations(openapi())
    wanted = prism_cover.wanted(known)
    mock = await against_the_mock(known, spec)
    proxy, sent = await through_the_proxy(known, spec)
    faults = [*mock.faults, *proxy.faults, *(f"never sent: {one}" for one in sorted(wanted - sent))]
    print("".join(f"  {one}\n" for one in faults[:SHOWN]), end="")
    if len(faults) > SHOWN:
        print(f"  and {len(faults) - SHOWN} more")
    print(
        f"Prism: {mock.calls + proxy.calls} requests validated ({mock.calls} by a mock, {proxy.calls} by a proxy, with"
        f" their responses), {len(mock.faults) + len(proxy.faults)} violations; {len(known)} operations,"
        f" {sum(len(one.parameters) for one in known)} parameters, {len(wanted & sent)} of {len(wanted)} parameters,"
        f" properties and enum values sent; {mock.refused + proxy.refused} wrong requests and responses to be refused;"
        f" {time.perf_counter() - began:.0f} s"
    )
    return 1 if faults else 0


def main(arguments: list[str] | None = None) -> int:
    """Run, unless Node.js is not there and nobody insists."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--require", action="store_true", help="fail where Node.js is missing, as in CI")
    parser.add_argument("--spec", type=Path, default=DOCUMENT, help="the document that the client was generated from")
    given = parser.parse_args(arguments)
    if lack := missing():
        required = lack.required or given.require or bool(os.environ.get("CI"))
        print(f"Prism: {'failed' if required else 'skipped'}: {lack.reason}")
        return int(required)
    return asyncio.run(run(given.spec))


if __name__ == "__main__":
    raise SystemExit(main())
