"""Chromium without a window, driven over its debugging pipe: nothing but the browser and the standard library."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0  # seconds for one answer


def find_chromium() -> str | None:
    """Give the path of a Chromium or Chrome, if the machine has one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for found in map(shutil.which, names) if found), None)


@dataclass(slots=True)
class Pipe:
    """The two ends of the debugging pipe, and what has come out of it.

    Attributes
    ----------
    write, read : int
        File descriptors.
    events : list of dict
        Everything the browser reported that was no answer.
    """

    write: int
    read: int
    events: list[dict[str, Any]] = field(default_factory=list)
    _count: int = 0
    _rest: bytes = b""

    def call(self, method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while (answer := self._next(PATIENCE)) is not None:
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            self.events.append(answer)
        raise TimeoutError(method)

    def wait(self, event: str) -> None:
        """Wait until the browser has reported an event."""
        while not any(found.get("method") == event for found in self.events):
            message = self._next(PATIENCE)
            if message is None:
                raise TimeoutError(event)
            self.events.append(message)

    def settle(self, seconds: float) -> None:
        """Collect events for a while."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if (message := self._next(left)) is not None:
                self.events.append(message)

    def _next(self, seconds: float) -> dict[str, Any] | None:
        while b"\0" not in self._rest:
            if not select.select([self.read], [], [], seconds)[0]:
                return None
            chunk = os.read(self.read, 1 << 20)
            if not chunk:
                raise ConnectionError("the browser has gone")
            self._rest += chunk
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))


@dataclass(slots=True)
class Page:
    """One page open in the browser.

    Attributes
    ----------
    pipe : Pipe
        The way to the browser.
    session : str
        The page's own session.
    """

    pipe: Pipe
    session: str

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - JavaScript values are of many types
        """Give the value of a JavaScript expression in the page."""
        answer = self.pipe.call("Runtime.evaluate", self.session, expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", expression))
        return answer["result"].get("value")

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window this wide, in CSS pixels."""
        self.pipe.call(
            "Emulation.setDeviceMetricsOverride", self.session, width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key, as on a keyboard, with the focus where it is."""
        text = {"Enter": "\r", " ": " "}.get(key, "")
        code = {"Enter": 13, "Tab": 9, " ": 32}[key]
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            self.pipe.call(
                "Input.dispatchKeyEvent",
                self.session,
                type=kind,
                key=key,
                windowsVirtualKeyCode=code,
                modifiers=8 if shift else 0,
                **extra,
            )

    def print_media(self) -> None:
        """Show the page as the printer would get it."""
        self.pipe.call("Emulation.setEmulatedMedia", self.session, media="print")

    def screenshot(self, path: Path) -> None:
        """Take a picture of the window."""
        shot = self.pipe.call("Page.captureScreenshot", self.session, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def requests(self) -> list[str]:
        """List what was asked of the network or the disk, the page itself and its own data aside."""
        urls = [event["params"]["request"]["url"] for event in self.pipe.events if _is(event, "Network.requestWillBeSent")]
        return [url for url in urls[1:] if not url.startswith(("data:", "blob:"))]

    def errors(self) -> list[str]:
        """List errors of scripts, styles and policies, as the console shows them."""
        shown = [event["params"]["entry"]["text"] for event in self.pipe.events if _is(event, "Log.entryAdded")]
        thrown = [
            str(event["params"]["exceptionDetails"].get("exception", event["params"]["exceptionDetails"]["text"]))
            for event in self.pipe.events
            if _is(event, "Runtime.exceptionThrown")
        ]
        logged = [
            str(event["params"]["args"])
            for event in self.pipe.events
            if _is(event, "Runtime.consoleAPICalled") and event["params"]["type"] in {"error", "assert"}
        ]
        return shown + thrown + logged


@contextmanager
def chromium() -> Iterator[Pipe]:
    """Run a browser with a profile of its own and close it at the end."""
    program = find_chromium()
    if program is None:
        raise FileNotFoundError("chromium")
    to_browser, from_us = _high_pipe()
    to_us, from_browser = _high_pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser} {to_browser}<&- {from_browser}>&-'
        process = subprocess.Popen(
            ["bash", "-c", command, program, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        pipe = Pipe(from_us, to_us)
        try:
            yield pipe
        finally:
            with suppress(OSError, RuntimeError, TimeoutError):
                pipe.call("Browser.close")
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            os.close(from_us)
            os.close(to_us)


@contextmanager
def opened(  # noqa: PLR0913 - each is a setting of the reader's
    pipe: Pipe, path: Path, *, scripts: bool = True, dark: bool = False, width: int = 1280, fragment: str = ""
) -> Iterator[Page]:
    """Open a file in a fresh context, as a reader with these settings would."""
    pipe.events.clear()
    context = pipe.call("Target.createBrowserContext")["browserContextId"]
    target = pipe.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
    session = pipe.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    page = Page(pipe, session)
    for domain in ("Page", "Runtime", "Network", "Log"):
        pipe.call(f"{domain}.enable", session)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    pipe.call("Emulation.setEmulatedMedia", session, features=[scheme])
    pipe.call("Emulation.setScriptExecutionDisabled", session, value=not scripts)
    page.resize(width)
    pipe.events.clear()
    pipe.call("Page.navigate", session, url=path.resolve().as_uri() + fragment)
    pipe.wait("Page.loadEventFired")
    pipe.settle(0.2)
    try:
        yield page
    finally:
        pipe.call("Target.disposeBrowserContext", browserContextId=context)


def _high_pipe() -> tuple[int, int]:
    """Make a pipe whose ends are not among the numbers that the browser expects its own at (3 and 4)."""
    low = os.pipe()
    read, write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in low)
    for end in low:
        os.close(end)
    return read, write


def _is(event: dict[str, Any], method: str) -> bool:
    return event.get("method") == method
