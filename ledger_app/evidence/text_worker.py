"""The reading process: reads the words of one file after the other, and what the files say about themselves.

Started by the application (`text_reader.py`), never imported by it: a hostile or damaged file can bring down nothing
but this process, which opens files for reading only and has no network.  It ends when the application closes its pipe.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import IO

from ledger_app.domain.evidence_text import MOST_CHARACTERS, Description, TextPlace, TextState
from ledger_app.errors import UnreadableFileError
from ledger_app.evidence.describing import describe_file
from ledger_app.evidence.properties import Properties, read_properties
from ledger_app.evidence.text_wire import Begun, Reading, Wanted, decode_wanted, encode_answer
from ledger_app.intake.document import Document, Table
from ledger_app.intake.readers.registry import read_source
from ledger_app.intake.source import Progress, ReadLimits, Source
from ledger_app.sandbox.child import bound, forbid_writing, open_pipes

LIMITS = ReadLimits(seconds=60.0, recognises=False)
MEMORY_BYTES = 3 << 30
_TICK_SECONDS = 1.0
_WORDLESS = frozenset({"INT-107", "INT-118", "INT-122"})
_PICTURE_WITHOUT_RECOGNITION = "INT-116"
_SCANS, _NO_TEXT = "INT-111", "INT-112"


def main() -> int:
    """Do what the application asks for until it closes the pipe.

    Returns:
        0; 2 when a request was none.
    """
    given, out = open_pipes()
    forbid_writing()
    bound(MEMORY_BYTES)
    for line in given:
        try:
            wanted = decode_wanted(line)
        except (ValueError, TypeError):
            return 2
        out.write(encode_answer(read_file(wanted, out)))
    return 0


def read_file(wanted: Wanted, out: IO[bytes] | None = None) -> Reading:
    """Return what a file holds and says; `out` is told now and then that the work goes on."""
    last = time.monotonic()

    def progress(_done: int, _total: int) -> None:
        nonlocal last
        if out is not None and time.monotonic() - last > _TICK_SECONDS:
            last = time.monotonic()
            out.write(encode_answer(Begun()))

    properties = Properties()
    try:
        source = _load(wanted, progress)
        properties = read_properties(source, wanted.media_type)
        document = read_source(source)
    except UnreadableFileError as error:
        return _refused(wanted, properties, error)
    except (OSError, MemoryError) as error:
        code = "INT-119" if isinstance(error, OSError) else "INT-115"
        why = "内容需要的内存过多" if isinstance(error, MemoryError) else str(error.strerror)
        return Reading("failed", code=code, facts=(("file", wanted.name), ("why", why), ("what", why)))
    return _read(document, source, properties, wanted)


def _load(wanted: Wanted, progress: Progress) -> Source:
    path = Path(wanted.path)
    size = path.stat().st_size
    if size > LIMITS.file_bytes:
        raise UnreadableFileError("INT-105", file=wanted.name, limit_mb=LIMITS.file_bytes >> 20)
    suffix = Path(wanted.name).suffix.lower()
    return Source(wanted.name, path.read_bytes(), suffix, LIMITS, progress)


def _read(document: Document, source: Source, properties: Properties, wanted: Wanted) -> Reading:
    text = document.text
    return Reading(
        "read" if text.strip() else "empty",
        text[:MOST_CHARACTERS],
        len(text) > MOST_CHARACTERS,
        places_in(document),
        _described(document, properties, wanted),
        scans=_scans(source, document),
    )


def _described(document: Document | None, properties: Properties, wanted: Wanted) -> Description:
    return describe_file(document, properties, wanted.name, wanted.media_type)


def _scans(source: Source, document: Document) -> tuple[int, ...]:
    """Return the pages of a paper that are pictures of words though others are not."""
    if document.format == "pdf" and any(finding.code == "INT-160" for finding in document.findings):
        from ledger_app.intake.readers.pdf import pages_to_recognise

        return tuple(pages_to_recognise(source))
    return ()


def _refused(wanted: Wanted, properties: Properties, error: UnreadableFileError) -> Reading:
    """Tell what kind of refusal it is: scans and pictures wait for a recognition, others have no words at all."""
    described = _described(None, properties, wanted)
    facts = tuple((key, str(value)) for key, value in error.facts.items())
    if error.code == _PICTURE_WITHOUT_RECOGNITION:
        return Reading("empty", description=described, code=error.code, facts=facts, scans=(1,))
    if error.code == _SCANS:
        pages = tuple(range(1, min(properties.page_count or 1, LIMITS.pages) + 1))
        return Reading("empty", description=described, code=error.code, facts=facts, scans=pages)
    if error.code == _NO_TEXT:
        return Reading("empty", description=described, code=error.code, facts=facts)
    state: TextState = "foreign" if error.code in _WORDLESS else "failed"
    return Reading(state, description=described, code=error.code, facts=facts)


def places_in(document: Document) -> tuple[TextPlace, ...]:
    """Return where in a document's text its pages or sheets begin."""
    found: list[TextPlace] = []
    for block in document.blocks:
        if block.start >= MOST_CHARACTERS:
            break
        sheet = (block.sheet or "") if isinstance(block, Table) else ""
        if (block.page is not None or sheet) and (
            not found or (found[-1].page, found[-1].sheet) != (block.page, sheet)
        ):
            found.append(TextPlace(block.start, block.page, sheet))
    return tuple(found)


if __name__ == "__main__":
    sys.exit(main())
