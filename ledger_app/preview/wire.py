"""What the application and the preview process say to each other.

The application sends a `Request` as a line of JSON; the process answers with a frame: two lengths, JSON of that
length, bytes of that length.  What comes from the process is believed in nothing: each value must be of the type its
field is declared with, and no length goes beyond `MOST_BYTES`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from functools import cache
from types import UnionType
from typing import IO, Any, Literal, Union, get_args, get_origin, get_type_hints

from ledger_app.preview import model

MOST_BYTES = 192 << 20
"""Bytes of one answer; a picture of 6000 x 6000 pixels has 144 million."""

_HEAD = struct.Struct("<II")


class WireError(ValueError):
    """An answer is not what was agreed on."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the process.

    Attributes:
        ask: "open" is the first question about a file, the others go on from there.
        path: of the file to open; name: how it is called to people; media: its format, see `evidence.kinds`.
        number: of a page, picture or sheet from 0; first, count: rows wanted.
        size: longest side in pixels of what is wanted; words: to be found.
    """

    ask: Literal["open", "page", "text", "find", "picture", "rows"]
    path: str = ""
    name: str = ""
    media: str = ""
    number: int = 0
    first: int = 0
    count: int = 0
    size: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The process could not answer; code and facts are those of a message, all as text."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


Answer = model.Content | model.Bitmap | model.PageText | model.Hits | model.SheetRows | Failed

_NAMES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(model.Bitmap, model.Run, model.TextBlock, model.BlockCell, model.TableBlock, model.Paper, model.Flow),
        *(model.CellStyle, model.SheetCell, model.SheetRow, model.Span, model.SheetFrame, model.Book),
        *(model.SheetRows, model.PageSet, model.PageText, model.Hits, model.Frames, model.Nothing, Failed),
    )
}


def encode_request(request: Request) -> bytes:
    """Return a request as one line."""
    return json.dumps(asdict(request)).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """Return the request of a line.

    Raises:
        WireError: it is none.
    """
    try:
        return Request(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise WireError("request") from error


def encode(answer: Answer) -> bytes:
    """Return an answer as a frame."""
    blobs: list[bytes] = []
    text = json.dumps(_plain(answer, blobs), ensure_ascii=False, separators=(",", ":"))
    words = text.encode("utf-8", "surrogatepass")
    return b"".join((_HEAD.pack(len(words), sum(map(len, blobs))), words, *blobs))


def receive(pipe: IO[bytes]) -> bytes:
    """Take one frame off a pipe; empty bytes where it ends, or where a length is beyond belief."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return b""
    size = sum(_HEAD.unpack(head))
    if size > MOST_BYTES:
        return b""
    body = pipe.read(size)
    return head + body if len(body) == size else b""


def decode(frame: bytes) -> Answer:
    """Return the answer of a frame.

    Raises:
        WireError: it is none.
    """
    try:
        length, _ = _HEAD.unpack_from(frame)
        start = _HEAD.size
        plain = json.loads(frame[start : start + length].decode("utf-8", "replace"))
        return _answer(plain, _Blobs(memoryview(frame)[start + length :]))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, struct.error) as error:
        raise WireError("answer") from error


class _Blobs:
    """The bytes behind the JSON, taken off in the order they are named."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def take(self, length: int) -> bytes:
        if not 0 <= length <= len(self._data) - self._at:
            raise WireError("bytes")
        self._at += length
        return bytes(self._data[self._at - length : self._at])


@cache
def _fields(kind: Any) -> tuple[str, ...]:  # noqa: ANN401
    return tuple(field.name for field in fields(kind))


@cache
def _types(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401
    hints = get_type_hints(kind)
    return tuple(hints[name] for name in _fields(kind))


def _plain(value: object, blobs: list[bytes]) -> object:
    if isinstance(value, tuple):
        return [_plain(item, blobs) for item in value]
    if isinstance(value, bytes):
        blobs.append(value)
        return len(value)
    kind: Any = type(value)
    if kind.__name__ in _NAMES:
        return [kind.__name__, *(_plain(getattr(value, name), blobs) for name in _fields(kind))]
    return value


def _answer(plain: Any, blobs: _Blobs) -> Answer:  # noqa: ANN401
    answer: Answer = _reader(Answer)(plain, blobs)
    return answer


@cache
def _reader(kind: Any) -> Callable[[Any, _Blobs], Any]:  # noqa: ANN401
    """Return what turns plain data into a value of a type, or raises."""
    if kind is bytes:
        return lambda plain, blobs: blobs.take(_whole(plain))
    if kind is float:
        return lambda plain, _blobs: _number(plain)
    if kind is int:
        return lambda plain, _blobs: _whole(plain)
    if kind in (str, bool):
        return lambda plain, _blobs: _of(kind, plain)
    origin = get_origin(kind)
    if origin is Literal:
        allowed = frozenset(get_args(kind))
        return lambda plain, _blobs: plain if plain in allowed else _refuse()
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    kinds = get_args(kind) if origin in (Union, UnionType) else (kind,)
    return _named_reader({one.__name__: one for one in kinds})


def _tuple_reader(kinds: tuple[Any, ...]) -> Callable[[Any, _Blobs], Any]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        item = _reader(kinds[0])
        return lambda plain, blobs: tuple([item(one, blobs) for one in _of(list, plain)])
    return lambda plain, blobs: tuple(
        [_reader(one)(part, blobs) for one, part in zip(kinds, _of(list, plain), strict=True)]
    )


def _named_reader(kinds: dict[str, type]) -> Callable[[Any, _Blobs], Any]:
    def read(plain: Any, blobs: _Blobs) -> object:  # noqa: ANN401
        name, *values = _of(list, plain)
        kind = kinds[name]
        return kind(*[_reader(one)(value, blobs) for one, value in zip(_types(kind), values, strict=True)])

    return read


def _of(kind: type, plain: Any) -> Any:  # noqa: ANN401
    return plain if isinstance(plain, kind) else _refuse()


def _whole(plain: Any) -> int:  # noqa: ANN401
    return plain if type(plain) is int and abs(plain) < 1 << 40 else _refuse()


def _number(plain: Any) -> float:  # noqa: ANN401
    return float(plain) if type(plain) in (int, float) and abs(plain) < 1e9 else _refuse()


def _refuse() -> Any:  # noqa: ANN401
    raise WireError("value")
