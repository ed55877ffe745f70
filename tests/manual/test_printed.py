"""The manual as a PDF: contents with the right pages, links, bookmarks, pictures as small as their files."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from ledger_app.errors import EnvironmentFault
from ledger_app.manual.blocks import Figure, Paragraph, Span, Topic
from ledger_app.manual.book import Group, Manual, load_manual
from ledger_app.manual.printed import print_manual
from ledger_app.reports.fonts import FontBook
from resources import locate


@cache
def printed() -> tuple[bytes, str]:
    out = io.BytesIO()
    made = print_manual(load_manual(locate.manual()), FontBook(locate.fonts(), (), "times"), out)
    return out.getvalue(), made.missing


def page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    return document[number].get_textpage().get_text_range()


def test_no_character_is_lost_and_pictures_stay_small() -> None:
    content, missing = printed()
    assert missing == ""
    pictures = sum(file.stat().st_size for file in (locate.manual() / "pictures").iterdir())
    assert len(content) < pictures + 1_200_000


def test_the_contents_name_the_pages_that_the_bookmarks_lead_to() -> None:
    document = pypdfium2.PdfDocument(printed()[0])
    marks = [(mark.level, mark.get_title(), mark.get_dest()) for mark in document.get_toc()]
    pages = {title: dest.get_index() for level, title, dest in marks if level == 1 and dest is not None}
    front = next(dest.get_index() for _, title, dest in marks if title == "开始" and dest is not None)
    lines = "\n".join(page_text(document, number) for number in range(1, front)).splitlines()
    manual = load_manual(locate.manual())
    for topic in manual.topics():
        line = next(line for line in lines if line.startswith(topic.title))
        assert int(line.split()[-1].strip(".")) == pages[topic.title] - front + 1, topic.title
        assert topic.title in page_text(document, pages[topic.title])


def test_links_lead_to_pages_of_the_file() -> None:
    content = printed()[0]
    assert content.count(b"/Subtype /Link") > 100


def test_the_same_manual_gives_the_same_bytes() -> None:
    out = io.BytesIO()
    print_manual(load_manual(locate.manual()), FontBook(locate.fonts(), (), "times"), out)
    assert out.getvalue() == printed()[0]


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    topic = Topic("one", "题", (Paragraph((Span("字"),)), Figure("gone.png", "图")))
    manual = Manual((Group("组", (topic,)),), tmp_path)
    with pytest.raises(EnvironmentFault) as fault:
        print_manual(manual, FontBook(locate.fonts(), (), "times"), tmp_path / "手册.pdf")
    assert fault.value.code == "APP-018"
    assert fault.value.facts["file"] == "gone.png"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    (tmp_path / "contents.txt").write_text("# 开始\nquick-start\n", encoding="utf-8")
    with pytest.raises(EnvironmentFault) as fault:
        load_manual(tmp_path)
    assert fault.value.facts["file"] == "quick-start.md"
