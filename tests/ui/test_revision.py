"""A plan that comes again: the three-colour list, decisions by keyboard, and what confirming writes."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.plan import Plan
from ledger_app.domain.plan_revision import Change, LineKind
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import Deadline, Task, TaskOwner
from ledger_app.services import progress, roster_file, tasks
from ledger_app.services.progress import Report
from resources import locate
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.models.card_list import CARD_ROLE
from ui.models.revision import Line, RevisionReview
from ui.models.revision_card import RevisionCard, card_of
from ui.pages.plans import PlansPage
from ui.views.revision_delegate import height_of
from ui.views.revision_view import RevisionView
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

FIRST = (
    "2024年示例县卫生工作要点\n一、提升服务能力\n"
    "（一）建设胸痛中心。完成设备采购和人员培训，9月底前建成1个。（县人民医院牵头，县中医医院配合）\n"
    "（二）规范村卫生室管理。统一药品目录和诊疗流程，年底前达标率达到95%。（基层卫生健康股牵头，各乡镇卫生院配合）\n"
    "（三）开展健康义诊。组织专家下乡巡回诊疗，年底前不少于20场。（县中医医院负责）\n"
)
SECOND = (
    "2024年示例县卫生工作要点（修订）\n一、提升服务能力\n"
    "（一）推广中医药适宜技术。每个乡镇卫生院掌握六类以上技术，年底前完成考核。（中医药发展股负责）\n"
    "（二）规范村卫生室管理。统一药品目录和诊疗流程，年底前达标率达到95%。（基层卫生健康股牵头，各乡镇卫生院配合）\n"
    "（三）建设胸痛中心。完成设备采购和人员轮训，11月底前建成1个。（县人民医院牵头，县中医医院、县妇幼保健院配合）\n"
)
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def page(window: ApplicationWindow, settle: Settle, tmp_path: Path, qtbot: QtBot) -> PlansPage:
    """Return the page over a ledger that has the first issue, with progress on its first task."""
    session = create_session(tmp_path / "新台账", "青禾县卫生健康局")
    with session.ledger.write() as work:
        roster_file.import_roster(work, roster_file.read_roster(locate.samples() / "units.csv"))
    window.ledger_acts.adopt(session, LedgerSettings())
    settle()
    window.show_place(Place("plans"))
    settle()
    page = window.page
    assert isinstance(page, PlansPage)
    bring(window, settle, tmp_path, FIRST, "要点.txt")
    assert page.revision.revision_of(page.current) is None
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    with page.workspace.ledger.write() as work:
        progress.file_entry(work, 1, f"{work.today:%Y-%m}", Report("设备到货", 40))
    return page


def bring(window: ApplicationWindow, settle: Settle, folder: Path, text: str, name: str = "要点（修订）.txt") -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    window.show_place(Place("plans", files=(path,)))
    settle()


@pytest.fixture
def view(page: PlansPage, window: ApplicationWindow, settle: Settle, tmp_path: Path) -> RevisionView:
    """Return the list of the second issue, under review."""
    bring(window, settle, tmp_path, SECOND)
    assert page.revision.is_list_shown
    return page.revision.view


def child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def revision_of(view: RevisionView) -> RevisionReview:
    assert view.revision is not None
    return view.revision


def line_of(view: RevisionView, title: str) -> Line:
    lines = [line for line in revision_of(view).lines if title in ((line.new or line.old).title if line else "")]  # type: ignore[union-attr]
    assert len(lines) == 1
    return lines[0]


def card(view: RevisionView, title: str) -> RevisionCard:
    return card_of(revision_of(view), line_of(view, title))


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def trigger(view: RevisionView, name: str) -> None:
    menu = child(view, QMenu, "revision_menu")
    menu.aboutToShow.emit()
    action = next(action for action in menu.actions() if action.objectName() == name)
    assert action.isEnabled(), name
    action.trigger()


def stored(page: PlansPage, entity: type) -> list:
    with page.workspace.ledger.read() as session:
        return session.of(entity).find()


def test_a_new_issue_opens_with_the_bar_and_the_list(
    page: PlansPage, view: RevisionView, qtmodeltester: ModelTester
) -> None:
    text = child(page, QLabel, "revision_text").text()
    assert text.startswith("这是《2024年示例县卫生工作要点》的新版本：未变 1 · 改动 1 · 新增 1 · 撤销 1")
    assert "1 项换了编号或章节" not in text
    assert page.confirm_button.text() == "确认修订：改 1 · 增 1 · 撤 1"
    kinds = [line.kind for line in revision_of(view).lines]
    assert kinds == [LineKind.ADDED, LineKind.UNCHANGED, LineKind.WITHDRAWN, LineKind.CHANGED]
    qtmodeltester.check(view.model)


def test_every_line_has_sign_and_word_and_says_what_differs(view: RevisionView) -> None:
    found = {card(view, title).word: card(view, title) for title in ("中医药", "村卫生室", "胸痛", "义诊")}
    signs = {word: (one.sign, one.tone) for word, one in found.items()}
    assert signs == {
        "新增": ("◆", "blue"),
        "未变": ("●", "green"),
        "改动": ("■", "yellow"),
        "撤销": ("▲", "red"),
    }
    changed = found["改动"]
    assert (changed.no, changed.codes, changed.act) == ("一（一）→一（三）", "1-01", "采用新版")
    assert [pair.label for pair in changed.pairs] == ["时限", "责任单位", "编号", "措辞"]
    assert "已有进展 1" in changed.note
    assert found["撤销"].act == "取消任务"
    row = next(row for row in range(view.model.rowCount()) if view.model.key_at(row) == changed.key)
    said = view.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "时限由“2024-09-30（“9月底前”）”改为“2024-11-30（“11月底前”）”" in said
    assert view.model.index(row).data(CARD_ROLE) == changed


def test_changed_lines_are_higher_than_unchanged_ones(view: RevisionView) -> None:
    assert height_of(card(view, "胸痛")) > height_of(card(view, "义诊")) > height_of(card(view, "村卫生室"))
    assert not view.grab().isNull()


def test_list_and_text_light_each_other_up(page: PlansPage, view: RevisionView) -> None:
    key = line_of(view, "胸痛").key
    view.show_line(key)
    assert page.review.paper.lit == key
    view.show_line(line_of(view, "义诊").key)
    assert page.review.paper.lit is None, "what was withdrawn does not stand in this paper"
    page.review.paper.item_clicked.emit(key)
    assert view.cards.current_key == key
    page.review.paper.item_hovered.emit(key)
    assert view.cards.delegate.hovered == key


def test_confirming_writes_all_and_one_undo_takes_it_back(
    page: PlansPage, view: RevisionView, window: ApplicationWindow, settle: Settle, qtbot: QtBot
) -> None:
    before = stored(page, Task)
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    first, second, third, fourth = stored(page, Task)
    assert "人员轮训" in first.content
    assert (third.standing, fourth.code) == ("cancelled", "1-04")
    assert {first.plan_id, second.plan_id, fourth.plan_id} == {2}
    assert [(plan.status, plan.supersedes_id) for plan in stored(page, Plan)] == [("superseded", None), ("active", 1)]
    deadline = next(row for row in stored(page, Deadline) if row.task_id == 1)
    assert (str(deadline.original_due), str(deadline.current_due)) == ("2024-09-30", "2024-11-30")
    assert "县妇幼保健院" in {owner.raw for owner in stored(page, TaskOwner) if owner.task_id == 1}
    assert [entry.task_id for entry in stored(page, ProgressEntry)] == [1]
    banner = child(window, QLabel, "undo_banner_text").text()
    assert "未变 1 项，改动 1 项，新增任务 1 项，撤销 1 项（取消任务 1 项）" in banner
    assert page.revision.revision_of(page.current) is None
    page.workspace.undo()
    settle()
    assert [(task.id, task.title, task.standing) for task in stored(page, Task)] == [
        (task.id, task.title, task.standing) for task in before
    ]
    assert len(stored(page, Plan)) == 1
    assert view.isVisible() is False


def test_lines_are_decided_by_keyboard(page: PlansPage, view: RevisionView, qtbot: QtBot) -> None:
    revision = revision_of(view)
    view.cards.setFocus()
    for title in ("胸痛", "中医药", "义诊"):
        view.show_line(line_of(view, title).key)
        press(qtbot, view.cards, Qt.Key.Key_Space)
    assert (card(view, "胸痛").act, card(view, "中医药").act, card(view, "义诊").act) == (
        "保持原任务",
        "不建任务",
        "保留任务",
    )
    assert page.confirm_button.text() == "确认修订：改 0 · 增 0 · 撤 0"
    for _ in range(3):
        press(qtbot, view.cards, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not revision.can_undo
    assert page.confirm_button.text() == "确认修订：改 1 · 增 1 · 撤 1"


def test_single_changes_are_chosen_in_the_comparison(
    page: PlansPage, view: RevisionView, settle: Settle, qtbot: QtBot
) -> None:
    view.show_line(line_of(view, "胸痛").key)
    settle()
    press(qtbot, view.cards, Qt.Key.Key_Return)
    box = child(view, QCheckBox, "revision_take_due")
    assert box.hasFocus()
    press(qtbot, box, Qt.Key.Key_Space)
    assert card(view, "胸痛").act == "只采用措辞、责任单位"
    press(qtbot, view.detail, Qt.Key.Key_Escape)
    assert view.cards.hasFocus()
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    deadline = next(row for row in stored(page, Deadline) if row.task_id == 1)
    assert str(deadline.current_due) == "2024-09-30"
    assert "人员轮训" in stored(page, Task)[0].content


def test_the_reason_of_a_withdrawal_is_written(
    page: PlansPage, view: RevisionView, settle: Settle, qtbot: QtBot
) -> None:
    view.show_line(line_of(view, "义诊").key)
    field = child(view, QLineEdit, "revision_reason")
    field.setText("县里统一安排")
    press(qtbot, field, Qt.Key.Key_Return)
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    assert stored(page, Task)[2].standing_reason == "县里统一安排"


def test_bulk_decisions_and_filters(view: RevisionView, qtbot: QtBot) -> None:
    trigger(view, "revision_hold")
    trigger(view, "revision_keep")
    trigger(view, "revision_leave")
    assert {card(view, title).is_on for title in ("胸痛", "中医药", "义诊")} == {False}
    trigger(view, "revision_take")
    assert card(view, "胸痛").is_on
    qtbot.mouseClick(view.chips[LineKind.WITHDRAWN], Qt.MouseButton.LeftButton)
    assert view.model.item_keys() == [line_of(view, "义诊").key]
    qtbot.mouseClick(view.chips[LineKind.WITHDRAWN], Qt.MouseButton.LeftButton)
    view.find_field.setText("村卫生室")
    assert view.model.item_keys() == [line_of(view, "村卫生室").key]


def test_two_lines_can_be_made_one_and_parted_again(view: RevisionView) -> None:
    rows = [view.model.row_of(line_of(view, title).key) for title in ("中医药", "义诊")]
    selection = view.cards.selectionModel()
    selection.clearSelection()
    for row in rows:
        assert row is not None
        selection.select(view.model.index(row), QItemSelectionModel.SelectionFlag.Select)
    trigger(view, "revision_join")
    assert [line.kind for line in revision_of(view).lines].count(LineKind.CHANGED) == 2
    assert card(view, "中医药").codes == "1-03"
    assert view.cards.current_key == line_of(view, "中医药").key
    trigger(view, "revision_part")
    assert card(view, "义诊").word == "撤销"
    trigger(view, "revision_undo")
    trigger(view, "revision_undo")
    assert [line.kind for line in revision_of(view).lines].count(LineKind.CHANGED) == 1


def test_what_was_changed_by_hand_waits_for_a_decision(
    page: PlansPage,
    window: ApplicationWindow,
    settle: Settle,
    tmp_path: Path,
    qtbot: QtBot,
    recorded: RecordedMessages,
) -> None:
    with page.workspace.ledger.write() as work:
        task = work.of(Task).get(1)
        assert task is not None
        tasks.edit(work, 1, task.version, {"title": "建好胸痛中心"})
    bring(window, settle, tmp_path, SECOND)
    view = page.revision.view
    one = card(view, "建设胸痛中心")
    assert (one.is_open, one.act) == (True, "只采用时限、责任单位")
    assert "措辞经手工修改，请确认" in one.note
    assert view.chips["open"].count == 1
    recorded.agrees = False
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    assert page.current is not None, "it was asked, and not confirmed"
    assert recorded.questions[-1].startswith("还有 1 项改动没有决定")
    view.show_line(one.key)
    press(qtbot, view.cards, Qt.Key.Key_Space)
    press(qtbot, view.cards, Qt.Key.Key_Space)
    assert card(view, "建设胸痛中心").act == "采用新版"
    assert view.chips["open"].count == 0
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    assert stored(page, Task)[0].title == "建设胸痛中心"


def test_it_may_be_imported_as_a_new_plan(page: PlansPage, view: RevisionView, settle: Settle, qtbot: QtBot) -> None:
    menu = child(page, QMenu, "revision_plans")
    next(action for action in menu.actions() if action.objectName() == "revision_none_0").trigger()
    settle()
    assert not page.revision.is_list_shown
    assert page.confirm_button.text() == "确认导入 3 项"
    assert not view.isVisible()
    assert child(page, QPushButton, "revision_compare").isVisible(), "it can still be compared"
    next(action for action in menu.actions() if action.objectName() == "revision_plan_0_1").trigger()
    settle()
    assert page.revision.is_list_shown


def test_the_proposed_tasks_can_be_looked_at_and_edited(page: PlansPage, view: RevisionView, qtbot: QtBot) -> None:
    key = line_of(view, "中医药").key
    view.show_line(key)
    press(qtbot, view.cards, Qt.Key.Key_Return)
    assert not page.revision.is_list_shown
    assert page.review.editor.isVisible()
    assert page.review.cards.current_key == key
    qtbot.mouseClick(child(page, QPushButton, "revision_switch"), Qt.MouseButton.LeftButton)
    assert page.revision.is_list_shown


def test_nothing_is_asked_about_items_that_bring_nothing(page: PlansPage, view: RevisionView) -> None:
    review = revision_of(view).review
    assert [review.item(key).title for key in review.accepted()] == ["推广中医药适宜技术", "建设胸痛中心"]
    revision_of(view).turn([line_of(view, "胸痛").key], is_on=False)
    assert [review.item(key).title for key in review.accepted()] == ["推广中医药适宜技术"]
    assert page.current is not None


def test_the_same_items_under_another_name_are_only_offered(
    page: PlansPage, window: ApplicationWindow, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    bring(window, settle, tmp_path, FIRST.replace("卫生工作要点", "健康行动任务清单"), "清单.txt")
    assert not page.revision.is_list_shown
    assert "可能是《2024年示例县卫生工作要点》的新版本" in child(page, QLabel, "revision_text").text()
    qtbot.mouseClick(child(page, QPushButton, "revision_compare"), Qt.MouseButton.LeftButton)
    settle()
    assert page.revision.is_list_shown


def test_the_same_paper_brings_nothing(
    page: PlansPage, window: ApplicationWindow, settle: Settle, tmp_path: Path
) -> None:
    bring(window, settle, tmp_path, FIRST.replace("\n", "\n\n"), "另存.txt")
    assert page.revision.is_list_shown
    assert {line.kind for line in revision_of(page.revision.view).lines} == {LineKind.UNCHANGED}
    assert not page.confirm_button.isEnabled()


def test_a_task_changed_meanwhile_is_seen(page: PlansPage, view: RevisionView, settle: Settle) -> None:
    revision_of(view).turn([line_of(view, "义诊").key], is_on=False)

    def rename(work: object, _progress: object) -> object:
        return tasks.edit(work, 1, work.of(Task).get(1).version, {"title": "新名称"})  # type: ignore[arg-type, attr-defined]

    page.workspace.change(rename, page).start()  # type: ignore[arg-type]
    settle()
    assert Change.WORDING in line_of(view, "胸痛").by_hand
    assert card(view, "义诊").act == "保留任务", "decisions stay"


def test_the_list_is_searched_from_the_keyboard(page: PlansPage, view: RevisionView) -> None:
    page.find_in_page()
    assert view.find_field.hasFocus()
