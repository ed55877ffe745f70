"""An inspection's scoring table as a tree of indicators: 一级/二级/三级指标, 分值, 评分标准, 材料要求.

Document -> proposal; nothing is written.  Source: docs/domain.md section 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ledger_app.intake.document import Document, Paragraph, Table
from ledger_app.intake.folding import squeeze

_HEAD_ROWS = 8
_LONGEST_TITLE = 200
_LEVEL = re.compile(r".*?([一二三四])级(?:考核|评价|评估)?(?:指标|项目|内容).*")
_NAMED = re.compile(
    r"(?:考核|评价|评估|检查|督查|验收|测评|评审)?(?:指标|项目|内容|事项|要点|维度|类别|方面)(?:名称|内容|体系|及内容)?"
)
_SCORE = re.compile(r"(?:标准|设定|考核|指标|满|总)?(?:分值|分数|满分|标准分|权重)(?:\((?:分|%)\))?|分|满分")
_STANDARD = re.compile(
    r".*(?:评分|评价|考核|计分|扣分|赋分|验收|检查|测评)(?:标准|办法|细则|方法|依据|说明|要求).*|标准"
)
_MATERIALS = re.compile(r".*(?:材料|资料|佐证|印证|支撑|备查).*")
_NUMBER_HEAD = re.compile(r"序号?|编号|指标(?:编)?号|代码")
_NUMBER = re.compile(
    r"\s*([一二三四五六七八九十]{1,3}(?=[、.．\s])|[（(][一二三四五六七八九十\d]{1,3}[)）]|[A-Za-z]\d{0,2}(?:[.．]\d{1,2}){0,3}"
    r"(?=[、.．\s\u4e00-\u9fff])|\d{1,3}(?:[.．]\d{1,3}){0,4}(?![\d%％]))[、.．\s]*(?=[^\d\s])"
)
_OWN_SCORE = re.compile(r"[(（]\s*(?:共|计|满分)?\s*(\d{1,4}(?:\.\d+)?)\s*分\s*[)）]")
_FIGURE = re.compile(r"\d{1,4}(?:\.\d+)?")
_TOTAL = re.compile(r"(?:合计|总计|小计|总分|得分|共计).*")


@dataclass(frozen=True, slots=True)
class ProposedIndicator:
    """One indicator; each stands after the one above it.

    Attributes:
        depth: 0 for 一级指标.
        no: as printed, "" if none; score: None where the table gives none.
        standard, materials: 评分标准 and 材料要求.
    """

    depth: int
    no: str
    title: str
    score: float | None = None
    standard: str = ""
    materials: str = ""


@dataclass(frozen=True, slots=True)
class ProposedTree:
    """A scoring table as read; title: of the document."""

    title: str
    indicators: tuple[ProposedIndicator, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """Which column is what; levels: outermost first."""

    row: int
    levels: tuple[int, ...]
    number: int | None
    score: int | None
    standard: int | None
    materials: int | None


def read_scoring_table(document: Document) -> ProposedTree | None:
    """Return the indicators of all scoring tables of a document, None if it has none."""
    reading = _Reading()
    head: _Head | None = None
    for block in document.blocks:
        if not isinstance(block, Table) or block.is_hidden:
            continue
        found = _find_head(block)
        if found is not None:
            head = found
            reading.read(block, head, found.row + 1)
        elif head is not None and len(block.rows[0]) > max(head.levels):
            # Word breaks a long table into several; the ones after the first have no head.
            reading.read(block, head, 0)
    if not reading.found:
        return None
    return ProposedTree(_title(document), tuple(reading.found))


class _Reading:
    """Rows on their way into a tree; cells that are merged or repeated go on with the same indicator."""

    def __init__(self) -> None:
        self.found: list[ProposedIndicator] = []
        self._path: list[str] = []

    def read(self, table: Table, head: _Head, first: int) -> None:
        for row in range(first, len(table.rows)):
            texts = [cell.text.strip() for cell in table.rows[row]]
            names = [texts[column] for column in head.levels]
            if not any(names) or any(_TOTAL.fullmatch(squeeze(text)) for text in names if text):
                continue
            if _is_head_again(names):
                continue
            self._take(table, row, head, texts, names)

    def _take(self, table: Table, row: int, head: _Head, texts: Sequence[str], names: Sequence[str]) -> None:
        path: list[str] = []
        is_new = False
        for depth, (column, name) in enumerate(zip(head.levels, names, strict=True)):
            # An empty cell of an outer level means the same as above, one of an inner level that there is none.
            above = self._path[depth] if not is_new and depth < len(self._path) else ""
            text = name or (above if any(names[depth + 1 :]) else "")
            if not text or (path and text == path[-1]):
                continue
            is_copy = table.rows[row][column].is_merged_copy or not name
            same = not is_new and above == text and (is_copy or depth < len(head.levels) - 1)
            path.append(text)
            if not same:
                is_new = True
                number = texts[head.number] if head.number is not None and depth == _last(names) else ""
                self.found.append(_indicator(len(path) - 1, text, number))
        self._path = path
        if self.found:
            self._add_rest(table, row, head, is_new=is_new)

    def _add_rest(self, table: Table, row: int, head: _Head, *, is_new: bool) -> None:
        """Put score, standard and materials to the last indicator; further rows of the same one add theirs."""
        last = self.found[-1]
        standard, materials = (_cell(table, row, column) for column in (head.standard, head.materials))
        score = last.score
        figure = _figure(_cell(table, row, head.score))
        if figure is not None:
            score = figure if is_new or score is None else score + figure
        self.found[-1] = replace(
            last,
            score=score,
            standard=_joined(last.standard, standard),
            materials=_joined(last.materials, materials),
        )


def _find_head(table: Table) -> _Head | None:
    for row in range(min(_HEAD_ROWS, len(table.rows))):
        names = [squeeze(cell.text) for cell in table.rows[row]]
        levels = {int("一二三四".index(match[1])): column for column, match in _levels(names)}
        plain = [
            column for column, name in enumerate(names) if _NAMED.fullmatch(name) and not _is_repeat(names, column)
        ]
        columns = [levels[level] for level in sorted(levels)] or plain
        columns += [column for column in plain if levels and column not in columns and column > max(columns)][:1]
        score, standard = _first(names, _SCORE), _first(names, _STANDARD, columns)
        materials = _first(names, _MATERIALS, columns)
        if columns and (levels or score is not None) and (score, standard, materials) != (None, None, None):
            return _Head(row, tuple(columns), _first(names, _NUMBER_HEAD), score, standard, materials)
    return None


def _levels(names: Sequence[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for column in reversed(range(len(names))):
        match = _LEVEL.fullmatch(names[column])
        if match:
            yield column, match


def _first(names: Sequence[str], pattern: re.Pattern[str], taken: Sequence[int] = ()) -> int | None:
    return next((n for n, name in enumerate(names) if n not in taken and pattern.fullmatch(name)), None)


def _is_repeat(names: Sequence[str], column: int) -> bool:
    return column > 0 and names[column - 1] == names[column]


def _is_head_again(names: Sequence[str]) -> bool:
    """Say whether a row is the head repeated on a new page."""
    return all(_LEVEL.fullmatch(squeeze(name)) or _NAMED.fullmatch(squeeze(name)) for name in names if name)


def _last(names: Sequence[str]) -> int:
    return max(number for number, name in enumerate(names) if name)


def _indicator(depth: int, text: str, number: str) -> ProposedIndicator:
    words = " ".join(text.split())
    own = _OWN_SCORE.search(words)
    title = _OWN_SCORE.sub("", words).strip(" ：:")
    label = _NUMBER.match(title)
    no = number
    if label:
        no, title = label[1].replace("．", "."), title[label.end() :].strip()
    return ProposedIndicator(depth, no, (title or words)[:_LONGEST_TITLE], float(own[1]) if own else None)


def _cell(table: Table, row: int, column: int | None) -> str:
    """Return the words of a cell, "" for a copy of a merged one: they were read where they stand."""
    if column is None or column >= len(table.rows[row]) or table.rows[row][column].is_merged_copy:
        return ""
    return table.rows[row][column].text.strip()


def _figure(text: str) -> float | None:
    match = _FIGURE.search(text)
    return float(match.group()) if match else None


def _joined(before: str, more: str) -> str:
    return f"{before}\n{more}".strip() if more and more not in before else before


def _title(document: Document) -> str:
    """Return the title: the first line of the text, or what stands alone above the head, or the file's name."""
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.text.strip():
            return block.text.replace("\u2028", "").strip()[:_LONGEST_TITLE]
        if isinstance(block, Table):
            words = {cell.text.strip() for cell in block.rows[0]} - {""}
            if len(words) == 1 and len(block.rows[0]) > 1:
                return "".join(words.pop().split())[:_LONGEST_TITLE]
            break
    return PurePath(document.name).stem[:_LONGEST_TITLE]
