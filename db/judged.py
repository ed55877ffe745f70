"""The lights of the whole ledger at one cut-off date, as a temporary table on a connection.

The rules are those of `ledger_app.domain.lights`, written once more in SQL so that a hundred thousand tasks can be
sorted, filtered and counted by them; a property test holds the two equal.  The table is filled at the first question
that needs it and then follows the journal: only tasks that later operations touched are judged anew.  It is derived,
belongs to its connection and goes with it.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any

from db import capture, journal
from db import task_sql as sql
from db.touched import touched_since
from ledger_app.domain.lights import Light, Tone
from ledger_app.domain.period import month_of
from ledger_app.domain.schedule import Yardstick
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.tones import tone_of

# Every verdict, marked (severe or warned) or not, from worst to best: the order of "sort by light", and its number.
_VERDICTS: tuple[tuple[Light, bool], ...] = (
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
_WIDTH = 16
_TABLE = """
    CREATE TEMP TABLE IF NOT EXISTS judged (
        id INTEGER PRIMARY KEY, light, tone, rank, due, original_due, percent, elapsed, gap, entry_id, period, place,
        soon, lacks
    )
"""
DONE_LIGHTS = tuple(light.value for light in Light if light.is_done)
OPEN_LIGHTS = tuple(light.value for light in Light if light.is_open)


class Judged:
    """Keeps `temp.judged` of one connection in step with the ledger; `is_made` once a question needed it.

    Columns of the table: id, light, tone, rank, due, original_due, percent (0-100), elapsed and gap (tenths of a
    percent and of a point), entry_id (latest entry by the cut-off), period (its month), place (see `task_sql.PLACE`),
    soon (`lights.nearness` whatever the light: 2 in the nearer half of the warning span, 1 in the other, 0 outside),
    lacks (1 where the report that had to be in by the cut-off is missing, whatever the light).
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Serve a connection; nothing is made before it is needed."""
        self._connection = connection
        self.is_made = False

    def ensure(self, cutoff: dt.date, settings: LedgerSettings) -> None:
        """Make the table right for a cut-off date, the settings, and the ledger as this transaction sees it."""
        self._make()
        key = json.dumps([cutoff.isoformat(), repr(settings)])
        # The state stands in a temporary table as well, so that a rollback takes both back.
        state = self._connection.execute("SELECT question, operation FROM temp.judged_state").fetchone()
        number = journal.last_number(self._connection)
        touched: list[int] | None = None
        if state is not None and state[0] == key and not self.has_uncommitted():
            if state[1] == number:
                return
            touched = touched_since(self._connection, state[1]) if 0 <= state[1] < number else None
        elif self.has_uncommitted():
            number = -1
        self._fill(Yardstick.at(cutoff, settings), touched)
        self._connection.execute("DELETE FROM temp.judged_state")
        self._connection.execute("INSERT INTO temp.judged_state VALUES (?, ?)", [key, number])

    def _make(self) -> None:
        self.is_made = True
        self._connection.execute(_TABLE)
        self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS judged_state (question, operation)")

    def has_uncommitted(self) -> bool:
        """Say whether this is the writer in the midst of changes, which no journal entry tells of yet."""
        exists = self._connection.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = 'seen_task'").fetchone()
        return exists is not None and bool(capture.touched_tables(self._connection))

    def _fill(self, yardstick: Yardstick, touched: list[int] | None) -> None:
        values = _values(yardstick)
        if touched is None:
            # Made anew rather than emptied: with its indexes it would fill far more slowly.
            self._connection.execute("DROP TABLE temp.judged")
            self._connection.execute(_TABLE)
            self._connection.execute(_statement(yardstick.settings, "1"), values)
            return
        values["ids"] = json.dumps(touched)
        chosen = "IN (SELECT value FROM json_each(:ids))"
        self._connection.execute(f"DELETE FROM temp.judged WHERE id {chosen}", {"ids": values["ids"]})
        self._connection.execute(_statement(yardstick.settings, f"t.id {chosen}"), values)


def _values(yardstick: Yardstick) -> dict[str, Any]:
    settings = yardstick.settings
    tones = (_tone(light, settings.colour_scheme, is_marked=is_marked).value for light, is_marked in _VERDICTS)
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
        # Words by verdict, at fixed places: a lookup that costs nothing.
        "lights": "".join(f"{light.value:<{_WIDTH}}" for light, _ in _VERDICTS),
        "tones": "".join(f"{tone:<{_WIDTH}}" for tone in tones),
    }


def _statement(settings: LedgerSettings, where: str) -> str:
    """Return the statement that judges the tasks of a condition and puts them into `temp.judged`.

    Each step is materialized, or SQLite would work out an expression anew wherever it is used.
    """
    dues = [sql.DUE_AT_CUTOFF, "d.original_due"]
    if settings.judge_by == "original":
        dues.reverse()
    return f"""
    WITH base AS MATERIALIZED (
        SELECT t.id, {sql.PLACE} AS place, t.kind, t.light_override, p.plan_year, t.issued,
               coalesce(t.start, p.plan_year || '-01-01', t.issued) AS since,
               {sql.STANDING_AT_CUTOFF} AS standing, {sql.COMPLETED_AT_CUTOFF} AS completed_on,
               {sql.LATEST_STEP} AS step,
               t.kind = 'recurring' AND {sql.TURN_COUNT} > 0 AS has_turns,
               CASE WHEN t.kind = 'recurring' AND {sql.TURN_COUNT} > 0 THEN {sql.NEXT_TURN}
                    ELSE coalesce({", ".join(dues)}) END AS due,
               d.original_due,
               {sql.LATEST_PERCENT} AS percent, {sql.LATEST_ENTRY} AS latest
        FROM task t LEFT JOIN plan p ON p.id = t.plan_id LEFT JOIN deadline d ON d.id = {sql.PRIMARY_DEADLINE}
        WHERE {where}
    ), spanned AS MATERIALIZED (
        SELECT *,
               CASE WHEN issued > since THEN issued ELSE since END AS begin,
               CAST(percent * 10 + 0.5 AS INTEGER) AS tenths,
               substr(latest, 1, 7) AS period, CAST(substr(latest, 8) AS INTEGER) AS entry_id,
               step IS NOT NULL OR coalesce(percent > 0, latest IS NOT NULL) AS has_begun,
               CAST(julianday(due) - julianday(:cutoff) AS INTEGER) AS days_left,
               max(1, CAST(julianday(due) - julianday(since) AS INTEGER) + 1) AS length
        FROM base
    ), measured AS MATERIALIZED (
        SELECT *,
               {_elapsed(settings)} AS elapsed,
               CASE WHEN has_turns THEN :soon_short WHEN since IS NULL THEN :soon_middle
                    WHEN length <= 30 THEN :soon_short WHEN length <= 180 THEN :soon_middle ELSE :soon_long END AS span
        FROM spanned
    ), compared AS MATERIALIZED (
        SELECT *, min(1000, tenths) - elapsed AS gap FROM measured
    ), ruled AS MATERIALIZED (
        SELECT id, {_RULES} AS rank, due, original_due, percent, elapsed, gap, entry_id, period, place,
               CASE WHEN days_left BETWEEN 0 AND span THEN 1 + (days_left <= span / 2) ELSE 0 END AS soon,
               coalesce(begin, '') <= :expected_until AND coalesce(period, '') < :expected_period AS lacks
        FROM compared
    )
    INSERT INTO temp.judged
        (id, rank, light, tone, due, original_due, percent, elapsed, gap, entry_id, period, place, soon, lacks)
    SELECT id, rank, rtrim(substr(:lights, rank * {_WIDTH} + 1, {_WIDTH})),
           rtrim(substr(:tones, rank * {_WIDTH} + 1, {_WIDTH})),
           due, original_due, percent, elapsed, gap, entry_id, period, place, soon, lacks
    FROM ruled
    """


def _rules() -> str:
    """Return the rules in their order as one expression that gives the number of the verdict."""

    def to(light: Light, *, is_marked: bool = False) -> int:
        return _VERDICTS.index((light, is_marked))

    by_hand = " ".join(f"WHEN '{light.value}' THEN {to(light)}" for light in Light)
    begun_month = "(CAST(substr(begin, 1, 4) AS INTEGER) * 12 + CAST(substr(begin, 6, 2) AS INTEGER))"
    return f"""
    CASE
    WHEN light_override IS NOT NULL THEN CASE light_override {by_hand} END
    WHEN step = 'approved' THEN {to(Light.CLOSED)}
    WHEN step IN ('asked', 'checked') THEN {to(Light.DONE_PENDING)}
    WHEN step IS NULL AND completed_on IS NOT NULL THEN {to(Light.DONE_PENDING)}
    WHEN step IS NULL AND kind IN ('once', 'year_end') AND tenths >= 1000 THEN {to(Light.DONE_PENDING)}
    WHEN standing = 'cancelled' THEN {to(Light.CANCELLED)}
    WHEN standing = 'suspended' THEN {to(Light.SUSPENDED)}
    WHEN kind = 'year_end' THEN
        CASE WHEN :cutoff > coalesce(due, plan_year || '-12-31') THEN {to(Light.YEAR_END, is_marked=True)}
             ELSE {to(Light.YEAR_END)} END
    WHEN has_turns THEN
        CASE WHEN due IS NULL THEN {to(Light.ON_TRACK)} WHEN days_left < 0 THEN {to(Light.OVERDUE)}
             WHEN days_left <= span THEN {to(Light.DUE_SOON)} ELSE {to(Light.ON_TRACK)} END
    WHEN kind IN ('continuing', 'recurring') THEN
        CASE WHEN begin > :expected_until THEN {to(Light.CONTINUING)}
             WHEN period IS NULL OR period < :expected_period THEN {to(Light.CONTINUING, is_marked=True)}
             ELSE {to(Light.CONTINUING)} END
    WHEN due IS NULL THEN {to(Light.UNKNOWN)}
    WHEN days_left < 0 THEN {to(Light.OVERDUE)}
    WHEN NOT has_begun AND begin <= :cutoff THEN
        CASE WHEN :months_done - {begun_month} + 1 >= :red_months THEN {to(Light.NOT_STARTED, is_marked=True)}
             ELSE {to(Light.NOT_STARTED)} END
    WHEN gap <= -:lag_yellow THEN
        CASE WHEN gap <= -:lag_red THEN {to(Light.LAGGING, is_marked=True)} ELSE {to(Light.LAGGING)} END
    WHEN days_left <= span THEN {to(Light.DUE_SOON)}
    WHEN NOT has_begun AND begin IS NOT NULL THEN {to(Light.ON_TRACK)}
    WHEN gap IS NULL THEN {to(Light.UNKNOWN)}
    WHEN gap >= :lag_yellow THEN {to(Light.AHEAD)}
    ELSE {to(Light.ON_TRACK)}
    END
    """


_RULES = _rules()


def _elapsed(settings: LedgerSettings) -> str:
    """Return the elapsed share in tenths of a percent, over the columns of `spanned`."""
    months = "min(12, max(0, :months_done - CAST(substr(since, 1, 4) AS INTEGER) * 12))"
    whole_year = f"(2000 * {months} + 12) / 24"
    if settings.schedule_rule == "quarter":
        whole_year = f"(2000 * ({months} / 3) + 4) / 8"
    gone = "min(length, max(0, CAST(julianday(:cutoff) - julianday(min(since, due)) AS INTEGER) + 1))"
    share = f"(2000 * {gone} + length) / (2 * length)"
    if settings.schedule_rule != "days":
        is_whole = "substr(since, 5) = '-01-01' AND due = substr(since, 1, 4) || '-12-31'"
        share = f"CASE WHEN {is_whole} THEN {whole_year} ELSE {share} END"
    if settings.schedule_rule == "milestones":
        share = f"coalesce({_MILESTONES}, {share})"
    return f"CASE WHEN since IS NULL OR due IS NULL THEN NULL ELSE {share} END"


# NULL without dated milestones, so that the days decide; 0 before the first of them.
_MILESTONES = """
    (SELECT max(CASE WHEN m.due > :cutoff THEN 0
                     WHEN m.percent IS NOT NULL THEN min(1000, CAST(m.percent * 10 + 0.5 AS INTEGER))
                     ELSE (SELECT (2000 * sum(n.due <= m.due) + count(*)) / (2 * count(*))
                           FROM milestone n WHERE n.task_id = m.task_id AND n.due IS NOT NULL) END)
     FROM milestone m WHERE m.task_id = spanned.id AND m.due IS NOT NULL)
"""


def _tone(light: Light, scheme: str, *, is_marked: bool) -> Tone:
    if light in {Light.CONTINUING, Light.YEAR_END}:
        return tone_of(light, scheme, is_warned=is_marked)
    return tone_of(light, scheme, is_severe=is_marked)
