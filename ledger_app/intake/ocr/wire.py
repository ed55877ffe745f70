"""What the application and the recognising process say to each other: JSON, one message a line.

The application sends one `Request`, then the file's bytes; after that its pipe stays open, and its end tells
the process to end too.  The process answers `Ready` once its models are loaded, then for each page `Begun`
and `PageRead` or `PageFailed`, at last `Finished`; `Refused` may come at any time and is the last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

LONGEST_MESSAGE = 16 << 20
"""Bytes of one message; a page of text has some ten thousand."""


class WireError(ValueError):
    """A message is not what was agreed on."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be recognised.

    Attributes:
        kind: how the bytes are opened; size: how many follow.
        pages: numbers of a PDF's pages from 1, ascending; of pictures all pages are meant.
        after: pages up to this number are left out.
    """

    kind: Literal["pdf", "picture"]
    size: int
    pages: tuple[int, ...]
    after: int
    most_pages: int
    most_pixels: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text as recognised, in points from the top left of the page set straight.

    Attributes:
        text: its characters, blanks included.
        centres: horizontal middle of each character.
        left, right: ends of the line.
        middle: height of the line's middle.
        height: of its box, a little more than its em.
        scores: certainty of each character, 0 to 1.
    """

    text: str
    centres: tuple[float, ...]
    left: float
    right: float
    middle: float
    height: float
    scores: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse a line whose parts do not agree."""
        if not self.text or len(self.text) != len(self.centres) or len(self.text) != len(self.scores):
            raise WireError("line")


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A ruled line on the page: at `at` across the other axis, from `start` to `end` along its own."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The models are loaded, pages follow."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The process begins to recognise a page."""

    page: int


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page was recognised.

    Attributes:
        page: number from 1.
        width, height: in points.
        angle: by how many degrees it stood askew, positive clockwise.
        has_stamp: red ink was taken off before reading.
    """

    page: int
    width: float
    height: float
    angle: float
    has_stamp: bool
    lines: tuple[TextLine, ...]
    across: tuple[RuledLine, ...]
    down: tuple[RuledLine, ...]


@dataclass(frozen=True, slots=True)
class PageFailed:
    """A page could not be unpacked or recognised."""

    page: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The file could not be recognised at all; `code` and `facts` are those of a message."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finished:
    """All pages were done."""


Message = Ready | Begun | PageRead | PageFailed | Refused | Finished
_KINDS: Mapping[str, type[Message]] = {
    "ready": Ready, "begun": Begun, "page": PageRead, "failed": PageFailed, "refused": Refused, "finished": Finished,
}  # fmt: skip
_NAMES = {kind: name for name, kind in _KINDS.items()}


def encode_request(request: Request) -> bytes:
    """Return a request as one line."""
    return json.dumps(asdict(request)).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """Return the request of a line.

    Raises:
        WireError: it is none.
    """
    try:
        fields = json.loads(line)
        return Request(**{**fields, "pages": tuple(fields["pages"])})
    except (ValueError, TypeError, KeyError) as error:
        raise WireError("request") from error


def encode(message: Message) -> bytes:
    """Return a message as one line."""
    return json.dumps({"is": _NAMES[type(message)], **asdict(message)}).encode("ascii") + b"\n"


def decode(line: bytes) -> Message:
    """Return the message of a line.

    Raises:
        WireError: it is none.
    """
    try:
        fields = json.loads(line)
        kind = _KINDS[fields.pop("is")]
        return _page(fields) if kind is PageRead else kind(**fields)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WireError("message") from error


def _page(fields: dict[str, Any]) -> PageRead:
    lines = tuple(
        TextLine(**{**line, "centres": tuple(line["centres"]), "scores": tuple(line["scores"])})
        for line in fields.pop("lines")
    )
    across = tuple(RuledLine(**rule) for rule in fields.pop("across"))
    down = tuple(RuledLine(**rule) for rule in fields.pop("down"))
    return PageRead(**fields, lines=lines, across=across, down=down)
