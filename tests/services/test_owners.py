from __future__ import annotations

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import Doubt
from ledger_app.domain.task import TaskLeader, TaskOwner
from ledger_app.domain.unit import Person, UnitAlias
from ledger_app.services import owners
from ledger_app.services.import_plan import import_plan
from ledger_app.services.owners import OwnerChoice
from tests.builders import a_plan, a_proposal, a_task, a_unit, an_item, an_owner


def rows(ledger: SqliteLedger) -> list[tuple[str, int | None, str]]:
    with ledger.read() as session:
        return [(owner.role, owner.unit_id, owner.raw) for owner in session.of(TaskOwner).find()]


def test_owners_are_replaced_and_what_was_printed_stays(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_unit(work, "县人民医院"), a_unit(work, "县中医院")
        task = a_task(work)
        person = work.of(Person).add(Person(0, "李强"))
        work.of(TaskOwner).add(TaskOwner(0, task.id, "responsible", one.id, "县医院", 1, person_id=person.id))
    with ledger.write() as work:
        choices = [
            OwnerChoice("lead", one.id),
            OwnerChoice("cooperate", two.id),
            OwnerChoice("cooperate", raw="县水务局"),
        ]
        owners.set_owners(work, task.id, [*choices, choices[1]])
    assert rows(ledger) == [
        ("lead", one.id, "县医院"),
        ("cooperate", two.id, "县中医院"),
        ("cooperate", None, "县水务局"),
    ]
    with ledger.read() as session:
        assert session.of(TaskOwner).find(role="lead")[0].person_id == person.id


def test_assigning_adds_a_unit_or_changes_its_role(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        ids = [a_task(work).id, a_task(work).id]
        owners.assign(work, ids[:1], unit.id, "cooperate")
        owners.assign(work, ids, unit.id, "lead")
    assert rows(ledger) == [("lead", unit.id, unit.name)] * 2


def test_claiming_a_name_settles_it_everywhere_and_is_learned(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work, "县疾病预防控制中心")
        items = (an_item("甲", owners=(an_owner("县疾控"),)), an_item("乙", "2.", owners=(an_owner("县 疾控"),)))
        import_plan(work, a_proposal(a_plan(*items)), None)
    with ledger.write() as work:
        assert len(owners.tasks_with_unmatched(work, "县疾控")) == 2
        owners.claim_name(work, "县疾控", [unit.id])
    assert [row[1] for row in rows(ledger)] == [unit.id, unit.id]
    with ledger.read() as session:
        assert [alias.alias for alias in session.of(UnitAlias).find()] == ["县疾控"]
        assert [doubt.answer for doubt in session.of(Doubt).find()] == ["县疾病预防控制中心"]
    with ledger.write() as work:
        summary = import_plan(work, a_proposal(a_plan(an_item("丙", owners=(an_owner("县疾控"),)), title="方案")), None)
    assert summary.doubt_count == 0


def test_a_name_may_stand_for_several_units(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_unit(work, "甲镇卫生院"), a_unit(work, "乙镇卫生院")
        items = (an_item(owners=(an_owner("甲镇卫生院"), an_owner("有关卫生院", "cooperate"))),)
        import_plan(work, a_proposal(a_plan(*items)), None)
        owners.claim_name(work, "有关卫生院", [one.id, two.id])
        assert work.of(UnitAlias).count() == 0
    assert rows(ledger) == [("responsible", one.id, "甲镇卫生院"), ("cooperate", two.id, "有关卫生院")]


def test_the_leader_in_charge_is_named_and_cleared(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        owners.set_leader(work, [task.id], "赵明")
        owners.set_leader(work, [task.id], "钱亮")
        assert [leader.raw for leader in work.of(TaskLeader).find()] == ["钱亮"]
        owners.set_leader(work, [task.id], "")
        assert work.of(TaskLeader).count() == 0
