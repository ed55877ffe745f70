"""The options of single kinds of reports: which tasks, leader or plan, the colour of slips, the day of the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QWidget

from ledger_app.domain.slips import SLIP_COLOUR_NAMES
from ledger_app.domain.snapshot import ReportKind
from ledger_app.reports.wording_default import BUILT_IN_NAME
from ledger_app.services.reports import ReportRequest
from ui.entry_button import entry_button
from ui.fields import ChoiceField, DateField
from ui.look import Look

KINDS: tuple[tuple[ReportKind, str], ...] = (
    ("monthly", "月度通报"),
    ("quarterly", "季度通报"),
    ("half-year", "半年通报"),
    ("annual", "年度通报"),
    ("slip", "督办单"),
    ("chase", "催办通知"),
    ("letter", "提醒函"),
    ("unit", "单位任务清单"),
    ("leader", "领导一页清单"),
    ("meeting", "会议简表"),
    ("breakdown", "任务分解表（附通知）"),
    ("evidence", "佐证材料清单"),
    ("closing", "销号审批表"),
    ("extension", "延期审批表"),
    ("ledger", "任务台账表"),
)
BY_KIND = "按报表种类"
LONGEST_SHOWN = 11
"""Characters of the chosen task's name that the form has room for."""
CIRCULARS: frozenset[ReportKind] = frozenset({"monthly", "quarterly", "half-year", "annual"})
_USES: dict[str, frozenset[ReportKind]] = {
    "unit": CIRCULARS | {"slip", "chase", "letter", "unit", "evidence", "closing", "extension", "ledger"},
    "issued": CIRCULARS | {"slip", "chase", "letter", "breakdown"},
    "number": CIRCULARS | {"chase", "letter", "breakdown"},
    "tasks": frozenset({"slip", "closing", "extension", "evidence", "letter", "chase", "unit"}),
    "leader": frozenset({"leader", "ledger"}),
    "plan": frozenset({"breakdown", "ledger", "evidence"}),
    "colour": frozenset({"slip"}),
    "reply_by": CIRCULARS | {"chase", "letter"},
    "wording": CIRCULARS,
    "compare": CIRCULARS,
    "corrects": CIRCULARS | {"ledger"},
}


def uses(kind: ReportKind, option: str) -> bool:
    """Say whether a kind of report knows an option."""
    return kind in _USES[option]


class ReportOptions(QObject):
    """The fields; the form puts them into its grid and shows those the kind knows.

    Signals:
        changed: another report is wanted.
        tasks_wanted: tasks are to be chosen from a list.
    """

    changed = Signal()
    tasks_wanted = Signal()

    def __init__(self, parent: QObject, look: Look) -> None:
        """Make the fields, with nothing chosen."""
        super().__init__(parent)
        self._task_ids: tuple[int, ...] = ()
        self._slip_ids: tuple[int, ...] = ()
        self.tasks = QWidget()
        self.tasks.setObjectName("report_tasks_row")
        row = QHBoxLayout(self.tasks)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._pick: QPushButton = entry_button("report_tasks")
        self._pick.clicked.connect(self.tasks_wanted)
        self._clear: QPushButton = entry_button("report_tasks_clear")
        self._clear.clicked.connect(lambda _c=False: self.choose())
        row.addWidget(self._pick, 1)
        row.addWidget(self._clear)
        self.leader = ChoiceField("report_leader", "局领导", [("", "全部局领导")])
        self.plan = ChoiceField("report_plan", "计划", [("", "全部计划")])
        self.colour = ChoiceField("report_colour", "新督办单的颜色", SLIP_COLOUR_NAMES.items())
        self.issues = QCheckBox("逾期未督办的一并签发")
        self.issues.setObjectName("report_issues")
        self.issues.setAccessibleName("逾期而没有督办单的，留存时一并签发")
        self.issues.setToolTip("逾期而没有督办单的单位各发一张。预览只显示将要签发的内容；留存、打印时才登记编号")
        self.issues.setChecked(True)
        self.reply_by = DateField("report_reply_by", "要求回复日期", look)
        self.wording = ChoiceField("report_wording", "文字模板", [("", BY_KIND)])
        self.compare = ChoiceField("report_compare", "环比对象", [("", "上期最后一份")])
        self.corrects = ChoiceField("report_corrects", "更正哪一份", [("", "不是更正")])
        self.lists = QCheckBox("附更正说明")
        self.lists.setObjectName("report_lists_corrections")
        self.lists.setAccessibleName("附更正说明")
        self.lists.setToolTip("在附件里逐项列出与原件的不同")
        self.lists.setChecked(True)
        self._past_of: tuple[object, ...] = ()
        for field in (self.compare, self.corrects):
            field.committed.connect(lambda _key: self._on_past())
        self.lists.toggled.connect(lambda _on: self.changed.emit())
        for field in (self.leader, self.plan, self.compare, self.corrects, self.wording):
            # Long titles are cut in the field and whole in its list: the form keeps its width.
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(8)
        for field in (self.leader, self.plan, self.colour, self.wording):
            field.committed.connect(lambda _key: self.changed.emit())
        self.issues.toggled.connect(lambda _on: self.changed.emit())
        self.reply_by.committed.connect(lambda _day: self.changed.emit())
        self._show_chosen("")

    @property
    def rows(self) -> tuple[tuple[str, str, QWidget], ...]:
        """Return (option, label, field) in the order they stand."""
        return (
            ("tasks", "任务", self.tasks),
            ("leader", "局领导", self.leader),
            ("plan", "计划", self.plan),
            ("colour", "新单颜色", self.colour),
            ("colour", "", self.issues),
            ("reply_by", "回复日期", self.reply_by),
            ("wording", "文字模板", self.wording),
            ("compare", "环比对象", self.compare),
            ("corrects", "更正", self.corrects),
            ("corrects", "", self.lists),
        )

    def choose(self, task_ids: Sequence[int] = (), slip_ids: Sequence[int] = (), words: str = "") -> None:
        """Take tasks or slips of the register, none for all; `words` names them."""
        self.set_chosen(task_ids, slip_ids, words)
        self.changed.emit()

    def set_chosen(self, task_ids: Sequence[int], slip_ids: Sequence[int], words: str) -> None:
        """Take tasks or slips without saying so."""
        self._task_ids, self._slip_ids = tuple(task_ids), tuple(slip_ids)
        self._show_chosen(words)

    def set_choices(
        self, leaders: Sequence[str], plans: Sequence[tuple[int, str]], wordings: Sequence[str] = ()
    ) -> None:
        """Offer these leaders, plans and templates; what was chosen stays if it is among them."""
        _fill(self.wording, [("", BY_KIND), *((name, name) for name in (BUILT_IN_NAME, *wordings))])
        _fill(self.leader, [("", "全部局领导"), *((name, name) for name in leaders)])
        _fill(self.plan, [("", "全部计划"), *((str(plan_id), title) for plan_id, title in plans)])

    def applied(self, request: ReportRequest) -> ReportRequest:
        """Return a request with the options that its kind knows."""
        kind = request.kind
        plan = self.plan.value() if uses(kind, "plan") else ""
        reply_by: dt.date | None = self.reply_by.value() if uses(kind, "reply_by") else None
        is_slip = kind == "slip"
        wanted = replace(
            request,
            task_ids=self._task_ids if uses(kind, "tasks") else (),
            slip_ids=self._slip_ids if is_slip else (),
            leader=self.leader.value() if uses(kind, "leader") else "",
            plan_id=int(plan) if plan else None,
            colour=next(key for key in SLIP_COLOUR_NAMES if key == self.colour.value()),
            issues_slips=self.issues.isChecked() if is_slip else True,
            reply_by=reply_by,
            wording=self.wording.value() if uses(kind, "wording") else "",
        )
        return self._with_past(wanted) if self._past_of == _about(wanted) else wanted

    def set_past(
        self, request: ReportRequest, kept: Sequence[tuple[int, str]], comparable: Sequence[tuple[int, str]]
    ) -> None:
        """Offer the kept reports of the same kind, period and scope to be corrected, and those to compare with."""
        if self._past_of != _about(request):
            self.corrects.show_value("")
            self.compare.show_value("")
        self._past_of = _about(request)
        _fill(self.corrects, [("", "不是更正"), *((str(id_), f"更正 {number}") for id_, number in kept)])
        default = f"上期最后一份（{comparable[0][1]}）" if comparable else "没有更早的报表"
        _fill(self.compare, [("", default), *((str(id_), number) for id_, number in comparable)])
        self.corrects.setEnabled(bool(kept))
        self.compare.setEnabled(len(comparable) > 1)
        self.lists.setEnabled(bool(self.corrects.value()))

    def set_correction(self, request: ReportRequest, snapshot_id: int, number: str) -> None:
        """Take the kept report that is to be corrected."""
        self._past_of = _about(request)
        _fill(self.corrects, [("", "不是更正"), (str(snapshot_id), f"更正 {number}")])
        self.corrects.show_value(str(snapshot_id))
        self.compare.show_value("")

    def _with_past(self, request: ReportRequest) -> ReportRequest:
        corrects = self.corrects.value() if uses(request.kind, "corrects") else ""
        compare = self.compare.value() if uses(request.kind, "compare") else ""
        return replace(
            request,
            corrects_id=int(corrects) if corrects else None,
            lists_corrections=self.lists.isChecked(),
            compare_with_id=int(compare) if compare else None,
        )

    def _on_past(self) -> None:
        self.lists.setEnabled(bool(self.corrects.value()))
        self.changed.emit()

    def _show_chosen(self, words: str) -> None:
        count = len(self._task_ids) or len(self._slip_ids)
        unit = "张督办单" if self._slip_ids else "项任务"
        said = words or (f"已选 {count} {unit}" if count else "选择任务…")
        self._pick.setText(said if len(said) <= LONGEST_SHOWN else f"{said[: LONGEST_SHOWN - 1]}…")
        self._pick.setToolTip(f"只打印选定的任务。{words}")
        self._pick.setAccessibleName(f"任务：{said}")
        self._clear.setVisible(bool(count))


def _about(request: ReportRequest) -> tuple[object, ...]:
    """Return what has to be the same for kept reports to be offered."""
    return (request.kind, str(request.period), request.unit_id, request.leader, request.plan_id, request.task_ids)


def _fill(field: ChoiceField, choices: Sequence[tuple[str, str]]) -> None:
    before = field.value()
    field.clear()
    for key, label in choices:
        field.addItem(label, key)
    field.show_value(before if any(key == before for key, _ in choices) else "")
