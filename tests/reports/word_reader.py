"""Reads a Word file back through python-docx: what stands where, in millimetres, for tests."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from ledger_app.reports.model import (
    Annex,
    Block,
    Chart,
    FormPage,
    Heading,
    Paragraph,
    ReportModel,
    ReportTable,
    run_text,
)

_BLANK = re.compile(r"[\s\u3000\ufffe\x02-]+")
MM_PER_TWIP = 25.4 / 1440


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def solid(text: str) -> str:
    """Return a text without blanks and hyphens: lines end where each program likes."""
    return _BLANK.sub("", text)


def word_texts(content: bytes) -> list[str]:
    """Return the text of every paragraph, tables and frames included, in order."""
    body = opened(content).element.body
    return ["".join(_text_of(node) for node in paragraph.iter()) for paragraph in body.iter(qn("w:p"))]


def _text_of(node: Any) -> str:  # noqa: ANN401 - the library's element
    if node.tag == qn("w:t"):
        return node.text or ""
    return "\t" if node.tag == qn("w:tab") and node.get(qn("w:pos")) is None else ""


def model_texts(model: ReportModel) -> Iterator[str]:
    """Return what a report says, in reading order, page numbers and feet left out."""
    if model.form != "set":
        head = model.head
        if head is not None:
            yield from (head.serial, head.secrecy, head.urgency, head.mark)
            yield from (head.number, head.office, head.date) if model.form == "bulletin" else (head.number, head.signer)
        yield from (model.title if model.form != "forms" else "", model.subtitle, model.addressees)
        yield from (text for block in model.body for text in _block_texts(block))
        yield from (annex.title for annex in model.annexes if model.form != "sheet")
        if model.signature is not None:
            yield from (model.signature.name, model.signature.date)
        yield model.postscript
        yield from (text for annex in model.annexes for text in _annex_texts(annex))
    for part in model.parts:
        yield from model_texts(part)


def _annex_texts(annex: Annex) -> Iterator[str]:
    yield from (annex.label, annex.title)
    yield from (text for block in annex.blocks for text in _block_texts(block))


def _block_texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text + "".join(run.text for run in block.runs_in)
    elif isinstance(block, Paragraph):
        yield "".join(run.text for run in block.runs)
    elif isinstance(block, ReportTable):
        yield block.caption
        for before, row in zip((None, *block.rows), block.rows, strict=False):
            for place, cell in enumerate(row.cells):
                above = before is not None and before.kind == row.kind == "row" and before.cells[place]
                is_joined = row.kind == "row" and block.columns[place].merges and above == cell
                yield "" if is_joined else run_text(cell)
        yield from block.notes
    elif isinstance(block, FormPage):
        yield from (block.badge + block.title, *block.facts)
        for part in block.parts:
            yield part.heading
            yield from (text for row in part.rows for cell in row.cells for text in (run_text(cell.content), cell.foot))
        yield from block.notes
    elif isinstance(block, Chart):
        yield from (block.caption, *block.notes)
