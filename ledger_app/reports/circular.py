"""Compose a circular (月报, 季报, 半年报, 年报): from statistics to what the paper says.

Source: docs/domain.md sections 4.1, 4.2 and 4.4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from ledger_app.domain.figures import Statistics
from ledger_app.domain.period import Period
from ledger_app.reports.model import (
    Annex,
    Block,
    Head,
    Imprint,
    PageSetting,
    Properties,
    ReportModel,
    Signature,
)
from ledger_app.reports.narrative import NarrativeFacts, date_words, write_narrative
from ledger_app.reports.statistics_tables import (
    due_soon_table,
    lagging_table,
    overall_table,
    overdue_table,
    unit_table,
)


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """What a circular needs besides its figures; texts as printed.

    Attributes:
        bureau: full name of the bureau; office: the office that issues ("办公室").
        issued: day of signing.
        form: notice (红头) or bulletin (masthead 第N期).
        document_number: 发文字号 of a notice, "" = left to be written in by hand.
        masthead: name of the bulletin; issue: its running number.
        copies: 抄送 names, "" = none.
        contact: contact in the demands, "" = none.
        reply_by, next_report: days in the demands, None = not said.
        snapshot: number of the frozen snapshot; created: its moment, UTC ISO.
        has_seal: room for a seal over the signature.
        body: words edited by the office instead of those written from the figures.
    """

    bureau: str
    issued: dt.date
    office: str = "办公室"
    form: Literal["notice", "bulletin"] = "notice"
    document_number: str = ""
    masthead: str = "卫生健康工作督查"
    issue: int | None = None
    addressees: str = ""
    copies: str = ""
    contact: str = ""
    reply_by: dt.date | None = None
    next_report: dt.date | None = None
    snapshot: str = ""
    created: str = "2000-01-01T00:00:00Z"
    rank_minimum: int = 3
    has_seal: bool = True
    page: PageSetting = field(default_factory=PageSetting)
    body: tuple[Block, ...] = ()


KINDS = {"month": "monthly", "quarter": "quarterly", "half-year": "half-year", "year": "annual"}


def compose_circular(statistics: Statistics, period: Period, facts: CircularFacts) -> ReportModel:
    """Return the circular of a period.

    Args:
        statistics: frozen figures at the cut-off date.
        period: what it is about; its kind gives the report's kind and words.
        facts: who issues it, when and in which form.
    """
    words = NarrativeFacts(
        office=f"{facts.bureau}{facts.office}" if facts.office else facts.bureau,
        contact=facts.contact,
        reply_by=facts.reply_by,
        next_report=facts.next_report,
        rank_minimum=facts.rank_minimum,
    )
    is_notice = facts.form == "notice"
    cutoff = statistics.cutoff.isoformat()
    return ReportModel(
        kind=KINDS[period.kind],
        title=f"关于{period.name}重点工作任务进展情况的通报",
        form=facts.form,
        head=_notice_head(facts) if is_notice else _bulletin_head(facts),
        addressees=facts.addressees,
        body=facts.body or write_narrative(statistics, period, words),
        annexes=_annexes(statistics, period, facts.rank_minimum),
        signature=Signature(facts.bureau, date_words(facts.issued), facts.has_seal) if is_notice else None,
        imprint=_imprint(facts),
        page=facts.page,
        properties=Properties(
            author=facts.bureau,
            subject=f"{period.name}重点工作任务进展通报",
            snapshot=facts.snapshot,
            cutoff=cutoff,
            created=facts.created,
        ),
        foot=" ".join(part for part in (facts.snapshot, f"数据截至{cutoff}") if part),
    )


def _notice_head(facts: CircularFacts) -> Head:
    return Head(mark=f"{facts.bureau}文件", number=facts.document_number)


def _bulletin_head(facts: CircularFacts) -> Head:
    number = f"第{facts.issue}期" if facts.issue is not None else ""
    return Head(facts.masthead, number, office=f"{facts.bureau}{facts.office}", date=date_words(facts.issued))


def _annexes(statistics: Statistics, period: Period, rank_minimum: int) -> tuple[Annex, ...]:
    """Return the annexes; lists without entries are left out, the tables of figures always stand."""
    lists: list[tuple[str, tuple[Block, ...], Literal["portrait", "turned"]]] = [
        (f"{period.name}重点工作任务总体进展表", (overall_table(statistics, period),), "portrait"),
        (f"{period.name}各单位任务完成情况表", (unit_table(statistics, period, rank_minimum),), "portrait"),
    ]
    slow: list[Block] = []
    if statistics.overdue:
        slow.append(overdue_table(statistics))
    if statistics.lagging:
        slow.append(lagging_table(statistics))
    if slow:
        lists.append(("逾期和滞后任务清单", tuple(slow), "turned"))
    if statistics.due_soon:
        lists.append(("30天内到期任务清单", (due_soon_table(statistics),), "portrait"))
    return tuple(
        Annex(f"附件{number}", title, blocks, orientation)
        for number, (title, blocks, orientation) in enumerate(lists, start=1)
    )


def _imprint(facts: CircularFacts) -> Imprint:
    copies = (("抄送" if facts.form == "notice" else "送", facts.copies),) if facts.copies else ()
    return Imprint(copies, f"{facts.bureau}{facts.office}", date_words(facts.issued))
