"""Cuts RTF into groups, control words and text.  Source: Rich Text Format specification 1.9.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["open", "close", "word", "symbol", "byte", "text"]

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(\r\n|[^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(\\)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of RTF.

    Attributes:
        name: of a control word or symbol.
        number: parameter of a control word, None without.
        data: bytes of text, or the one byte of a hex escape.
    """

    kind: Kind
    name: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("open"), Token("close")


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the pieces of a file; binary data inside it is skipped."""
    at = 0
    known: dict[bytes, Token] = {}
    while True:
        match = _TOKEN.match(data, at)
        if match is None:
            return
        at = match.end()
        word, number, byte, symbol, brace, text, _ = match.groups()
        if word is not None:
            token = known.get(match.group())
            if token is None:
                token = Token("word", word.decode("ascii"), None if number is None else int(number))
                known[match.group()] = token
            if word == b"bin":
                at += max(token.number or 0, 0)
            yield token
        elif text is not None:
            yield Token("text", data=text)
        elif brace is not None:
            yield _OPEN if brace == b"{" else _CLOSE
        elif byte is not None:
            yield Token("byte", data=bytes([int(byte, 16)]))
        elif symbol is not None:
            yield Token("symbol", symbol.decode("latin-1"))
