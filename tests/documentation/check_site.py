"""Check the built site in a headless Chromium: errors, links, search, copy buttons, narrow screens. `make docs-check`.

Screenshots are written to `build/screenshots`.
"""

from __future__ import annotations

import asyncio
import functools
import http.server
import itertools
import re
import threading
from typing import Any
from urllib.parse import quote, unquote, urldefrag

from documentation.browser import Browser
from documentation.pages import ROOT

SITE = ROOT / "build" / "site"
SHOTS = ROOT / "build" / "screenshots"
WIDTHS = {"wide": (1280, 900), "phone": (390, 844)}
PICTURED = ("index", "errors", "api/client", "bulk", "architecture")
QUESTIONS = {
    "my token expires hourly": "authorise",
    "I got 429s": "rate-limits",
    "resume after a crash": "pages",
    "our CA": "network",
    "how do I test a 409": "testing",
    "may I repeat this write": "errors",
    "what does value mean": "errors",
    "which states are final": "statuses",
    "run on Lambda": "deploy",
    "move from axios interceptors": "from-javascript",
    "retry": "errors",
    "certificate": "network",
    "resume": "pages",
    "429": "rate-limits",
    "lambda": "deploy",
    "409": "testing",
    "celery": "deploy",
    "django": "deploy",
    "proxy": "network",
    "parquet": "tables",
}
"""What a reader searches for, and the page that answers it: it must be among the first three."""
NO_TEXT = {"index.html", "search.html", "genindex.html", "py-modindex.html", "changelog.html"}
"""The pages that `llms.txt` leaves out: lists, and what was different before."""
LINKS = "[...document.querySelectorAll('a[href], link[href], img[src]')].map(one => one.href || one.src)"
IDS = "[...document.querySelectorAll('[id]')].map(one => one.id)"
COPIES = """(async () => {
  const wrong = [];
  for (const button of document.querySelectorAll('button.copybtn')) {
    const pre = document.querySelector(button.dataset.clipboardTarget);
    await navigator.clipboard.writeText('nothing');
    button.click();
    const copied = await navigator.clipboard.readText();
    const hidden = new Set(pre.querySelectorAll('.gp, .go, .linenos'));
    const shown = [...pre.childNodes].filter(node => !hidden.has(node)).map(node => node.textContent).join('');
    if (copied.trim() !== shown.trim()) wrong.push(copied.slice(0, 80));
  }
  const count = selector => document.querySelectorAll(selector).length;
  return [count('button.copybtn'), count('div.highlight pre'), wrong];
})()"""
RESULTS = """(async () => {
  for (let round = 0; round < 200; round++) {
    const summary = document.querySelector('.search-summary');
    if (summary && /found|did not match/.test(summary.textContent)) break;
    await new Promise(done => setTimeout(done, 25));
  }
  return [...document.querySelectorAll('ul.search li > a')].map(one => one.getAttribute('href'));
})()"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files, and log nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Drop the line."""


async def main() -> int:
    """Check everything, print counts and faults, and return the exit status."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    SHOTS.mkdir(parents=True, exist_ok=True)
    async with Browser() as browser:
        await browser.send("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        faults = [*await check_pages(browser, origin), *await check_search(browser, origin), *check_llms()]
        faults += [f"a request to another host: {url}" for url in foreign(browser.requested, origin)]
        for name, picture in (await take_screenshots(browser, origin)).items():
            (SHOTS / f"{name}.png").write_bytes(picture)
    server.shutdown()
    print(*faults, f"{len(faults)} faults", sep="\n")
    return 1 if faults else 0


def foreign(requested: set[str], origin: str) -> list[str]:
    """Return the requests that went to another host: the site works without a network."""
    return sorted(url for url in requested if not url.startswith((origin, "data:", "blob:", "chrome")))


async def check_pages(browser: Browser, origin: str) -> list[str]:
    """Open every page, and return errors, broken links, code that copies wrongly, and pages that are too wide."""
    pages = sorted(page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html") if "_static" not in page.parts)
    links: dict[str, list[str]] = {}
    ids: dict[str, set[str]] = {}
    faults: list[str] = []
    copied = 0
    for page in pages:
        browser.errors.clear()
        await browser.set_width(*WIDTHS["phone"])
        await browser.open(f"{origin}/{page}")
        width = await browser.run("document.documentElement.scrollWidth")
        if width > WIDTHS["phone"][0]:
            faults.append(f"{page}: {width} pixels wide on a phone")
        links[page], ids[page] = await browser.run(LINKS), {*await browser.run(IDS)}
        buttons, blocks, wrong = await browser.run(COPIES)
        copied += buttons
        faults += [f"{page}: {blocks} code blocks, {buttons} buttons"] if blocks != buttons else []
        faults += [f"{page}: copied {text!r}" for text in wrong]
        faults += [f"{page}: {error}" for error in browser.errors]
    faults += [f"{page}: broken link {link}" for page in pages for link in broken(links[page], ids, origin)]
    print(f"{len(pages)} pages, {sum(map(len, links.values()))} links, {copied} code blocks copied")
    return faults


def broken(links: list[str], ids: dict[str, set[str]], origin: str) -> list[str]:
    """Return the links of a page that lead to no file or no anchor of the site."""
    found: list[str] = []
    for link in links:
        url, anchor = urldefrag(link)
        if not url.startswith(origin):
            continue
        path = unquote(url.removeprefix(origin)).split("?")[0].lstrip("/") or "index.html"
        if not (SITE / path).is_file() or (anchor and path in ids and unquote(anchor) not in ids[path]):
            found.append(link)
    return found


async def check_search(browser: Browser, origin: str) -> list[str]:
    """Search for each question, and return those whose page is not among the first three results."""
    faults: list[str] = []
    for question, page in QUESTIONS.items():
        browser.errors.clear()
        await browser.open(f"{origin}/search.html?q={quote(question)}")
        results = await browser.run(RESULTS)
        first = list(dict.fromkeys(result.partition("#")[0].partition("?")[0] for result in results))[:3]
        print(f"search {question!r}: {', '.join(first)}")
        faults += [f"search {question!r}: no {page}"] if f"{page}.html" not in first else []
        faults += [f"search {question!r}: {error}" for error in browser.errors]
    return faults


def check_llms() -> list[str]:
    """Return the pages that `llms.txt` does not list, its links to no page, and directives in `llms-full.txt`."""
    listed = set(re.findall(r"\]\(([^)]+\.html)\)", (SITE / "llms.txt").read_text(encoding="utf-8")))
    pages = {page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html") if "_static" not in page.parts}
    directives = re.findall(r"^```\{.*", (SITE / "llms-full.txt").read_text(encoding="utf-8"), re.MULTILINE)
    print(f"llms.txt: {len(listed)} pages")
    faults = [f"llms.txt: no {page}" for page in sorted(pages - listed - NO_TEXT)]
    faults += [f"llms.txt: broken link {link}" for link in sorted(listed - pages)]
    return faults + [f"llms-full.txt: {directive}" for directive in directives]


async def take_screenshots(browser: Browser, origin: str) -> dict[str, bytes]:
    """Return pictures of some pages at both widths, light and dark."""
    pictures: dict[str, bytes] = {}
    for page, (name, size), scheme in itertools.product(PICTURED, WIDTHS.items(), ("light", "dark")):
        await browser.set_width(*size, dark=scheme == "dark")
        await browser.open(f"{origin}/{page}.html")
        pictures[f"{page.replace('/', '-')}-{name}-{scheme}"] = await browser.screenshot()
    return pictures


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
