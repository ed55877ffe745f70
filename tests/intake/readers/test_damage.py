"""Damaged files of every kind: whatever comes out is a document with true offsets or one sentence, in time.

`LEDGER_DAMAGE_SEEDS` asks for more of them, for a long run by hand.
"""

from __future__ import annotations

import os
import random
from contextlib import suppress
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook

from ledger_app.errors import UnreadableFileError
from ledger_app.messages import describe
from tests.intake.biff_builder import label, number, xls
from tests.intake.docx_builder import cell, definition, docx, instance, level, paragraph, row, table
from tests.intake.pdf_builder import Sheet, broken_lines, pdf, prose
from tests.intake.reading import assert_offsets_hold, read_bytes
from tests.intake.word97_builder import text, word97

SEEDS = int(os.environ.get("LEDGER_DAMAGE_SEEDS", "12"))
SLOWEST_SECONDS = 20.0
PLAN = [
    "一、总体要求",
    "坚持目标导向，统筹推进各项工作，年底前完成全年任务。",
    "（一）加强能力建设。",
    "1.建站点，补短板。",
] * 4


def workbook() -> bytes:
    book = Workbook()
    for number_, words in enumerate(PLAN, start=1):
        book.active.append([number_, words, number_ / 7])
    book.active.merge_cells("B2:B4")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ruled(sheet: Sheet) -> None:
    prose(broken_lines(PLAN))(sheet)
    sheet.grid((80, 200, 400), (600, 640, 680))
    sheet.text("任务", 90, 620, 11)
    sheet.text("时限", 210, 620, 11)


@cache
def good(kind: str) -> bytes:
    lines = "\r\n".join(PLAN)
    match kind:
        case "docx":
            numbering = definition(1, level(0, "chineseCounting", "%1、")) + instance(1, 1)
            grid = table(row(cell("甲", '<w:gridSpan w:val="2"/>')), row(cell("乙"), cell("丙")))
            return docx(*(paragraph(words, number=(1, 0)) for words in PLAN), grid, numbering=numbering)
        case "xlsx":
            return workbook()
        case "xls":
            return xls(*(label(index, 0, words) for index, words in enumerate(PLAN)), number(0, 1, 0.5))
        case "doc":
            return word97(*(text(words) for words in PLAN))
        case "pdf":
            return pdf(ruled)
        case "html":
            return f"<html><meta charset=gbk><p>{lines}</p><table><tr><td>a<td>b</table></html>".encode("gbk")
        case "txt":
            return lines.encode("gb18030")
        case "csv":
            return "\r\n".join(f"{index},{words},6月" for index, words in enumerate(PLAN)).encode()
        case _:
            return b"{\\rtf1\\ansi\\ansicpg936 " + lines.encode("gbk") + b"\\par}"


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes cut, with bits turned, with a stretch blanked, doubled, or with another file's bytes inside."""
    broken = bytearray(data)
    at = chance.randrange(len(broken))
    size = chance.choice([1, 16, 200, 2000])
    match chance.choice(["cut", "bits", "bits", "blank", "double", "head"]):
        case "cut":
            return bytes(broken[:at])
        case "bits":
            for _ in range(size):
                broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        case "blank":
            broken[at : at + size] = bytes(len(broken[at : at + size]))
        case "double":
            broken[at:at] = broken[at : at + size]
        case "head":
            for _ in range(12):
                broken[chance.randrange(min(len(broken), 1024))] = chance.randrange(256)
    return bytes(broken)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "xls", "doc", "pdf", "html", "txt", "csv", "rtf"])
def test_good_file_is_read(kind: str) -> None:
    document = read_bytes(good(kind), f"要点.{kind}")
    assert "坚持目标导向" in document.text
    assert_offsets_hold(document)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "xls", "doc", "pdf", "html", "txt", "csv", "rtf"])
def test_damaged_files_are_read_or_refused_in_time(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    for seed in range(SEEDS):
        data = damaged(good(kind), random.Random(f"{kind}{seed}"))
        sentence = "读到了"
        with suppress(UnreadableFileError):
            sentence = outcome(data, f"要点.{kind}")
        assert sentence, (kind, seed)
    assert capfd.readouterr().err == ""


def outcome(data: bytes, name: str) -> str:
    """Read a file and return "读到了", or the sentence that refuses it, which names it and has no gaps."""
    try:
        assert_offsets_hold(read_bytes(data, name))
    except UnreadableFileError as error:
        sentence = describe(error)
        if name not in sentence or "?" in sentence or "\n" in sentence:
            raise AssertionError(sentence) from error
        return sentence
    return "读到了"
