"""What report is wanted: kind, period, scope, dates, form; says when any of it changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from ledger_app.domain.period import MONTHS_IN, Period, PeriodKind
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.snapshot import ReportKind
from ledger_app.domain.supervision import Snapshot
from ledger_app.services.reports import CIRCULAR_PERIODS, ReportRequest
from ui.fields import ChoiceField, DateField, LineField
from ui.look import Look
from ui.number_field import NumberField
from ui.pages.page import labelled
from ui.places import Place
from ui.unit_picker import UnitName, UnitPicker
from ui.views.report_options import CIRCULARS, KINDS, ReportOptions, uses
from ui.views.report_paper import PaperOptions

FORMS = (("notice", "通知式（红头、文号）"), ("bulletin", "简报式（刊头、期号）"))


class ReportForm(QWidget):
    """The fields under each other, labels at their left.

    Signals:
        changed: another report is wanted.
    """

    changed = Signal()

    def __init__(self, look: Look, settings: LedgerSettings, today: dt.date, cutoff: dt.date) -> None:
        """Begin with last month's circular, the one that is due now, or with that of an earlier cut-off date chosen."""
        super().__init__()
        self.setObjectName("report_form")
        self._settings = settings
        self._today = today
        self._period = Period.containing(cutoff) if cutoff < today else Period.containing(today).previous
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._kind = ChoiceField("report_kind", "报表种类", KINDS)
        self._year = NumberField("report_year", "年度", 1990, 2100, suffix=" 年")
        self._part = QComboBox()
        self._part.setObjectName("report_period")
        self._part.setAccessibleName("期间")
        self._unit = UnitPicker("report_unit", "单位范围")
        self._unit.setPlaceholderText("全部单位")
        self._unit.setClearButtonEnabled(True)
        self._cutoff = DateField("report_cutoff", "统计截止日", look)
        self._issued = DateField("report_issued", "成文日期", look)
        self._form = ChoiceField("report_form_kind", "公文形式", FORMS)
        self._number = LineField("report_number", "发文字号")
        self._number.setPlaceholderText("如 青卫发〔2024〕15号，可留空手写")
        self._issue = NumberField("report_issue", "期号", 0, 9999)
        self._issue.setSpecialValueText("自动续编")
        self.options = ReportOptions(self, look)
        self.paper = PaperOptions(self)
        self._labels: dict[QWidget, QWidget] = {}
        self.is_touched = False
        self._lay_out()
        self._connect()
        self._year.show_value(self._period.year)
        self._fill_parts()
        self._show_dates()
        self._show_what_fits()
        self.changed.connect(self._note_touched)

    def request(self) -> ReportRequest:
        """Return what is wanted."""
        kind = self.kind
        request = ReportRequest(
            kind=kind,
            period=self._period,
            cutoff=self._cutoff.value(),
            unit_id=self._unit.unit_id if uses(kind, "unit") else None,
            issued=self._issued.value(),
            form=self._form.value() if kind in CIRCULARS else "notice",
            document_number=self._number.text().strip() if uses(kind, "number") else "",
            issue=int(self._issue.value()) or None,
        )
        return self.paper.applied(self.options.applied(request))

    @property
    def kind(self) -> ReportKind:
        """Return the chosen kind."""
        value = self._kind.value()
        return next(kind for kind, _ in KINDS if kind == value)

    def set_units(self, units: list[UnitName]) -> None:
        """Offer these units as scope."""
        self._unit.set_units(units)

    def take_settings(self, settings: LedgerSettings) -> None:
        """Follow other settings of the ledger."""
        self._settings = settings
        self._show_dates()

    def show_request(self, kind: ReportKind, period: Period) -> None:
        """Ask for a kind and period from outside (the workbench's button)."""
        self._kind.show_value(kind)
        self._period = period
        self._year.show_value(period.year)
        self._fill_parts()
        self._show_dates()
        self._show_what_fits()
        self.changed.emit()

    def show_wanted(self, place: Place, cutoff: dt.date, words: str) -> None:
        """Ask for the kind, tasks, slips and unit of a place, judged at a day; `words` names the tasks or slips."""
        self._unit.pick(place.unit_id)
        self.options.set_chosen(place.task_ids, place.slip_ids, words)
        # A paper about a task says how it stands on the day the window shows, not at the end of last month.
        day = min(cutoff, self._today)
        self._period = Period.containing(day)
        self._year.show_value(self._period.year)
        self._kind.show_value(place.report_kind)
        self._on_kind()
        self._cutoff.show_value(day, day.year)

    def choices(self) -> dict[str, str]:
        """Return what was chosen and is worth being offered again: the kind, the form, the scope."""
        return {
            "kind": self._kind.value(),
            "form": self._form.value(),
            "unit": str(self._unit.unit_id or ""),
            "leader": self.options.leader.value(),
            "plan": self.options.plan.value(),
        }

    def choose(self, choices: Mapping[str, str]) -> None:
        """Choose again what is still there to be chosen."""
        if any(choices.get("kind") == kind for kind, _ in KINDS):
            self._kind.show_value(choices["kind"])
        if any(choices.get("form") == form for form, _ in FORMS):
            self._form.show_value(choices["form"])
        unit = choices.get("unit", "")
        self._unit.pick(int(unit) if unit.isdigit() else None)
        if not self._unit.text():
            # It has left the roster since.
            self._unit.pick(None)
        for name, field in (("leader", self.options.leader), ("plan", self.options.plan)):
            if field.findData(choices.get(name, "")) >= 0:
                field.show_value(choices[name])
        self._on_kind()
        self.is_touched = False

    def show_correction(
        self,
        snapshot: Snapshot,
        unit_id: int | None,
        leader: str,
        plan_id: int | None,
        task_ids: tuple[int, ...],
    ) -> None:
        """Ask for a correction of a kept report: its kind, period, scope and cut-off date."""
        kind = next(key for key, _ in KINDS if key == snapshot.kind)
        self._unit.pick(unit_id)
        self.options.leader.show_value(leader)
        self.options.plan.show_value(str(plan_id or ""))
        self.options.set_chosen(task_ids, (), "")
        self._kind.show_value(kind)
        self._period = Period.parse(snapshot.period)
        self._year.show_value(self._period.year)
        self._fill_parts()
        self._show_dates()
        self._cutoff.show_value(snapshot.cutoff, self._period.year)
        self._show_what_fits()
        self.options.set_correction(self.request(), snapshot.id, snapshot.number)
        self.changed.emit()

    def _note_touched(self) -> None:
        self.is_touched = True

    def _lay_out(self) -> None:
        rows: tuple[tuple[str, QWidget], ...] = (
            ("报表种类", self._kind),
            ("年度", self._year),
            ("期间", self._part),
            ("单位范围", self._unit),
            *((label, field) for _, label, field in self.options.rows),
            ("统计截止日", self._cutoff),
            ("成文日期", self._issued),
            ("公文形式", self._form),
            ("发文字号", self._number),
            ("期号", self._issue),
            *((label, field) for _, label, field in self.paper.rows),
        )
        for place, (label, field) in enumerate(rows):
            words = labelled(label, "secondary")
            words.setBuddy(field)
            self._labels[field] = words
            self._grid.addWidget(words, place, 0)
            self._grid.addWidget(field, place, 1)
        self._grid.setRowStretch(len(rows), 1)

    def _connect(self) -> None:
        self.options.changed.connect(self.changed)
        self.paper.changed.connect(self.changed)
        self._kind.committed.connect(lambda _key: self._on_kind())
        self._year.valueChanged.connect(lambda _year: self._on_year())
        self._part.activated.connect(lambda _index: self._on_part())
        self._unit.picked.connect(lambda _id: self.changed.emit())
        self._unit.textChanged.connect(self._on_unit_text)
        for field in (self._cutoff, self._issued):
            field.committed.connect(lambda _day: self.changed.emit())
        self._form.committed.connect(lambda _key: self._on_form())
        self._number.committed.connect(lambda _text: self.changed.emit())
        self._issue.committed.connect(lambda _number: self.changed.emit())

    def _on_kind(self) -> None:
        wanted: PeriodKind = self._period_kind
        if self._period.kind != wanted:
            # The period that ended last, as seen from the one shown before.
            self._period = Period.containing(min(self._period.last_day, self._today), wanted)
        self._fill_parts()
        self._show_dates()
        self._show_what_fits()
        self.changed.emit()

    def _on_part(self) -> None:
        number = int(self._part.currentData() or 1)
        self._period = replace(self._period, year=int(self._year.value()), number=number)
        self._show_dates()
        self.changed.emit()

    def _on_year(self) -> None:
        if int(self._year.value()) != self._period.year:
            self._on_part()

    def _on_form(self) -> None:
        self._show_what_fits()
        self.changed.emit()

    def _on_unit_text(self, text: str) -> None:
        if not text and self._unit.unit_id is not None:
            self._unit.pick(None)
            self.changed.emit()

    @property
    def _period_kind(self) -> PeriodKind:
        name = CIRCULAR_PERIODS.get(self.kind, "month")
        return next(kind for kind in MONTHS_IN if kind == name)

    def _fill_parts(self) -> None:
        self._part.clear()
        for number in range(1, 12 // MONTHS_IN[self._period.kind] + 1):
            self._part.addItem(replace(self._period, number=number).short_name, number)
        self._part.setCurrentIndex(self._period.number - 1)
        self._set_shown(self._part, self._period.kind != "year")

    def _show_dates(self) -> None:
        cutoff = min(self._period.cutoff(self._settings.cutoff_day), self._today)
        self._cutoff.show_value(cutoff, self._period.year)
        self._issued.show_value(self._today, self._today.year)

    def _show_what_fits(self) -> None:
        kind = self.kind
        is_circular = kind in CIRCULARS
        is_bulletin = is_circular and self._form.value() != "notice"
        self._set_shown(self._unit, uses(kind, "unit"))
        self._set_shown(self._form, is_circular)
        self._set_shown(self._issued, uses(kind, "issued"))
        self._set_shown(self._number, uses(kind, "number") and not is_bulletin)
        self._set_shown(self._issue, is_bulletin)
        for option, _, field in self.options.rows:
            self._set_shown(field, uses(kind, option))
        for option, _, field in self.paper.rows:
            # A bulletin bears no signature.
            self._set_shown(field, self.paper.uses(kind, option) and not (option == "seal" and is_bulletin))

    def _set_shown(self, field: QWidget, is_shown: bool) -> None:
        field.setVisible(is_shown)
        self._labels[field].setVisible(is_shown)
