"""Cover and side label of a box: what they say, and that they are printed on two pages."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2

from ledger_app.domain.archive_number import ArchiveNumber
from ledger_app.reports.box_labels import compose_box_labels
from ledger_app.reports.evidence_catalogue import PackFacts
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.pdf import render_pdf
from resources import locate

FACTS = PackFacts(
    "青禾县卫生健康局",
    "县医院2024年度",
    "18 项任务",
    dt.date(2024, 7, 5),
    "2024-07-05T01:00:00Z",
    20,
    96,
    1,
    0,
    has_personal=False,
)


def _pages(archive: ArchiveNumber | None) -> list[str]:
    out = io.BytesIO()
    render_pdf(compose_box_labels(FACTS, archive, 18), FontBook(locate.fonts()), out)
    document = pypdfium2.PdfDocument(out.getvalue())
    return [page.get_textpage().get_text_range() for page in document]


def test_cover_and_side_label_bear_the_numbers_of_the_archive() -> None:
    front, side = _pages(ArchiveNumber("A001", 2024, "D30"))
    assert "县医院2024年度佐证材料" in front
    assert "A001-WS·2024-D30-0001 至 0018" in front
    assert "30年" in side
    assert "0001－0018" in side


def test_without_a_number_their_places_stay_empty() -> None:
    front, side = _pages(None)
    assert "WS" not in front + side
    assert "全宗号" in side
