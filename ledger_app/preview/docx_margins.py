"""What stands in the margins of a .docx: headers, footers and footnotes, small and grey behind the text.

The preview has no pages of the file's own, so they are told once, behind the body.  Runs in the preview process only.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from lxml import etree

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers.docx_names import w
from ledger_app.preview.budget import Budget
from ledger_app.preview.docx_parts import WordParts
from ledger_app.preview.model import Run, TextBlock

SIZE_PT = 8.5
GREY = "#767676"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STORIES = ((w("headerReference"), "页眉"), (w("footerReference"), "页脚"))
_NOTES = (("footnotes", w("footnote"), "脚注"), ("endnotes", w("endnote"), "尾注"))
_PAGE_NUMBER = re.compile(r"[\s\d\-—–－第共页/·.]*")
"""A line that says nothing but which page it is."""
_MOST_LINES = 400


def margin_blocks(word: WordParts, budget: Budget) -> Iterator[TextBlock]:
    """Yield a line for each that says something, as many as are shown."""
    lines = [*_headers(word), *_notes(word)][:_MOST_LINES]
    for number, (name, text) in enumerate(lines):
        if budget.is_spent:
            return
        budget.blocks -= 1
        run = Run(budget.take_text(f"{name}　{text}"), size=SIZE_PT, colour=GREY)
        yield TextBlock((run,), before=0 if number else 18)


def _headers(word: WordParts) -> Iterator[tuple[str, str]]:
    """Yield the lines of headers and footers, each wording once: most sections repeat that of the one before."""
    known: set[tuple[str, str]] = set()
    for tag, name in _STORIES:
        for reference in word.body.iter(tag):
            target = word.album.targets.get(reference.get(_RELATION) or "", "")
            root = _root(word, target)
            for text in () if root is None else _lines(root):
                if (name, text) not in known and not _PAGE_NUMBER.fullmatch(text):
                    known.add((name, text))
                    yield name, text


def _notes(word: WordParts) -> Iterator[tuple[str, str]]:
    """Yield footnotes and endnotes, numbered as they are referred to; the lines drawn above them are none."""
    for kind, tag, name in _NOTES:
        root = _root(word, word.related.get(kind, ""))
        notes = () if root is None else [note for note in root.iterfind(tag) if note.get(w("type")) is None]
        for number, note in enumerate(notes, start=1):
            text = " ".join(_lines(note))
            if text:
                yield f"{name}{number}", text


def _root(word: WordParts, name: str) -> etree._Element | None:
    """Return the root of a part; a damaged one must not take the body's preview with it."""
    with contextlib.suppress(UnreadableFileError):
        return word.parts.parse(name) if name else None
    return None


def _lines(story: etree._Element) -> Iterator[str]:
    for paragraph in story.iter(w("p")):
        text = "".join(one.text or "" for one in paragraph.iter(w("t"))).strip()
        if text:
            yield text
