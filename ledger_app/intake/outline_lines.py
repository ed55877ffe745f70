"""Lines of a document as the outline sees them: paragraphs, broken ones rejoined, page furniture left out.

Every line is a range of `Document.text`.  Here belong page numbers, tables of contents, forced line breaks,
tables that are only page layout, and texts whose columns are tabs.  Not here: which line is a heading.
Source: docs/domain.md section 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ledger_app.intake.document import Cell, Document, Paragraph, Table
from ledger_app.intake.folding import flatten, without_blanks
from ledger_app.intake.numbering import Label, read_label
from ledger_app.intake.pace import UNTIMED, Pace

_PAGE_NUMBER = re.compile(r"-*\(?(?:第?\d{1,3}页?(?:[,/]?共?\d{1,3}页?)?|第[一二三四五六七八九十]{1,3}页)\)?-*")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_CONTENTS_TITLE = re.compile(r"目录|目次")
_CONTENTS_LINE = re.compile(r"(?:\.{3,}|…+|·{3,}|-{4,}|_{3,})\(?-?\d{1,3}-?\)?$")
_CONTENTS_TAIL = re.compile(r"[.…·\-_]*\(?-?\d{1,3}-?\)?$")
_CONTENTS_REACH = 600
_MOST_CELLS = 1_000_000  # of a table made of lines; with more the separators are none
_RULE = re.compile(r"[-=_*#~·.…]{3,}")
_TERMINAL = frozenset("。；;！!？?：:)”》…")
_INNER_STOP = re.compile(r"[，,。；;]")
_SENTENCE = re.compile(r"[。；;]")
_SHORTEST_CUT = 8
_LONG = 45
_REACH = 80
_FEW_FULL = 4
_OWN_LINE = re.compile(
    r"(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[,，]|首先|其次|最后|-{2,}|[·●○■◆▲★◇□▪➢√*※])"
    r"|(?:附件|附表|附录|抄送|主送|联系人|联系电话|电子邮箱|注:|备注:|说明:|\(此件)"
    r"|[^,。;:]{0,10}(?:单位|部门|科室|股室|处室|时限|时间|领导|责任人|联系人|电话|邮箱|股|科):"
)


@dataclass(frozen=True)
class Line:
    """A line of prose.

    Each of some twenty rules asks for its folded text: it is folded once and kept, hence no slots.

    Attributes:
        start, end: its range in `Document.text`.
        text: that text, as printed.
        label: the number it begins with, None without.
        is_automatic: the number is the word processor's own.
        outline_level: heading level from 0 by style, None for body text.
        is_centred, page, is_bold, size_pt: as the reader saw them.
    """

    start: int
    end: int
    text: str
    label: Label | None = None
    is_automatic: bool = False
    outline_level: int | None = None
    is_centred: bool = False
    page: int | None = None
    is_bold: bool = False
    size_pt: float | None = None

    @cached_property
    def flat(self) -> str:
        """Return the line folded, character for character."""
        return flatten(self.text)

    @cached_property
    def squeezed(self) -> str:
        """Return the line folded and without blanks."""
        return without_blanks(self.flat)


Flow = list[Line | Table]


def read_flow(document: Document, pace: Pace = UNTIMED) -> Flow:
    """Return the lines and tables of a document in reading order, without page furniture."""
    flow: Flow = []
    for block in pace.over(document.blocks):
        if isinstance(block, Table):
            flow.extend(_table_lines(block, document.text) if is_layout(block) else [block])
        else:
            flow.extend(_paragraph_lines(block, document.text))
    return _rejoined(_without_furniture(_typed_tables(flow, pace), pace), document.text, pace)


def is_layout(table: Table) -> bool:
    """Tell whether a table only arranges prose on the page: few columns, long cells, numbered lines in them."""
    if not table.rows or len(table.rows[0]) > 3 or (len(table.rows[0]) > 1 and len(table.rows) > 60):
        return False
    cells = [cell for row in table.rows for cell in row if cell.text and not cell.is_merged_copy]
    labelled = sum(1 for cell in cells for line in cell.text.split("\n") if read_label(line))
    length = sum(len(cell.text) for cell in cells)
    if len(table.rows[0]) == 1:
        sentences = sum(1 for cell in cells if flatten(cell.text.rstrip()[-1:]) in _TERMINAL)
        return labelled >= 1 or 3 * sentences >= len(cells) > 0
    return labelled >= len(cells) and length > 80 * len(cells)


def _paragraph_lines(paragraph: Paragraph, text: str) -> Iterator[Line]:
    printed = paragraph.printed
    automatic = bool(paragraph.label)
    for start, piece in _pieces(printed, paragraph.start):
        label = read_label(piece)
        first = start == paragraph.start
        if first and automatic and label is not None and label.is_doubtful:
            label = replace(label, is_doubtful=False)
        yield Line(
            start,
            start + len(piece),
            text[start : start + len(piece)],
            label,
            first and automatic and label is not None,
            paragraph.outline_level,
            paragraph.is_centred,
            paragraph.page,
            paragraph.is_bold,
            paragraph.size_pt,
        )


def _pieces(printed: str, start: int) -> Iterator[tuple[int, str]]:
    if "\u2028" not in printed:
        yield start, printed
        return
    for piece in printed.split("\u2028"):
        if piece.strip():
            yield start, piece
        start += len(piece) + 1


def _table_lines(table: Table, text: str) -> Iterator[Line]:
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if cell.is_merged_copy or not cell.text:
                continue
            start = table.cell_start(row, column)
            for piece in cell.text.split("\n"):
                if piece.strip():
                    yield Line(start, start + len(piece), text[start : start + len(piece)], read_label(piece))
                start += len(piece) + 1


def _typed_tables(flow: Flow, pace: Pace) -> Flow:
    """Turn runs of lines with the same separator between columns into tables."""
    result: Flow = []
    run: list[Line] = []
    for entry in pace.over(flow):
        if isinstance(entry, Line) and _column_sign(entry) and (not run or _column_sign(run[0]) == _column_sign(entry)):
            run.append(entry)
            continue
        result.extend(_as_table(run))
        run = []
        if isinstance(entry, Line) and _column_sign(entry):
            run.append(entry)
        else:
            result.append(entry)
    result.extend(_as_table(run))
    return result


def _column_sign(line: Line) -> str:
    if line.text.count("\t") >= 1:
        return "\t"
    return "|" if line.text.count("|") >= 2 else ""


def _as_table(run: list[Line]) -> list[Line | Table]:
    if len(run) < 2:
        return list(run)
    sign = _column_sign(run[0])
    width = max(line.text.count(sign) for line in run) + 1
    if width * len(run) > _MOST_CELLS:
        return list(run)
    rows = []
    for line in run:
        texts = line.text.split(sign)
        rows.append(tuple(Cell(text) for text in [*texts, *[""] * (width - len(texts))]))
    return [Table(tuple(rows), start=run[0].start, row_starts=tuple(line.start for line in run), page=run[0].page)]


def _without_furniture(flow: Flow, pace: Pace) -> Flow:
    contents = _contents_range(flow)
    kept: Flow = []
    numbers = sum(1 for entry in pace.over(flow) if isinstance(entry, Line) and _BARE_NUMBER.fullmatch(entry.squeezed))
    for index, entry in enumerate(pace.over(flow)):
        if isinstance(entry, Table):
            kept.append(entry)
            continue
        words = entry.squeezed
        if index in contents or not words or _RULE.fullmatch(words) or _CONTENTS_LINE.search(words[-60:]):
            continue
        bare = _BARE_NUMBER.fullmatch(words) is not None
        if _PAGE_NUMBER.fullmatch(words) and (not bare or numbers >= 2):
            continue
        kept.append(entry)
    return kept


def _contents_range(flow: Flow) -> range:
    """Return where a table of contents stands: its title and the lines that come again later."""
    lines = [(index, entry.squeezed) for index, entry in enumerate(flow[:60]) if isinstance(entry, Line)]
    first = next((index for index, words in lines if _CONTENTS_TITLE.fullmatch(words)), None)
    if first is None:
        return range(0)
    later = [(index, entry.squeezed) for index, entry in enumerate(flow[:_CONTENTS_REACH]) if isinstance(entry, Line)]
    stop = first + 1
    for index, words in lines:
        if index <= first:
            continue
        entry = _CONTENTS_TAIL.sub("", words[:200])
        again = any(at > index and other.startswith(entry) for at, other in later)
        if not (again or _CONTENTS_LINE.search(words[-60:])):
            break
        stop = index + 1
    return range(first, stop)


def _rejoined(flow: Flow, text: str, pace: Pace) -> Flow:
    """Join a line to the one before it where the page, not the writer, broke the paragraph."""
    width = _broken_width(flow)
    result: Flow = []
    for entry in pace.over(flow):
        last = result[-1] if result else None
        if isinstance(entry, Line) and isinstance(last, Line) and _is_continued(last, entry, width):
            result[-1] = replace(last, end=entry.end, text=text[last.start : entry.end])
        else:
            result.append(entry)
    return result


def _is_continued(last: Line, line: Line, width: int) -> bool:
    before = last.text.rstrip()
    if last.label is not None and not last.is_automatic and not last.text[last.label.end :].strip():
        return line.label is None
    if not before or flatten(before[-1]) in _TERMINAL or last.is_centred or line.is_automatic:
        return False
    if line.label is not None and not (line.label.is_doubtful and before[-1] in "，,、"):
        return False
    if _closes(before, line):
        return True
    if _OWN_LINE.match(line.squeezed):
        return False
    if before[-1] in "，,、" and len(before) >= _SHORTEST_CUT:
        return True
    if width:
        return _columns(before.splitlines()[-1].split("\u2028")[-1]) >= width - 3 and len(before) >= _SHORTEST_CUT
    # 加强专科建设，提升急救能力 on a line of its own is a heading.  A paragraph that a page cut has a whole sentence
    # before the cut, or is long.
    is_short = last.label is not None and len(before) < _LONG and _SENTENCE.search(before) is None
    if is_short or last.is_bold or last.outline_level is not None or not _INNER_STOP.search(before):
        return False
    return bool(_INNER_STOP.search(line.text)) or line.text.rstrip()[-1:] in "。；）)"


def _closes(before: str, line: Line) -> bool:
    """Tell whether a line closes a bracket or a name that the line before left open."""
    tail, head = flatten(before[-_REACH:]), line.flat[:_REACH]
    for opening, closing in ("()", "《》"):
        end = head.find(closing)
        if end >= 0 and tail.rfind(opening) > tail.rfind(closing) and opening not in head[:end]:
            return True
    return False


def _columns(text: str) -> int:
    """Return the width of a text in narrow columns."""
    # What Latin-1 cannot write is wide.
    return 2 * len(text) - len(text.encode("latin-1", "ignore"))


def _broken_width(flow: Flow) -> int:
    """Return the width at which a text was broken into lines of one length, 0 if it was not."""
    texts = [entry.text.rstrip() for entry in flow if isinstance(entry, Line)]
    widths = sorted(_columns(text) for text in texts)
    if len(widths) < 8 or not 36 <= widths[-1] <= 110:
        return 0
    full = [text for text in texts if _columns(text) >= widths[-1] - 3]
    still_open = sum(1 for text in full if flatten(text[-1]) not in _TERMINAL)
    # Paragraphs end in a stop, lines broken by width in mid-sentence.
    is_broken = len(full) >= 0.3 * len(texts) or (len(full) >= _FEW_FULL and still_open >= 0.6 * len(full))
    return widths[-1] if is_broken else 0
