"""What every kind of report is composed from, gathered once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.figures import Statistics
from ledger_app.domain.lights import Judgement, Tone
from ledger_app.domain.settings import LedgerSettings
from ledger_app.ports import ReadSession
from ledger_app.reports.model import PageSetting, Properties
from ledger_app.reports.model import Tone as PrintedTone
from ledger_app.services.report_request import ReportRequest

_PRINTED_TONES: dict[Tone, PrintedTone] = {
    Tone.RED: "red",
    Tone.YELLOW: "amber",
    Tone.GREEN: "green",
    Tone.BLUE: "blue",
    Tone.GREY: "grey",
}
Judged = tuple[tuple[TaskFacts, Judgement], ...]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A report about to be composed.

    Attributes:
        judged: facts and lights of the tasks in scope, in ledger order.
        issued: day on the paper.
        issue: number of a bulletin within the year, None for other forms.
        number: of the snapshot; at: its moment, UTC ISO text.
        scope_name: in words, "" = the whole ledger; scope: as JSON text.
    """

    session: ReadSession
    request: ReportRequest
    settings: LedgerSettings
    cutoff: dt.date
    issued: dt.date
    number: str
    at: str
    scope_name: str
    scope: str
    judged: Judged
    statistics: Statistics
    issue: int | None = None

    @property
    def bureau(self) -> str:
        """Return the bureau's full name."""
        return self.settings.bureau_name

    @property
    def office(self) -> str:
        """Return the office that issues, with its bureau."""
        return f"{self.settings.bureau_name}{self.settings.office_name}"

    @property
    def page(self) -> PageSetting:
        """Return how official pages of this ledger are laid."""
        is_plain = self.request.turned == "plain"
        return PageSetting(line_pitch_pt=self.settings.line_pitch, plain_landscape=is_plain)

    @property
    def has_seal(self) -> bool:
        """Say whether the signature leaves room for a seal."""
        return self.settings.seals_signature if self.request.seal is None else self.request.seal

    @property
    def foot(self) -> str:
        """Return the small line in the foot: the snapshot's number and the day of its figures."""
        return f"{self.number} 数据截至{self.cutoff.isoformat()}"

    def properties(self, subject: str) -> Properties:
        """Return what the file says about itself."""
        return Properties(self.bureau, subject, self.number, self.cutoff.isoformat(), self.at)


def printed_tone(judgement: Judgement) -> PrintedTone:
    """Return the role of a light's colour in print."""
    return _PRINTED_TONES[judgement.tone]


def percent_of(facts: TaskFacts) -> str:
    """Return the latest percent as printed, "" if none was reported."""
    return "" if facts.percent is None else f"{facts.percent:g}%"
