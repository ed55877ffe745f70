from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import search_index
from db.search_index import folded, phrase, pieces
from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, EvidenceVersion, StoredFile, TaskEvidence
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Task, TaskOwner
from ledger_app.domain.unit import Unit, UnitAlias
from tests.builders_ledger import Place, quick_folder
from tests.db.contents import assert_sound, index_of, run_sql

CUTOFF = dt.date(2024, 6, 30)


@pytest.fixture
def filled(ledger: SqliteLedger) -> SqliteLedger:
    with ledger.write() as work:
        plan = work.of(Plan).add(Plan(0, "p", "健康青禾行动实施方案", doc_number="青卫发〔2024〕3号"))
        work.of(PlanItem).add_all(
            [
                PlanItem(0, "i1", plan.id, 1, "2.1", (), "推进医共体", "task", "完善双向转诊。", ("一是设立服务台。",)),
                PlanItem(0, "i2", plan.id, 2, "（四）", (), "", "safeguard", "各股室要加强统筹，逐级压实责任。"),
            ]
        )
        unit = work.of(Unit).add(Unit(0, "u", "青禾县人民医院", "县医院", pinyin="qhxrmyy xyy"))
        work.of(UnitAlias).add(UnitAlias(0, unit.id, "县一院"))
        tasks = work.of(Task).add_all(
            [
                Task(0, "t1", "2-07", "推进县域医共体建设", "完善双向转诊，年底前覆盖率达到90%以上。", plan_id=plan.id),
                Task(0, "t2", "2-08", "规范ICU管理", "落实院感防控 Checklist，做到日清月结。"),
                Task(0, "t3", "12-07", "开展健康体检", "６５岁以上老年人应检尽检。", note="与医保局会商"),
            ]
        )
        work.of(TaskOwner).add(TaskOwner(0, tasks[0].id, "lead", unit.id, "县人民医院"))
        work.of(TaskOwner).add(TaskOwner(0, tasks[2].id, "lead", None, "某某乡卫生所"))
        work.of(ProgressEntry).add(ProgressEntry(0, "e1", tasks[2].id, "2024-05", "已完成摸底", problems="设备不足"))
        work.of(ProgressEntry).add(ProgressEntry(0, "e2", tasks[2].id, "2024-06", "已体检三百余人"))
        work.of(StoredFile).add(StoredFile("a" * 64, 1))
        evidence = work.of(Evidence).add(Evidence(0, "v", "培训签到表"))
        work.of(EvidenceVersion).add(EvidenceVersion(0, evidence.id, 1, "a" * 64, "IMG_0231.jpg"))
        work.of(TaskEvidence).add(TaskEvidence(0, tasks[1].id, evidence.id, 1))
    return ledger


def found(ledger: SqliteLedger, text: str) -> set[tuple[str, int]]:
    with ledger.read() as session:
        return {(hit.kind, hit.id) for hit in session.search(text)}


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("县域", "task", 1),
        ("共体", "task", 1),
        ("体建设", "task", 1),
        ("双", "task", 1),
        ("达到90", "task", 1),
        ("2-07", "task", 1),
        ("12-0", "task", 3),
        ("tjxy", "task", 1),
        ("icu", "task", 2),
        ("ＩＣＵ管理", "task", 2),
        ("checklist", "task", 2),
        ("heck", "task", 2),
        ("65岁", "task", 3),
        ("会商", "task", 3),
        ("县一院", "unit", 1),
        ("县医", "unit", 1),
        ("qhx", "unit", 1),
        ("rmyy", "unit", 1),
        ("q", "unit", 1),
        ("XYY", "unit", 1),
        ("禾行动", "plan", 1),
        ("〔2024〕3", "plan", 1),
        ("jkqh", "plan", 1),
        ("签到", "evidence", 1),
        ("pxqd", "evidence", 1),
        ("0231", "evidence", 1),
        ("三百余", "progress", 2),
        ("摸底", "progress", 1),
        ("设备不足", "progress", 1),
        ("逐级压实", "item", 2),
        ("服务台", "item", 1),
        ("2.1", "item", 1),
    ],
)
def test_anything_is_found_by_a_piece_of_its_words(filled: SqliteLedger, text: str, kind: str, number: int) -> None:
    assert (kind, number) in found(filled, text)


@pytest.mark.parametrize("text", ["", "  ", "建县", "不存在的词", "。", '"', "2-09", "a*b", "NEAR(", "%", "_"])
def test_what_is_not_there_is_not_found(filled: SqliteLedger, text: str) -> None:
    assert found(filled, text) == set()


def test_all_words_must_occur(filled: SqliteLedger) -> None:
    assert ("task", 1) in found(filled, "转诊 医共体")
    assert ("task", 1) not in found(filled, "转诊 院感")
    assert ("unit", 1) not in found(filled, "m")


def test_a_hit_shows_the_words_around_it_and_opens_its_task(filled: SqliteLedger) -> None:
    with filled.read() as session:
        (hit,) = session.search("三百余")
        assert (hit.kind, hit.task_id, hit.snippet) == ("progress", 3, "已体检三百余人")
        (hit,) = session.search("签到")
        assert (hit.kind, hit.task_id, hit.snippet) == ("evidence", 2, "IMG_0231.jpg")
        task, item = session.search("双向转")
        assert "双向转诊" in task.snippet
        assert (item.kind, item.plan_id, item.title, item.snippet) == ("item", 1, "2.1 推进医共体", "完善双向转诊。")
        (hit,) = session.search("压实责任")
        assert (hit.title, hit.task_id, hit.plan_title) == ("（四）", None, "健康青禾行动实施方案")


def test_an_older_report_opens_at_its_month_and_what_was_carried_over_is_one_hit(filled: SqliteLedger) -> None:
    with filled.read() as session:
        (hit,) = session.search("摸底")
        assert (hit.task_id, hit.period, hit.snippet) == (3, "2024-05", "已完成摸底")
        (hit,) = session.search("摸底 设备")
        assert hit.period == "2024-05"
        # Words of two months: both are shown, the newer one first.
        assert [hit.period for hit in session.search("三百余 摸底")] == ["2024-06", "2024-05"]
    with filled.write() as work:
        work.of(ProgressEntry).add(ProgressEntry(0, "e3", 3, "2024-07", "已体检三百余人", kind="carried"))
    with filled.read() as session:
        assert [hit.period for hit in session.search("三百余")] == ["2024-07"]


def test_a_frequent_word_leaves_room_for_what_plans_and_reports_say(filled: SqliteLedger) -> None:
    with filled.write() as work:
        work.of(Task).add_all([Task(0, f"n{n}", f"9-{n:03}", f"统筹事项{n}") for n in range(40)])
        work.of(ProgressEntry).add(ProgressEntry(0, "e4", 1, "2024-06", "已统筹推进"))
    with filled.read() as session:
        hits = session.search("统筹", limit=20)
    kinds = [hit.kind for hit in hits]
    assert (len(hits), kinds.count("item"), kinds.count("progress")) == (20, 1, 1)
    assert kinds[:18] == ["task"] * 18


def test_best_hits_come_first_and_no_more_than_asked(filled: SqliteLedger) -> None:
    with filled.read() as session:
        assert [hit.kind for hit in session.search("县")][:2] == ["unit", "task"]
        assert session.search("2-08")[0].title == "2-08 规范ICU管理"
        assert len(session.search("体", limit=2)) == 2


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("县域", [1]),
        ("县医院", [1]),
        ("县一院 转诊", [1]),
        ("qhxr", [1]),
        ("乡卫生", [3]),
        ("三百", [3]),
        ("摸底", [3]),
        ("2-07", [1, 3]),
        ("-08", [2]),
        ("县域 三百", []),
        ("", [1, 2, 3]),
    ],
)
def test_a_list_of_tasks_can_be_searched_over_words_owners_and_progress(
    filled: SqliteLedger, text: str, ids: list[int]
) -> None:
    with filled.read() as session:
        assert sorted(session.task_ids(TaskQuery(CUTOFF, search=text))) == ids


def test_the_index_follows_edits_removals_and_undo(filled: SqliteLedger) -> None:
    with filled.write() as work:
        task = work.of(Task).get(1)
        assert task is not None
        work.of(Task).update(dataclasses.replace(task, title="改造发热门诊"))
        work.of(ProgressEntry).remove(2)
        version = work.of(EvidenceVersion).get(1)
        assert version is not None
        work.of(EvidenceVersion).update(dataclasses.replace(version, original_name="合影.png"))
    assert ("task", 1) in found(filled, "发热")
    assert ("task", 1) not in found(filled, "医共体")
    assert ("progress", 1) in found(filled, "摸底")
    assert found(filled, "三百余") == set()
    assert ("evidence", 1) in found(filled, "合影")
    assert_sound(filled)
    filled.undo()
    assert ("task", 1) in found(filled, "医共体")
    assert ("progress", 2) in found(filled, "三百余")
    assert_sound(filled)


def test_an_index_cut_by_another_version_is_made_anew_at_opening(filled: SqliteLedger, place: Place) -> None:
    right = index_of(filled)
    filled.close()
    run_sql(
        place.folder,
        "INSERT INTO search_task (search_task) VALUES ('delete-all')",
        "UPDATE ledger_info SET value = 'other' WHERE key = 'search_version'",
    )
    ledger = place.open()
    assert index_of(ledger) == right
    ledger.close()


def test_the_index_follows_what_plans_say(filled: SqliteLedger) -> None:
    with filled.write() as work:
        item = work.of(PlanItem).get(2)
        assert item is not None
        work.of(PlanItem).update(dataclasses.replace(item, text="各单位要强化督导。"))
        work.of(PlanItem).remove(1)
    assert ("item", 2) in found(filled, "强化督导")
    assert found(filled, "服务台") == found(filled, "压实责任") == set()
    assert_sound(filled)
    filled.undo()
    assert ("item", 2) in found(filled, "压实责任")
    assert_sound(filled)


def test_a_ledger_from_before_items_were_searched_is_upgraded(filled: SqliteLedger, place: Place) -> None:
    right = index_of(filled)
    filled.close()
    step = "m0005_items_are_searched"
    run_sql(
        place.folder,
        "DROP TABLE search_item",
        f"DELETE FROM _sqlite_migrations WHERE name = '{step}'",
        "UPDATE ledger_info SET value = '1' WHERE key = 'search_version'",
    )
    ledger = place.open()
    assert index_of(ledger) == right
    assert ("item", 2) in found(ledger, "压实责任")
    assert ("progress", 1) in found(ledger, "摸底")
    ledger.close()
    with sqlite3.connect(place.folder / "ledger.sqlite3") as plain:
        assert plain.execute("SELECT count(*) FROM _sqlite_migrations WHERE name = ?", [step]).fetchone() == (1,)
    plain.close()


@given(st.text(max_size=30))
def test_cutting_never_makes_a_token_that_sqlite_would_cut_again(text: str) -> None:
    for token in pieces(text).split(" "):
        assert len(token) <= 2
        assert all(ord(character) > 127 or character.isalnum() for character in token)


WORDS = st.text(st.sampled_from("医院卫生a1，B２ "), max_size=12)


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(WORDS, min_size=1, max_size=8), st.lists(WORDS.filter(lambda w: phrase(w) is not None), max_size=5))
def test_the_index_finds_exactly_what_reading_every_text_finds(texts: list[str], words: list[str]) -> None:
    with quick_folder() as folder:
        ledger = Place(folder).create()
        with ledger.write() as work:
            work.of(Task).add_all([Task(0, f"t{n}", f"#{n}", "", content=text) for n, text in enumerate(texts)])
        with ledger.read() as session:
            for word in words:
                rows = session.connection.execute(
                    "SELECT rowid FROM search_task WHERE search_task MATCH ?", [f"body : ({phrase(word)})"]
                )
                assert {row[0] - 1 for row in rows} == {n for n, text in enumerate(texts) if read_finds(text, word)}
        ledger.close()


def read_finds(text: str, word: str) -> bool:
    """Say whether a text has a word's letters in a row, any signs between its runs (and only there)."""
    spoken = "".join(character if character.isalnum() else " " for character in folded(text))
    wanted = "".join(character if character.isalnum() else " " for character in folded(word)).split()
    return " ".join(wanted) in " ".join(spoken.split())


def test_counts_and_samples_tell_a_damaged_index(filled: SqliteLedger, place: Place) -> None:
    filled.close()
    run_sql(place.folder, "INSERT INTO search_progress (search_progress) VALUES ('delete-all')")
    ledger = place.open()
    with ledger.read() as session:
        assert search_index.counts(session.connection)["search_progress"] == (0, 1)
        assert search_index.strays(session.connection) == [("search_progress", 3)]
    ledger.rebuild_search()
    with ledger.read() as session:
        assert search_index.strays(session.connection) == []
    ledger.close()
