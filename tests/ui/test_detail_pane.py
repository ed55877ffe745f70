"""The detail pane: who, progress and dates; type, click, and look at what is in the ledger afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import (
    CustomField,
    CustomValue,
    Deadline,
    Occurrence,
    Task,
    TaskLeader,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.unit import Post
from ledger_app.services import custom_fields, tasks, turns
from ledger_app.services.turns import Rhythm
from tests.builders import CLOCK
from tests.ui.detail_desk import Desk, choose
from ui.workspace import Place

# The offscreen platform cannot do for menus and completers what every real one does.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


def test_the_post_is_chosen_and_its_holder_of_the_day_is_shown(desk: Desk) -> None:
    desk.press("owner_person_0")
    post = desk.rows(Post, title="院长")[0]
    desk.fill("person_dialog", person_post=str(post.id))
    desk.accept("person_dialog")
    assert desk.rows(TaskOwner)[0].post_id == post.id
    assert desk.find(QPushButton, "owner_person_0").text() == "院长 王芳"
    desk.workspace.set_cutoff(dt.date(2024, 5, 1))
    desk.pane.reload()
    desk.settle()
    assert desk.find(QPushButton, "owner_person_0").text() == "院长 李强", "the holder of that day"
    desk.undo()
    assert desk.rows(TaskOwner)[0].post_id is None


def test_the_leader_is_a_post_or_a_name(desk: Desk) -> None:
    field = desk.find(QLineEdit, "task_leader_text")
    field.setText("张局长")
    field.editingFinished.emit()
    desk.settle()
    assert [(one.raw, one.post_id) for one in desk.rows(TaskLeader)] == [("张局长", None)]
    box = desk.find(QComboBox, "task_leader")
    box.setCurrentIndex(0)
    box.activated.emit(0)
    desk.settle()
    assert [one.raw for one in desk.rows(TaskLeader)] == ["分管副局长"]
    assert desk.find(QLineEdit, "task_leader_text").text() == "分管副局长（空缺）"


def test_sources_are_added_from_plans_and_papers_and_taken_off(desk: Desk) -> None:
    desk.press("source_add_plan")
    dialog = desk.dialog("source_item_dialog")
    desk.find(QLineEdit, "source_item_search", dialog).setText("五大中心")
    found = desk.find(QListWidget, "source_item_list", dialog)
    desk.qtbot.waitUntil(lambda: found.count() == 1)
    desk.settle()
    desk.accept("source_item_dialog")
    desk.press("source_add_other")
    desk.accept("source_dialog")
    assert desk.is_open("source_dialog"), "nothing was said: the form stays"
    desk.fill("source_dialog", source_kind="meeting", source_ref="第3次局务会")
    desk.accept("source_dialog")
    assert not desk.is_open("source_dialog")
    first, second = desk.rows(TaskSource)
    assert (first.quote, second.source_ref) == ("推进五大中心建设。", "第3次局务会")
    places: list[Place] = []
    desk.workspace.place_requested.connect(places.append)
    desk.press(f"source_{first.id}")
    assert places[0].plan_item_id == first.plan_item_id
    desk.press(f"source_remove_{second.id}")
    assert [one.id for one in desk.rows(TaskSource)] == [first.id]


def test_custom_values_are_edited_by_their_type(desk: Desk) -> None:
    desk.write(lambda work: custom_fields.define(work, "资金", "number"))
    desk.write(lambda work: custom_fields.define(work, "类别", "choice", ["基建", "设备"]))
    number, choice = (one.id for one in desk.rows(CustomField))
    field = desk.find(QLineEdit, f"value_{number}")
    field.setText("很多")
    field.editingFinished.emit()
    desk.settle()
    assert len(desk.messages.errors) == 1
    assert desk.find(QLineEdit, f"value_{number}").text() == ""
    field = desk.find(QLineEdit, f"value_{number}")
    field.setText("1,200")
    field.editingFinished.emit()
    desk.settle()
    choose(desk.find(QComboBox, f"value_{choice}"), "设备")
    desk.settle()
    assert [one.value for one in desk.rows(CustomValue)] == ["1200", "设备"]


def test_resuming_asks_why(desk: Desk) -> None:
    desk.write(lambda work: tasks.suspend(work, [desk.task.id], "等批复"))
    choose(desk.find(QComboBox, "task_standing"), "active")
    desk.fill("reason_dialog", reason_text="批复已到")
    desk.accept("reason_dialog")
    assert desk.rows(Task)[0].standing == "active"
    assert "批复已到" in desk.workspace.ledger.operations()[0].name


def test_a_report_holds_who_and_when_and_says_what_strikes_one(desk: Desk) -> None:
    desk.tab("progress")
    form = desk.pane.progress.form
    form.text.setPlainText("正在推进方案制定。")
    assert desk.find(QLabel, "progress_hints").text() == "◇ 与上期文字相同　◇ 文中没有数字"
    form.text.setPlainText("完成方案，开工 3 处")
    assert form.hints.isHidden()
    form.reporter.setText("赵某")
    form.received.edit.setText("6月24日之后")
    desk.press("progress_save")
    assert "看不懂" in desk.find(QLabel, "progress_state").text()
    form.received.edit.setText("2024-06-24")
    desk.press("progress_save")
    entry = desk.rows(ProgressEntry, period="2024-06")[0]
    assert (entry.reporter, entry.received) == ("赵某", dt.date(2024, 6, 24))
    assert not desk.pane.progress.has_drafts


def test_an_earlier_report_is_opened_corrected_and_taken_back(desk: Desk) -> None:
    desk.tab("progress")
    (may,) = desk.rows(ProgressEntry)
    desk.press(f"progress_open_{may.id}")
    assert desk.pane.progress.text.text() == "正在推进方案制定"
    desk.pane.progress.text.setPlainText("方案已定稿")
    desk.press("progress_save")
    assert desk.rows(ProgressEntry)[0].text == "方案已定稿"
    desk.press("progress_remove")
    assert desk.rows(ProgressEntry) == []
    assert desk.pane.progress.text.text() == ""
    assert not desk.pane.progress.has_drafts
    desk.undo()
    assert desk.rows(ProgressEntry)[0].text == "方案已定稿"


def test_one_key_says_no_change_until_that_was_said_too_often(desk: Desk) -> None:
    desk.tab("progress")
    desk.pane.start_filing()
    desk.key(desk.pane.progress.text, Qt.Key.Key_F8)
    desk.settle()
    assert [one.kind for one in desk.rows(ProgressEntry, period="2024-06")] == ["no_change"]
    desk.workspace.settings = LedgerSettings(year=2024, no_change_limit=1)
    desk.press("progress_forth")
    button = desk.find(QPushButton, "progress_no_change")
    assert not button.isEnabled()
    assert "已连续 1 期无变化" in button.toolTip()
    assert "已连续 1 期无变化" in desk.find(QLabel, "progress_state").text()
    desk.key(desk.pane.progress.text, Qt.Key.Key_F7)
    desk.settle()
    assert [one.kind for one in desk.rows(ProgressEntry, period="2024-07")] == ["carried"]


def test_dates_are_added_chosen_and_removed(desk: Desk) -> None:
    desk.tab("deadlines")
    desk.press("deadline_add")
    desk.accept("deadline_dialog")
    assert desk.find(QLabel, "deadline_dialog_trouble", desk.dialog("deadline_dialog")).text() == "请填写完成时限。"
    desk.fill("deadline_dialog", deadline_new_due="年底", deadline_new_raw="年底前投用")
    desk.accept("deadline_dialog")
    first, second = desk.rows(Deadline)
    assert (second.original_due, second.raw, second.is_primary) == (dt.date(2024, 12, 31), "年底前投用", False)
    desk.press(f"all_deadline_primary_{second.id}")
    assert [one.id for one in desk.rows(Deadline, is_primary=True)] == [second.id]
    desk.act(f"all_deadline_more_{second.id}", "deadline_remove")
    assert [(one.id, one.is_primary) for one in desk.rows(Deadline)] == [(first.id, True)]


def test_a_rule_makes_turns_and_each_is_done_moved_skipped_reported(desk: Desk) -> None:
    desk.tab("deadlines")
    assert "不是周期任务" in desk.texts()
    desk.press("turns_rule")
    desk.fill("rhythm_dialog", rhythm_every="month", rhythm_day="40")
    assert "到期日" in desk.find(QLabel, "rhythm_preview", desk.dialog("rhythm_dialog")).text()
    desk.fill("rhythm_dialog", rhythm_day="10")
    assert (
        "每月10日前。2024年：01-10、02-10" in desk.find(QLabel, "rhythm_preview", desk.dialog("rhythm_dialog")).text()
    )
    desk.accept("rhythm_dialog")
    made = sorted(desk.rows(Occurrence), key=lambda one: one.due)
    assert len(made) == 12
    desk.press(f"turn_done_{made[0].id}")
    desk.act(f"turn_more_{made[1].id}", "turn_move")
    desk.fill("turn_move_dialog", turn_due="2024-02-20", turn_reason="春节顺延")
    desk.accept("turn_move_dialog")
    desk.act(f"turn_more_{made[2].id}", "turn_skip")
    desk.accept("turn_skip_dialog")
    assert desk.is_open("turn_skip_dialog"), "a reason is needed"
    desk.fill("turn_skip_dialog", turn_skip_reason="停诊")
    desk.accept("turn_skip_dialog")
    desk.press(f"turn_report_{made[3].id}")
    desk.fill("turn_report_dialog", turn_text="巡诊 4 次", turn_received="2024-04-09")
    desk.find(QCheckBox, "turn_is_done", desk.dialog("turn_report_dialog")).setChecked(True)
    desk.accept("turn_report_dialog")
    now = {one.id: one for one in desk.rows(Occurrence)}
    assert (now[made[0].id].state, now[made[0].id].done_on) == ("done", CLOCK.day)
    assert now[made[1].id].due == dt.date(2024, 2, 20)
    assert (now[made[2].id].state, now[made[2].id].note) == ("skipped", "停诊")
    assert (now[made[3].id].state, now[made[3].id].done_on) == ("done", dt.date(2024, 4, 9))
    assert "共 12 期，完成 2，逾期 3，免做 1" in desk.texts()
    desk.undo()
    assert desk.rows(Occurrence, state="done", id=made[3].id) == []
    assert desk.rows(ProgressEntry, period="2024-04") == [], "report and turn are one step"


def test_turns_are_made_for_another_year(desk: Desk) -> None:
    desk.write(lambda work: turns.set_rhythm(work, desk.task.id, Rhythm("quarter")))
    desk.tab("deadlines")
    desk.press("turns_forth")
    assert "2025年还没有各期" in desk.texts()
    desk.press("turns_generate")
    assert len([one for one in desk.rows(Occurrence) if one.due.year == 2025]) == 4


def test_a_continuing_duty_shows_which_months_were_reported(desk: Desk) -> None:
    desk.write(lambda work: tasks.edit_many(work, [desk.task.id], {"kind": "continuing"}))
    desk.tab("deadlines")
    assert "不计逾期" in desk.texts()
    states = {n: desk.find(QWidget, f"report_state_2024-{n:02d}").accessibleName() for n in (4, 5, 6, 7)}
    assert states == {4: "未报", 5: "迟报", 6: "未报", 7: "未到"}
