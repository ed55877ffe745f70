"""Contents in front of long tables, and their groups in the outline."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ledger_app.reports.fonts import FontBook
from ledger_app.reports.ledger_table import compose_ledger
from ledger_app.reports.model import ReportModel
from tests.reports.pdf_reader import Printed
from tests.reports.test_ledger_table import FACTS, LINE


def ledger(count: int, sections: int = 5) -> ReportModel:
    each = count // sections
    return compose_ledger(
        [replace(LINE, id=n + 1, section=f"第{n // each + 1}板块", progress="进展情况" * 20) for n in range(count)],
        FACTS,
    )


@pytest.fixture(scope="module")
def long(book: FontBook) -> Printed:
    return Printed(ledger(300), book)


def test_a_long_table_begins_with_the_pages_of_its_groups(long: Printed) -> None:
    contents = long.text(0)
    assert "目　录" in contents
    found = dict(re.findall(r"(第\d板块（60项）)\s*…*\s*(\d+)", contents))
    assert len(found) == 5
    for title, number in found.items():
        # The contents are one page, so page 1 of the table is the second of the file.
        assert title in long.text(int(number))


def test_the_outline_lists_the_groups_on_their_pages(long: Printed) -> None:
    entries = {mark.get_title(): mark.get_dest().get_index() for mark in long.document.get_toc()}
    groups = {title: page for title, page in entries.items() if "板块" in title}
    assert len(groups) == 5
    assert all(title in long.text(page) for title, page in groups.items())


def test_lines_of_the_contents_lead_to_their_groups(long: Printed) -> None:
    assert long.content.count(b"/Subtype /Link") == 5


def test_rows_are_found_on_the_page_they_are_on(long: Printed) -> None:
    last = long.report.figures[-1]
    assert last.page == len(long) - 1
    assert last.area.task_ids == (300,)


def test_a_table_of_few_pages_or_one_group_has_none(book: FontBook) -> None:
    assert "目　录" not in Printed(ledger(60), book).text(0)
    assert "目　录" not in Printed(ledger(250, sections=1), book).text(0)
