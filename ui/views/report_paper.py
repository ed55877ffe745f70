"""How a report's paper looks: annexes of circulars, wide pages, and the view, columns and sheet of ledger tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ledger_app.domain.snapshot import CIRCULAR_ANNEX_NAMES, ReportKind
from ledger_app.services.reports import ReportRequest
from ui.check_menu import CheckMenu
from ui.entry_button import entry_button
from ui.fields import ChoiceField

TURNED = (("standard", "转 90° 装订（国标）"), ("plain", "直接用横页"))
PAPERS = (("", "自动（视图用 A3）"), ("A4", "A4"), ("A3", "A3"))
SEALS = (("", "按台账设置"), ("yes", "加盖印章"), ("no", "不加盖印章"))
DIRECTIONS = (("landscape", "横排"), ("portrait", "竖排"))
_CIRCULARS: frozenset[ReportKind] = frozenset({"monthly", "quarterly", "half-year", "annual"})
_USES: dict[str, frozenset[ReportKind]] = {
    "annexes": _CIRCULARS,
    "turned": _CIRCULARS | {"breakdown"},
    "seal": _CIRCULARS | {"chase", "letter", "breakdown"},
    "view": frozenset({"ledger"}),
    "columns": frozenset({"ledger"}),
    "paper": frozenset({"ledger"}),
    "direction": frozenset({"ledger"}),
}


class PaperOptions(QObject):
    """The fields; the form puts them into its grid and shows those the kind knows.

    Signals:
        changed: another report is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Make the fields, with nothing chosen."""
        super().__init__(parent)
        self._annex_button = entry_button("report_annexes")
        self.annexes = CheckMenu(self._annex_button, "通报的附件", "有内容的全带")
        self.annexes.set_choices(CIRCULAR_ANNEX_NAMES.items())
        self._column_button = entry_button("report_columns")
        self.columns = CheckMenu(self._column_button, "台账表的列", "常用列")
        self.turned = ChoiceField("report_turned", "横排附件", TURNED)
        self.seal = ChoiceField("report_seal", "落款印章", SEALS)
        self.view = ChoiceField("report_view", "视图", [("", "不用视图")])
        self.paper = ChoiceField("report_paper", "纸张", PAPERS)
        self.direction = ChoiceField("report_direction", "纸张方向", DIRECTIONS)
        self.view.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view.setMinimumContentsLength(8)
        for field in (self.turned, self.seal, self.view, self.paper, self.direction):
            field.committed.connect(lambda _key: self.changed.emit())
        self.annexes.changed.connect(self.changed)
        self.columns.changed.connect(self.changed)

    @property
    def rows(self) -> tuple[tuple[str, str, QWidget], ...]:
        """Return (option, label, field) in the order they stand."""
        return (
            ("annexes", "附件", self._annex_button),
            ("turned", "横排附件", self.turned),
            ("seal", "落款", self.seal),
            ("view", "视图", self.view),
            ("columns", "列", self._column_button),
            ("paper", "纸张", self.paper),
            ("direction", "方向", self.direction),
        )

    def uses(self, kind: ReportKind, option: str) -> bool:
        """Say whether a kind of report knows an option."""
        return kind in _USES[option]

    def set_choices(self, views: Sequence[tuple[int, str]], columns: Sequence[tuple[str, str]]) -> None:
        """Offer these saved views and columns; what was chosen stays if it is among them."""
        before = self.view.value()
        self.view.clear()
        for key, label in (("", "不用视图"), *((str(view_id), name) for view_id, name in views)):
            self.view.addItem(label, key)
        self.view.show_value(before if any(str(view_id) == before for view_id, _ in views) else "")
        self.columns.set_choices(columns)

    def applied(self, request: ReportRequest) -> ReportRequest:
        """Return a request with the options that its kind knows."""
        kind = request.kind
        if kind == "ledger":
            view, paper = self.view.value(), self.paper.value()
            return replace(
                request,
                view_id=int(view) if view else None,
                columns=self.columns.value(),
                paper="A3" if paper == "A3" else "A4" if paper == "A4" else None,
                is_portrait=self.direction.value() == "portrait",
            )
        return replace(
            request,
            annexes=self.annexes.value() if self.uses(kind, "annexes") else (),
            seal={"yes": True, "no": False}.get(self.seal.value()) if self.uses(kind, "seal") else None,
            turned="plain" if self.uses(kind, "turned") and self.turned.value() == "plain" else "standard",
        )
