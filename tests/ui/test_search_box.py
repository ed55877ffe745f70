"""Ctrl+K: hits by kind, the words marked, the way to every kind of place, the count that agrees with the grid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ledger_app.domain.grid import SearchHit
from tests.ui.conftest import Settle
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.marked_text import marks
from ui.pages.ledger import LedgerPage
from ui.search_hits import ENTRY_ROLE, AllTasks, Heading, HitList, Recent

Search = Callable[[str], HitList]


@pytest.fixture
def search(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> Search:
    def run(text: str) -> HitList:
        opened.actions_[Act.SEARCH].trigger()
        box = opened.top_bar.search
        qtbot.waitUntil(box.hasFocus)
        box.clear()
        box.insert(text)
        qtbot.waitUntil(lambda: bool(entries(box.hits)) or "没有找到" in box.hits._none.text(), timeout=5000)  # noqa: SLF001
        settle()
        return box.hits

    return run


def entries(hits: HitList) -> list[object]:
    model = hits.view.model()
    return [model.index(row, 0).data(ENTRY_ROLE) for row in range(model.rowCount())]


def test_hits_stand_under_their_kinds(search: Search) -> None:
    found = entries(search("医院"))
    headings = [one.text for one in found if isinstance(one, Heading)]
    kinds = list(dict.fromkeys(one.kind for one in found if isinstance(one, SearchHit)))
    assert len(headings) == len(kinds) > 1
    assert isinstance(found[-1], AllTasks)


def test_the_count_is_what_the_grid_then_lists(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, search: Search
) -> None:
    hits = search("转诊")
    everything = entries(hits)[-1]
    assert isinstance(everything, AllTasks)
    qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_PageDown)
    qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Return)
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    assert page.bar.search == "转诊"
    assert page.model.listing.count == everything.count
    assert not hits.isVisible()


def test_initials_find_the_unit_and_enter_opens_it(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, search: Search
) -> None:
    hits = search("xyy")
    units = [one for one in entries(hits) if isinstance(one, SearchHit) and one.kind == "unit"]
    assert "县医院" in {unit.snippet for unit in units} | {unit.title for unit in units}
    qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Return)
    settle()
    assert opened.page is not None
    assert opened.page.name == "units"


def test_progress_opens_at_its_month(qtbot: QtBot, opened: ApplicationWindow, settle: Settle, search: Search) -> None:
    (hit,) = (one for one in entries(search("目录印发")) if isinstance(one, SearchHit))
    assert (hit.kind, hit.period) == ("progress", "2024-05")
    qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Return)
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    assert page.detail.task_id == hit.task_id
    assert str(page.detail.progress.period) == "2024-05"


def test_what_was_searched_is_offered_again(
    qtbot: QtBot, opened: ApplicationWindow, settle: Settle, search: Search
) -> None:
    hits = search("医共体")
    qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Return)
    settle()
    opened.top_bar.search.clear()
    opened.actions_[Act.GO_WORKBENCH].trigger()
    settle()
    opened.actions_[Act.SEARCH].trigger()
    qtbot.waitUntil(hits.isVisible)
    assert [one.words for one in entries(hits) if isinstance(one, Recent)] == ["医共体"]
    qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Down)
    qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Return)
    assert opened.top_bar.search.text() == "医共体"
    settle()


def test_headings_are_passed_over_by_the_keys(qtbot: QtBot, opened: ApplicationWindow, search: Search) -> None:
    hits = search("医院")
    seen = []
    for _ in range(len(entries(hits)) + 2):
        seen.append(hits.view.currentIndex().data(ENTRY_ROLE))
        qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Down)
    assert not any(isinstance(one, Heading) for one in seen)
    assert isinstance(seen[-1], AllTasks)


def test_words_are_marked_where_they_stand() -> None:
    assert marks("双向转诊和转诊率", ["转诊"]) == [(2, 2), (5, 2)]
    assert marks("规范ICU管理", ["icu", "管理"]) == [(2, 3), (5, 2)]
    assert marks("县医院", ["医院", "县医"]) == [(1, 2)]
    assert marks("没有", ["转诊"]) == []
