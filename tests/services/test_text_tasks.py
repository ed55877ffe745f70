"""Tasks out of pasted text: prose, lists, rows with and without heads."""

from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import Deadline, TaskOwner, TaskSource
from ledger_app.intake.typed_deadline import Basis
from ledger_app.services import tasks
from ledger_app.services.tasks import NewTask
from ledger_app.services.text_tasks import ReadTask, read_tasks
from tests.builders import TODAY, a_unit

SOURCE = NewTask("", source_kind="meeting", source_ref="局党组会纪要第8期", issued=TODAY)


@pytest.fixture(autouse=True)
def units(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        for name in ("县人民医院", "县中医院", "办公室", "医政医管股"):
            a_unit(work, name)


def read(ledger: SqliteLedger, text: str) -> tuple[ReadTask, ...]:
    with ledger.read() as session:
        return read_tasks(session, text, Basis(TODAY), SOURCE)


def told(ledger: SqliteLedger, text: str) -> list[tuple[str, list[str], list[str]]]:
    with ledger.write() as work:
        made = tasks.create_many(work, [one.new for one in read(ledger, text) if one.is_likely]).tasks
    with ledger.read() as session:
        return [
            (
                task.title,
                [f"{one.role}:{one.raw}" for one in session.of(TaskOwner).find(task_id=task.id)],
                [str(one.current_due or one.kind) for one in session.of(Deadline).find(task_id=task.id)],
            )
            for task in made
        ]


def test_a_list_of_minutes_becomes_tasks(ledger: SqliteLedger) -> None:
    text = (
        "会议强调，要加强领导。\n一、胸痛中心建设。由县人民医院牵头，县中医院配合，9月底前完成。\n"
        "二、办公室每月5日前汇总上报。\n三、收到纪要后10个工作日内完成药品清点。"
    )
    assert told(ledger, text) == [
        ("胸痛中心建设", ["lead:县人民医院", "cooperate:县中医院"], ["2024-09-30"]),
        ("办公室每月5日前汇总上报", ["lead:办公室"], ["recurring"]),
        ("收到纪要后10个工作日内完成药品清点", [], ["2024-07-19"]),
    ]
    with ledger.read() as session:
        source = session.of(TaskSource).find()[0]
    assert (source.source_kind, source.source_ref) == ("meeting", "局党组会纪要第8期")
    assert "胸痛中心建设。由县人民医院牵头" in source.quote


def test_one_sentence_of_an_instruction_is_a_task(ledger: SqliteLedger) -> None:
    assert told(ledger, "请医政医管股牵头，3日内提出方案报我。") == [
        ("请医政医管股牵头，3日内提出方案报我", ["lead:医政医管股"], ["2024-07-08"])
    ]


def test_rows_without_a_head_are_read_cell_by_cell(ledger: SqliteLedger) -> None:
    rows = "1\t胸痛中心建设\t县人民医院、县中医院\t9月底前\n2\t药品清点\t办公室\t10月底前\t分两批"
    assert told(ledger, rows) == [
        ("胸痛中心建设", ["lead:县人民医院", "cooperate:县中医院"], ["2024-09-30"]),
        ("药品清点", ["lead:办公室"], ["2024-10-31"]),
    ]


def test_rows_with_a_head_are_read_as_a_table(ledger: SqliteLedger) -> None:
    rows = "任务\t牵头单位\t完成时限\n胸痛中心建设\t县人民医院\t9月底前\n药品清点\t办公室\t10月底前"
    assert [line[0] for line in told(ledger, rows)] == ["胸痛中心建设", "药品清点"]


def test_what_all_have_in_common_is_taken_over(ledger: SqliteLedger) -> None:
    with ledger.read() as session:
        found = read_tasks(session, "完成药品清点", Basis(dt.date(2024, 3, 1)), SOURCE)
    (one,) = found
    assert (one.new.source_kind, one.new.source_ref, one.new.issued) == ("meeting", "局党组会纪要第8期", TODAY)


@pytest.mark.parametrize("text", ["", "  \n", "\x00\x01"])
def test_nothing_gives_nothing(ledger: SqliteLedger, text: str) -> None:
    assert [one for one in read(ledger, text) if one.is_likely] == []
