"""Drive a headless Chromium by its DevTools protocol, over the websocket of aiohttp."""

from __future__ import annotations

import asyncio
import base64
import itertools
import re
import shutil
import tempfile
from typing import Any

import aiohttp

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0")
SECONDS = 30
ERRORS = {"Runtime.exceptionThrown", "Network.loadingFailed"}


class Browser:
    """A browser with one page.

    Attributes:
        errors: What went wrong on the pages since the list was cleared: exceptions, console errors, failed requests.
        requested: The URLs that the pages have requested.
    """

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.requested: set[str] = set()
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._loads: asyncio.Queue[str] = asyncio.Queue()

    async def __aenter__(self) -> Browser:
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if program is None:
            raise SystemExit("there is no Chromium: install the package chromium")
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = await asyncio.create_subprocess_exec(
            program, *FLAGS, f"--user-data-dir={self._folder.name}", stderr=asyncio.subprocess.PIPE
        )
        self._session = aiohttp.ClientSession()
        address = await self._address()
        async with self._session.get(f"http://{address}/json/list") as response:
            [page] = [one for one in await response.json() if one["type"] == "page"]
        self._socket = await self._session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        self._reading = asyncio.create_task(self._read())
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.send(f"{domain}.enable")
        await self.send("Page.setLifecycleEventsEnabled", enabled=True)
        await self.send("Emulation.setFocusEmulationEnabled", enabled=True)  # the clipboard needs a focused page
        return self

    async def __aexit__(self, *_: object) -> None:
        self._reading.cancel()
        await self._session.close()
        self._process.terminate()
        await self._process.wait()
        self._folder.cleanup()

    async def _address(self) -> str:
        """Return host and port of the DevTools, which the browser prints."""
        assert self._process.stderr is not None
        async with asyncio.timeout(SECONDS):
            while line := (await self._process.stderr.readline()).decode():
                if found := re.search(r"ws://([\w.:]+)/", line):
                    return found[1]
        raise SystemExit("Chromium did not start")

    async def _read(self) -> None:
        async for message in self._socket:
            event: dict[str, Any] = message.json()
            if "id" in event:
                self._answers.pop(event["id"]).set_result(event)
            else:
                self._note(event["method"], event["params"])

    def _note(self, method: str, params: dict[str, Any]) -> None:
        entry = params.get("entry", {})
        response = params.get("response", {})
        if method == "Page.lifecycleEvent" and params["name"] == "load":
            self._loads.put_nowait(params["loaderId"])
        elif method == "Network.requestWillBeSent":
            self.requested.add(params["request"]["url"])
        elif (
            (method in ERRORS and not params.get("canceled"))
            or (method == "Log.entryAdded" and entry["level"] == "error")
            or (method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"))
            or (method == "Network.responseReceived" and response["status"] >= 400)  # noqa: PLR2004 (failures)
        ):
            self.errors.append(f"{method}: {params}"[:500])

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command, and return its result."""
        number = next(self._ids)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(SECONDS):
            answer = await self._answers[number]
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    async def open(self, url: str) -> None:
        """Open a page, and wait until it is loaded."""
        loader = (await self.send("Page.navigate", url=url))["loaderId"]
        async with asyncio.timeout(SECONDS):
            while await self._loads.get() != loader:
                pass  # the end of an earlier page

    async def run(self, script: str) -> Any:
        """Run an expression of JavaScript on the page, and return its value. A promise is awaited."""
        result = await self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in result:
            raise RuntimeError(str(result["exceptionDetails"])[:1000])
        return result["result"].get("value")

    async def set_width(self, width: int, height: int, *, dark: bool = False) -> None:
        """Set the size of the window, and whether the system prefers dark pages."""
        await self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.send("Emulation.setEmulatedMedia", features=[scheme])

    async def screenshot(self) -> bytes:
        """Return what the window shows, as PNG."""
        shot = await self.send("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])
