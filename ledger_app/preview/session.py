"""Asks the preview process about one file; called on worker threads, one question at a time.

A new process serves each file.  One is kept ready ahead, because starting one takes longer than most previews.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ledger_app.errors import Cancelled, EnvironmentFault, UnreadableFileError
from ledger_app.preview.limits import ANSWER_SECONDS, OPEN_SECONDS, START_SECONDS
from ledger_app.preview.model import Bitmap, Book, Content, Flow, Frames, Hits, Nothing, PageSet, PageText, SheetRows
from ledger_app.preview.wire import Answer, Failed, Request, WireError, decode, encode_request, receive
from ledger_app.preview.words import PREVIEW_WORD
from ledger_app.sandbox.parent import ChildProcess, ProcessLate, ProcessLost, words_for

_MODULE = "ledger_app.preview.worker"
T = TypeVar("T")
Tick = Callable[[], None]
Start = Callable[[], ChildProcess]


def command() -> list[str]:
    """Return the words that start a preview process."""
    return words_for(PREVIEW_WORD, _MODULE)


def start_process() -> ChildProcess:
    """Start a preview process.

    Raises:
        EnvironmentFault: EVI-087 the system refuses.
    """
    try:
        return ChildProcess(command(), receive, is_in_background=False)
    except OSError as error:
        raise EnvironmentFault("EVI-087", why=error.strerror or "系统拒绝") from error


class PreviewPool:
    """Keeps one process ready; a process that was used is never used for another file."""

    def __init__(self, start: Start = start_process) -> None:
        """Begin without any."""
        self._start = start
        self._spare: ChildProcess | None = None
        self._given: list[ChildProcess] = []
        self._lock = threading.Lock()
        self._is_closed = False

    def take(self) -> ChildProcess:
        """Return a fresh process.

        Raises:
            Cancelled: the pool was closed.
            EnvironmentFault: EVI-087 the system starts none.
        """
        with self._lock:
            if self._is_closed:
                raise Cancelled
            process, self._spare = self._spare, None
            if process is not None and not process.is_running:
                process.close()
                process = None
            if process is None:
                process = self._start()
            self._given = [*(one for one in self._given if one.is_running), process]
            return process

    def prepare(self) -> None:
        """Start the next process, so that it is ready when it is wanted."""
        with self._lock:
            if self._spare is None and not self._is_closed:
                self._spare = self._start()

    def close(self) -> None:
        """End all its processes, those in use too; nothing is started any more."""
        with self._lock:
            self._is_closed = True
            spare, self._spare = self._spare, None
            given, self._given = self._given, []
        for process in (*given, *([spare] if spare is not None else [])):
            process.close()


class PreviewSession:
    """One file on show."""

    def __init__(self, pool: PreviewPool, path: Path, name: str, media: str) -> None:
        """Note the file; nothing is started before `open`.

        Args:
            pool: where its process comes from.
            path: of the stored file, only read.
            name: how it is called to people; its suffix tells formats apart that look alike inside.
            media: short name of its format.
        """
        self._pool = pool
        self._path = path
        self._name = name
        self._media = media
        self._process: ChildProcess | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def open(self, tick: Tick, size_px: int) -> Content:
        """Return what the file shows.

        Args:
            tick: called several times a second while waiting; what it raises ends the process.
            size_px: longest side of the first picture.

        Raises:
            UnreadableFileError: EVI-080 to EVI-087 and those of the readers.
        """
        request = Request("open", str(self._path), self._name, self._media, size=size_px)
        with self._lock:
            if self._is_closed:
                raise UnreadableFileError("EVI-082", file=self._name)
            self._process = self._pool.take()
            answer = self._asked(request, tick, START_SECONDS + OPEN_SECONDS)
        self._pool.prepare()
        if isinstance(answer, Flow | Book | PageSet | Frames | Nothing):
            return answer
        raise self._broken()

    def page(self, number: int, longest_px: int, tick: Tick) -> Bitmap:
        """Return a page of a PDF as a picture."""
        return self._ask(Request("page", name=self._name, number=number, size=longest_px), Bitmap, tick)

    def picture(self, number: int, longest_px: int, tick: Tick) -> Bitmap:
        """Return a picture of a file that holds several, or the one picture larger."""
        return self._ask(Request("picture", name=self._name, number=number, size=longest_px), Bitmap, tick)

    def text(self, number: int, tick: Tick) -> PageText:
        """Return the characters of a page of a PDF."""
        return self._ask(Request("text", name=self._name, number=number), PageText, tick)

    def find(self, words: str, tick: Tick) -> Hits:
        """Return where words stand in a PDF."""
        return self._ask(Request("find", name=self._name, words=words[:200]), Hits, tick)

    def rows(self, sheet: int, first: int, count: int, tick: Tick) -> SheetRows:
        """Return rows of a sheet."""
        return self._ask(Request("rows", name=self._name, number=sheet, first=first, count=count), SheetRows, tick)

    def close(self) -> None:
        """End the process, if need be in the middle of an answer."""
        self._is_closed = True
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _ask(self, request: Request, kind: type[T], tick: Tick) -> T:
        with self._lock:
            answer = self._asked(request, tick, ANSWER_SECONDS)
        if isinstance(answer, kind):
            return answer
        raise self._broken()

    def _asked(self, request: Request, tick: Tick, seconds: float) -> Answer:
        process = self._process
        if process is None:
            raise self._broken()
        is_sound = False
        try:
            process.send(encode_request(request))
            answer = decode(process.receive(tick, seconds))
            is_sound = True
        except ProcessLost as error:
            code = "EVI-086" if isinstance(error, ProcessLate) else "EVI-080"
            raise UnreadableFileError(code, file=self._name) from error
        except WireError as error:
            raise self._broken() from error
        finally:
            if not is_sound:
                # Whoever was told to stop, or was answered nonsense, must not leave it running.
                self.close()
        if isinstance(answer, Failed):
            raise UnreadableFileError(answer.code, **dict(answer.facts))
        return answer

    def _broken(self) -> UnreadableFileError:
        return UnreadableFileError("EVI-080", file=self._name)
