"""The settings of one ledger, with their defaults.  Source: docs/domain.md sections 1.3, 3.1-3.3, 4.2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """What an office decides once for its ledger; kept in the ledger, one row a field.

    Attributes:
        bureau_name: as printed on reports; office_name: the office that issues them.
        year: the ledger's year, None if it spans several.
        cutoff_day: day of the month to which reports are judged, 0 = last day of the month.
        report_due_day: day of the month by which units must report, 0 = last day.
        report_due_next_month: that day lies in the month after the one reported on ("次月5日前报上月进展").
        colour_scheme: one of the presets of docs/domain.md 3.1.
        schedule_rule: how elapsed share is counted for whole-year tasks.
        lag_yellow, lag_red: gap in percentage points from which a task is lagging.
        not_started_red_months: months without a start after which it turns red.
        no_change_limit: how many months running 本月无变化 may be entered for a task, 0 = any number.
        due_soon_short, due_soon_middle, due_soon_long: days before the due date, by task length
            (<= 30 days, <= 180 days, longer).
        judge_by: the date that lights and lists are judged by.
        counting: T2 counts each task once by its lead unit, or once for every responsible unit.
        names_leaders: a new task that names no 牵头领导 gets the leader in charge of its lead unit.
        rank_minimum: units with fewer tasks are not ranked.
        large_file_mb: evidence files of more megabytes are called large as they come in, 0 = none is.
        doc_prefix: 代字 of document numbers ("青卫发").
        reply_days: days after the day on the paper by which a circular asks for answers, 0 = by no day.
        contact_line: contact printed in demands ("联系人：…，电话：…").
        bulletin_name: masthead of circulars in bulletin form; bulletin_up, bulletin_across, bulletin_down: its last
            lines 报, 送 and 发, "" = left out.
        line_pitch: baseline pitch of official pages in points; 29.6 lets 22 lines fill the 版心 from edge to edge.
        digits_face: face of digits in official pages.
        seals_signature: room for the seal is left over name and date of papers that are signed.
    """

    bureau_name: str = ""
    office_name: str = "办公室"
    year: int | None = None
    cutoff_day: int = 0
    report_due_day: int = 25
    report_due_next_month: bool = False
    colour_scheme: Literal["three_lights", "four_lights", "slip_colours", "cards"] = "three_lights"
    schedule_rule: Literal["month", "quarter", "days", "milestones"] = "month"
    lag_yellow: float = 10.0
    lag_red: float = 30.0
    not_started_red_months: int = 3
    no_change_limit: int = 3
    due_soon_short: int = 7
    due_soon_middle: int = 15
    due_soon_long: int = 30
    judge_by: Literal["current", "original"] = "current"
    counting: Literal["lead", "all"] = "lead"
    names_leaders: bool = True
    rank_minimum: int = 3
    large_file_mb: int = 200
    doc_prefix: str = ""
    reply_days: int = 10
    contact_line: str = ""
    cc_line: str = ""
    addressees: str = "各乡镇卫生院（社区卫生服务中心）、局属各单位、机关各股室"
    bulletin_name: str = "卫生健康工作督查"
    bulletin_up: str = ""
    bulletin_across: str = ""
    bulletin_down: str = ""
    line_pitch: float = 29.6
    digits_face: Literal["times", "cjk"] = "times"
    seals_signature: bool = True
