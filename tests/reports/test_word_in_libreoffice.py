"""Word files turned to PDF by LibreOffice, beside our own pages: sheets, 版心, grid, faces, numbers, tables.

LibreOffice 7 puts a quarter of a character between hanzi and figures whatever the file says, so lines of the text may
break elsewhere; pages, tables and what stands at fixed places must not.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from argparse import Namespace
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ledger_app.bootstrap import open_session
from ledger_app.cli.demo import LEDGER_FOLDER, run_demo
from ledger_app.domain.period import Period
from ledger_app.domain.snapshot import ReportKind
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import ReportModel
from ledger_app.reports.page import BINDING_MM, TEXT_MM, TOP_MM
from ledger_app.reports.word import render_word
from ledger_app.services.reports import ReportRequest, draft
from tests.reports.pdf_reader import Printed, Sign

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

JUNE = Period.parse("2024-06")
ISSUED = dt.date(2024, 7, 2)
KINDS: tuple[ReportKind, ...] = ("monthly", "letter", "slip", "unit")
REGULAR, BOLD = 80, 200
FACES = {
    "仿宋_GB2312": ("Ledger Song", REGULAR),
    "方正小标宋简体": ("Ledger Song", BOLD),
    "黑体": ("Ledger Hei", 0),
    "楷体_GB2312": ("Ledger Kai", REGULAR),
    "宋体": ("Ledger Song", REGULAR),
    "Times New Roman": ("Ledger Song", REGULAR),
}
"""The faces that a file names, and the family and weight (fontconfig's) that stands for each here."""


class Converted(Printed):
    """A PDF that somebody else made."""

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        self.document = pdfium.PdfDocument(self.content)


class Pair:
    """A report on our own pages, and as LibreOffice has its Word file."""

    def __init__(self, model: ReportModel, book: FontBook, theirs: Path) -> None:
        self.model = model
        self.ours = Printed(model, book)
        self.theirs = Converted(theirs)

    def at(self, words: str) -> tuple[int, int]:
        """Return on which page, from 0, words stand on our pages and on theirs."""
        ours, theirs = (
            next(page for page in range(len(printed)) if words in solid(printed, page))
            for printed in (self.ours, self.theirs)
        )
        return ours, theirs


def solid(printed: Printed, page: int) -> str:
    return "".join(printed.text(page).split())


@pytest.fixture(scope="module")
def pairs(book: FontBook, shipped_fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    folder = tmp_path_factory.mktemp("word")
    run_demo(Namespace(folder=folder / "demo"))
    models: dict[ReportKind, ReportModel] = {}
    with open_session(folder / "demo" / LEDGER_FOLDER, read_only=True) as session, session.ledger.read() as reading:
        for kind in KINDS:
            request = ReportRequest(kind, JUNE, issued=ISSUED)
            models[kind] = draft(reading, request, ISSUED, "2024-07-02T01:00:00Z").model
    for kind, model in models.items():
        render_word(model, book, folder / f"{kind}.docx")
    convert([folder / f"{kind}.docx" for kind in KINDS], shipped_fonts, folder)
    return {kind: Pair(model, book, folder / f"{kind}.pdf") for kind, model in models.items()}


def convert(files: list[Path], fonts: Path, folder: Path) -> None:
    """Turn files to PDF with no other faces than the shipped ones."""
    config = folder / "fonts.conf"
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit>'
        + (f'<edit name="weight" mode="assign" binding="strong"><int>{weight}</int></edit>' if weight else "")
        + "</match>"
        for name, (family, weight) in FACES.items()
    )
    config.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>'
        f"<cachedir>{folder / 'cache'}</cachedir>{matches}</fontconfig>",
        "utf-8",
    )
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    with_fonts = {**os.environ, "FONTCONFIG_FILE": str(config)}
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=with_fonts)


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_as_many_pages_of_the_same_size(pairs: dict[str, Pair], kind: str) -> None:
    pair = pairs[kind]
    assert len(pair.theirs) == len(pair.ours) > 1
    for page in range(len(pair.ours)):
        # What is turned on our sheet lies in Word.
        sizes = {tuple(sorted(map(round, each.size_mm(page)))) for each in (pair.ours, pair.theirs)}
        assert sizes == {(210, 297)}


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_of_it_holds_notes_or_a_signature_alone(pairs: dict[str, Pair], kind: str) -> None:
    pair = pairs[kind]
    for page in range(len(pair.theirs)):
        text = solid(pair.theirs, page)
        assert not text.startswith(("注：", "标题下填色块数", "青禾县卫生健康局2024年7月2日"))


def test_slips_stand_on_one_page_each_down_to_their_notes(pairs: dict[str, Pair]) -> None:
    theirs = pairs["slip"].theirs
    for page in range(len(theirs)):
        text = solid(theirs, page)
        assert "督办通知单" in text
        assert "标题下填色块数表示级别" in text


def test_every_unit_begins_on_the_page_where_ours_begins(pairs: dict[str, Pair]) -> None:
    pair = pairs["unit"]
    names = [part.title.replace("\n", "") for part in pair.model.parts]
    assert len(names) > 10
    for name in names:
        ours, theirs = pair.at(name)
        assert theirs == ours


def test_annexes_of_a_circular_begin_on_the_same_pages(pairs: dict[str, Pair]) -> None:
    pair = pairs["monthly"]
    for number, annex in enumerate(pair.model.annexes, start=1):
        ours, theirs = pair.at(f"附件{number}{annex.title.replace(chr(10), '')}")
        assert theirs == ours > 2


def inside(signs: list[Sign]) -> list[Sign]:
    """Return the signs above the foot of an official page."""
    return [sign for sign in signs if sign.baseline <= TOP_MM + TEXT_MM[1]]


def test_text_keeps_to_the_frame_the_grid_and_the_faces(pairs: dict[str, Pair]) -> None:
    pair = pairs["monthly"]
    text = inside(pair.theirs.signs(1))
    assert min(sign.x for sign in text) == pytest.approx(BINDING_MM, abs=0.3)
    assert max(sign.right for sign in text) <= BINDING_MM + TEXT_MM[0] + 1.0
    lines = sorted({round(sign.baseline, 1) for sign in text if "\u4e00" <= sign.text <= "\u9fff"})
    assert len(lines) == 22
    pitches = [below - above for above, below in pairwise(lines)]
    assert all(pitch == pytest.approx(TEXT_MM[1] / 22, abs=0.15) for pitch in pitches)
    for words in ("二、主要做法和成效", "牵头", "特此通报"):
        page, other = pair.at(words)
        faces = {sign.font.replace(" ", "") for sign in pair.ours.find(page, words)}
        assert {sign.font.replace(" ", "") for sign in pair.theirs.find(other, words)} == faces


def test_the_red_mark_stands_on_one_line_where_ours_stands(pairs: dict[str, Pair]) -> None:
    pair = pairs["monthly"]
    ours, theirs = (printed.find(0, "青禾县卫生健康局文件") for printed in (pair.ours, pair.theirs))
    assert [sign.baseline for sign in theirs] == pytest.approx([ours[0].baseline] * len(ours), abs=2.5)
    assert theirs[0].x == pytest.approx(ours[0].x, abs=2.0)
    assert theirs[-1].right == pytest.approx(ours[-1].right, abs=2.0)


def test_page_numbers_stand_where_ours_stand(pairs: dict[str, Pair]) -> None:
    pair = pairs["monthly"]
    for page in (0, 1, 2, 3, 4, 5):
        number = f"—{page + 1}—"
        ours, theirs = (printed.find(page, number)[0] for printed in (pair.ours, pair.theirs))
        assert theirs.x == pytest.approx(ours.x, abs=2.5)
        assert theirs.baseline == pytest.approx(ours.baseline, abs=1.0)


def test_the_first_page_of_a_letter_bears_its_foot_and_no_number(pairs: dict[str, Pair]) -> None:
    pair = pairs["letter"]
    for printed in (pair.ours, pair.theirs):
        assert "数据截至2024-06-30" in solid(printed, 0)
        assert "—1—" not in solid(printed, 0)


def test_rows_and_notes_of_a_table_stand_at_the_same_heights(pairs: dict[str, Pair]) -> None:
    pair = pairs["monthly"]
    page, other = pair.at("附件22024年6月各单位任务完成情况表")
    assert page == other
    for words in ("排名", "人教股", "医改办", "各乡镇卫生院", "每项任务只计入第一牵头单位"):
        ours, theirs = (printed.find(page, words)[0] for printed in (pair.ours, pair.theirs))
        assert theirs.baseline == pytest.approx(ours.baseline, abs=2.5), words
        assert theirs.x == pytest.approx(ours.x, abs=2.0), words
