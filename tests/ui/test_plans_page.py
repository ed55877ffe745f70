"""计划文件: files are read and reviewed, nothing is written before it is confirmed, one undo takes it back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import Deadline, Task, TaskOwner, TaskSource
from ledger_app.domain.unit import Unit, UnitAlias
from ledger_app.services import roster_file
from resources import locate
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.models.questions import Topic
from ui.pages.plans import PlansPage
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

POINTS = "2024年卫生健康工作要点.docx"
TEXT = (
    "2024年示例县卫生工作要点\n一、提升服务能力\n（一）建设胸痛中心。8月前完成选址，年底前建成1个。"
    "（县人民医院牵头，县财政金融局配合）\n（二）开展培训。每季度组织一次，培训不少于100人。（县人民医院、医政医管与药政股负责）\n"
    "二、组织保障\n加强组织领导，压实责任。\n"
)
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
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _child(parent: QObject, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _press(qtbot: QtBot, page: PlansPage, name: str) -> None:
    button = _child(page, QPushButton, name)
    assert button.isVisible(), f"{name} is hidden"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _count(page: PlansPage, entity: type[object]) -> int:
    with page.workspace.ledger.read() as session:
        return session.of(entity).count()


def _review(window: ApplicationWindow, page: PlansPage, settle: Settle, *files: Path) -> None:
    window.show_place(Place("plans", files=files))
    settle()
    assert page.current is not None


def test_an_empty_page_says_what_it_is_for(page: PlansPage) -> None:
    assert _child(page, QPushButton, "plans_start").isVisible()
    assert not _child(page, QPushButton, "plans_confirm").isVisible()


def test_a_file_is_reviewed_and_imported_whole_with_one_undo(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle
) -> None:
    _review(window, page, settle, locate.samples() / POINTS)
    assert page.current is not None
    review = page.current.review
    assert review is not None
    count = len(review.accepted())
    assert count > 30
    assert _count(page, Task) == 0, "nothing is written before it is confirmed"
    confirm = _child(page, QPushButton, "plans_confirm")
    assert confirm.text() == f"确认导入 {count} 项"
    _press(qtbot, page, "plans_confirm")
    settle()
    assert _count(page, Task) == count
    assert _count(page, Plan) == 1
    assert f"导入 {count} 项任务" in _child(window, QLabel, "undo_banner_text").text()
    assert page.queue.files == ()
    assert page.reader.plan is not None, "the imported plan is shown"
    with page.workspace.ledger.read() as session:
        plan = session.of(Plan).find()[0]
        assert plan.source_name == POINTS
        assert plan.source_sha256 is not None
        assert page.workspace.ledger.store.path_of(plan.source_sha256).is_file()
    page.workspace.undo()
    settle()
    assert _count(page, Task) == 0
    assert _count(page, Plan) == 0
    assert _child(page, QPushButton, "plans_start").isVisible(), "the page rests again"


def test_understanding_a_long_file_can_be_stopped(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, tmp_path: Path
) -> None:
    long = tmp_path / "很长.txt"
    long.write_text("推进各项工作\n" * 300_000, encoding="utf-8")
    labels: list[str] = []
    window.runner.progressed.connect(lambda _job, _done, _total, label: labels.append(label))
    window.show_place(Place("plans", files=(long,)))
    qtbot.waitUntil(lambda: any("理解内容" in label for label in labels), timeout=20_000)
    stop = _child(window, QPushButton, "status_stop")
    qtbot.waitUntil(stop.isVisible)
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.runner.running, timeout=1_500)
    (file,) = page.queue.files
    assert "已停止" in file.message


def test_list_and_text_light_each_other_up(
    qtbot: QtBot,
    qtmodeltester: ModelTester,
    window: ApplicationWindow,
    page: PlansPage,
    settle: Settle,
    plan_file: Path,
) -> None:
    _review(window, page, settle, plan_file)
    panel = page.review
    key = panel.model.item_keys()[1]
    panel.cards.show_item(key)
    assert panel.paper.lit == key
    other = panel.model.item_keys()[0]
    panel.paper.item_clicked.emit(other)
    assert panel.cards.current_key == other
    panel.paper.item_hovered.emit(key)
    assert panel.cards.delegate.hovered == key
    with qtbot.waitSignal(panel.cards.item_hovered):
        panel.cards._point_at(other)  # noqa: SLF001 - the pointer cannot be moved there on every platform
    qtmodeltester.check(panel.model)


def test_each_question_is_answered_with_one_key_and_the_answers_reach_the_ledger(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle, plan_file: Path
) -> None:
    _review(window, page, settle, plan_file)
    panel = page.review
    assert panel.review is not None
    asked = {question.topic: question for question in panel.review.questions}
    assert asked[Topic.UNIT].raw == "县财政金融局"
    assert [option.text for option in asked[Topic.DEADLINE].options] == ["2024-07-31", "2024-08-31"]
    while panel.review.open_questions:
        question = panel.tray.question
        assert question is not None
        number = {Topic.DEADLINE: 2, Topic.UNIT: len(question.options) - 2}.get(question.topic, 1)
        before = len(panel.review.open_questions)
        qtbot.keyClick(panel.cards, Qt.Key(Qt.Key.Key_0.value + number))
        assert len(panel.review.open_questions) == before - 1
    page._confirm()  # noqa: SLF001 - Ctrl+Enter needs the window to have the keyboard
    settle()
    with page.workspace.ledger.read() as session:
        units = {unit.name: unit for unit in session.of(Unit).find()}
        assert units["县财政金融局"].kind == "county"
        dues = {deadline.raw: str(deadline.current_due) for deadline in session.of(Deadline).find() if deadline.raw}
        assert dues["8月前"] == "2024-08-31"
        assert session.of(TaskOwner).count(unit_id=units["县财政金融局"].id) == 1


def test_a_similar_unit_is_learned_as_an_alias(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle, tmp_path: Path
) -> None:
    path = tmp_path / "alias.txt"
    path.write_text(TEXT.replace("县财政金融局", "青禾县县财政局"), encoding="utf-8")
    _review(window, page, settle, path)
    panel = page.review
    assert panel.review is not None
    question = next(one for one in panel.review.questions if one.topic is Topic.UNIT)
    assert "相似" in question.options[0].text
    panel.tray.step(panel.review.questions.index(question) - panel.tray._number)  # noqa: SLF001
    qtbot.keyClick(panel.tray, Qt.Key.Key_1)
    _press(qtbot, page, "plans_confirm")
    settle()
    with page.workspace.ledger.read() as session:
        assert [alias.source for alias in session.of(UnitAlias).find(alias="青禾县县财政局")] == ["导入确认"]


def test_ticks_of_items_headings_and_kinds_decide_what_comes_in(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle, plan_file: Path
) -> None:
    _review(window, page, settle, plan_file)
    panel = page.review
    assert panel.review is not None
    whole = len(panel.review.accepted())
    panel.cards.show_item(panel.model.item_keys()[0])
    qtbot.keyClick(panel.cards, Qt.Key.Key_Space)
    assert len(panel.review.accepted()) == whole - 1
    heading = panel.model.index(0)
    assert heading.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    panel.model.setData(heading, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    confirm = _child(page, QPushButton, "plans_confirm")
    assert not confirm.isEnabled() or confirm.text() != f"确认导入 {whole} 项"
    menu = _child(panel, QMenu, "review_batch_menu")
    menu.aboutToShow.emit()
    _child(menu, QAction, "batch_take_safeguard").trigger()
    kinds = {panel.review.item(key).kind for key in panel.review.accepted()}
    assert kinds == {"safeguard"}
    qtbot.mouseClick(panel.head.chips["left"], Qt.MouseButton.LeftButton)
    assert {panel.review.item(key).kind for key in panel.model.item_keys()} == {"task"}


def test_an_item_is_changed_before_it_comes_in(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle, plan_file: Path
) -> None:
    _review(window, page, settle, plan_file)
    panel = page.review
    key = panel.model.item_keys()[0]
    panel.cards.show_item(key)
    qtbot.keyClick(panel.cards, Qt.Key.Key_F2)
    editor = panel.editor
    assert editor.isVisible()
    editor.title.setText("建成县级胸痛中心")
    qtbot.keyClick(editor.title, Qt.Key.Key_Return)
    editor.due.edit.setText("2024-10-31")
    qtbot.keyClick(editor.due.edit, Qt.Key.Key_Return)
    editor.owners.findChild(QPushButton, "owner_remove_1").click()  # type: ignore[union-attr]
    card = panel.model.card(key)
    assert card is not None
    assert card.title == "建成县级胸痛中心"
    assert card.mark == "已改"
    assert [owner.name for owner in card.owners] == ["县人民医院"]
    _press(qtbot, page, "plans_confirm")
    settle()
    with page.workspace.ledger.read() as session:
        task = session.of(Task).find(title="建成县级胸痛中心")[0]
        deadline = session.of(Deadline).find(task_id=task.id, is_primary=True)[0]
        assert str(deadline.current_due) == "2024-10-31"
        assert deadline.raw == "年底前", "the written word stays beside it"
        source = session.of(TaskSource).find(task_id=task.id)[0]
        assert source.plan_item_id is not None
        item = session.of(PlanItem).get(source.plan_item_id)
        assert item is not None
        assert item.title == "建设胸痛中心", "the paper's own words are kept"


def test_a_rule_of_the_document_can_be_switched_off(window: ApplicationWindow, page: PlansPage, settle: Settle) -> None:
    _review(window, page, settle, locate.samples() / POINTS)
    review = page.review.review
    assert review is not None

    def leads() -> int:
        return sum(owner.role == "lead" for key in review.keys for owner in review.item(key).owners)

    before = leads()
    box = _child(page, QCheckBox, "rule_first-named-leads")
    box.click()
    settle()
    assert leads() < before
    _child(page, QCheckBox, "rule_first-named-leads").click()
    settle()
    assert leads() == before


def test_a_plan_without_a_year_is_read_again_with_the_year_given(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle, tmp_path: Path
) -> None:
    path = tmp_path / "无年份.txt"
    path.write_text(TEXT.replace("2024年", ""), encoding="utf-8")
    _review(window, page, settle, path)
    panel = page.review
    question = panel.tray.question
    assert question is not None
    assert question.topic is Topic.YEAR
    panel.tray.year.setValue(2031)
    _press(qtbot, page, "question_year_set")
    settle()
    assert panel.review is not None
    dates = [one.date for key in panel.review.keys for one in panel.review.item(key).deadlines if one.date]
    assert any(date.startswith("2031") for date in dates)


def test_a_bad_file_is_one_sentence_and_the_others_go_on(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle, plan_file: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 nothing more")
    empty = tmp_path / "空.txt"
    empty.touch()
    second = tmp_path / "第二份.txt"
    second.write_text(TEXT.replace("胸痛", "卒中"), encoding="utf-8")
    _review(window, page, settle, bad, plan_file, empty, second)
    shown = [_child(page, QLabel, f"queue_failed_{number}").text() for number in range(2)]
    assert "坏.docx" in shown[0]
    assert "空.txt" in shown[1]
    assert len(page.queue.ready) == 2
    assert "/2" in _child(page, QPushButton, "plans_queue").text()
    _press(qtbot, page, "queue_dismiss")
    assert page.queue.failed == ()
    first = page.current
    _press(qtbot, page, "plans_confirm")
    settle()
    assert page.current is not None, "the next file comes up"
    assert page.current is not first


def test_giving_up_a_review_asks_only_if_something_was_decided(
    qtbot: QtBot,
    window: ApplicationWindow,
    page: PlansPage,
    settle: Settle,
    plan_file: Path,
    recorded: RecordedMessages,
) -> None:
    _review(window, page, settle, plan_file)
    _press(qtbot, page, "plans_leave")
    assert recorded.questions == []
    assert page.queue.files == ()
    _review(window, page, settle, plan_file)
    assert page.current is not None
    assert page.current.review is not None
    page.current.review.accept([page.review.model.item_keys()[0]], False)
    recorded.agrees = False
    _press(qtbot, page, "plans_leave")
    assert len(recorded.questions) == 1
    assert page.current is not None
    assert not page.may_close()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not _child(page, QPushButton, "plans_confirm").isVisible()
    recorded.agrees = True
    page.open_review(page.current)
    _press(qtbot, page, "plans_leave")
    assert _count(page, Task) == 0


def test_a_file_that_changed_meanwhile_is_refused(
    qtbot: QtBot,
    window: ApplicationWindow,
    page: PlansPage,
    settle: Settle,
    plan_file: Path,
    recorded: RecordedMessages,
) -> None:
    _review(window, page, settle, plan_file)
    plan_file.write_text(TEXT + "多了一行。\n", encoding="utf-8")
    _press(qtbot, page, "plans_confirm")
    settle()
    assert [getattr(error, "code", "") for error in recorded.errors] == ["SVC-053"]
    assert _count(page, Task) == 0
    assert page.current is not None, "the review is still there"
    assert _child(page, QPushButton, "plans_confirm").isEnabled()


def test_the_same_file_again_says_so_and_brings_nothing_twice(
    qtbot: QtBot,
    window: ApplicationWindow,
    page: PlansPage,
    settle: Settle,
    plan_file: Path,
    recorded: RecordedMessages,
) -> None:
    _review(window, page, settle, plan_file)
    _press(qtbot, page, "plans_confirm")
    settle()
    count = _count(page, Task)
    _review(window, page, settle, plan_file)
    assert "已导入过" in _child(page, QLabel, "plans_facts").toolTip()
    _press(qtbot, page, "plans_confirm")
    settle()
    assert _count(page, Task) == count
    assert "没有新的任务" in recorded.texts[-1][1]


def test_imported_plans_are_listed_and_opened_at_an_item(
    qtbot: QtBot,
    qtmodeltester: ModelTester,
    opened: ApplicationWindow,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened.show_place(Place("plans"))
    settle()
    page = opened.page
    assert isinstance(page, PlansPage)
    assert page.list.model.rowCount() == page.list.model.plan_count == _count(page, Plan)
    qtmodeltester.check(page.list.model)
    find = _child(page, QLineEdit, "plan_find")
    find.setText("医改")
    assert page.list.model.rowCount() == 1
    find.clear()
    with page.workspace.ledger.read() as session:
        source = next(one for one in session.of(TaskSource).find() if one.plan_item_id is not None)
        item = session.of(PlanItem).get(source.plan_item_id or 0)
    assert item is not None
    opened.show_place(Place("plans", plan_id=item.plan_id, plan_item_id=item.id))
    settle()
    assert page.reader.cards.current_key == str(item.id)
    assert page.reader.paper.lit == str(item.id)
    qtmodeltester.check(page.reader.model)
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    _press(qtbot, page, "plans_source")
    settle()
    assert len(shown) == 1
    copy = Path(shown[0])
    assert copy.name == page.reader.plan.plan.source_name if page.reader.plan else False
    assert not copy.stat().st_mode & 0o222, "the copy can only be read"
    shutil.rmtree(copy.parent, ignore_errors=True)
    with qtbot.waitSignal(page.workspace.place_requested) as asked:
        _press(qtbot, page, "reader_task")
    assert asked.args == [Place("ledger", task_id=source.task_id)]


def test_five_hundred_items_come_in_behind_a_backup(
    qtbot: QtBot, window: ApplicationWindow, page: PlansPage, settle: Settle, tmp_path: Path
) -> None:
    lines = [f"（{number}）第{number}项工作。年底前完成{number}个，由县人民医院牵头。" for number in range(1, 501)]
    path = tmp_path / "长.txt"
    path.write_text("2024年示例县重点工作\n一、任务\n" + "\n".join(lines), encoding="utf-8")
    _review(window, page, settle, path)
    panel = page.review
    assert len(panel.model.item_keys()) == 500
    panel.cards.show_item(panel.model.item_keys()[-1])
    assert panel.paper.lit == panel.model.item_keys()[-1]
    backups = page.workspace.ledger.folder / "backups"
    assert not list(backups.glob("*-import.backup"))
    _press(qtbot, page, "plans_confirm")
    settle()
    assert _count(page, Task) == 500
    assert len(list(backups.glob("*-import.backup"))) == 1


def test_every_control_has_a_name(window: ApplicationWindow, page: PlansPage, settle: Settle, plan_file: Path) -> None:
    _review(window, page, settle, plan_file)
    page.review.edit_item(page.review.model.item_keys()[0])
    unnamed = [
        type(widget).__name__
        for kind in (QPushButton, QLineEdit, QCheckBox)
        for widget in page.findChildren(kind)
        if not widget.objectName().startswith("qt_") and not (widget.objectName() and (widget.accessibleName()))
    ]
    assert unnamed == []
