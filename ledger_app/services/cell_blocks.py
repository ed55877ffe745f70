"""Blocks of cells: as text on the clipboard, and laid onto the cells of the grid.

Excel, WPS, Word and LibreOffice put a block down as lines of texts parted by tabs; a text with line ends, tabs or
quotes stands in quotes, which are doubled inside.  Pure.  Source: docs/domain.md section 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from ledger_app.errors import RejectedError
from ledger_app.services.cell_edits import MOST_CELLS, CellText

Block = Sequence[Sequence[str]]
# What begins like a formula and is none ("-12 点", "+3.5%").
_FIGURE = re.compile(r"[+-]\d+(\.\d+)?( 点|%)?")
_FORMULA_SIGNS = ("=", "+", "-", "@")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|$)')
_PLAIN = re.compile(r"[^\t\n]*")


def read_block(text: str) -> list[list[str]]:
    """Return the rows of a copied block, all equally wide; one text without tabs is a block of one cell in each line.

    A text that quotes around several lines is one cell; quotes inside a text are kept.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        quoted = _QUOTED.match(plain, at) if plain.startswith('"', at) else None
        found = quoted or _PLAIN.match(plain, at)
        assert found is not None  # noqa: S101 - the plain pattern matches anywhere, if only nothing
        rows[-1].append(_unmarked(found[1].replace('""', '"') if quoted is not None else found[0]))
        at = found.end()
        if at >= len(plain):
            break
        if plain[at] == "\n":
            rows.append([])
        at += 1
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def write_block(rows: Block) -> str:
    """Return a block as text for the clipboard; `read_block` reads the same from it."""
    return "\n".join("\t".join(map(_written, row)) for row in rows)


def write_page(rows: Block, head: Sequence[str] = ()) -> str:
    """Return a block as a table in HTML, every cell as text, for programs that keep line ends and formats."""
    lines = [f"<tr>{''.join(f'<th>{escape(one)}</th>' for one in head)}</tr>"] if head else []
    style = "mso-number-format:'\\@';white-space:pre-wrap"
    for row in rows:
        cells = (escape(one).replace("\n", '<br style="mso-data-placement:same-cell">') for one in row)
        lines.append("<tr>" + "".join(f'<td style="{style}">{one}</td>' for one in cells) + "</tr>")
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{"".join(lines)}</table></body></html>'


def lay_block(
    block: Block, rows: Sequence[int | None], fields: Sequence[str], *, tiled: bool = False
) -> tuple[list[CellText], int]:
    """Lay a block onto cells, its first on the first; return the texts and how many columns did not fit.

    Args:
        block: as `read_block` gives it.
        rows: ids of the tasks from the first row down; None = no task yet, its texts make a new one.
        fields: of the columns from the first to the right.
        tiled: repeat the block until it fills rows and fields (one copied cell onto many chosen ones).

    Raises:
        RejectedError: SVC-282 it is too large.
    """
    height, width = len(block), max((len(row) for row in block), default=0)
    down, right = (len(rows), len(fields)) if tiled else (min(height, len(rows)), min(width, len(fields)))
    if down * right > MOST_CELLS:
        raise RejectedError("SVC-282", limit=MOST_CELLS, count=down * right)
    texts = [
        CellText(rows[row], fields[column], block[row % height][column % width], row)
        for row in range(down)
        for column in range(right)
    ]
    return texts, 0 if tiled else width - right


def fits_often(block: Block, rows: int, fields: int) -> bool:
    """Say whether a block fills a chosen range by being repeated whole, as Excel does."""
    height, width = len(block), len(block[0])
    return (rows, fields) != (height, width) and rows % height == 0 and fields % width == 0


def same_text(task_ids: Iterable[int], field: str, text: str) -> list[CellText]:
    """Return one text for a field of many tasks."""
    return [CellText(task_id, field, text) for task_id in task_ids]


def plain_cell(text: str) -> str:
    """Return a text that the program it is pasted into takes for no formula."""
    return f"'{text}" if text[:1] in _FORMULA_SIGNS and not _FIGURE.fullmatch(text) else text


def _unmarked(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA_SIGNS else text


def _written(text: str) -> str:
    safe = plain_cell(text)
    needs_quotes = any(mark in safe for mark in "\n\t") or safe.startswith('"')
    return '"{}"'.format(safe.replace('"', '""')) if needs_quotes else safe
