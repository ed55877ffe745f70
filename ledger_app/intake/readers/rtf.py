"""Reads RTF documents (.rtf, and the ones handed out under .doc).

Text in any code page, tables with merged cells, list numbers from the text that RTF keeps beside them for
old readers.  Headers, footers, footnotes, pictures and embedded objects are left aside.
"""

from __future__ import annotations

import codecs
from copy import copy
from dataclasses import dataclass, field

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import BREAK, DocumentBuilder, clean_line
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.row_tables import OpenTable, RowShape
from ledger_app.intake.readers.rtf_tokens import Token, tokens
from ledger_app.intake.readers.sinks import BodySink, InlineText, ParagraphLook, Sink
from ledger_app.intake.readers.txt import check_text_size
from ledger_app.intake.readers.word97_file import joined_pairs
from ledger_app.intake.source import Source

TITLE = "RTF 文档"

_SKIPPED = frozenset(
    (
        "colortbl", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
        "footerf", "footnote", "annotation", "object", "fldinst", "listtable", "listoverridetable", "revtbl", "rsidtbl",
        "themedata", "colorschememapping", "datastore", "latentstyles", "generator", "xmlnstbl", "bkmkstart",
        "bkmkend", "nonshppict", "private", "template", "sp", "tc", "xe", "pgdsctbl", "wgrffmtfilter", "atnid",
        "atnauthor", "filetbl", "do",
    )
)  # fmt: skip
_STARRED_BUT_READ = frozenset(("shpinst", "shptxt", "ud", "listtext", "pntext"))
_CHARACTERS = {
    "tab": "\t", "line": BREAK, "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "page": BREAK, "column": BREAK,
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\"}
_CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 204: "cp1251", 238: "cp1250", 161: "cp1253"}
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_MOST_GROUPS = 2_000
_BODY_LEVEL = 9


@dataclass(slots=True)
class _State:
    """What holds inside the group that is being read."""

    is_skipped: bool = False
    destination: str = ""
    font: int = 0
    unicode_skip: int = 1
    is_bold: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    size: int = 24
    is_centred: bool = False
    outline: int | None = None
    is_in_table: bool = False
    depth: int = 0
    style: int = 0


@dataclass(slots=True)
class _Row:
    """The definition of a table row while it is read."""

    edges: list[int] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)
    up: list[bool] = field(default_factory=list)
    down: list[bool] = field(default_factory=list)
    marks: tuple[bool, bool, bool] = (False, False, False)

    def follow(self, name: str, number: int | None) -> None:
        """Follow a word of the definition: marks of the next cell, or its right edge."""
        left, _, _ = self.marks
        match name:
            case "clmrg":
                self.marks = (True, *self.marks[1:])
            case "clvmrg":
                self.marks = (left, True, False)
            case "clvmgf":
                self.marks = (left, False, True)
            case "cellx":
                self._end_cell(number or 0)

    def _end_cell(self, edge: int) -> None:
        self.edges.append(edge)
        self.left.append(self.marks[0])
        self.up.append(self.marks[1])
        self.down.append(self.marks[2])
        self.marks = (False, False, False)

    def shape(self) -> RowShape:
        """Return the row's cells, from its left edge on."""
        if not self.edges:
            return RowShape()
        start = min(0, self.edges[0] - 1)
        return RowShape((start, *self.edges), tuple(self.left), tuple(self.up), tuple(self.down))


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is RTF, None where it is not."""
    return 1.0 if peek.head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf") else None


def read(source: Source) -> Document:
    """Return the document.

    Raises:
        UnreadableFileError: INT-105 too large, INT-112 no text, INT-115 nested too deep.
    """
    check_text_size(source)
    builder = DocumentBuilder(source, "rtf")
    reader = _RtfReader(source, BodySink(builder))
    for number, token in enumerate(tokens(source.data)):
        if number % 100_000 == 0:
            source.step(0, 1)
        reader.take(token)
    reader.end()
    if reader.deleted:
        builder.note("warning", "INT-151", inserted=0, deleted=reader.deleted)
    if reader.hidden:
        builder.note("warning", "INT-152", count=reader.hidden)
    return builder.build()


class _RtfReader:
    """Follows the pieces of a file and hands paragraphs and tables to a sink."""

    def __init__(self, source: Source, sink: Sink) -> None:
        self.hidden = 0
        self.deleted = 0
        self._source = source
        self._sink = sink
        self._state = _State()
        self._stack: list[_State] = []
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._style_name = ""
        self._pending = b""
        self._to_skip = 0
        self._is_starred = False
        self._inline = InlineText()
        self._label: list[str] = []
        self._table = OpenTable()
        self._row = _Row()

    def take(self, token: Token) -> None:
        """Follow one piece."""
        if token.kind in ("text", "byte"):
            self._take_bytes(token)
            return
        if token.kind == "symbol" and token.name in _SYMBOLS and self._to_skip:
            self._to_skip -= 1
            return
        self._flush()
        self._to_skip = 0
        if token.kind == "open":
            if len(self._stack) >= _MOST_GROUPS:
                raise self._source.refuse("INT-115", what="嵌套过深")
            self._stack.append(copy(self._state))
            self._is_starred = False
        elif token.kind == "close":
            self._close()
        elif token.kind == "symbol":
            self._symbol(token.name)
        else:
            self._word(token.name, token.number)

    def end(self) -> None:
        """Hand over what is open at the file's end."""
        self._flush()
        if self._inline.text.strip():
            self._end_paragraph()
        if self._table.is_begun:
            self._table.hand_to(self._sink)

    def _take_bytes(self, token: Token) -> None:
        data = token.data
        if self._to_skip:
            # What stands for a Unicode character in old readers: one piece a character.
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        self._pending += data

    def _flush(self) -> None:
        """Decode the bytes collected so far in the code page of their typeface."""
        if not self._pending:
            return
        data, self._pending = self._pending, b""
        codec = self._fonts.get(self._state.font, self._codec)
        self._show(data.decode(codec, "replace"))

    def _show(self, text: str) -> None:
        state = self._state
        if state.destination == "stylesheet":
            self._style_name += text
        if state.is_skipped or state.destination in ("fonttbl", "stylesheet"):
            return
        if state.is_hidden or state.is_deleted:
            self.hidden += state.is_hidden and bool(text.strip())
            self.deleted += state.is_deleted
            return
        if state.destination == "label":
            self._label.append(text)
            return
        self._inline.add(text, is_bold=state.is_bold, size=state.size)

    def _close(self) -> None:
        state = self._state
        if state.destination == "stylesheet" and self._style_name:
            self._styles.setdefault(state.style, self._style_name.partition(";")[0].strip().lower())
            self._style_name = ""
        if self._stack:
            self._state = self._stack.pop()

    def _symbol(self, name: str) -> None:
        if name == "*":
            self._is_starred = True
        elif name in _SYMBOLS:
            self._show(_SYMBOLS[name])
        elif name in ("\r", "\n", "\r\n"):
            self._end_paragraph()

    def _word(self, name: str, number: int | None) -> None:
        if self._is_starred:
            self._is_starred = False
            if name not in _STARRED_BUT_READ:
                self._state.is_skipped = True
        if name in _SKIPPED:
            self._state.is_skipped = True
        elif name in _CHARACTERS:
            self._show(_CHARACTERS[name])
        elif name == "u":
            self._show(chr((number or 0) & 0xFFFF))
            self._to_skip = self._state.unicode_skip
        elif not self._destination(name) and not self._look(name, number) and not self._state.is_skipped:
            self._structure(name, number)

    def _destination(self, name: str) -> bool:
        """Enter a part of the file that is not the body."""
        if name in ("fonttbl", "stylesheet"):
            self._state.destination = name
        elif name in ("listtext", "pntext"):
            self._state.destination = "label"
            self._label = []
        elif name == "upr":
            # The same text follows again in Unicode.
            self._state.is_skipped = True
        elif name == "ud":
            self._state.is_skipped = False
        else:
            return False
        return True

    def _look(self, name: str, number: int | None) -> bool:
        """Follow what characters and paragraphs look like."""
        state = self._state
        is_on = number != 0
        match name:
            case "b":
                state.is_bold = is_on
            case "v":
                state.is_hidden = is_on
            case "deleted":
                state.is_deleted = is_on
            case "fs":
                state.size = number or 24
            case "plain":
                state.is_bold = state.is_hidden = state.is_deleted = False
                state.size = 24
            case _:
                return self._encoding(name, number) or self._paragraph_look(name, number)
        return True

    def _encoding(self, name: str, number: int | None) -> bool:
        """Follow how characters are written."""
        state = self._state
        match name:
            case "f":
                state.font = number or 0
            case "fcharset":
                if number in _CHARSETS:
                    self._fonts[state.font] = _CHARSETS[number]
            case "ansicpg":
                self._codec = _codec_of(number)
            case "uc":
                state.unicode_skip = max(number or 0, 0)
            case _:
                return False
        return True

    def _paragraph_look(self, name: str, number: int | None) -> bool:
        state = self._state
        match name:
            case "pard":
                state.is_centred = state.is_in_table = False
                state.outline = None
                state.depth = state.style = 0
            case "qc":
                state.is_centred = True
            case "ql" | "qr" | "qj" | "qd":
                state.is_centred = False
            case "outlinelevel":
                state.outline = number
            case "s":
                state.style = number or 0
            case "intbl":
                state.is_in_table = True
            case "itap":
                state.depth = number or 0
            case _:
                return False
        return True

    def _structure(self, name: str, number: int | None) -> None:
        """Follow ends of paragraphs, cells and rows, and the definitions of rows."""
        match name:
            case "par" | "sect":
                self._end_paragraph()
            case "cell":
                self._end_paragraph(is_cell_end=True)
                self._table.end_cell()
            case "nestcell":
                self._table.add_inner(clean_line(self._taken()[0].text), is_cell_end=True)
            case "nestrow":
                self._table.end_inner_row()
            case "row":
                self._table.end_row(self._row.shape())
            case "trowd":
                self._row = _Row()
            case _:
                self._row.follow(name, number)

    def _taken(self) -> tuple[InlineText, str]:
        """Return the paragraph collected so far and its number, and begin a new one."""
        inline, self._inline = self._inline, InlineText()
        inline.pieces = [joined_pairs(inline.text)]
        label, self._label = clean_line("".join(self._label)), []
        return inline, label

    def _end_paragraph(self, *, is_cell_end: bool = False) -> None:
        state = self._state
        inline, label = self._taken()
        outline = state.outline if state.outline is not None and 0 <= state.outline < _BODY_LEVEL else None
        look = ParagraphLook(
            self._styles.get(state.style, ""),
            label,
            " " if label.endswith((".", ")")) else "",
            None,
            outline,
            state.is_centred,
        )
        if is_cell_end or state.is_in_table:
            self._table.content.append((inline, look))
            return
        if self._table.is_begun:
            self._table.hand_to(self._sink)
        self._sink.add_paragraph(inline, look)


def _codec_of(code_page: int | None) -> str:
    name = _CODE_PAGES.get(code_page or 1252, f"cp{code_page or 1252}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
