"""Choose the rule of a recurring duty, seeing the turns that it makes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ledger_app.domain.task import Every
from ledger_app.errors import RejectedError
from ledger_app.messages import describe
from ledger_app.services import turns as turn_service
from ledger_app.services.turns import EVERY_NAMES, Rhythm
from ui.detail.part import DetailPart
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import text_label
from ui.fields import ChoiceField
from ui.number_field import NumberField

_NEW = ""
_HINTS: dict[str, str] = {
    "week": "1 至 7，1 为周一；不填为周日",
    "month": "几号前，如 10；不填为月末",
    "quarter": "季末月的几号前，如 20；不填为季末",
    "half-year": "6 月、12 月的几号前，如 20；不填为期末",
    "year": "月-日，如 12-05；不填为年末",
}
_SHOWN_TURNS = 6


class RhythmDialog(SavingDialog):
    """Rule, day and times with a preview; what is to come is made anew, what was done stays."""

    def __init__(self, part: DetailPart) -> None:
        """Show the task's rule, or a new one."""
        detail = part.detail
        assert detail is not None  # noqa: S101 - the part's act is hidden while nothing is shown
        note = "按规则生成各期。改变规则时，已完成、已免做和已过期的各期保留，以后的各期按新规则重排。"
        title = f"设定周期：{detail.task.code}"
        super().__init__(part, part.workspace, "rhythm_dialog", title, "按规则生成各期", note)
        self._task_id = detail.task.id
        self._year = part.workspace.cutoff.year
        self._rules = {
            str(one.id): (rhythm, one.raw)
            for one in detail.deadlines
            if (rhythm := turn_service.rhythm_of(one)) is not None
        }
        choices = [(key, f"修改“{raw}”") for key, (_, raw) in self._rules.items()]
        self.which = ChoiceField("rhythm_which", "哪条规则", [*choices, (_NEW, "另加一条规则")])
        self.every = ChoiceField("rhythm_every", "周期", EVERY_NAMES.items())
        self.day = QLineEdit()
        self.day.setObjectName("rhythm_day")
        self.day.setAccessibleName("到期日")
        self.times = NumberField("rhythm_times", "每期次数", 1, 12, suffix=" 次")
        if self._rules:
            self.add_row("规则", self.which)
        self.add_row("周期", self.every)
        self.add_row("到期日", self.day)
        self.add_row("每期次数", self.times)
        self.preview = text_label("", "secondary", "rhythm_preview")
        self.preview.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.extra.addWidget(self.preview)
        self.which.committed.connect(lambda _key: self._show_rule())
        self.every.committed.connect(lambda _key: self._show_preview())
        self.day.textChanged.connect(lambda _text: self._show_preview())
        self.times.valueChanged.connect(lambda _value: self._show_preview())
        self._show_rule()
        self.on_save(self._verb)
        self.every.setFocus()

    def _show_rule(self) -> None:
        rhythm, _ = self._rules.get(self.which.value(), (Rhythm("month"), ""))
        self.every.show_value(rhythm.every)
        self.day.setText(rhythm.day or "")
        self.times.show_value(rhythm.times)
        self._show_preview()

    def _rhythm(self) -> Rhythm:
        every: Every = next(one for one in EVERY_NAMES if one == self.every.value())
        return Rhythm(every, int(self.times.value()), self.day.text().strip() or None)

    def _show_preview(self) -> None:
        self.day.setPlaceholderText(_HINTS[self.every.value()])
        self.day.setToolTip(_HINTS[self.every.value()])
        try:
            rhythm = self._rhythm()
            turns = turn_service.preview(rhythm, self._year)
        except RejectedError as error:
            self.preview.setText(describe(error))
            return
        days = "、".join(f"{one.due:%m-%d}" for one in turns[:_SHOWN_TURNS])
        more = f" 等 {len(turns)} 期" if len(turns) > _SHOWN_TURNS else f"，共 {len(turns)} 期"
        self.preview.setText(f"{rhythm.words}。{self._year}年：{days}{more}。")

    def _verb(self) -> Verb:
        rhythm, task_id = self._rhythm(), self._task_id
        deadline_id = int(self.which.value()) if self.which.value() != _NEW else None
        return lambda work: turn_service.set_rhythm(work, task_id, rhythm, deadline_id)
