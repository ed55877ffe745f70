"""Kept reports among each other: which corrects which, what differs, what changed since, and made anew.

Nothing here changes the ledger.  Source: docs/domain.md sections 3.3 and 7.3.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger_app.domain.figures import Statistics
from ledger_app.domain.lights import judge_all
from ledger_app.domain.period import Period
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import (
    REPORT_KIND_NAMES,
    ReportKind,
    RowDifference,
    compare_figures,
    compare_rows,
    freeze_rows,
)
from ledger_app.domain.statistics_json import statistics_from_dict
from ledger_app.domain.supervision import Letter, Slip, Snapshot, SnapshotRow
from ledger_app.errors import RejectedError
from ledger_app.ports import EvidenceStore, Progress, ReadSession
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model_json import model_from_json
from ledger_app.services.lookup import row_of
from ledger_app.services.report_scope import tasks_of_text
from ledger_app.version import VERSION

FACT_FIELDS = ("编号", "任务", "状态", "牵头单位", "完成时限", "完成进度", "进展情况", "存在问题", "下一步打算")
"""What a correction is about; slips and evidence go on after a report and are no fault of it."""
FOLLOWED: frozenset[ReportKind] = frozenset({"monthly", "quarterly", "half-year", "annual", "ledger"})
"""Kinds that say how tasks stood: for them it is told that the facts have changed since."""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A kept report as the history lists it; corrects, corrected_by: numbers, "" for none."""

    snapshot: Snapshot
    corrects: str = ""
    corrected_by: str = ""

    @property
    def kind_name(self) -> str:
        """Return the kind's Chinese name."""
        return next((name for kind, name in REPORT_KIND_NAMES.items() if kind == self.snapshot.kind), "")


@dataclass(frozen=True, slots=True)
class SnapshotComparison:
    """What differs between two kept reports.

    Attributes:
        figures: total figures (names as in `Tally`), before and after.
        rows: tasks that differ, in the facts that a report is about.
    """

    before: Snapshot
    after: Snapshot
    figures: Mapping[str, tuple[int, int]]
    rows: tuple[RowDifference, ...]


@dataclass(frozen=True, slots=True)
class Remade:
    """A kept report laid out anew from its frozen content; differences: Chinese sentences, none if it is the same."""

    snapshot: Snapshot
    is_same: bool
    differences: tuple[str, ...] = ()


def read_history(session: ReadSession) -> list[KeptReport]:
    """Return the kept reports, the newest first."""
    every = session.of(Snapshot).find()
    numbers = {one.id: one.number for one in every}
    newer = {one.corrects_id: one.number for one in every if one.corrects_id is not None}
    return [
        KeptReport(one, numbers.get(one.corrects_id or 0, ""), newer.get(one.id, ""))
        for one in sorted(every, key=lambda one: one.id, reverse=True)
    ]


def snapshot_by_number(session: ReadSession, number: str) -> Snapshot:
    """Return a kept report by its number as printed.

    Raises:
        RejectedError: REP-020.
    """
    found = session.of(Snapshot).find(number=number.strip())
    if not found:
        raise RejectedError("REP-020", number=number)
    return found[0]


def kept_by_number(session: ReadSession, number: str) -> Snapshot:
    """Return the kept report with a number, or the one that a slip or letter with that number was printed in.

    Raises:
        RejectedError: REP-026 there is none; SVC-060 the slip was never printed.
    """
    wanted = number.strip()
    found = session.of(Snapshot).find(number=wanted)
    if found:
        return found[0]
    papers: list[Slip | Letter] = [*session.of(Slip).find(number=wanted), *session.of(Letter).find(number=wanted)]
    if not papers:
        raise RejectedError("REP-026", number=number)
    if papers[0].snapshot_id is None:
        raise RejectedError("SVC-060", number=wanted)
    return row_of(session, Snapshot, papers[0].snapshot_id, "报表记录")


def compare(session: ReadSession, before_id: int, after_id: int) -> SnapshotComparison:
    """Return what differs between two kept reports.

    Raises:
        RejectedError: SVC-004.
    """
    before, after = (row_of(session, Snapshot, one, "报表记录") for one in (before_id, after_id))
    rows = (session.of(SnapshotRow).find(snapshot_id=one.id) for one in (before, after))
    new = figures_of(after)
    figures = figures_since(before, new) if new is not None else {}
    return SnapshotComparison(before, after, figures, facts_only(compare_rows(*rows)))


def changed_since(session: ReadSession, snapshot_id: int) -> tuple[RowDifference, ...]:
    """Return the tasks that a kept report would now show otherwise at its own cut-off date, by its own settings.

    Raises:
        RejectedError: SVC-004; its unit, plan or a task of it is gone.
    """
    snapshot = row_of(session, Snapshot, snapshot_id, "报表记录")
    ids = tasks_of_text(session, snapshot.scope, snapshot.cutoff)
    judged = judge_all(session.facts(snapshot.cutoff, task_ids=ids), snapshot.cutoff, settings_of(session, snapshot))
    return facts_only(compare_rows(session.of(SnapshotRow).find(snapshot_id=snapshot.id), freeze_rows(judged)))


def latest_of(session: ReadSession, kind: ReportKind, period: Period, scope: str = "{}") -> Snapshot | None:
    """Return the kept report of a kind, period and scope that holds now: the one that was made last."""
    found = session.of(Snapshot).find(kind=kind, period=str(period), scope=scope)
    return max(found, key=lambda one: one.id, default=None)


def made_anew(
    session: ReadSession, store: EvidenceStore, fonts: FontBook, snapshot_id: int, progress: Progress | None = None
) -> Remade:
    """Lay a kept report out again from its frozen content and compare it with the file that was printed.

    Raises:
        RejectedError: SVC-004; SVC-060 it was never printed; REP-021 its content cannot be read.
        EnvironmentFault: EVI-003 the stored file is missing; REP-001, REP-003 faces.
        Cancelled: through `progress`.
    """
    from ledger_app.reports.pdf import render_pdf

    snapshot = row_of(session, Snapshot, snapshot_id, "报表记录")
    if snapshot.pdf_sha256 is None:
        raise RejectedError("SVC-060", number=snapshot.number)
    try:
        model = model_from_json(snapshot.model)
    except ValueError as error:
        raise RejectedError("REP-021", number=snapshot.number) from error
    with store.open(snapshot.pdf_sha256) as stream:
        kept = stream.read()
    content = io.BytesIO()
    rendered = render_pdf(model, fonts, content, progress)
    if content.getvalue() == kept:
        return Remade(snapshot, is_same=True)
    before = [(str(one["style"]), str(one["family"]), str(one["digest"])) for one in json.loads(snapshot.faces)]
    now = [(use.style, use.family, use.digest) for use in rendered.faces_used]
    differences = [*_face_differences(before, now)]
    if snapshot.app_version != VERSION:
        differences.append(f"软件版本：当时是 {snapshot.app_version or '未知'}，现在是 {VERSION}。")
    if not differences:
        differences.append("字体和版本都相同，文件内容不同：留存的文件或排版程序有变动，请先检查台账。")
    return Remade(snapshot, is_same=False, differences=tuple(differences))


def facts_only(rows: Iterable[RowDifference]) -> tuple[RowDifference, ...]:
    """Return the differences in what a report is about, without those that have none left."""
    found = []
    for row in rows:
        kept = {name: pair for name, pair in row.fields.items() if name in FACT_FIELDS}
        if row.what != "changed" or kept:
            found.append(replace(row, fields=kept))
    return tuple(found)


def change_words(rows: Sequence[RowDifference]) -> str:
    """Return in a few words how many tasks changed, came and went ("3 项任务的情况变化，另新增 1 项")."""
    counted = {what: sum(row.what == what for row in rows) for what in ("changed", "added", "removed")}
    words = [
        f"{counted['changed']} 项任务的情况变化" if counted["changed"] else "",
        f"新增 {counted['added']} 项任务" if counted["added"] else "",
        f"减少 {counted['removed']} 项任务" if counted["removed"] else "",
    ]
    return "，".join(filter(None, words))


def settings_of(session: ReadSession, snapshot: Snapshot) -> LedgerSettings:
    """Return the settings that a kept report was judged by; what it does not know of is as it is now."""
    try:
        kept = json.loads(snapshot.settings)
        known = {name: value for name, value in kept.items() if name in LedgerSettings.__dataclass_fields__}
    except (ValueError, AttributeError):
        return session.settings()
    return replace(session.settings(), **known)


def figures_of(snapshot: Snapshot) -> Statistics | None:
    """Return the figures that a kept report froze, None if a program that counted otherwise made it."""
    try:
        return statistics_from_dict(json.loads(snapshot.statistics))
    except (ValueError, KeyError, TypeError):
        return None


def figures_since(before: Snapshot, now: Statistics) -> dict[str, tuple[int, int]]:
    """Return the total figures that differ from those of a kept report, as (before, after)."""
    old = figures_of(before)
    return compare_figures(old, now) if old is not None else {}


def _face_differences(before: Sequence[tuple[str, str, str]], now: Sequence[tuple[str, str, str]]) -> Iterable[str]:
    for style, family, digest in before:
        same_style = [one for one in now if one[0] == style]
        if (style, family, digest) in same_style:
            continue
        if any(one[1] == family for one in same_style):
            yield f"{style}：字体“{family}”的文件换过了。"
        else:
            names = "、".join(dict.fromkeys(one[1] for one in same_style)) or "没有用到"
            yield f"{style}：当时用“{family}”，现在是“{names}”。"
