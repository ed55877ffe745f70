"""What the application and the reading process say to each other: a line of JSON each.

The application names a file; the process tells several times how far it is, and then what it read.  What comes from
the process is believed in nothing: each value must be of its type, and a line has a greatest length.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, cast, get_args

from ledger_app.domain.evidence_text import (
    MOST_CHARACTERS,
    NOTHING_SAID,
    Description,
    TextPlace,
    TextState,
    as_text,
    as_whole,
    description_of,
    description_values,
    place_values,
    places_of,
)

LONGEST_MESSAGE = 16 * MOST_CHARACTERS


class WireError(ValueError):
    """A message is not what was agreed on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be read.

    Attributes:
        path: where it lies; name: its original name; media_type: its format by content.
    """

    path: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The process is still at work."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the process read of a file.

    Attributes:
        state, text, is_cut, places, description: as in `FileText`.
        code, facts: of the message that says why it was not read, "" where it was.
        scans: pages of a PDF that are pictures of words, from 1; of a picture file, (1,).
    """

    state: TextState
    text: str = ""
    is_cut: bool = False
    places: tuple[TextPlace, ...] = ()
    description: Description = NOTHING_SAID
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    scans: tuple[int, ...] = ()


def encode_wanted(wanted: Wanted) -> bytes:
    """Return a request as a line."""
    return _line(asdict(wanted))


def decode_wanted(line: bytes) -> Wanted:
    """Return the request of a line.

    Raises:
        ValueError: it is none.
    """
    return Wanted(**json.loads(line))


def encode_answer(answer: Begun | Reading) -> bytes:
    """Return an answer as a line."""
    if isinstance(answer, Begun):
        return _line({})
    values = asdict(answer)
    values["description"] = description_values(answer.description)
    values["places"] = place_values(answer.places)
    return _line(values)


def decode_answer(line: bytes) -> Begun | Reading:
    """Return the answer of a line.

    Raises:
        WireError: it is none.
    """
    try:
        values = json.loads(line)
        if not values:
            return Begun()
        state = values["state"]
        if state not in get_args(TextState):
            raise WireError(state)
        return Reading(
            cast("TextState", state),
            as_text(values["text"])[:MOST_CHARACTERS],
            bool(values["is_cut"]),
            places_of(values["places"]),
            description_of(values["description"]),
            as_text(values["code"]),
            tuple((as_text(key), as_text(value)) for key, value in values["facts"]),
            tuple(as_whole(number) for number in values["scans"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WireError(str(error)[:80]) from error


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
