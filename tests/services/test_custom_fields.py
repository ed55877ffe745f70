"""The ledger's own columns: what may be defined, what a value must be, what becomes of both."""

from __future__ import annotations

from typing import cast

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.custom_field import FieldType, options_of, type_of
from ledger_app.domain.grid import Condition, Sorting
from ledger_app.domain.task import CustomField, CustomValue
from ledger_app.domain.view import GridView, ViewColumn
from ledger_app.errors import RejectedError
from ledger_app.messages import describe
from ledger_app.ports import UnitOfWork
from ledger_app.services import custom_fields, views
from tests.builders import a_task


def a_field(ledger: SqliteLedger, name: str = "投资额", kind: FieldType = "number", *options: str) -> CustomField:
    with ledger.write() as work:
        return custom_fields.define(work, name, kind, options).field


def a_task_id(ledger: SqliteLedger, title: str = "建设胸痛中心") -> int:
    with ledger.write() as work:
        return a_task(work, title).id


def values(ledger: SqliteLedger, task_id: int) -> dict[str, str]:
    with ledger.read() as session:
        return {one.field.name: one.value for one in custom_fields.values_of(session, task_id)}


def names(ledger: SqliteLedger, *, with_retired: bool = False) -> list[str]:
    with ledger.read() as session:
        return [one.name for one in custom_fields.fields_of(session, with_retired=with_retired)]


def refused(ledger: SqliteLedger, act: object) -> RejectedError:
    assert callable(act)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        act(work)
    return caught.value


def test_columns_are_defined_renamed_and_ordered_and_undone(ledger: SqliteLedger) -> None:
    first, second = a_field(ledger), a_field(ledger, " 整改 类型 ", "choice", "立行立改", "限期整改")
    assert (type_of(first), options_of(second)) == ("number", ("立行立改", "限期整改"))
    assert names(ledger) == ["投资额", "整改 类型"]
    with ledger.write() as work:
        custom_fields.reorder(work, [second.id])
    assert names(ledger) == ["整改 类型", "投资额"]
    with ledger.write() as work:
        custom_fields.rename(work, first.id, "总投资")
    assert names(ledger) == ["整改 类型", "总投资"]
    ledger.undo()
    ledger.undo()
    assert names(ledger) == ["投资额", "整改 类型"]


def test_what_cannot_be_a_column_is_refused(ledger: SqliteLedger) -> None:
    field = a_field(ledger)
    for act, code in (
        (lambda work: custom_fields.define(work, "投资额"), "SVC-190"),
        (lambda work: custom_fields.define(work, " "), "SVC-020"),
        (lambda work: custom_fields.define(work, "长" * 41), "SVC-026"),
        (lambda work: custom_fields.change_type(work, field.id, cast("FieldType", "选")), "SVC-025"),
        (lambda work: custom_fields.define(work, "甲", "choice", [" "]), "SVC-192"),
        (lambda work: custom_fields.define(work, "甲", "choice", ["一", "一"]), "SVC-193"),
        (lambda work: custom_fields.rename(work, 99, "乙"), "SVC-004"),
        (lambda work: custom_fields.reorder(work, [field.id, 99]), "SVC-004"),
    ):
        assert refused(ledger, act).code == code
    assert names(ledger) == ["投资额"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [("number", "1,200", "1200"), ("date", "2024.6.3", "2024-06-03"), ("bool", "√", "是"), ("choice", "甲", "甲")],
)
def test_a_value_is_kept_in_the_form_of_its_type(ledger: SqliteLedger, kind: FieldType, typed: str, kept: str) -> None:
    field, task_id = a_field(ledger, "列", kind, "甲"), a_task_id(ledger)
    with ledger.write() as work:
        assert custom_fields.set_value(work, [task_id], field.id, typed).touches("custom_value")
    assert values(ledger, task_id) == {"列": kept}
    with ledger.write() as work:
        custom_fields.set_value(work, [task_id], field.id, " ")
    assert values(ledger, task_id) == {"列": ""}
    with ledger.read() as session:
        assert session.of(CustomValue).count() == 0, "nothing is no row"


def test_a_value_of_the_wrong_type_is_refused_with_what_would_do(ledger: SqliteLedger) -> None:
    number, choice = a_field(ledger), a_field(ledger, "类型", "choice", "甲", "乙")
    task_id = a_task_id(ledger)
    error = refused(ledger, lambda work: custom_fields.set_value(work, [task_id], number.id, "三百万"))
    assert error.code == "SVC-191"
    assert "投资额" in describe(error)
    assert "3.5" in describe(error)
    error = refused(ledger, lambda work: custom_fields.set_values(work, task_id, {number.id: "5", choice.id: "丙"}))
    assert "甲、乙" in describe(error)
    assert values(ledger, task_id) == {"投资额": "", "类型": ""}, "all or nothing"


def test_many_tasks_get_one_value_in_one_step(ledger: SqliteLedger) -> None:
    field, ids = a_field(ledger), [a_task_id(ledger, f"任务{n}") for n in range(3)]
    with ledger.write() as work:
        custom_fields.set_value(work, ids, field.id, "7")
    assert [values(ledger, one)["投资额"] for one in ids] == ["7", "7", "7"]
    operation = ledger.undoable()
    assert operation is not None
    assert operation.name == "修改 3 项任务 的投资额"
    ledger.undo()
    assert [values(ledger, one)["投资额"] for one in ids] == ["", "", ""]
    assert refused(ledger, lambda work: custom_fields.set_value(work, [], field.id, "7")).code == "SVC-005"


def test_a_retired_column_keeps_its_values_and_takes_no_new_ones(ledger: SqliteLedger) -> None:
    field, other = a_field(ledger), a_field(ledger, "备查")
    filled, empty = a_task_id(ledger), a_task_id(ledger, "另一项")
    with ledger.write() as work:
        custom_fields.set_value(work, [filled], field.id, "7")
        custom_fields.retire(work, field.id)
        custom_fields.retire(work, other.id)
    assert names(ledger) == []
    assert names(ledger, with_retired=True) == ["投资额", "备查"]
    assert values(ledger, filled) == {"投资额": "7"}
    assert values(ledger, empty) == {}
    assert refused(ledger, lambda work: custom_fields.set_value(work, [filled], field.id, "8")).code == "SVC-197"
    with ledger.write() as work:
        custom_fields.retire(work, field.id, retired=False)
        custom_fields.set_value(work, [filled], field.id, "8")
    assert values(ledger, filled) == {"投资额": "8"}


def test_deleting_asks_where_there_are_values_and_comes_back_whole(ledger: SqliteLedger) -> None:
    field, task_id = a_field(ledger), a_task_id(ledger)
    key = f"custom:{field.id}"
    view = GridView(
        conditions=(Condition(key, "at_least", (5,)), Condition("title", "contains", ("中心",))),
        sorting=(Sorting(key),),
        group_by=key,
        columns=(ViewColumn("title", 200), ViewColumn(key, 90)),
    )
    with ledger.write() as work:
        custom_fields.set_value(work, [task_id], field.id, "7")
        views.save(work, "投资", view)
    error = refused(ledger, lambda work: custom_fields.remove(work, field.id))
    assert (error.code, error.facts["count"]) == ("SVC-196", 1)
    with ledger.write() as work:
        custom_fields.remove(work, field.id, with_values=True)
    with ledger.read() as session:
        (kept,) = views.stored_views(session)
    assert [one.field for one in kept.view.conditions] == ["title"]
    assert (kept.view.sorting, kept.view.group_by) == ((), "")
    assert [one.key for one in kept.view.columns] == ["title"]
    ledger.undo()
    assert values(ledger, task_id) == {"投资额": "7"}
    with ledger.read() as session:
        assert views.stored_views(session)[0].view == view
    with ledger.write() as work:
        custom_fields.set_value(work, [task_id], field.id, "")
        custom_fields.remove(work, field.id)
    assert names(ledger, with_retired=True) == []


def test_the_words_of_a_choice_may_be_renamed_but_not_lost(ledger: SqliteLedger) -> None:
    field, task_id = a_field(ledger, "类型", "choice", "甲", "乙", "丙"), a_task_id(ledger)
    with ledger.write() as work:
        custom_fields.set_value(work, [task_id], field.id, "甲")
    error = refused(ledger, lambda work: custom_fields.change_options(work, field.id, ["乙", "丙"]))
    assert (error.code, error.facts) == ("SVC-194", {"count": 1, "value": "甲"})
    with ledger.write() as work:
        changed = custom_fields.change_options(work, field.id, ["丁", "甲类", "乙"], {"甲": "甲类"}).field
    assert options_of(changed) == ("丁", "甲类", "乙")
    assert values(ledger, task_id) == {"类型": "甲类"}


def test_a_type_changes_only_where_every_value_fits(ledger: SqliteLedger) -> None:
    field, first, second = a_field(ledger, "数", "text"), a_task_id(ledger), a_task_id(ledger, "另一项")

    def fill(work: UnitOfWork) -> None:
        custom_fields.set_value(work, [first], field.id, "1,200")
        custom_fields.set_value(work, [second], field.id, "约三百")

    with ledger.write() as work:
        fill(work)
    error = refused(ledger, lambda work: custom_fields.change_type(work, field.id, "number"))
    assert (error.code, error.facts["count"], error.facts["value"]) == ("SVC-195", 1, "约三百")
    with ledger.write() as work:
        chosen = custom_fields.change_type(work, field.id, "choice").field
    assert options_of(chosen) == ("1,200", "约三百")
    with ledger.write() as work:
        custom_fields.set_value(work, [second], field.id, "1,200")
        number = custom_fields.change_type(work, field.id, "number").field
    assert (type_of(number), number.options) == ("number", "[]")
    assert values(ledger, second) == {"数": "1200"}
