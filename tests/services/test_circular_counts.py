"""Every number in a circular, counted again by plain SQL over the ledger's file; nothing of the product counts here."""

from __future__ import annotations

import datetime as dt
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.period import Period
from ledger_app.domain.supervision import ReturnLog
from ledger_app.reports.model import Figure, ReportModel, ReportTable, run_text
from ledger_app.reports.narrative import figures_of
from ledger_app.reports.rewording import body_text
from ledger_app.services import progress, tasks
from ledger_app.services.progress import Report
from ledger_app.services.reports import ReportRequest, draft
from tests.builders import TODAY, a_ledger, a_task, a_unit

JUNE = Period.parse("2024-06")
NAMES = ("县医院", "县中医院", "县疾控中心", "云岭镇卫生院")
SECTIONS = ("深化改革", "基层卫生", "公共卫生")
SEEDS = range(6)
# Before and after the cut-off date: what happened later is not known on it.
SINCE = (dt.date(2024, 6, 1), dt.date(2024, 7, 2))

# The states of docs/domain.md section 3.4, for tasks of one deadline that begin with the year 2024.
VIEWS = """
CREATE TEMP VIEW fact AS
SELECT t.id, t.code, t.section, t.kind, t.completed_on,
       CASE WHEN t.standing_since <= '2024-06-30' THEN t.standing ELSE 'active' END AS standing,
       d.current_due AS due, u.name AS unit,
       (SELECT p.percent FROM progress_entry p WHERE p.task_id = t.id AND p.period <= '2024-06'
        ORDER BY p.period DESC, p.id DESC LIMIT 1) AS percent,
       (SELECT count(*) FROM expected_evidence e WHERE e.task_id = t.id AND e.evidence_id IS NULL) AS missing
FROM task t
LEFT JOIN deadline d ON d.task_id = t.id AND d.is_primary = 1
LEFT JOIN task_owner o ON o.task_id = t.id AND o.role = 'lead'
LEFT JOIN unit u ON u.id = o.unit_id;

CREATE TEMP VIEW state AS
SELECT *, CASE
    WHEN completed_on <= '2024-06-30' OR (kind IN ('once', 'year_end') AND percent >= 100) THEN 'done'
    WHEN standing = 'cancelled' THEN 'cancelled'
    WHEN standing = 'suspended' OR kind IN ('continuing', 'year_end') THEN 'excluded'
    WHEN due IS NULL THEN 'unknown'
    WHEN due < '2024-06-30' THEN 'overdue'
    WHEN coalesce(percent, 0) = 0 THEN 'lagging'
    WHEN percent <= (CASE due WHEN '2024-12-31' THEN 40.0 ELSE 84.8 END) THEN 'lagging'
    ELSE 'normal' END AS state
FROM fact;
"""


def fill(ledger: SqliteLedger, seed: int) -> None:
    """Put a made year's tasks, reports, returns and expected evidence into a ledger."""
    dice = random.Random(seed)
    with ledger.write() as work:
        work.describe("test.fill", "造数")
        units = [a_unit(work, name) for name in NAMES]
        for number in range(8 + seed * 6):
            due = dice.choice([None, dt.date(2024, 5, 20), dt.date(2024, 7, 10), dt.date(2024, 12, 31)])
            unit = dice.choice(units)
            task = a_task(
                work,
                f"第{number}件实事",
                due,
                start=dt.date(2024, 1, 1),
                section=dice.choice(SECTIONS),
                lead_unit_ids=(unit.id,),
                kind=dice.choice(["once", "once", "once", "continuing", "year_end"]),
            )
            percent = dice.choice([None, 0, 20, 40, 60, 90, 100])
            if percent is not None:
                progress.file_entry(work, task.id, "2024-06", Report("推进中", percent, unit_id=unit.id))
            fate = dice.random()
            if fate < 0.1:
                tasks.cancel(work, [task.id], "上级调整", dice.choice(SINCE))
            elif fate < 0.2:
                tasks.suspend(work, [task.id], "等上级明确", dice.choice(SINCE))
            elif fate < 0.35:
                tasks.complete(work, [task.id], dice.choice([dt.date(2024, 5, 10), dt.date(2024, 6, 3)]))
            for place in range(dice.randint(0, 2)):
                work.of(ExpectedEvidence).add(ExpectedEvidence(0, task.id, f"材料{place}", ordinal=place))
        for unit in units[: seed % 5]:
            received = dice.choice([None, dt.date(2024, 6, 20), dt.date(2024, 6, 28)])
            work.of(ReturnLog).add(ReturnLog(0, unit.id, "2024-06", received_on=received))


@pytest.fixture(params=SEEDS, scope="module")
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ReportModel, sqlite3.Connection]]:
    """Return a circular, and the file of its ledger open for plain SQL."""
    folder: Path = tmp_path_factory.mktemp("counts") / "台账"
    ledger = a_ledger(folder)
    fill(ledger, request.param)
    with ledger.read() as session:
        model = draft(session, ReportRequest("monthly", JUNE), TODAY, "2024-07-05T01:00:00Z").model
    ledger.close()
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as connection:
        connection.executescript(VIEWS)
        yield model, connection


def one(connection: sqlite3.Connection, query: str, *values: object) -> int:
    return int(connection.execute(query, values).fetchone()[0] or 0)


def count(connection: sqlite3.Connection, where: str, *values: object) -> int:
    return one(connection, f"SELECT count(*) FROM state WHERE state <> 'cancelled' AND {where}", *values)


def rate(part: int, whole: int) -> str:
    return f"{(2000 * part + whole) // (2 * whole) / 10:.1f}%"


def taken(pattern: str, text: str) -> tuple[list[str], str]:
    """Return the numbers of the first match and the text without it; the pattern must be there."""
    match = re.search(pattern, text)
    assert match is not None, (pattern, text)
    return list(match.groups()), text[: match.start()] + text[match.end() :]


def test_every_number_of_the_words_is_the_ledgers(made: tuple[ReportModel, sqlite3.Connection]) -> None:
    model, sql = made
    text = body_text(model.body)
    text = overall_checked(text, sql)
    text = sections_checked(text, sql)
    text = praise_checked(text, sql)
    text = problems_checked(text, sql)
    # What is left are days, the reach of a list, and numbers of tasks.
    text = re.sub(r"\d{4}年\d{1,2}月\d{1,2}日|30天内|（\d[-\d、等]*）|（[\d-]+）|第\d+件实事", "", text)
    assert not re.search(r"\d", text), text


def overall_checked(text: str, sql: sqlite3.Connection) -> str:
    states = ("done", "normal", "lagging", "overdue", "excluded", "unknown")
    counts = {state: count(sql, "state = ?", state) for state in states}
    total = sum(counts.values())
    found, text = taken(
        r"任务共(\d+)项。其中，已完成(\d+)项，占([\d.]+%)；正常推进(\d+)项，滞后(\d+)项，逾期(\d+)项", text
    )
    shown = [total, counts["done"], rate(counts["done"], total), *(counts[name] for name in states[1:4])]
    assert found == [str(value) for value in shown]
    for state, pattern in (("excluded", r"不计时序的(\d+)项"), ("unknown", r"暂无法判定的(\d+)项")):
        if counts[state]:
            found, text = taken(pattern, text)
            assert found == [str(counts[state])]
    if counts["done"]:
        done_on = "coalesce(completed_on, '2024-06-30')"
        on_time = count(sql, f"state = 'done' AND due IS NOT NULL AND {done_on} <= due")
        found, text = taken(r"按期完成(\d+)项", text)
        assert found == [str(on_time)]
    return text


def sections_checked(text: str, sql: sqlite3.Connection) -> str:
    for name, done, total, share in re.findall(r"“([^”]+)”（(\d+)/(\d+)，([\d.]+%)）", text):
        if name in SECTIONS:
            counted = count(sql, "section = ? AND state = 'done'", name), count(sql, "section = ?", name)
            assert (int(done), int(total), share) == (*counted, rate(*counted))
            text = text.replace(f"（{done}/{total}，{share}）", "", 1)
    return text


def praise_checked(text: str, sql: sqlite3.Connection) -> str:
    rows = []
    for name in NAMES:
        total = count(sql, "unit = ?", name)
        done, late = (
            count(sql, f"unit = ? AND state IN ({states})", name) for states in ("'done'", "'lagging', 'overdue'")
        )
        judged = total - count(sql, "unit = ? AND state = 'excluded'", name)
        if total >= 3:
            share = (2000 * done + total) // (2 * total)
            lag = (2000 * late + judged) // (2 * judged) if judged else 0
            rows.append((-share, lag, name, total, done))
    pattern = re.compile(
        r"(县医院|县中医院|县疾控中心|云岭镇卫生院)牵头(\d+)项任务，已完成(\d+)项，完成率([\d.]+%)，(?:居|并列)第(\d)位"
    )
    found = pattern.findall(text)
    places = {row[2]: 1 + sum(other[:2] < row[:2] for other in rows) for row in rows}
    wanted = [
        (name, str(total), str(done), rate(done, total), str(places[name]))
        for _, _, name, total, done in sorted(rows)
        if done and places[name] <= 3
    ]
    assert sorted(found) == sorted(wanted[: len(found)] if len(wanted) > 3 else wanted)
    return pattern.sub("", text)


def problems_checked(text: str, sql: sqlite3.Connection) -> str:
    for state, words in (("overdue", r"(\d+)项任务逾期未完成"), ("lagging", r"(\d+)项任务落后于时序进度或尚未启动")):
        counted = count(sql, "state = ?", state)
        assert bool(counted) == bool(re.search(words, text))
        if counted:
            (number, clause), text = taken(words + r"，涉及([^；。]*)", text)
            assert number == str(counted)
            units = re.findall(r"(县医院|县中医院|县疾控中心|云岭镇卫生院)(\d+)项（([^）]*)）", clause)
            assert {name: int(own) for name, own, _ in units} == dict(
                sql.execute("SELECT unit, count(*) FROM state WHERE state = ? GROUP BY unit", [state])
            )
            for name, _, codes in units:
                named = set(codes.removesuffix("等").split("、"))
                rows = sql.execute("SELECT code FROM state WHERE state = ? AND unit = ?", [state, name])
                assert named <= {row[0] for row in rows}
    if "逾期最长" in text:
        found, text = taken(r"已(\d+)天", text)
        assert found == [str((dt.date(2024, 6, 30) - dt.date(2024, 5, 20)).days)]
    if "佐证材料不完整" in text:
        found, text = taken(r"(\d+)项任务的佐证材料尚缺(\d+)件", text)
        assert found == [
            str(count(sql, "missing > 0")),
            str(one(sql, "SELECT sum(missing) FROM state WHERE state <> 'cancelled'")),
        ]
    if "要素不全" in text:
        found, text = taken(r"(\d+)项任务（[^）]*）缺少明确时限", text)
        assert found == [str(count(sql, "state = 'unknown'"))]
    return text


def test_units_that_did_not_report_are_named_and_no_others(made: tuple[ReportModel, sqlite3.Connection]) -> None:
    model, sql = made
    text = body_text(model.body)
    match = re.search(r"个别单位报送不及时。([^\n]*)", text)
    said = match[1] if match else ""
    missing = {row[0] for row in sql.execute(RETURNS.format("l.received_on IS NULL"))}
    late = {row[0] for row in sql.execute(RETURNS.format("l.received_on > '2024-06-25'"))}
    assert {name for name in NAMES if name in said} == missing | late
    assert bool(missing) == ("未报送进展" in said)
    assert bool(late) == ("迟报" in said)


RETURNS = "SELECT u.name FROM return_log l JOIN unit u ON u.id = l.unit_id WHERE {}"


def test_every_figure_of_the_words_opens_as_many_tasks_as_it_says(
    made: tuple[ReportModel, sqlite3.Connection],
) -> None:
    model, sql = made
    there = {row[0] for row in sql.execute("SELECT id FROM state WHERE state <> 'cancelled'")}
    figures = list(figures_of(model.body))
    assert len(figures) > 10
    for figure in figures:
        assert set(figure.task_ids) <= there
        if figure.measure == "count":
            assert figure.text == str(len(set(figure.task_ids)))
        elif figure.measure == "rate":
            assert figure.text == rate(len(figure.task_ids), len(figure.whole_ids))


def test_every_figure_of_the_tables_is_the_ledgers(made: tuple[ReportModel, sqlite3.Connection]) -> None:
    model, sql = made
    there = {row[0]: row[1] for row in sql.execute("SELECT id, state FROM state")}
    tables = {b.key: b for annex in model.annexes for b in annex.blocks if isinstance(b, ReportTable)}
    titles = {"已完成": "done", "正常": "normal", "滞后": "lagging", "逾期": "overdue", "无法判定": "unknown"}
    checked = 0
    for key in ("T1", "T2"):
        for row in tables[key].rows:
            for column, cell in zip(tables[key].columns, row.cells, strict=False):
                if isinstance(cell, Figure) and cell.measure == "count":
                    assert cell.text == str(len(cell.task_ids))
                    if column.title in titles:
                        assert {there[one] for one in cell.task_ids} <= {titles[column.title]}
                    checked += 1
    assert checked > 10
    total = next(row for row in tables["T1"].rows if row.kind == "total")
    assert run_text(total.cells[1]) == str(count(sql, "1 = 1"))
