"""Chromium, driven over a pipe in its DevTools protocol: needs the browser and nothing else.

https://chromedevtools.github.io/devtools-protocol/, messages end with a zero byte.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
SECONDS = 60


def found() -> str | None:
    """The path of a browser, where there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """One page; `problems` are what its console and its policy complained of."""

    def __init__(self, reads: int, writes: int) -> None:
        self._reads, self._writes = os.fdopen(reads, "rb", 0), os.fdopen(writes, "wb", 0)
        self._kept = b""
        self._count = 0
        self._session: str | None = None
        self._events: list[str] = []
        self.problems: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._writes.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._kept:
            more = self._reads.read(1 << 16)
            if not more:
                raise RuntimeError("the browser has gone")
            self._kept += more
        message, _, self._kept = self._kept.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        self._hear(answer.get("method", ""), answer.get("params", {}))
        return answer

    def _hear(self, method: str, parameters: dict[str, Any]) -> None:
        self._events.append(method)
        if method == "Log.entryAdded":
            self.problems.append(parameters["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(str(parameters["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.problems.append(str(parameters["args"]))
        elif method == "Network.requestWillBeSent" and not parameters["request"]["url"].startswith("file:"):
            self.problems.append(f"asked for {parameters['request']['url']}")

    def close(self) -> None:
        self._reads.close()
        self._writes.close()

    def open(self, path: Path, width: int = 1200, height: int = 900, fragment: str = "") -> None:
        self.size(width, height)
        self._events.clear()
        self.call("Page.navigate", url=path.as_uri() + fragment)
        while "Page.loadEventFired" not in self._events:
            self._next()

    def size(self, width: int, height: int = 900, mobile: bool = False) -> None:
        values = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.call("Emulation.setDeviceMetricsOverride", **values)

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        code = {"Tab": 9, "Enter": 13, " ": 32}[key]
        values = {"key": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **values)
        self.call("Input.dispatchKeyEvent", type="keyUp", **values)

    def emulate(self, **features: str) -> None:
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", features=listed)


@contextmanager
def tab(folder: Path) -> Iterator[Tab]:
    """A tab of a browser that ends with the block; its profile lies in `folder`."""
    browser = found()
    if browser is None:
        raise RuntimeError("there is no browser")
    down, up = os.pipe(), os.pipe()
    command = [browser, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
    script = f'exec 3<&{down[0]} 4>&{up[1]}; exec "$@"'
    process = subprocess.Popen(
        ["bash", "-c", script, "bash", *command],
        pass_fds=(down[0], up[1]),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(down[0])
    os.close(up[1])
    opened = Tab(up[0], down[1])
    try:
        yield opened
    finally:
        opened.close()
        process.terminate()
        process.wait(SECONDS)
