"""Runs the recognising process: starts it, hands it the file, watches its time, ends it.

A page on which the process dies or overruns its time is given up, and a new process goes on behind it.
Progress is told several times a second, so that a cancelled recognition ends at once, with its process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Literal

from ledger_app.intake.ocr.installed import WORKER_WORD, how_to_install
from ledger_app.intake.ocr.limits import DEFAULT_OCR_LIMITS, OcrLimits
from ledger_app.intake.ocr.wire import (
    LONGEST_MESSAGE,
    Begun,
    Finished,
    Message,
    PageFailed,
    PageRead,
    Ready,
    Refused,
    Request,
    WireError,
    decode,
    encode_request,
)
from ledger_app.intake.source import Source
from ledger_app.sandbox.parent import ChildProcess, ProcessLost, words_for

_MODULE = "ledger_app.intake.ocr.worker"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What came of a file: pages read, and numbers of those that could not be, both ascending."""

    pages: tuple[PageRead, ...]
    failed: tuple[int, ...]


@dataclass(slots=True)
class _State:
    """How far a recognition is."""

    pages: list[PageRead] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    at: int = 0
    losses: int = 0


def recognise(
    source: Source,
    kind: Literal["pdf", "picture"],
    numbers: Sequence[int] = (),
    limits: OcrLimits = DEFAULT_OCR_LIMITS,
) -> Recognised:
    """Return what stands on the pages of a PDF or picture file.

    Args:
        source: the file; its progress is told (pages done, pages in all, 0 unknown).
        kind: how it is opened.
        numbers: the pages of a PDF to recognise, ascending from 1.
        limits: how much is believed and how long it may take.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-115 too many pages, INT-131 the process cannot be started,
            INT-133 a picture too large or small, INT-134 no page could be recognised.
        Cancelled: the progress said so; the process is gone.
    """
    if len(numbers) > limits.pages:
        raise source.refuse("INT-115", what=f"扫描页超过 {limits.pages} 页")
    request = Request(
        kind, len(source.data), tuple(numbers), 0, limits.pages, limits.pixels, memory_bytes=limits.memory_bytes
    )
    state = _State()
    while not _run(source, request, state, limits):
        if kind == "pdf" and state.at not in numbers:
            break  # it was lost after its last page
        state.losses += 1
        state.failed.append(state.at)
        if state.losses > limits.failures or (kind == "picture" and not state.pages):
            state.failed += [number for number in numbers if number > state.at]
            break
        request = replace(request, after=state.at)
    if state.failed and not state.pages:
        raise source.refuse("INT-134")
    return Recognised(tuple(state.pages), tuple(sorted(state.failed)))


def command() -> list[str]:
    """Return the words that start a recognising process."""
    return words_for(WORKER_WORD, _MODULE)


def _run(source: Source, request: Request, state: _State, limits: OcrLimits) -> bool:
    """Let one process do what is left; tell whether it came to the end, else `state.at` is where it was lost."""
    total = len(request.pages)
    with _start(source, request) as process:

        def tick() -> None:
            if source.progress is not None:
                source.progress(len(state.pages) + len(state.failed), total)

        is_ready = False
        messages = _messages(process, tick, limits)
        try:
            for message in messages:
                is_ready = True
                if isinstance(message, Finished):
                    tick()
                    return True
                _take(source, request, state, message)
        except ProcessLost as error:
            if not is_ready:
                raise _not_started(source, "没有响应") from error
        return False


def _take(source: Source, request: Request, state: _State, message: Message) -> None:
    if isinstance(message, Refused):
        if message.code == "INT-131":
            raise _not_started(source, message.facts.get("why", ""))
        raise source.refuse(message.code, **message.facts)
    if isinstance(message, Begun):
        state.at = message.page
        return
    if isinstance(message, PageRead):
        state.pages.append(message)
    elif isinstance(message, PageFailed):
        state.failed.append(message.page)
    if isinstance(message, PageRead | PageFailed | Ready):
        # Should the process be lost while it unpacks the next page, this is the page that is lost.
        done = max(state.at, request.after)
        state.at = next((number for number in request.pages if number > done), done + 1)


def _not_started(source: Source, why: str) -> Exception:
    return source.refuse("INT-131", why=why, how=how_to_install())


def _start(source: Source, request: Request) -> ChildProcess:
    try:
        process = ChildProcess(command(), _next_line)
    except OSError as error:
        raise _not_started(source, error.strerror or "系统拒绝") from error
    process.send(encode_request(request))
    process.send(source.data)
    return process


def _next_line(pipe: IO[bytes]) -> bytes:
    return pipe.readline(LONGEST_MESSAGE)


def _messages(process: ChildProcess, tick: Callable[[], None], limits: OcrLimits) -> Iterator[Message]:
    """Yield messages as they come; `tick` is called while waiting.

    Raises:
        ProcessLost: the process is gone, its time is over, or it speaks nonsense.
    """
    seconds = limits.start_seconds
    while True:
        line = process.receive(tick, seconds)
        seconds = limits.page_seconds
        try:
            yield decode(line)
        except WireError as error:
            raise ProcessLost from error
