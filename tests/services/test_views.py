"""Views are kept, renamed, shared as text and refused where they make no sense."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.grid import Condition, ConditionGroup, Sorting
from ledger_app.domain.supervision import SavedView
from ledger_app.domain.task import CustomField
from ledger_app.domain.view import GridView, ViewColumn
from ledger_app.errors import EnvironmentFault, LedgerError, RejectedError, UnreadableFileError
from ledger_app.messages import describe
from ledger_app.services import views
from ledger_app.services.view_text import read_view, write_view

VIEW = GridView(
    "open",
    "overdue",
    (Condition("lead", "any_of", ("县医院", "")), Condition("percent", "between", (10, 50.5))),
    "or",
    (Sorting("due"), Sorting("custom:1", descending=True)),
    "section",
    (ViewColumn("title", 300), ViewColumn("custom:1", 80, is_shown=False)),
    fits_width=False,
    frozen=2,
    rows="all",
)


def test_a_view_comes_back_as_it_was_kept(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        saved = views.save(work, " 医院逾期 ", VIEW)
        views.set_default(work, saved.id)
    with ledger.read() as session:
        assert views.stored_views(session) == [views.StoredView(saved.id, "医院逾期", VIEW, is_default=True)]
    with ledger.write() as work:
        views.overwrite(work, saved.id, GridView())
        views.rename(work, saved.id, "甲")
    with ledger.read() as session:
        assert views.stored_views(session) == [views.StoredView(saved.id, "甲", GridView(), is_default=True)]
    with ledger.write() as work:
        views.remove(work, saved.id)
    with ledger.read() as session:
        assert views.stored_views(session) == []
        assert session.read_setting("view.default") is None
    ledger.undo()
    with ledger.read() as session:
        assert views.stored_views(session)[0].is_default, "one step brings back the view and what it was"


def test_brackets_are_kept_and_views_without_them_stay_readable_for_older_programs(ledger: SqliteLedger) -> None:
    group = ConditionGroup((Condition("light", "is", ("overdue",)), Condition("custom:1", "not_empty")), "or")
    grouped = replace(VIEW, conditions=(Condition("lead", "is", ("县医院",)), group), joined="and")
    assert read_view(write_view(grouped, "甲")) == ("甲", grouped)
    assert json.loads(write_view(grouped))["version"] == 2
    assert json.loads(write_view(VIEW))["version"] == 1
    with ledger.write() as work:
        work.of(CustomField).add(CustomField(0, "投资额", "number"))
        views.save(work, "甲", grouped)
        text = views.export_text(work, "甲", grouped)
        copied = views.import_text(work, text)
        views.drop_custom_field(work, 1)
    assert "custom:投资额" in text
    with ledger.read() as session:
        kept = next(one.view for one in views.stored_views(session) if one.id == copied.id)
    assert kept.conditions == (Condition("lead", "is", ("县医院",)), group.conditions[0]), "no brackets around one"


def test_names_are_given_once(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        first = views.save(work, "甲", VIEW)
        views.save(work, "乙", VIEW)
    for refused, code in (
        (lambda work: views.save(work, "甲", VIEW), "SVC-143"),
        (lambda work: views.rename(work, first.id, "乙"), "SVC-143"),
        (lambda work: views.save(work, "  ", VIEW), "SVC-020"),
        (lambda work: views.save(work, "长" * 61, VIEW), "SVC-026"),
        (lambda work: views.remove(work, 99), "SVC-004"),
        (lambda work: views.set_default(work, 99), "SVC-004"),
    ):
        with pytest.raises(RejectedError) as caught, ledger.write() as work:
            refused(work)
        assert caught.value.code == code
    with ledger.write() as work:
        assert views.rename(work, first.id, "甲").is_empty, "its own name is no other's"


def test_a_shared_view_calls_custom_fields_by_name(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.of(CustomField).add(CustomField(0, "投资额", "number"))
    with ledger.read() as session:
        text = views.export_text(session, "医院", VIEW)
    assert "custom:投资额" in text
    assert "custom:1" not in text
    with ledger.write() as work:
        same = views.import_text(work, text)
        again = views.import_text(work, text)
        work.of(CustomField).remove(1)
    assert (same.name, again.name, same.findings) == ("医院", "医院（2）", ())
    with ledger.read() as session:
        assert views.stored_views(session)[0].view == VIEW
    with ledger.write() as work:
        poorer = views.import_text(work, text)
    assert "投资额" in poorer.findings[0].message
    with ledger.read() as session:
        view = next(one.view for one in views.stored_views(session) if one.id == poorer.id)
    assert (view.sorting, view.columns) == ((Sorting("due"),), (ViewColumn("title", 300),))


def test_a_view_that_cannot_be_read_is_left_out(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.of(SavedView).add(SavedView(0, "新版的", definition='{"format": "ledger-view", "version": 9}'))
        work.of(SavedView).add(SavedView(0, "别的页", "units", write_view(VIEW)))
    with ledger.read() as session:
        assert views.stored_views(session) == []


def changed(**parts: Any) -> str:  # noqa: ANN401 - whatever somebody may write into a file
    return json.dumps({**json.loads(write_view(VIEW)), **parts})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "SVC-140"),
        ("[" * 100_000, "SVC-140"),
        ("[]", "SVC-140"),
        ("{}", "SVC-140"),
        (changed(format="other"), "SVC-140"),
        (changed(version=True), "SVC-140"),
        (changed(version=3), "SVC-141"),
        (changed(rows="many"), "SVC-142"),
        (changed(joined="xor"), "SVC-142"),
        (changed(frozen=-1), "SVC-142"),
        (changed(fits_width=1), "SVC-142"),
        (changed(group_by="nothing"), "SVC-142"),
        (changed(group_by="custom:"), "SVC-142"),
        (changed(sorting=[{"field": "due", "descending": 1}]), "SVC-142"),
        (changed(sorting={"field": "due"}), "SVC-142"),
        (changed(conditions=[{"field": "t.id", "op": "is", "values": []}]), "SVC-142"),
        (changed(conditions=[{"field": "due", "op": "like", "values": []}]), "SVC-142"),
        (changed(conditions=[{"field": "due", "op": "is", "values": [None]}]), "SVC-142"),
        (changed(conditions=[{"field": "due", "op": "is", "values": [True]}]), "SVC-142"),
        (changed(conditions=[{"field": "due", "op": "is", "values": ["长" * 3000]}]), "SVC-142"),
        (changed(conditions=[{"field": "due", "op": "is", "values": []}] * 41), "SVC-142"),
        (changed(conditions=[{"conditions": "due"}]), "SVC-142"),
        (changed(conditions=[{"conditions": [7]}]), "SVC-142"),
        (changed(conditions=[{"conditions": [], "joined": "xor"}]), "SVC-142"),
        (changed(conditions=[{"conditions": [{"conditions": []}]}]), "SVC-142"),
        (changed(conditions=[{"conditions": [{"field": "due", "op": "is"}] * 21}] * 2), "SVC-142"),
        (changed(columns=[{"key": "title", "width_px": 10**9}]), "SVC-142"),
        (changed(columns=[{"key": "", "width_px": 90}]), "SVC-142"),
        (changed(columns=["title"]), "SVC-142"),
        (changed(name=7), "SVC-142"),
        (changed(conditions=[{"field": "due", "op": "is", "values": [float("nan")]}]), "SVC-142"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(RejectedError) as caught:
        read_view(text)
    assert caught.value.code == code
    assert "没有导入" in describe(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_taken_or_refused(part: object) -> None:
    for key in ("conditions", "sorting", "columns", "group_by", "frozen", "chip", "version"):
        assert code_of(changed(**{key: part})) in {"", "SVC-140", "SVC-141", "SVC-142"}


def code_of(text: str) -> str:
    """Return why a text is refused, "" if it is taken."""
    try:
        read_view(text)
    except LedgerError as error:
        return error.code
    return ""


def test_files_are_read_and_written_with_clear_words(tmp_path: Path) -> None:
    file = tmp_path / "医院.ledgerview"
    views.write_file(file, write_view(VIEW, "医院"))
    assert read_view(views.read_file(file)) == ("医院", VIEW)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RejectedError) as caught:
        views.read_file(file)
    assert caught.value.code == "SVC-140"
    file.write_bytes(b" " * (views.MOST_BYTES + 1))
    with pytest.raises(RejectedError) as caught:
        views.read_file(file)
    assert caught.value.code == "SVC-145"
    with pytest.raises(UnreadableFileError):
        views.read_file(tmp_path / "没有")
    with pytest.raises(EnvironmentFault):
        views.write_file(tmp_path / "没有" / "甲", "")
