from __future__ import annotations

from dataclasses import replace

import pytest

from ledger_app.intake.document import Finding
from ledger_app.intake.ocr.reading import page_names
from ledger_app.intake.ocr.wire import TextLine
from tests.intake.ocr.recognised import broken_lines, line, page, prose
from tests.intake.ocr.test_layout import PLAN, document
from tests.intake.reading import codes


def doubting(one: TextLine, *indexes: int) -> TextLine:
    """Return a line some characters of which were hard to tell."""
    return replace(one, scores=tuple(0.4 if at in indexes else 0.99 for at in range(len(one.text))))


def findings(made: list[Finding], code: str) -> list[Finding]:
    return [finding for finding in made if finding.code == code]


def test_doubtful_spots_are_counted_by_page_and_shown_where_they_stand() -> None:
    written = prose(broken_lines(PLAN))
    written[1] = doubting(written[1], 3, 4, 10)  # two neighbours are one spot
    read = document(page(1, written), page(2, [doubting(line("年底前完成改造。", 111.5, 110), 2)]))
    first, second = findings(list(read.findings), "INT-171")
    assert "第 1 页有 2 处" in first.message
    assert "第 2 页有 1 处" in second.message
    assert first.place is not None
    assert read.text[first.place.start : first.place.end] in written[1].text
    assert first.place.page == 1


def test_stops_and_page_numbers_raise_no_doubt() -> None:
    written = prose(broken_lines(PLAN))
    stop = written[0].text.index("。")
    number = doubting(line("—1—", 285, 800, 14), 1)
    read = document(page(1, [doubting(written[0], stop), *written[1:], number]))
    assert "INT-171" not in codes(read)


def test_what_was_recognised_stamped_or_lost_is_said() -> None:
    pages = [page(number, prose(broken_lines(PLAN)), has_stamp=number == 3) for number in (1, 2, 3)]
    read = document(*pages, failed=(4,))
    said = {finding.code: finding.message for finding in read.findings}
    assert "第 1—3 页" in said["INT-170"]
    assert "第 4 页" in said["INT-172"]
    assert "第 3 页" in said["INT-173"]
    assert "?" not in "".join(said.values())


@pytest.mark.parametrize(
    ("numbers", "names"), [([3], "第 3 页"), ([1, 2, 3, 7], "第 1—3、7 页"), ([1, 3, 4], "第 1、3—4 页")]
)
def test_page_numbers_are_said_briefly(numbers: list[int], names: str) -> None:
    assert page_names(numbers) == names
