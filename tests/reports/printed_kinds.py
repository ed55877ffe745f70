"""Every kind of report printed from one made ledger: long enough for tables of several pages, with rare characters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import ExpectedEvidence
from ledger_app.domain.period import Period
from ledger_app.domain.plan import Plan
from ledger_app.domain.settings import LedgerSettings
from ledger_app.ports import UnitOfWork
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import Properties, ReportModel
from ledger_app.services import closing, deadlines, progress, settings
from ledger_app.services.progress import Report
from ledger_app.services.reports import ReportRequest, draft
from tests.builders import TODAY, a_ledger, a_task, a_unit
from tests.reports.pdf_reader import Printed

BUREAU = "青禾县卫生健康局"
AT = "2024-07-05T01:00:00Z"
JUNE = Period.parse("2024-06")
RARE = "㐂𠮷䶮"
"""Characters of names that few faces have: extension A, beyond U+FFFF, and a later addition."""
TITLES = (
    "推进紧密型县域医共体建设",
    "建设胸痛中心，年底前通过认证",
    f"由{RARE}同志负责开展流行病学调查培训",
    "更新冷链设备",
)
TEXT = "截至6月底，已完成12个乡镇的现场核查，占年度目标的75.3%；“两癌”筛查 3.2 万人次（含COVID-19随访），逐一督促。"
CIRCULARS = ("monthly", "bulletin", "quarterly", "half-year", "annual")
NOTICES = ("monthly", "quarterly", "half-year", "annual", "breakdown")
LETTERS = ("chase", "letter")
FORMS = ("slip", "closing", "extension")
SHEETS = ("unit", "leader", "ledger", "ledger-portrait", "ledger-A3", "evidence", "meeting")
NAMES = (*NOTICES, "bulletin", *LETTERS, *FORMS, *SHEETS)


@dataclass(frozen=True)
class MadeKind:
    """A report: what it says, and the file that was made of it."""

    model: ReportModel
    printed: Printed


class MadeKinds:
    """Reports of one ledger, each printed when it is first asked for."""

    def __init__(self, folder: Path, book: FontBook) -> None:
        self.ledger = _a_full_ledger(folder)
        self._book = book
        self._made: dict[str, MadeKind] = {}

    def __getitem__(self, name: str) -> MadeKind:
        if name not in self._made:
            with self.ledger.read() as session:
                model = draft(session, _request(name), TODAY, AT).model
            self._made[name] = MadeKind(model, Printed(model, self._book))
        return self._made[name]


def texts_of(part: object) -> Iterator[str]:
    """Yield every text of a report that is to be seen on paper, in its order."""
    if isinstance(part, str):
        if part:
            yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts_of(each)
    elif is_dataclass(part) and not isinstance(part, Properties):
        for field in fields(part):
            # Forms and letters stand under one name in the file's properties alone.
            is_name = (
                field.name in {"title", "subtitle"} and isinstance(part, ReportModel) and part.form in {"set", "forms"}
            )
            if field.name not in _NEVER_SEEN and not is_name:
                yield from texts_of(getattr(part, field.name))


_NEVER_SEEN = frozenset(
    {"kind", "form", "key", "align", "tone", "face", "orientation", "paper", "look", "page", "bookmark", "measure"}
    | {"empty_text"}
)


def _request(name: str) -> ReportRequest:
    more: dict[str, object] = {"issued": TODAY}
    if name in (*NOTICES, *LETTERS):
        more["document_number"] = "青卫发〔2024〕36号"
    kind, period = name, JUNE
    if name == "bulletin":
        kind, more["form"] = "monthly", "bulletin"
    elif name == "ledger-portrait":
        kind, more["is_portrait"] = "ledger", True
    elif name == "ledger-A3":
        kind, more["paper"] = "ledger", "A3"
    elif name in ("quarterly", "half-year", "annual"):
        period = Period.parse({"quarterly": "2024-Q2", "half-year": "2024-H1", "annual": "2024"}[name])
    return ReportRequest(kind, period, **more)  # type: ignore[arg-type]


def _a_full_ledger(folder: Path) -> SqliteLedger:
    ledger = a_ledger(folder)
    with ledger.write() as work:
        named = replace(
            LedgerSettings(),
            bureau_name=BUREAU,
            year=2024,
            doc_prefix="青卫发",
            contact_line="联系人：王芳，电话：0000-1234567",
            cc_line="县政府办公室，县委督查室",
            bulletin_up="县委、县政府",
        )
        settings.change(work, named)
        _fill(work)
    return ledger


def _fill(work: UnitOfWork) -> None:
    names = ("县人民医院", "县疾病预防控制中心", "县妇幼保健院", "云岭镇卫生院", f"石桥镇{RARE[1]}家村卫生院")
    units = [a_unit(work, name) for name in names]
    days = (dt.date(2024, 5, 31), dt.date(2024, 12, 31), dt.date(2024, 7, 15), dt.date(2024, 6, 20))
    work.describe("test", "计划和应交佐证")
    plan = work.of(Plan).add(Plan(0, "plan-1", "2024年全县卫生健康工作要点", 2024))
    made = []
    for number in range(48):
        lead = units[number % len(units)]
        made.append(
            a_task(
                work,
                f"{TITLES[number % 4]}（第{number + 1}项）",
                days[number % 4],
                start=dt.date(2024, 1, 1),
                plan_id=plan.id,
                lead_unit_ids=(lead.id,),
                cooperate_unit_ids=(units[(number + 2) % len(units)].id,),
            )
        )
        percent = (60, 5, 90, 100)[number % 4]
        progress.file_entry(work, made[-1].id, "2024-06", Report(TEXT, percent))
    work.of(ExpectedEvidence).add(ExpectedEvidence(0, made[0].id, "验收报告"))
    deadlines.request_extension(work, made[2].id, dt.date(2024, 8, 31), "设备尚未到货", TODAY)
    closing.ask(work, made[3].id, closing.StepTaken("孙院长", "教案已修订", TODAY), dt.date(2024, 6, 18))


def parts_of(part: object) -> Iterator[object]:
    """Yield a report's parts and their parts, each before what it holds."""
    yield part
    if isinstance(part, tuple):
        for each in part:
            yield from parts_of(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from parts_of(getattr(part, field.name))
