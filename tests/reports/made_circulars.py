"""Circulars of made ledgers: many mixes of tasks, returns and an earlier report, by a seed."""

from __future__ import annotations

import datetime as dt
import random

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.figures import Statistics
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.statistics import compute_statistics
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.unit import Unit

JUNE = Period.parse("2024-06")
CUTOFF = dt.date(2024, 6, 30)
NAMES = ["县医院", "县中医院", "县疾控中心", "县妇幼保健院", "云岭镇卫生院", "石桥镇卫生院"]
UNITS = [Unit(id=n, uid=f"u{n}", name=name) for n, name in enumerate(NAMES, start=1)]
SETTINGS = LedgerSettings(bureau_name="青溪县卫生健康局", contact_line="联系人：王芳，电话：0000-1234567")
SEEDS = range(12)


def made_statistics(seed: int) -> Statistics:
    """Return the figures of a made ledger; every third one has a report before it."""
    dice = random.Random(seed)
    tasks = [_task(dice, number) for number in range(1, 1 + seed * 4)]
    states = [dt.date(2024, 6, 20), dt.date(2024, 6, 28), None]
    logs = [ReturnLog(id=unit.id, unit_id=unit.id, period="2024-06", received_on=dice.choice(states)) for unit in UNITS]
    before = None
    if seed % 3 == 2:
        before = compute_statistics(tasks[seed:], UNITS, [], SETTINGS, dt.date(2024, 5, 31), JUNE.previous)
    return compute_statistics(tasks, UNITS, logs if seed % 4 else [], SETTINGS, CUTOFF, JUNE, before)


def _task(dice: random.Random, number: int) -> TaskFacts:
    unit = dice.choice(UNITS)
    percent = dice.choice([None, 0.0, 20.0, 60.0, 100.0])
    due = dice.choice([None, dt.date(2024, 5, 20), dt.date(2024, 7, 10), dt.date(2024, 12, 31)])
    return TaskFacts(
        id=number,
        uid=f"t{number}",
        code=f"1-{number:02}",
        title=f"第{number}项重点任务，{'建立健全工作机制并抓好落实' * dice.randint(0, 2)}",
        plan_id=1,
        plan_title="2024年工作要点",
        plan_year=2024,
        section=dice.choice(["深化改革", "基层卫生", "公共卫生"]),
        lead_unit_ids=(unit.id,),
        unit_ids=(unit.id,),
        lead_names=(unit.name,),
        original_due=due,
        current_due=due,
        percent=percent,
        reported_periods=("2024-06",) if percent is not None else (),
        completed_on=dt.date(2024, 6, 3) if percent == 100.0 else None,
        expected_count=2,
        missing_count=dice.choice([0, 0, 1]),
    )
