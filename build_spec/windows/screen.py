"""A virtual screen of its own for windows that are tried: starts them nowhere but there, finds and closes them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

POLL_S = 0.05
LONGEST_S = 120.0
STILL_S = 1.5
SIZE = "1366x768x24"


class Screen:
    """One Xvfb; a context."""

    def __enter__(self) -> Self:
        """Start it on the first free display."""
        reading, writing = os.pipe()
        words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
        self._server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, and with it what still shows a window there."""
        self._server.terminate()
        self._server.wait()

    @property
    def environment(self) -> dict[str, str]:
        """Return what a program needs to show its window here."""
        return {"DISPLAY": self.display}

    def windows(self, title: str) -> list[str]:
        """Return the visible windows whose title holds a text."""
        return self._xdotool("search", "--onlyvisible", "--name", title).split()

    def wait_for(self, title: str) -> None:
        """Return as soon as a window of that title is visible.

        Raises:
            TimeoutError: it did not come.
        """
        end = time.monotonic() + LONGEST_S
        while not self.windows(title):
            if time.monotonic() > end:
                raise TimeoutError(f"{LONGEST_S:.0f} 秒内没有出现窗口“{title}”")
            time.sleep(POLL_S)

    def wait_until_still(self, picture: Path) -> None:
        """Wait until nothing moves on the screen any more and keep a picture of it."""
        grab = shutil.which("import")
        picture.parent.mkdir(parents=True, exist_ok=True)
        if grab is None:
            time.sleep(STILL_S)
            return
        before, end = b"", time.monotonic() + LONGEST_S
        while time.monotonic() < end:
            time.sleep(STILL_S)
            command = [grab, "-window", "root", str(picture)]
            subprocess.run(command, env={**os.environ, **self.environment}, check=False)
            now = picture.read_bytes() if picture.is_file() else b""
            if now == before:
                return
            before = now

    def close_windows(self, title: str) -> None:
        """Ask windows to close, as a click on their cross does, until none is left.

        Raises:
            TimeoutError: one stays.
        """
        end = time.monotonic() + LONGEST_S
        while found := self.windows(title):
            for window in found:
                # A window without a manager takes the keys that the pointer's place gives it.
                self._xdotool("windowfocus", "--sync", window, "key", "--window", window, "alt+F4")
            if time.monotonic() > end:
                raise TimeoutError(f"窗口“{title}”关不掉")
            time.sleep(0.5)

    def _xdotool(self, *words: str) -> str:
        environment = {**os.environ, **self.environment}
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, check=False, timeout=LONGEST_S
        )
        return done.stdout
