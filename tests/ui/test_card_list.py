"""The rows of a review: headings of plans and sections, items under them."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from ledger_app.domain.roster import Roster
from tests.builders import a_plan, a_proposal, an_item, an_owner
from ui.models.card_list import HEAD_ROLE, Heading, ReviewListModel
from ui.models.review import Review


def _model() -> tuple[ReviewListModel, Review]:
    first = a_plan(
        an_item("引言", "", key="a0", path=(), kind="background"),
        an_item("甲", "1.", key="a1", owners=(an_owner("某局"),)),
        an_item("乙", "2.", key="a2", path=("二、其他",)),
        title="行动方案",
    )
    second = a_plan(an_item("丙", "1.", key="b1", path=()), title="工作要点")
    review = Review(a_proposal(first, second), Roster.build([], [], [], []), dt.date(2024, 3, 1))
    model = ReviewListModel()
    model.show_review(review)
    return model, review


def _rows(model: ReviewListModel) -> list[str]:
    rows = []
    for row in range(model.rowCount()):
        heading = model.index(row).data(HEAD_ROLE)
        rows.append(f"{heading.title} {heading.ticked}" if isinstance(heading, Heading) else model.key_at(row))
    return rows


def test_plans_and_sections_have_headings_that_count_what_is_ticked(qtmodeltester: ModelTester) -> None:
    model, review = _model()
    assert _rows(model) == [
        "《行动方案》 2",
        "a0",
        "一、提升服务能力 1",
        "a1",
        "二、其他 1",
        "a2",
        "《工作要点》 1",
        "b1",
    ]
    qtmodeltester.check(model)
    model.setData(model.index(0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert review.accepted() == ("b1",)
    assert model.index(0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_filters_and_words_leave_out_headings_without_items() -> None:
    model, review = _model()
    model.show_review(review, "left")
    assert _rows(model) == ["《行动方案》 0", "a0"]
    model.show_review(review, "open")
    assert _rows(model) == ["《行动方案》 1", "一、提升服务能力 1", "a1"]
    model.show_review(review, "all", "丙")
    assert _rows(model) == ["《工作要点》 1", "b1"]
    model.show_review(None)
    assert model.rowCount() == 0
