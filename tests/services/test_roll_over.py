"""What goes on in the next year goes into a new ledger; the old one keeps all it has, and a note."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.carrying import CarryWhy, carry_why
from ledger_app.domain.evidence import TaskEvidence
from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import CarriedTask, CustomField, Deadline, Occurrence, Standing, Task, TaskKind, TaskOwner
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroupMember
from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.rolling import roll_over
from ledger_app.services import evidence, owners, parts, progress, turns, unit_groups, unit_succession, units
from ledger_app.services import settings as setting_services
from ledger_app.services.progress import Report
from ledger_app.services.roll_over import (
    Origin,
    RolledOver,
    RollOverChoice,
    carry,
    lines_to_carry,
    roll_over_note,
    usual_next_year,
)
from tests.builders import CLOCK, a_file, a_ledger, a_task, a_unit

YEAR_END = dt.date(2024, 12, 31)


class Session:
    """A ledger as the composition root has it."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self.ledger = ledger
        self.clock = CLOCK

    def close(self) -> None:
        self.ledger.close()


@pytest.fixture
def year(ledger: SqliteLedger, tmp_path: Path) -> Iterator[SqliteLedger]:
    """A ledger of 2024 with a task of each sort."""
    taken = a_file(ledger, tmp_path / "files")
    with ledger.write() as work:
        setting_services.change(work, replace(work.settings(), year=2024, bureau_name="测试局"))
        fill(work)
        evidence.attach(work, [taken], [work.of(Task).find(title="未完成")[0].id])
    yield ledger
    ledger.close()


def fill(work: UnitOfWork) -> None:
    old, new = a_unit(work, "监督所"), a_unit(work, "疾控局")
    unit_groups.set_group(work, "执法单位", [new.id])
    units.add_alias(work, new.id, "县疾控局")
    unfinished = a_task(work, "未完成", dt.date(2024, 9, 30))
    for title in ("已完成", "暂缓", "长期", "取消"):
        a_task(work, title)
    for title, every in (("每月", "month"), ("每季", "quarter")):
        turns.set_rhythm(work, a_task(work, title, None).id, turns.Rhythm(every, day="10"))  # type: ignore[arg-type]
    owners.assign(work, [unfinished.id], new.id, "lead")
    progress.file_entry(work, unfinished.id, "2024-05", Report("完成一半", percent=50))
    progress.file_entry(work, unfinished.id, "2024-06", Report("正在推进"))
    stored = {task.title: task for task in work.of(Task).find()}
    work.of(Task).update(replace(stored["已完成"], completed_on=dt.date(2024, 6, 1)))
    work.of(Task).update(replace(stored["暂缓"], standing="suspended", standing_reason="资金未到位"))
    work.of(Task).update(replace(stored["取消"], standing="cancelled", standing_reason="政策调整"))
    work.of(Task).update(replace(stored["长期"], kind="continuing"))
    unit_succession.close(work, old.id, dt.date(2024, 3, 31), new.id)
    work.of(CustomField).add(CustomField(0, "投资额", "number"))


def roll(old: SqliteLedger, to: Path, *, with_files: bool = False, ids: tuple[int, ...] | None = None) -> RolledOver:
    with old.read() as session:
        chosen = tuple(one.task_id for one in lines_to_carry(session, YEAR_END, 2025) if one.why != "unclosed")
    choice = RollOverChoice(2025, chosen if ids is None else ids, with_files)
    origin = Origin(old.uid, old.name, str(old.folder))
    return roll_over(Session(old), to, origin, choice, lambda folder, _name: Session(a_ledger(folder)))


def opened(folder: Path) -> SqliteLedger:
    from tests.builders_ledger import Place

    return Place(folder, CLOCK).open()


def rows(ledger: SqliteLedger) -> dict[str, Any]:
    from tests.db.contents import contents_of

    return contents_of(ledger)


def test_each_sort_of_task_is_offered_with_its_reason(year: SqliteLedger) -> None:
    with year.read() as session:
        found = {line.title: line for line in lines_to_carry(session, YEAR_END, 2025)}
        assert usual_next_year(session, CLOCK.day) == 2025
    assert {title: line.why for title, line in found.items()} == {
        "未完成": "unfinished",
        "已完成": "unclosed",
        "暂缓": "suspended",
        "长期": "continuing",
        "每月": "recurring",
        "每季": "recurring",
    }
    assert found["未完成"].overdue_since == dt.date(2024, 9, 30)
    assert (found["未完成"].percent, found["未完成"].unit) == (50, "疾控局")


def test_what_goes_on_is_in_the_new_ledger_with_its_history_linked(year: SqliteLedger, tmp_path: Path) -> None:
    with year.read() as session:
        uids = {task.title: task.uid for task in session.of(Task).find()}
    done = roll(year, tmp_path / "2025")
    assert (done.tasks, done.turns, done.files) == (5, 16, 0)
    new = opened(tmp_path / "2025")
    with new.read() as session:
        tasks_there = {task.title: task for task in session.of(Task).find()}
        assert {title: task.uid for title, task in tasks_there.items()} == {
            title: uids[title] for title in ("未完成", "暂缓", "长期", "每月", "每季")
        }
        assert tasks_there["暂缓"].standing_reason == "资金未到位"
        (link,) = session.of(CarriedTask).find(task_id=tasks_there["未完成"].id)
        assert (link.ledger_uid, link.year, link.code) == (year.uid, 2024, tasks_there["未完成"].code)
        assert (link.entry_count, link.last_period, link.last_percent) == (2, "2024-06", 50)
        assert link.overdue_since == dt.date(2024, 9, 30)
        assert [one["file"] for one in json.loads(link.evidence)] == ["会议记录.txt"]
        (deadline,) = session.of(Deadline).find(task_id=tasks_there["未完成"].id)
        assert (deadline.original_due, deadline.current_due) == (dt.date(2024, 9, 30), dt.date(2024, 9, 30))
        assert "结转时未完成" in deadline.reason
        entries = session.of(ProgressEntry).find(task_id=tasks_there["未完成"].id)
        assert [(one.period, one.percent, one.kind) for one in entries] == [
            ("2024-05", 50, "carried"),
            ("2024-06", None, "carried"),
        ]
        assert session.of(Occurrence).count(task_id=tasks_there["每月"].id) >= 12
        assert (session.settings().year, session.settings().bureau_name) == (2025, "测试局")
        assert [unit.successor_id for unit in session.of(Unit).find()] == [2, None]
        assert session.of(UnitAlias).count() == session.of(UnitGroupMember).count() == 1
        assert session.of(CustomField).find()[0].name == "投资额"
        assert session.of(TaskEvidence).count() == 0
        assert session.of(TaskOwner).count() == 1
        assert {one.code for one in session.facts(dt.date(2025, 1, 31))} == {t.code for t in tasks_there.values()}
    assert len(new.operations()) == 1
    assert new.check(new.store).is_sound  # type: ignore[arg-type]
    new.close()


def test_files_come_along_if_chosen(year: SqliteLedger, tmp_path: Path) -> None:
    assert roll(year, tmp_path / "2025", with_files=True).files == 1
    new = opened(tmp_path / "2025")
    with new.read() as session:
        assert session.of(TaskEvidence).count() == 1
    assert new.check(new.store).is_sound  # type: ignore[arg-type]
    new.close()


def test_nothing_changes_in_the_old_ledger_but_the_note(year: SqliteLedger, tmp_path: Path) -> None:
    before = rows(year)
    roll(year, tmp_path / "2025")
    with year.read() as session:
        note = roll_over_note(session)
    assert note is not None
    assert (note.year, note.tasks, note.path) == (2025, 5, str(tmp_path / "2025"))
    year.undo()
    assert rows(year) == before
    with year.read() as session:
        assert roll_over_note(session) is None


def test_what_cannot_be_is_refused_and_leaves_nothing(
    year: SqliteLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(year)
    taken = tmp_path / "有东西"
    taken.mkdir()
    (taken / "x.txt").write_text("x", "utf-8")
    for to, ids, code in (
        (taken, None, "DB-008"),
        (year.folder / "2025", None, "SVC-313"),
        (tmp_path / "空", (), "SVC-310"),
    ):
        with pytest.raises(RejectedError) as caught:
            roll(year, to, ids=ids)
        assert caught.value.code == code
    assert [entry.name for entry in taken.iterdir()] == ["x.txt"]
    assert not (tmp_path / "空").exists()
    monkeypatch.setattr("ledger_app.rolling.shutil.disk_usage", lambda _place: type("Free", (), {"free": 10})())
    with pytest.raises(EnvironmentFault) as full:
        roll(year, tmp_path / "满")
    assert full.value.code == "SVC-312"
    assert not (tmp_path / "满").exists()
    assert rows(year) == before


def test_a_year_that_is_not_later_is_refused(year: SqliteLedger, tmp_path: Path) -> None:
    new = a_ledger(tmp_path / "新")
    origin = Origin("u", "台账", "")
    with pytest.raises(RejectedError) as caught, year.read() as session, new.write() as work:
        carry(session, year.store, work, new.store, origin, RollOverChoice(2024, (1,)))
    assert caught.value.code == "SVC-311"
    new.close()


@settings(max_examples=60)
@given(
    st.sampled_from(["once", "recurring", "continuing", "year_end"]),
    st.sampled_from(["active", "suspended", "cancelled"]),
    st.booleans(),
    st.booleans(),
)
def test_every_task_either_goes_on_for_one_reason_or_is_at_an_end(
    kind: TaskKind, standing: Standing, is_done: bool, is_closed: bool
) -> None:
    facts = TaskFacts(
        1,
        "u",
        "1-01",
        "任务",
        kind=kind,
        standing=standing,
        completed_on=YEAR_END if is_done else None,
        closing_step="approved" if is_closed else None,
    )
    why: CarryWhy | None = carry_why(facts)
    assert (why is None) == (is_closed or standing == "cancelled")
    if why == "unclosed":
        assert is_done
    if why == "unfinished":
        assert not is_done


def test_a_part_goes_with_its_whole_or_stands_alone(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.write() as work:
        setting_services.change(work, replace(work.settings(), year=2024))
        whole = a_task(work, "整体")
        parts.split(work, whole.id, ["甲", "乙"])
        ids = {task.title: task.id for task in work.of(Task).find()}
    roll(ledger, tmp_path / "2025", ids=(ids["整体"], ids["甲"]))
    new = opened(tmp_path / "2025")
    with new.read() as session:
        assert {task.title: task.parent_id for task in session.of(Task).find()} == {"整体": None, "甲": ids["整体"]}
    new.close()
    roll(ledger, tmp_path / "另", ids=(ids["乙"],))
    other = opened(tmp_path / "另")
    with other.read() as session:
        assert [task.parent_id for task in session.of(Task).find()] == [None]
    other.close()
