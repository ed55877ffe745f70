from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.slips import (
    DEFAULT_REPLY_DAYS,
    SlipState,
    default_pattern,
    missing_numbers,
    next_colour,
    number_text,
    read_number,
)
from ledger_app.domain.supervision import Slip, SlipTask
from ledger_app.domain.task import TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import settings, slip_register, slips
from ledger_app.services.slips import SlipDraft
from tests.builders import TODAY, a_task, a_unit

JUNE_3 = dt.date(2024, 6, 3)
JUNE_10 = dt.date(2024, 6, 10)


def a_draft(unit_id: int | None, *task_ids: int, **fields: object) -> SlipDraft:
    plain = SlipDraft("blue", unit_id, task_ids, "胸痛中心建设迟缓", JUNE_3, JUNE_10)
    return replace(plain, **fields)  # type: ignore[arg-type]


def a_slip(work: UnitOfWork, **fields: object) -> Slip:
    unit = a_unit(work, f"单位{work.of(Unit).count()}")
    return slips.issue(work, [a_draft(unit.id, **fields)]).slips[0]


def code_of(verb: object, *given: object, **named: object) -> str:
    with pytest.raises(RejectedError) as caught:
        verb(*given, **named)  # type: ignore[operator]
    return caught.value.code


@given(st.integers(2000, 2099), st.integers(1, 999), st.sampled_from(["县卫督", "卫健督办", "督2"]))
def test_a_number_is_read_back_whatever_the_pattern(year: int, number: int, prefix: str) -> None:
    for pattern in (f"{prefix}〔{{年}}〕{{号}}号", f"{prefix}[{{年}}]第{{号}}号", "{年}-{号}"):
        assert read_number(number_text(pattern, year, number)) == (year, number), pattern


def test_the_colours_climb_by_scheme() -> None:
    usual, cards = LedgerSettings(), LedgerSettings(colour_scheme="cards")
    assert [next_colour(one, usual) for one in ("blue", "yellow", "orange", "red")] == ["orange", "orange", "red", None]
    assert [next_colour(one, cards) for one in ("blue", "yellow", "orange", "red")] == ["yellow", "red", "red", None]


def test_numbers_run_by_year_and_gaps_are_told(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        settings.change(work, replace(work.settings(), doc_prefix="青卫发"))
        assert default_pattern(work.settings()) == "青卫督〔{年}〕{号}号"
        first, second = a_slip(work), a_slip(work)
        third = a_slip(work, issued=dt.date(2023, 12, 30), due=None)
        assert [one.number for one in (first, second, third)] == [
            "青卫督〔2024〕1号",
            "青卫督〔2024〕2号",
            "青卫督〔2023〕1号",
        ]
        slips.set_number_pattern(work, "卫督办〔{年}〕第{号}号")
        assert a_slip(work).number == "卫督办〔2024〕第3号"
        slips.remove(work, second.id)
        assert missing_numbers(work.of(Slip).find(), 2024) == (2,)
        assert a_slip(work).number == "卫督办〔2024〕第4号"
        assert code_of(slips.set_number_pattern, work, "卫督{号}") == "SVC-231"
        assert code_of(slips.issue, work, [a_draft(first.unit_id, number=first.number)]) == "SVC-230"
    with ledger.read() as session:
        assert slip_register.read_register(session, TODAY).gaps == (2,)


def test_a_draft_says_what_the_tasks_say(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        settings.change(work, replace(work.settings(), contact_line="联系人：王芳，电话：0000"))
        unit = a_unit(work)
        late = a_task(
            work, "建设胸痛中心", due=dt.date(2024, 6, 25), source_kind="meeting", source_ref="第3次局长办公会"
        )
        other = a_task(work, "建设卒中中心")
        for task in (late, other):
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", unit.id, unit.name))
        draft = slip_register.draft_for(work, [late.id, other.id], TODAY)
        assert draft.unit_id == unit.id
        assert draft.due == TODAY + dt.timedelta(days=DEFAULT_REPLY_DAYS)
        assert draft.matter == (
            f"1. {late.code} 建设胸痛中心（应于 2024-06-25 完成，截至 2024-07-05 已逾期 10 天）\n"
            f"2. {other.code} 建设卒中中心"
        )
        assert draft.basis == "第3次局长办公会"
        assert "2024年7月12日前" in draft.requirement
        assert draft.contact == "联系人：王芳，电话：0000"


def test_all_late_units_get_one_each_in_one_undo(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        units = [a_unit(work, name) for name in ("甲院", "乙院", "丙院")]
        for unit, due in ((0, 25), (0, 26), (1, 20)):
            task = a_task(work, f"任务{due}", due=dt.date(2024, 6, due))
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", units[unit].id, units[unit].name))
    with ledger.write() as work:
        drafts = slip_register.drafts_for_late_units(work, TODAY, TODAY)
        assert [(draft.unit_id, len(draft.task_ids)) for draft in drafts] == [(units[0].id, 2), (units[1].id, 1)]
        slips.issue(work, drafts)
    assert ledger.operations()[0].name == "签发督办单 2 张"
    with ledger.read() as session:
        assert session.of(SlipTask).count() == 3
        assert code_of(slip_register.drafts_for_late_units, session, TODAY, TODAY) == "SVC-239"
    ledger.undo()
    with ledger.read() as session:
        assert session.of(Slip).count() == 0


def test_a_slip_climbs_only_when_its_own_day_passed_without_a_reply(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        slip = slips.issue(work, [a_draft(a_unit(work).id, task.id)]).slips[0]
        assert code_of(slips.escalation_of, work, slip.id, JUNE_10, 5) == "SVC-237"
        slips.reply(work, slip.id, "正在办理", dt.date(2024, 6, 9))
        assert code_of(slips.escalation_of, work, slip.id, TODAY, 5) == "SVC-238"
        slips.reply(work, slip.id, "")
        (line,) = slip_register.slips_to_escalate(work, TODAY)
        assert (line.days, line.may_climb, line.state) == (25, True, SlipState.OVERDUE)
        orange = slips.escalation_of(work, slip.id, dt.date(2024, 6, 12), 5)
        assert (orange.colour, orange.due, orange.task_ids) == ("orange", dt.date(2024, 6, 17), (task.id,))
        assert orange.basis.startswith(slip.number)
        second = slips.escalate(work, slip.id, orange).slips[0]
        assert code_of(slips.escalate, work, slip.id, orange) == "SVC-235"
        red = slips.escalation_of(work, second.id, dt.date(2024, 6, 20), 5)
        third = slips.escalate(work, second.id, red).slips[0]
        assert third.colour == "red"
        assert code_of(slips.escalation_of, work, third.id, TODAY, 5) == "SVC-236"
        lines = slip_register.read_register(work, TODAY).lines
        assert [line.state for line in lines] == [SlipState.OVERDUE, SlipState.ESCALATED, SlipState.ESCALATED]
        assert {line.chain.words.count("→") for line in lines} == {2}
        assert code_of(slips.remove, work, second.id) == "SVC-240"
        assert code_of(slips.close, work, [slip.id]) == "SVC-235"
        slips.close(work, [third.id], dt.date(2024, 7, 1))
        lines = slip_register.read_register(work, TODAY).lines
        assert {line.state for line in lines} == {SlipState.CLOSED}, "the chain closes with its last slip"


def test_the_whole_register_counts_days_to_the_cutoff_date(ledger: SqliteLedger) -> None:
    """What happened after the cut-off date is listed, the day it is looked at plays no part."""
    with ledger.write() as work:
        waiting, answered = a_slip(work), a_slip(work)
        new = a_slip(work, issued=dt.date(2024, 6, 20), due=dt.date(2024, 6, 27))
        slips.reply(work, answered.id, "已建成投用。", dt.date(2024, 6, 20))
        cutoff = dt.date(2024, 6, 15)
        whole = {one.slip.id: one for one in slip_register.read_register(work, cutoff, is_whole=True).lines}
        assert (whole[waiting.id].state, whole[waiting.id].days) == (SlipState.OVERDUE, 5)
        assert (whole[answered.id].state, whole[answered.id].days) == (SlipState.REPLIED, 0)
        assert (whole[new.id].state, whole[new.id].days) == (SlipState.WAITING, 0)
        plain = {one.slip.id: one.state for one in slip_register.read_register(work, cutoff).lines}
        assert plain == {waiting.id: SlipState.OVERDUE, answered.id: SlipState.OVERDUE}
        assert code_of(slips.escalation_of, work, waiting.id, TODAY, 5, JUNE_10) == "SVC-237"
        wanted = slips.escalation_of(work, waiting.id, JUNE_10, 5, cutoff)
        assert code_of(slips.escalate, work, waiting.id, wanted) == "SVC-237"
        assert slips.escalate(work, waiting.id, wanted, cutoff).slips[0].colour == "orange"


def test_reply_close_and_back(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        slip = a_slip(work)
        slips.reply(work, slip.id, "已建成投用。", dt.date(2024, 6, 8))
        states = {line.slip.id: line.state for line in slip_register.read_register(work, TODAY).lines}
        assert states == {slip.id: SlipState.REPLIED}
        assert code_of(slips.reply, work, slip.id, "早", dt.date(2024, 6, 1)) == "SVC-242"
        assert code_of(slips.close, work, [slip.id], TODAY + dt.timedelta(days=1)) == "SVC-024"
        assert code_of(slips.reopen, work, slip.id) == "SVC-241"
        slips.close(work, [slip.id])
        assert code_of(slips.amend, work, slip.id, a_draft(slip.unit_id)) == "SVC-234"
        slips.reopen(work, slip.id)
        assert work.of(Slip).get(slip.id) == replace(
            slip, reply="已建成投用。", replied_on=dt.date(2024, 6, 8), closed_on=None
        )


def test_a_slip_is_corrected(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, other = a_task(work, "甲"), a_task(work, "乙")
        slip = slips.issue(work, [a_draft(None, one.id)]).slips[0]
        slips.amend(work, slip.id, a_draft(None, other.id, colour="red", signer="李强"))
        stored = work.of(Slip).get(slip.id)
        assert stored is not None
        assert (stored.number, stored.colour, stored.signer) == (slip.number, "red", "李强")
        assert [link.task_id for link in work.of(SlipTask).find()] == [other.id]
        for wrong, code in (
            (a_draft(None), "SVC-232"),
            (a_draft(None, one.id, due=dt.date(2024, 6, 1)), "SVC-233"),
            (a_draft(None, one.id, matter=" "), "SVC-020"),
            (a_draft(None, one.id, colour="green"), "SVC-025"),
            (a_draft(None, 99), "SVC-004"),
        ):
            assert code_of(slips.amend, work, slip.id, wrong) == code
        assert code_of(slips.issue, work, []) == "SVC-005"
