"""The review on the screen: items put together by key and by menu, steps back and forth, level, learned answers."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.plan import LearnedRule, PlanItem
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import Deadline, Target, Task, TaskMeasure, TaskSource
from ledger_app.services import roster_file
from resources import locate
from tests.ui.conftest import Settle
from ui.app import ApplicationWindow
from ui.models.questions import Topic
from ui.models.review import Review
from ui.pages.plans import PlansPage
from ui.views.review_panel import ReviewPanel
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

TEXT = (
    "2024年示例县卫生工作要点\n一、提升服务能力\n（一）建设胸痛中心。一是6月底前完成选址；二是购置设备2台；三是年底前投入使用。"
    "（县人民医院牵头）\n（二）开展培训。8月前完成首轮，每季度组织一次。（县人民医院负责）\n"
    "（三）组织巡诊。9月前派出医疗队3支。（县疾控中心负责）\n二、夯实基层\n（一）改造卫生室。年底前改造5个。（县财政局负责）\n"
)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
W = TypeVar("W", bound=QObject)


@pytest.fixture
def page(window: ApplicationWindow, settle: Settle, tmp_path: Path) -> PlansPage:
    """Return the page over a new ledger that knows the sample units."""
    session = create_session(tmp_path / "新台账", "青禾县卫生健康局")
    with session.ledger.write() as work:
        roster_file.import_roster(work, roster_file.read_roster(locate.samples() / "units.csv"))
    window.ledger_acts.adopt(session, LedgerSettings())
    settle()
    window.show_place(Place("plans"))
    settle()
    assert isinstance(window.page, PlansPage)
    return window.page


@pytest.fixture
def panel(window: ApplicationWindow, page: PlansPage, settle: Settle, tmp_path: Path) -> ReviewPanel:
    """Return the review of a small plan."""
    _open(window, settle, tmp_path / "要点.txt", TEXT)
    return page.review


def _open(window: ApplicationWindow, settle: Settle, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    window.show_place(Place("plans", files=(path,)))
    settle()


def _child(parent: QObject, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _review(panel: ReviewPanel) -> Review:
    assert panel.review is not None
    return panel.review


def _titles(panel: ReviewPanel) -> list[str]:
    cards = [panel.model.card(key) for key in panel.model.item_keys()]
    return [card.title for card in cards if card is not None]


def _click(qtbot: QtBot, panel: ReviewPanel, *numbers: int) -> None:
    """Choose items by the mouse: the first by a click, the others with Ctrl."""
    keys = panel.model.item_keys()
    for number in numbers:
        index = panel.model.index(panel.model.row_of(keys[number]))
        panel.cards.scrollTo(index)
        modifier = Qt.KeyboardModifier.NoModifier if number == numbers[0] else CTRL
        at = panel.cards.visualRect(index).center()
        qtbot.mouseClick(panel.cards.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def _act(panel: ReviewPanel, name: str) -> None:
    """Choose an entry of the menu."""
    panel.menu.popup(panel.mapToGlobal(QPoint(0, 0)))
    _child(panel.menu, QAction, name).trigger()
    panel.menu.close()


def _confirm(page: PlansPage, settle: Settle) -> None:
    _child(page, QPushButton, "plans_confirm").click()
    settle()


def test_items_are_merged_by_key_and_the_step_is_taken_back_by_key(qtbot: QtBot, panel: ReviewPanel) -> None:
    _click(qtbot, panel, 0, 2)
    qtbot.keyClick(panel.cards, Qt.Key.Key_J, CTRL)
    assert _titles(panel) == ["建设胸痛中心", "开展培训", "改造卫生室"]
    card = panel.model.card(panel.cards.current_key)
    assert card is not None
    assert (card.title, card.mark) == ("建设胸痛中心", "合并"), "the cursor stands on what was made"
    assert panel.cards.chosen_keys() == [panel.cards.current_key]
    assert _child(panel, QPushButton, "review_undo").toolTip() == "撤销：合并 2 项（Ctrl+Z）"
    qtbot.keyClick(panel.cards, Qt.Key.Key_Z, CTRL)
    assert _titles(panel) == ["建设胸痛中心", "开展培训", "组织巡诊", "改造卫生室"]
    qtbot.keyClick(panel.paper, Qt.Key.Key_Y, CTRL)
    assert len(_titles(panel)) == 3
    qtbot.mouseClick(_child(panel, QPushButton, "review_undo"), Qt.MouseButton.LeftButton)
    assert not _review(panel).is_touched
    assert not _child(panel, QPushButton, "review_undo").isEnabled()


def test_an_item_is_split_by_the_menu_of_its_key(qtbot: QtBot, panel: ReviewPanel) -> None:
    _click(qtbot, panel, 0)
    qtbot.keyClick(panel.cards, Qt.Key.Key_T, CTRL)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert [action.text() for action in popup.actions()] == ["&1  按“一是、二是”等要点拆成 3 项"]
    qtbot.keyClick(popup, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert _titles(panel)[:3] == ["6月底前完成选址", "购置设备2台", "年底前投入使用"]


def test_an_item_is_split_at_the_caret_in_the_document(qtbot: QtBot, panel: ReviewPanel) -> None:
    _click(qtbot, panel, 1)
    place = panel.paper.document().find("每季度")
    cursor = QTextCursor(place)
    cursor.setPosition(place.selectionStart())
    panel.paper.setTextCursor(cursor)
    menu = QMenu(panel)
    panel.left.menu_opening.emit(menu, panel.cards.current_key)
    _child(menu, QAction, "batch_split_here").trigger()
    assert _titles(panel)[1:3] == ["开展培训", "每季度组织一次"]


def test_promoting_and_demoting_by_key_and_back_by_the_menu(qtbot: QtBot, panel: ReviewPanel) -> None:
    _click(qtbot, panel, 1)
    qtbot.keyClick(panel.cards, Qt.Key.Key_Right, ALT)
    assert _titles(panel) == ["建设胸痛中心", "组织巡诊", "改造卫生室"]
    _act(panel, "batch_apart")
    assert len(_titles(panel)) == 4
    _click(qtbot, panel, 1)
    qtbot.keyClick(panel.cards, Qt.Key.Key_Left, ALT)
    assert _titles(panel) == ["建设胸痛中心", "组织巡诊", "改造卫生室"]
    card = panel.model.card(panel.cards.current_key)
    assert card is not None
    assert (card.title, card.mark) == ("组织巡诊", "归入标题")


def test_words_measures_targets_and_a_note_are_changed_by_typing(
    qtbot: QtBot, page: PlansPage, panel: ReviewPanel, settle: Settle
) -> None:
    _click(qtbot, panel, 3)
    qtbot.keyClick(panel.cards, Qt.Key.Key_F2)
    editor = panel.editor
    editor.tabs.setCurrentIndex(1)
    editor.measures.setFocus()
    editor.measures.setPlainText("选点\n\n施工")
    qtbot.keyClick(editor.measures, Qt.Key.Key_Return, CTRL)
    value = editor.targets.findChild(QObject, "target_value_0")
    value.setText("6～8")  # type: ignore[union-attr]
    qtbot.keyClick(value, Qt.Key.Key_Return)  # type: ignore[arg-type]
    editor.note.setText("与财政局对接")
    qtbot.keyClick(editor.note, Qt.Key.Key_Return)
    review = _review(panel)
    key = panel.cards.current_key
    assert review.item(key).measures == ("选点", "施工")
    target = review.item(key).targets[0]
    assert (target.op, target.value, target.unit, target.reading.raw) == ("range", (6, 8), "个", "年底前改造5个")
    _confirm(page, settle)
    with page.workspace.ledger.read() as session:
        task = session.of(Task).find(title="改造卫生室")[0]
        assert task.note == "与财政局对接"
        assert [one.text for one in session.of(TaskMeasure).find(task_id=task.id)] == ["选点", "施工"]
        assert [(one.value_low, one.value_high) for one in session.of(Target).find(task_id=task.id)] == [(6.0, 8.0)]


def test_merged_and_split_items_reach_the_ledger_with_their_sources(
    qtbot: QtBot, page: PlansPage, panel: ReviewPanel, settle: Settle
) -> None:
    _click(qtbot, panel, 1, 2)
    _act(panel, "batch_merge")
    _click(qtbot, panel, 0)
    _act(panel, "batch_split_measures")
    count = len(_review(panel).accepted())
    assert _child(page, QPushButton, "plans_confirm").text() == f"确认导入 {count} 项"
    _confirm(page, settle)
    with page.workspace.ledger.read() as session:
        items = {row.id: row.title for row in session.of(PlanItem).find()}
        assert list(items.values()) == ["建设胸痛中心", "开展培训", "组织巡诊", "改造卫生室"], "as printed"
        sources: dict[str, list[str]] = {}
        for task in session.of(Task).find():
            found = session.of(TaskSource).find(task_id=task.id)
            sources[task.title] = [items[one.plan_item_id or 0] for one in found]
    assert sources == {
        "6月底前完成选址": ["建设胸痛中心"],
        "购置设备2台": ["建设胸痛中心"],
        "年底前投入使用": ["建设胸痛中心"],
        "开展培训": ["开展培训", "组织巡诊"],
        "改造卫生室": ["改造卫生室"],
    }
    page.workspace.undo()
    settle()
    with page.workspace.ledger.read() as session:
        assert session.of(Task).count() == 0


def test_another_level_is_chosen_and_taken_back(panel: ReviewPanel, settle: Settle) -> None:
    panel.head.level_button.menu().aboutToShow.emit()
    _child(panel, QAction, "level_cn").trigger()
    settle()
    assert _titles(panel) == ["提升服务能力", "夯实基层"]
    assert panel.head.level_button.text() == "任务层级：“一、”一级 ▾"
    panel.undo()
    settle()
    assert len(_titles(panel)) == 4
    assert panel.head.level_button.text() == "任务层级：按识别的层级 ▾"


def test_an_answer_for_all_alike_holds_for_the_next_file_and_can_be_taken_back(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, panel: ReviewPanel, settle: Settle, tmp_path: Path
) -> None:
    while panel.tray.question is not None and panel.tray.question.topic is not Topic.DEADLINE:
        panel.tray.step(1)
    assert _child(panel, QCheckBox, "question_together").text() == "同类 1 条一起答"
    qtbot.keyClick(panel.cards, Qt.Key.Key_2, CTRL)
    assert [one.topic for one in _review(panel).open_questions if one.topic is Topic.DEADLINE] == []
    assert _review(panel).undo_name == "答复“8月前”等 2 条"
    _confirm(page, settle)
    with page.workspace.ledger.read() as session:
        days = {one.raw: str(one.current_due) for one in session.of(Deadline).find() if one.raw.endswith("月前")}
        assert days == {"8月前": "2024-08-31", "9月前": "2024-09-30"}
        assert [(one.kind, one.raw, one.answer) for one in session.of(LearnedRule).find()] == [
            ("deadline", "#月前", "+1:end")
        ]
    _open(window, settle, tmp_path / "另一份.txt", TEXT.replace("8月前", "11月前").replace("工作要点", "重点工作"))
    review = _review(panel)
    key = next(key for key in review.keys if review.item(key).title == "开展培训")
    assert review.item(key).deadlines[0].date == "2024-11-30"
    assert "按以前的回答" in review.item(key).deadlines[0].reading.reason
    question = next(one for one in review.questions if one.raw == "11月前")
    panel.tray.show_question_of(key)
    while panel.tray.question is not question:
        panel.tray.step(1)
    assert "按以前的回答" in panel.tray.findChild(QObject, "question_text").text()  # type: ignore[union-attr]
    qtbot.keyClick(panel.cards, Qt.Key.Key_2)
    assert review.is_open(question), "the same answer again takes it back"
    _confirm(page, settle)
    with page.workspace.ledger.read() as session:
        assert session.of(LearnedRule).count() == 0


def test_an_answer_is_taken_back_in_the_settings(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, panel: ReviewPanel, settle: Settle
) -> None:
    qtbot.keyClick(panel.cards, Qt.Key.Key_Z, CTRL)
    _click(qtbot, panel, 3)
    _act(panel, "chapter_safeguard")
    assert not _review(panel).is_accepted(panel.cards.current_key)
    _confirm(page, settle)
    workspace = page.workspace
    window.show_place(Place("settings"))
    settle()
    assert window.page is not None
    button = next(one for one in window.page.findChildren(QPushButton) if one.objectName().startswith("learned_forget"))
    button.click()
    settle()
    with workspace.ledger.read() as session:
        assert session.of(LearnedRule).count() == 0
    workspace.undo()
    settle()
    with workspace.ledger.read() as session:
        assert [(one.raw, one.answer) for one in session.of(LearnedRule).find()] == [("夯实基层", "safeguard")]


def test_one_unit_for_many_items_is_one_step(qtbot: QtBot, panel: ReviewPanel) -> None:
    _click(qtbot, panel, 0, 1, 2)
    qtbot.keyClick(panel.cards, Qt.Key.Key_U, CTRL)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    picker = dialog.findChild(QObject, "batch_unit_picker")
    picker.setText("县妇幼保健院")  # type: ignore[union-attr]
    _child(dialog, QPushButton, "batch_unit_dialog_accept").click()
    review = _review(panel)
    assert all(review.item(key).owners[-1].name == "县妇幼保健院" for key in panel.model.item_keys()[:3])
    assert review.undo_name == "给 3 项指定单位"
    panel.undo()
    assert not review.is_touched


def test_a_date_nobody_can_read_is_not_taken_for_none(qtbot: QtBot, panel: ReviewPanel) -> None:
    _click(qtbot, panel, 0)
    qtbot.keyClick(panel.cards, Qt.Key.Key_D, CTRL)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    edit = dialog.findChild(QObject, "batch_due_date")
    edit.setText("下个月")  # type: ignore[union-attr]
    assert not _child(dialog, QPushButton, "batch_due_dialog_accept").isEnabled()
    edit.setText("10.31")  # type: ignore[union-attr]
    _child(dialog, QPushButton, "batch_due_dialog_accept").click()
    assert _review(panel).item(panel.cards.current_key).deadlines[0].date == "2024-10-31"


def test_ticking_many_items_is_one_step(qtbot: QtBot, panel: ReviewPanel) -> None:
    _click(qtbot, panel, 0, 1, 2)
    qtbot.keyClick(panel.cards, Qt.Key.Key_Space)
    assert len(_review(panel).accepted()) == 1
    qtbot.keyClick(panel.cards, Qt.Key.Key_Z, CTRL)
    assert len(_review(panel).accepted()) == 4
