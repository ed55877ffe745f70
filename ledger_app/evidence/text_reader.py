"""The application's side of reading evidence: one process for many files, made anew when a file brings it down.

Scans are handed to the recognition of text, which has a process of its own too; nothing of a stored file is parsed
in the application itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from ledger_app.domain.evidence_text import MOST_CHARACTERS, FileText, TextPlace
from ledger_app.errors import EnvironmentFault, UnreadableFileError
from ledger_app.evidence.describing import describe_file
from ledger_app.evidence.personal import find_personal, in_words
from ledger_app.evidence.properties import Properties
from ledger_app.evidence.text_wire import (
    LONGEST_MESSAGE,
    Begun,
    Reading,
    Wanted,
    WireError,
    decode_answer,
    encode_wanted,
)
from ledger_app.evidence.text_words import TEXT_WORD
from ledger_app.intake.document import Document
from ledger_app.messages import text_of
from ledger_app.messages.causes import cause_of
from ledger_app.messages.evidence_text import why_unread
from ledger_app.sandbox.parent import ChildProcess, ProcessLost, words_for

_MODULE = "ledger_app.evidence.text_worker"
_QUIET_SECONDS = 75.0
"""How long the process may say nothing; its own limit for a file is a minute."""
_FILES_PER_PROCESS = 250
"""Libraries keep what they took; a fresh process gives it back."""

# Formats without words are not handed to the process at all.
WORDLESS = frozenset(
    {"mp4", "mov", "avi", "wmv", "mkv", "mp3", "wav", "rar", "7z", "gzip", "program", "script", "shortcut", "empty"}
)
Tick = Callable[[], None]


class TextReader:
    """Reads stored files one after the other; close it when done."""

    def __init__(self, words: Sequence[str] | None = None, *, recognises: bool | None = None) -> None:
        """Begin without a process; it is started for the first file.

        Args:
            words: that start the process, None for the program's own.
            recognises: scans are handed to the recognition; None = where it is installed.
        """
        self._words = list(words) if words is not None else words_for(TEXT_WORD, _MODULE)
        self._process: ChildProcess | None = None
        self._files = 0
        self._recognises = recognises

    @property
    def recognises(self) -> bool:
        """Tell whether scans are recognised."""
        if self._recognises is None:
            from ledger_app.intake.ocr.installed import is_installed

            self._recognises = is_installed()
        return self._recognises

    def read(self, sha256: str, path: Path, name: str, media_type: str, tick: Tick) -> FileText:
        """Return what one stored file holds.

        Args:
            sha256: its name in the store.
            path: where it lies.
            name: its original name.
            media_type: short name of its format by content.
            tick: called several times a second; may raise, the process is then ended.

        Raises:
            EnvironmentFault: EVI-074 no process can be started.
        """
        if media_type in WORDLESS:
            described = describe_file(None, Properties(), name, media_type)
            return FileText(sha256, "foreign", description=described)
        reading = self._ask(Wanted(str(path), name, media_type), tick)
        if reading.scans and self.recognises:
            reading = _recognised(reading, path, name, media_type, tick)
        waits = bool(reading.scans) and not self.recognises
        message = text_of("EVI-070", {"file": name, "why": why_unread(reading.code)}) if reading.code else ""
        return FileText(
            sha256,
            reading.state,
            message,
            reading.text,
            reading.is_cut,
            reading.places,
            reading.description,
            has_waited=waits,
        )

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()
            self._process = None
        self._files = 0

    def _ask(self, wanted: Wanted, tick: Tick) -> Reading:
        process = self._running()
        try:
            process.send(encode_wanted(wanted))
            while True:
                answer = decode_answer(process.receive(tick, _QUIET_SECONDS))
                if not isinstance(answer, Begun):
                    return answer
        except (ProcessLost, WireError):
            self.close()
            described = describe_file(None, Properties(), wanted.name, wanted.media_type)
            return Reading("failed", code="LOST", description=described)
        except BaseException:
            # Cancelled in the middle of a file: what the process would still say belongs to nobody.
            self.close()
            raise

    def _running(self) -> ChildProcess:
        if self._files >= _FILES_PER_PROCESS:
            self.close()
        if self._process is None:
            try:
                self._process = ChildProcess(self._words, _message)
            except OSError as error:
                raise EnvironmentFault("EVI-074", why=cause_of(error)) from error
        self._files += 1
        return self._process


def _message(pipe: IO[bytes]) -> bytes:
    return pipe.readline(LONGEST_MESSAGE)


def _recognised(reading: Reading, path: Path, name: str, media_type: str, tick: Tick) -> Reading:
    """Let the scanned pages of a file be recognised, and join what stands on them to the words that were read."""
    from ledger_app.intake.ocr.reading import recognition_of
    from ledger_app.intake.readers.pdf import document_of
    from ledger_app.intake.source import Source

    def progress(_done: int, _total: int) -> None:
        tick()

    try:
        source = Source(name, path.read_bytes(), Path(name).suffix.lower(), progress=progress)
        if media_type == "pdf":
            recognition = recognition_of(source, "pdf", reading.scans)
        else:
            recognition = recognition_of(source, "picture")
        contents = [recognition.contents[page.page] for page in recognition.pages]
        document = document_of(source, "picture", contents, recognition)
    except UnreadableFileError as error:
        return replace(reading, code=reading.code and error.code)
    except OSError:
        return replace(reading, code=reading.code and "INT-119")
    pages = reading.description.page_count
    if not reading.text.strip():
        properties = Properties(pages, "", reading.description.document_date)
        described = describe_file(document, properties, name, media_type)
        return Reading("read" if document.text.strip() else "empty", *_kept(*_by_page(document)), description=described)
    joined = _joined(reading, document)
    text, is_cut, places = _kept(*joined)
    personal = in_words(find_personal(text))
    return Reading("read", text, is_cut or reading.is_cut, places, replace(reading.description, personal=personal))


def _by_page(document: Document) -> tuple[str, tuple[TextPlace, ...]]:
    places: list[TextPlace] = []
    for block in document.blocks:
        if block.page is not None and (not places or places[-1].page != block.page):
            places.append(TextPlace(block.start, block.page))
    return document.text, tuple(places)


def _kept(text: str, places: tuple[TextPlace, ...]) -> tuple[str, bool, tuple[TextPlace, ...]]:
    is_cut = len(text) > MOST_CHARACTERS
    return text[:MOST_CHARACTERS], is_cut, tuple(place for place in places if place.start < MOST_CHARACTERS)


def _joined(reading: Reading, recognised: Document) -> tuple[str, tuple[TextPlace, ...]]:
    """Return the words of both in the order of their pages."""
    chunks = [*_chunks(reading.text, reading.places), *_chunks(*_by_page(recognised))]
    chunks.sort(key=lambda chunk: chunk[0])
    text, places = "", []
    for page, words in chunks:
        places.append(TextPlace(len(text), page or None))
        text += words.rstrip("\n") + "\n"
    return text, tuple(places)


def _chunks(text: str, places: tuple[TextPlace, ...]) -> list[tuple[int, str]]:
    ends = [*(place.start for place in places[1:]), len(text)]
    if not places:
        return [(0, text)]
    return [(place.page or 0, text[place.start : end]) for place, end in zip(places, ends, strict=True)]
