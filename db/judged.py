"""The lights of the whole ledger at one cut-off date, as a temporary table on a connection.

The rules are those of `ledger_app.domain.lights`, written once more in SQL so that a hundred thousand tasks can be
sorted, filtered and counted by them; a property test holds the two equal.  The table is filled at the first question
that needs it and then follows the journal: only tasks that later operations touched are judged anew.  It is derived,
belongs to its connection and goes with it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
from typing import Any

from db import capture, journal
from db import task_sql as sql
from ledger_app.domain.lights import Light, Tone
from ledger_app.domain.period import month_of
from ledger_app.domain.schedule import Yardstick
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.tones import tone_of

# Above so many changed rows it is quicker to fill the table anew.
_FOLLOW_AT_MOST = 3000
# From worst to best: the order of "sort by light".
_RANKS: tuple[tuple[Light, bool], ...] = (
    (Light.OVERDUE, False),
    (Light.LAGGING, True),
    (Light.NOT_STARTED, True),
    (Light.LAGGING, False),
    (Light.NOT_STARTED, False),
    (Light.DUE_SOON, False),
    (Light.UNKNOWN, False),
    (Light.ON_TRACK, False),
    (Light.AHEAD, False),
    (Light.CONTINUING, True),
    (Light.CONTINUING, False),
    (Light.YEAR_END, True),
    (Light.YEAR_END, False),
    (Light.SUSPENDED, False),
    (Light.DONE_PENDING, False),
    (Light.CLOSED, False),
    (Light.CANCELLED, False),
)
DONE_LIGHTS = tuple(light.value for light in Light if light.is_done)
OPEN_LIGHTS = tuple(light.value for light in Light if light.is_open)


class Judged:
    """Keeps `temp.judged` of one connection in step with the ledger.

    Columns of the table: id, light, tone, rank, due, original_due, percent (0-100), elapsed and gap (tenths of a
    percent and of a point), entry_id (latest entry by the cut-off), period (its month).
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Serve a connection; nothing is made before it is needed."""
        self._connection = connection

    def ensure(self, cutoff: dt.date, settings: LedgerSettings) -> None:
        """Make the table right for a cut-off date, the settings, and the ledger as this transaction sees it."""
        self._make()
        key = json.dumps([cutoff.isoformat(), repr(settings)])
        # The state stands in a temporary table as well, so that a rollback takes both back.
        state = self._connection.execute("SELECT question, operation FROM temp.judged_state").fetchone()
        number = journal.last_number(self._connection)
        touched: list[int] | None = None
        if state is not None and state[0] == key and not self._has_uncommitted():
            if state[1] == number:
                return
            touched = self._touched_since(state[1]) if 0 <= state[1] < number else None
        elif self._has_uncommitted():
            number = -1
        self._fill(Yardstick.at(cutoff, settings), touched)
        self._connection.execute("DELETE FROM temp.judged_state")
        self._connection.execute("INSERT INTO temp.judged_state VALUES (?, ?)", [key, number])

    def _make(self) -> None:
        self._connection.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS judged (
                id INTEGER PRIMARY KEY, light, tone, rank, due, original_due, percent, elapsed, gap, entry_id, period
            )
            """
        )
        self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS judged_state (question, operation)")

    def _has_uncommitted(self) -> bool:
        """Say whether this is the writer in the midst of changes, which no journal entry tells of yet."""
        exists = self._connection.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = 'seen_task'").fetchone()
        return exists is not None and bool(capture.touched_tables(self._connection))

    def _fill(self, yardstick: Yardstick, touched: list[int] | None) -> None:
        values = _values(yardstick)
        if touched is None:
            self._connection.execute("DELETE FROM temp.judged")
            self._connection.execute(_statement(yardstick.settings, "1"), values)
            return
        values["ids"] = json.dumps(touched)
        chosen = "IN (SELECT value FROM json_each(:ids))"
        self._connection.execute(f"DELETE FROM temp.judged WHERE id {chosen}", {"ids": values["ids"]})
        self._connection.execute(_statement(yardstick.settings, f"t.id {chosen}"), values)

    def _touched_since(self, number: int) -> list[int] | None:
        """Return the tasks whose light later operations may have changed, None if these are too many."""
        count = self._connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM journal_change WHERE operation > ? LIMIT ?)",
            [number, _FOLLOW_AT_MOST + 1],
        ).fetchone()[0]
        if count > _FOLLOW_AT_MOST:
            return None
        rows = self._connection.execute(_TOUCHED, {"number": number})
        return [row[0] for row in rows if row[0] is not None]


def _touched_statement() -> str:
    """Return the query for the ids of tasks that rows changed since `:number` belong to, now or before."""
    changed = "FROM journal_change c WHERE c.operation > :number AND c.table_name ="
    parts = [f"SELECT c.key {changed} 'task'"]
    for table in ("deadline", "milestone", "occurrence", "progress_entry", "closing"):
        parts.append(f"SELECT json_extract(c.before, '$.task_id') {changed} '{table}'")
        parts.append(f"SELECT json_extract(c.after, '$.task_id') {changed} '{table}'")
        parts.append(f"SELECT x.task_id FROM {table} x WHERE x.id IN (SELECT c.key {changed} '{table}')")
    deadlines = " UNION ".join(
        (
            f"SELECT json_extract(c.before, '$.deadline_id') {changed} 'extension'",
            f"SELECT x.deadline_id FROM extension x WHERE x.id IN (SELECT c.key {changed} 'extension')",
        )
    )
    parts.append(f"SELECT x.task_id FROM deadline x WHERE x.id IN ({deadlines})")
    parts.append(f"SELECT x.id FROM task x WHERE x.plan_id IN (SELECT c.key {changed} 'plan')")
    return " UNION ".join(parts)


_TOUCHED = _touched_statement()


def _values(yardstick: Yardstick) -> dict[str, Any]:
    settings = yardstick.settings
    return {
        "cutoff": yardstick.cutoff.isoformat(),
        "month": month_of(yardstick.cutoff),
        "months_done": yardstick.months_done,
        "expected_period": yardstick.expected_period,
        "expected_until": yardstick.expected_until.isoformat(),
        "lag_yellow": yardstick.lag_yellow,
        "lag_red": yardstick.lag_red,
        "red_months": settings.not_started_red_months,
        "soon_short": settings.due_soon_short,
        "soon_middle": settings.due_soon_middle,
        "soon_long": settings.due_soon_long,
    }


def _statement(settings: LedgerSettings, where: str) -> str:
    """Return the statement that judges the tasks of a condition and puts them into `temp.judged`."""
    first, second = (
        ("original_due", "current_due") if settings.judge_by == "original" else ("current_due", "original_due")
    )
    return f"""
    WITH base AS MATERIALIZED (
        SELECT t.id, t.kind, t.light_override, p.plan_year, t.issued, t.start,
               {sql.STANDING_AT_CUTOFF} AS standing, {sql.COMPLETED_AT_CUTOFF} AS completed_on,
               {sql.LATEST_STEP} AS step,
               CASE t.kind WHEN 'recurring' THEN {sql.TURN_COUNT} END AS turns,
               CASE t.kind WHEN 'recurring' THEN {sql.NEXT_TURN} END AS next_turn,
               d.original_due, {sql.DUE_AT_CUTOFF} AS current_due,
               {sql.LATEST_PERCENT} AS percent, {sql.LATEST_PERIOD} AS period, {sql.LATEST_ENTRY} AS entry_id
        FROM task t LEFT JOIN plan p ON p.id = t.plan_id LEFT JOIN deadline d ON d.id = {sql.PRIMARY_DEADLINE}
        WHERE {where}
    ), dated AS MATERIALIZED (
        SELECT *,
               coalesce(start, printf('%04d-01-01', plan_year), issued) AS since,
               CASE WHEN turns > 0 THEN next_turn ELSE coalesce({first}, {second}) END AS due,
               CAST(percent * 10 + 0.5 AS INTEGER) AS tenths,
               step IS NOT NULL OR coalesce(percent > 0, period IS NOT NULL) AS has_begun
        FROM base
    ), measured AS MATERIALIZED (
        SELECT *,
               CASE WHEN since IS NULL OR issued IS NULL THEN since ELSE max(since, issued) END AS begin,
               CAST(julianday(due) - julianday(:cutoff) AS INTEGER) AS days_left,
               max(1, CAST(julianday(due) - julianday(since) AS INTEGER) + 1) AS length,
               {_elapsed(settings)} AS elapsed
        FROM dated
    ), compared AS MATERIALIZED (
        SELECT *,
               min(1000, tenths) - elapsed AS gap,
               CASE WHEN since IS NULL THEN :soon_middle WHEN length <= 30 THEN :soon_short
                    WHEN length <= 180 THEN :soon_middle ELSE :soon_long END AS span
        FROM measured
    ), ruled AS MATERIALIZED (
        SELECT *, CASE WHEN light_override IS NOT NULL THEN light_override || ',' ELSE {_RULES} END AS verdict
        FROM compared
    )
    INSERT INTO temp.judged (id, light, tone, rank, due, original_due, percent, elapsed, gap, entry_id, period)
    SELECT id, substr(verdict, 1, instr(verdict, ',') - 1), {_by_verdict(settings)},
           due, original_due, percent, elapsed, gap, entry_id, period
    FROM ruled
    """


# "light," is the plain state; "light,x" the severe or warned one.
_RULES = """
    CASE
    WHEN step = 'approved' THEN 'closed,'
    WHEN step IN ('asked', 'checked') THEN 'done_pending,'
    WHEN step IS NULL AND completed_on IS NOT NULL THEN 'done_pending,'
    WHEN step IS NULL AND kind IN ('once', 'year_end') AND tenths >= 1000 THEN 'done_pending,'
    WHEN standing = 'cancelled' THEN 'cancelled,'
    WHEN standing = 'suspended' THEN 'suspended,'
    WHEN kind = 'year_end' THEN
        CASE WHEN :cutoff > coalesce(due, printf('%04d-12-31', plan_year)) THEN 'year_end,x' ELSE 'year_end,' END
    WHEN turns > 0 THEN
        CASE WHEN due IS NULL THEN 'on_track,' WHEN days_left < 0 THEN 'overdue,'
             WHEN days_left <= span THEN 'due_soon,' ELSE 'on_track,' END
    WHEN kind IN ('continuing', 'recurring') THEN
        CASE WHEN begin > :expected_until THEN 'continuing,'
             WHEN period IS NULL OR period < :expected_period THEN 'continuing,x' ELSE 'continuing,' END
    WHEN due IS NULL THEN 'unknown,'
    WHEN days_left < 0 THEN 'overdue,'
    WHEN NOT has_begun AND begin <= :cutoff THEN
        CASE WHEN :months_done - (CAST(substr(begin, 1, 4) AS INTEGER) * 12 + CAST(substr(begin, 6, 2) AS INTEGER)) + 1
                  >= :red_months THEN 'not_started,x' ELSE 'not_started,' END
    WHEN gap <= -:lag_yellow THEN CASE WHEN gap <= -:lag_red THEN 'lagging,x' ELSE 'lagging,' END
    WHEN days_left <= span THEN 'due_soon,'
    WHEN NOT has_begun AND begin IS NOT NULL THEN 'on_track,'
    WHEN gap IS NULL THEN 'unknown,'
    WHEN gap >= :lag_yellow THEN 'ahead,'
    ELSE 'on_track,'
    END
"""


def _elapsed(settings: LedgerSettings) -> str:
    """Return the elapsed share in tenths of a percent, over the columns of `dated`."""
    months = "min(12, max(0, :months_done - CAST(substr(since, 1, 4) AS INTEGER) * 12))"
    whole_year = f"(2000 * {months} + 12) / 24"
    if settings.schedule_rule == "quarter":
        whole_year = f"(2000 * ({months} / 3) + 4) / 8"
    length = "max(1, CAST(julianday(due) - julianday(since) AS INTEGER) + 1)"
    gone = f"min({length}, max(0, CAST(julianday(:cutoff) - julianday(min(since, due)) AS INTEGER) + 1))"
    by_days = f"(2000 * {gone} + {length}) / (2 * {length})"
    by_rule = (
        by_days
        if settings.schedule_rule == "days"
        else f"""
        CASE WHEN substr(since, 5) = '-01-01' AND due = substr(since, 1, 4) || '-12-31' THEN {whole_year}
             ELSE {by_days} END
        """
    )
    if settings.schedule_rule == "milestones":
        by_rule = f"coalesce({_MILESTONES}, {by_rule})"
    return f"CASE WHEN since IS NULL OR due IS NULL THEN NULL ELSE {by_rule} END"


# NULL without dated milestones, so that the days decide; 0 before the first of them.
_MILESTONES = """
    (SELECT max(CASE WHEN m.due > :cutoff THEN 0
                     WHEN m.percent IS NOT NULL THEN min(1000, CAST(m.percent * 10 + 0.5 AS INTEGER))
                     ELSE (SELECT (2000 * sum(n.due <= m.due) + count(*)) / (2 * count(*))
                           FROM milestone n WHERE n.task_id = m.task_id AND n.due IS NOT NULL) END)
     FROM milestone m WHERE m.task_id = dated.id AND m.due IS NOT NULL)
"""


def _by_verdict(settings: LedgerSettings) -> str:
    """Return the tone and the rank of each verdict, by the ledger's colour scheme."""
    tones, ranks = [], []
    order = {pair: rank for rank, pair in enumerate(_RANKS)}
    for light, is_marked in itertools.product(Light, (False, True)):
        word = f"{light.value},{'x' if is_marked else ''}"
        tone = _tone(light, settings.colour_scheme, is_marked=is_marked)
        tones.append(f"WHEN '{word}' THEN '{tone.value}'")
        ranks.append(f"WHEN '{word}' THEN {order.get((light, is_marked), order.get((light, False), len(order)))}")
    return f"CASE verdict {' '.join(tones)} END, CASE verdict {' '.join(ranks)} END"


def _tone(light: Light, scheme: str, *, is_marked: bool) -> Tone:
    if light in {Light.CONTINUING, Light.YEAR_END}:
        return tone_of(light, scheme, is_warned=is_marked)
    return tone_of(light, scheme, is_severe=is_marked)
