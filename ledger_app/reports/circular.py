"""Compose a circular (月报, 季报, 半年报, 年报): from statistics to what the paper says.

Source: docs/domain.md sections 4.1, 4.2 and 4.4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from ledger_app.domain.figures import Statistics
from ledger_app.domain.period import Period
from ledger_app.reports.circular_annexes import circular_annexes
from ledger_app.reports.model import (
    Block,
    Head,
    Imprint,
    PageSetting,
    Properties,
    ReportModel,
    Signature,
)
from ledger_app.reports.narrative import NarrativeFacts, date_words, write_narrative


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """What a circular needs besides its figures; texts as printed.

    Attributes:
        bureau: full name of the bureau; office: the office that issues ("办公室").
        issued: day of signing.
        form: notice (红头) or bulletin (masthead 第N期).
        document_number: 发文字号 of a notice, "" = left to be written in by hand.
        masthead: name of the bulletin; issue: its running number within the year, 0 or None = none is printed.
        copies: 抄送 names, "" = none.
        bulletin_lines: 报, 送 and 发 at the end of a bulletin: (label, names), those without names are left out.
        annexes: keys of `CIRCULAR_ANNEX_NAMES`, () = all that have something to say.
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
    bulletin_lines: tuple[tuple[str, str], ...] = ()
    annexes: tuple[str, ...] = ()


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
        bureau=facts.bureau,
    )
    is_notice = facts.form == "notice"
    cutoff = statistics.cutoff.isoformat()
    return ReportModel(
        kind=KINDS[period.kind],
        title=f"关于{period.name}重点工作任务进展情况的通报",
        form=facts.form,
        head=_notice_head(facts) if is_notice else _bulletin_head(facts),
        # A bulletin goes to nobody by name: its last lines say who gets it.
        addressees=facts.addressees if is_notice else "",
        body=facts.body or write_narrative(statistics, period, words),
        annexes=circular_annexes(statistics, period, facts.rank_minimum, facts.annexes),
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
    number = f"第{facts.issue}期" if facts.issue else ""
    return Head(facts.masthead, number, office=f"{facts.bureau}{facts.office}", date=date_words(facts.issued))


def _imprint(facts: CircularFacts) -> Imprint:
    lines = (("抄送", facts.copies),) if facts.form == "notice" else facts.bulletin_lines
    copies = tuple((label, names) for label, names in lines if names)
    return Imprint(copies, f"{facts.bureau}{facts.office}", date_words(facts.issued))
