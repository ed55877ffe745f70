"""A whole ledger in the order of several fields comes from indexes exactly as SQLite would sort it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.grid import Condition, Sorting, TaskQuery
from ledger_app.domain.task import Deadline, TaskOwner
from tests.builders_ledger import Place, build_quick_ledger, quick_folder

JUNE = dt.date(2024, 6, 30)
# Holds for every task, and keeps the query from being a plain one: the database sorts.
EVERY = (Condition("ordinal", "at_least", (-1,)),)
FIELDS = ("light", "due", "lead", "section", "code", "plan", "percent", "leader", "month_due")


@pytest.fixture(scope="module")
def ledger() -> Iterator[SqliteLedger]:
    with quick_folder() as folder:
        made = Place(build_quick_ledger(folder, 240)).open()
        with made.write() as work:
            work.describe("test", "无时限、无牵头单位的任务")
            for number in range(1, 240, 9):
                work.of(Deadline).remove(number)
                work.of(TaskOwner).remove(number + 3)
        yield made
        made.close()


@given(st.lists(st.builds(Sorting, st.sampled_from(FIELDS), st.booleans()), min_size=1, max_size=4))
def test_indexes_give_the_order_that_sorting_gives(ledger: SqliteLedger, sorting: list[Sorting]) -> None:
    with ledger.read() as session:
        plain = TaskQuery(JUNE, sorting=tuple(sorting))
        found = session.task_ids(plain)
        assert found == session.task_ids(replace(plain, scope=EVERY))
        assert len(found) == 240


def test_a_long_text_has_no_index_and_is_sorted_all_the_same(ledger: SqliteLedger) -> None:
    with ledger.read() as session:
        query = TaskQuery(JUNE, sorting=(Sorting("lead"), Sorting("content")))
        assert session.task_ids(query) == session.task_ids(replace(query, scope=EVERY))


def test_no_task_is_compared_with_another(ledger: SqliteLedger) -> None:
    """Every statement of a sort by two fields walks an index: SQLite plans no sorting of its own."""
    statements: list[str] = []
    with ledger.read() as session:
        session.task_ids(TaskQuery(JUNE, sorting=(Sorting("lead"), Sorting("due"))))
        session.connection.set_trace_callback(statements.append)
        session.task_ids(TaskQuery(JUNE, sorting=(Sorting("lead"), Sorting("due", descending=True))))
        session.connection.set_trace_callback(None)
        walks = [text for text in statements if "json_group_array" in text]
        plans = [row[3] for text in walks for row in session.connection.execute(f"EXPLAIN QUERY PLAN {text}")]
    assert len(walks) == 4, "values counted and tasks listed, of each field"
    assert any("USING COVERING INDEX" in line for line in plans)
    assert not [line for line in plans if "TEMP B-TREE" in line]
