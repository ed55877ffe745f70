"""Finding in the manual: two characters in mid-sentence, rank, words together, entries of tables."""

from __future__ import annotations

from pathlib import Path

from ledger_app.manual.blocks import Heading, Paragraph, Span, Table, Topic
from ledger_app.manual.book import Group, Manual
from ledger_app.manual.finding import Finder


def paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


MANUAL = Manual(
    (
        Group(
            "页面",
            (
                Topic(
                    "one",
                    "延期办法",
                    (paragraph("批准以后按新时限。"), Heading(2, "手续", "steps"), paragraph("先申请。")),
                ),
                Topic("two", "台账", (Heading(2, "延期的列", "late"), paragraph("原定时限在这一列。"))),
                Topic("three", "其他", (paragraph("很久很久以前，" * 20 + "任务可以申请延期，ＤＢ 也一样。"),)),
                Topic("four", "提示", (Table(("代码", "话"), (((Span("DB-1"),), (Span("磁盘满"),)),), ("DB-1",)),)),
            ),
        ),
    ),
    Path(),
)


def places(asked: str) -> list[str]:
    return [f"{hit.topic_id}#{hit.anchor}" for hit in Finder(MANUAL).find(asked)]


def test_titles_stand_before_headings_before_the_text() -> None:
    assert places("延期") == ["one#", "two#late", "three#"]


def test_every_word_must_be_there() -> None:
    assert places("申请 延期") == ["one#steps", "three#"]
    assert places("申请 磁盘") == []


def test_nothing_asked_finds_nothing() -> None:
    assert places("  ") == []


def test_width_and_case_do_not_matter() -> None:
    assert places("db") == ["four#DB-1", "three#"]


def test_an_entry_of_a_table_is_found_by_itself() -> None:
    assert places("磁盘") == ["four#DB-1"]


def test_the_snippet_holds_the_word_and_little_around_it() -> None:
    hit = Finder(MANUAL).find("可以申请")[0]
    assert "可以申请" in hit.snippet
    assert hit.snippet.startswith("…")
    assert len(hit.snippet) < 90
