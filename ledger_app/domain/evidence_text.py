"""What was read out of stored files: their words, to be found by, and what they say about themselves.

All of it can be read again from the files, so it is no part of the ledger's records: no journal, no backup.
Source: docs/adr/0007-evidence-text-beside-the-ledger.md; docs/domain.md section 6.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Literal

MOST_CHARACTERS = 200_000
"""Characters of one file that are kept to be found by; what lies behind them is said to be left out."""

TextState = Literal["read", "empty", "failed", "foreign"]
"""Words were read; it has none that can be read (a picture); it could not be read; it is of a kind without words."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a file says of itself; "" and None where it says nothing.

    Attributes:
        document_date: date of the paper, or the day a photograph was taken.
        page_count: pages as the file itself counts them.
        personal: personal information found, as one line with masked samples; "" for none.
        has_text: words were read, so that `personal` is an answer; else nobody knows.
        sources: (field, where it was taken from in Chinese), for fields that were found.
    """

    title: str = ""
    kind: str = ""
    doc_number: str = ""
    author: str = ""
    document_date: dt.date | None = None
    page_count: int | None = None
    personal: str = ""
    has_text: bool = False
    sources: tuple[tuple[str, str], ...] = ()

    def source_of(self, field: str) -> str:
        """Return where a field was taken from, "" if it was not found."""
        return dict(self.sources).get(field, "")


NOTHING_SAID = Description()


@dataclass(frozen=True, slots=True)
class TextPlace:
    """From where in the text which page or sheet stands.

    Attributes:
        start: offset in characters.
        page: number from 1, None where there are no pages.
        sheet: name of the sheet, "" where there are none.
    """

    start: int
    page: int | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FileText:
    """What was read of one stored file.

    Attributes:
        sha256: the file.
        state: what came of it.
        message: one Chinese sentence where it was not read, "" where it was.
        text: its words, at most `MOST_CHARACTERS`.
        is_cut: there were more.
        places: pages or sheets, by offset.
        has_waited: it shows pictures of words, and no recognition was installed; worth trying again once there is.
    """

    sha256: str
    state: TextState
    message: str = ""
    text: str = ""
    is_cut: bool = False
    places: tuple[TextPlace, ...] = ()
    description: Description = NOTHING_SAID
    has_waited: bool = False


@dataclass(frozen=True, slots=True)
class TextHit:
    """A stored file in which words were found.

    Attributes:
        sha256: the file.
        snippet: a stretch of its text around the first word, "" if it was not asked for.
        page, sheet: where that stands, None and "" where unknown.
    """

    sha256: str
    snippet: str = ""
    page: int | None = None
    sheet: str = ""


def place_at(places: tuple[TextPlace, ...], offset: int) -> TextPlace | None:
    """Return the page or sheet on which a character stands, None where the file has none."""
    found = None
    for place in places:
        if place.start > offset:
            break
        found = place
    return found


def description_values(description: Description) -> dict[str, Any]:
    """Return a description as values of JSON."""
    values = asdict(description)
    values["document_date"] = description.document_date.isoformat() if description.document_date else None
    return values


def description_of(values: dict[str, Any]) -> Description:
    """Return the description of values of JSON.

    Raises:
        ValueError, KeyError, TypeError: they are none.
    """
    date, pages = values["document_date"], values["page_count"]
    return Description(
        title=as_text(values["title"]),
        kind=as_text(values["kind"]),
        doc_number=as_text(values["doc_number"]),
        author=as_text(values["author"]),
        document_date=dt.date.fromisoformat(as_text(date)) if date is not None else None,
        page_count=as_whole(pages) if pages is not None else None,
        personal=as_text(values["personal"]),
        has_text=bool(values["has_text"]),
        sources=tuple((as_text(field), as_text(source)) for field, source in values["sources"]),
    )


def place_values(places: tuple[TextPlace, ...]) -> list[list[Any]]:
    """Return places as values of JSON."""
    return [[place.start, place.page, place.sheet] for place in places]


def places_of(values: list[Any]) -> tuple[TextPlace, ...]:
    """Return the places of values of JSON.

    Raises:
        ValueError, TypeError: they are none.
    """
    return tuple(
        TextPlace(as_whole(start), as_whole(page) if page is not None else None, as_text(sheet))
        for start, page, sheet in values
    )


def as_text(value: object) -> str:
    """Return a value that is a text, without half characters: damaged files hold such, and they cannot be stored.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value.encode("utf-8", "replace").decode("utf-8")


def as_whole(value: object) -> int:
    """Return a value that is a whole number from 0.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(type(value).__name__)
    return value
