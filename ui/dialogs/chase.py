"""催报: the text that reminds units, ready to paste into a chat group; copying it enters it in the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from ledger_app.domain.chase_text import DEFAULTS, GAPS, TONE_NAMES, Tone, chase_text
from ledger_app.domain.period import Period
from ledger_app.domain.return_round import ReturnLine, to_chase
from ui.dialogs.form import FormDialog
from ui.entry_button import entry_button
from ui.fields import ChoiceField, LineField, TextField
from ui.workspace import Workspace

WAYS = ("微信群", "电话", "短信", "QQ群", "书面通知", "当面")


@dataclass(frozen=True, slots=True)
class Chasing:
    """What was copied and is to be entered: how, by whom, the text."""

    how: str
    by_name: str
    text: str


class ChaseDialog(FormDialog):
    """Wording, way and text; the button copies the text and enters the reminder for every unit."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        month: Period,
        owing: Sequence[ReturnLine],
        chosen: Sequence[ReturnLine],
        templates: Mapping[Tone, str],
        missing: Mapping[int, int],
    ) -> None:
        """Make the text for all that owe the report or, where several were chosen, for those.

        `missing` is unit id -> papers that are missing as evidence.
        """
        note = f"{len(owing)} 家单位还没有报齐{month.name}进展。文字可以修改，复制后粘贴到工作群即可。"
        super().__init__(parent, "chase_dialog", f"催报{month.short_name}进展", "复制并登记催报", note)
        self._workspace = workspace
        self._missing = missing
        self._month, self._owing, self._chosen, self._templates = month, tuple(owing), tuple(chosen), dict(templates)
        self.setMinimumWidth(620)
        self.whom = ChoiceField("chase_whom", "催报哪些单位", [("all", f"全部未报的 {len(owing)} 家")])
        if chosen and len(chosen) < len(owing):
            named = chosen[0].name if len(chosen) == 1 else f"选中的 {len(chosen)} 家"
            self.whom.addItem(f"只催{named}", "chosen")
            self.whom.show_value("chosen" if len(chosen) > 1 else "all")
        self.whom.committed.connect(lambda _whom: self._on_whom())
        self.add_row("单位", self.whom)
        self.tone = ChoiceField("chase_tone", "催报用语", list(TONE_NAMES.items()))
        self._choose_tone()
        self.tone.committed.connect(lambda _tone: self._fill())
        self.words_button = entry_button("chase_words")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tone, 1)
        row.addWidget(self.words_button)
        box = QWidget()
        box.setLayout(row)
        self.add_row("用语", box)
        self.how = QComboBox()
        self.how.setObjectName("chase_how")
        self.how.setAccessibleName("催报方式")
        self.how.setEditable(True)
        self.how.addItems(list(WAYS))
        self.add_row("方式", self.how)
        self.by_name = LineField("chase_by", "催报人")
        self.add_row("催报人", self.by_name)
        self.text = TextField("chase_text", "催报内容", 10)
        self.add_row("内容", self.text)
        copy = QShortcut(QKeySequence("Ctrl+Return"), self)
        copy.activated.connect(self.verb_button.click)
        self._fill()
        self.verb_button.setFocus()

    def show_templates(self, templates: Mapping[Tone, str]) -> None:
        """Take other wordings."""
        self._templates = dict(templates)
        self._fill()

    def on_chased(self, receive: Callable[[Chasing], object]) -> None:
        """Call `receive` when the button is pressed; the text is in the clipboard then."""

        def take() -> None:
            text = self.text.text().strip()
            QGuiApplication.clipboard().setText(text)
            receive(Chasing(self.how.currentText().strip(), self.by_name.text().strip(), text))

        self.on_accepted(take)

    @property
    def lines(self) -> tuple[ReturnLine, ...]:
        """Return the units that are reminded."""
        return self._chosen if self.whom.value() == "chosen" else self._owing

    @property
    def unit_ids(self) -> list[int]:
        """Return the ids of the units that are reminded."""
        return [line.unit.id for line in self.lines]

    def _on_whom(self) -> None:
        self._choose_tone()
        self._fill()

    def _choose_tone(self) -> None:
        """Propose the firmer wording where each of the units was reminded before."""
        self.tone.show_value("second" if all(line.chases for line in self.lines) else "first")

    def _fill(self) -> None:
        tone: Tone = "second" if self.tone.value() == "second" else "first"
        now = self._workspace.now
        cutoff = self._workspace.cutoff
        # Days are counted to the cut-off date; an earlier one is named with the end of its working day.
        at = now if cutoff == now.date() else dt.datetime.combine(cutoff, dt.time(18), now.tzinfo)
        text = chase_text(
            self._templates[tone],
            tone,
            [to_chase(line, cutoff, self._missing.get(line.unit.id, 0)) for line in self.lines],
            month=self._month,
            due=min(line.due for line in self.lines),
            at=at,
            contact=self._workspace.settings.contact_line,
        )
        self.text.setPlainText(text)


class ChaseWordsDialog(FormDialog):
    """The two wordings of this ledger, with their gaps explained."""

    def __init__(self, parent: QWidget, templates: Mapping[Tone, str]) -> None:
        """Show the wordings in force."""
        gaps = "，".join(f"{{{gap}}} = {meaning}" for gap, meaning in GAPS.items())
        super().__init__(
            parent, "chase_words_dialog", "催报用语", "保存催报用语", f"花括号里的内容会自动填上：{gaps}。"
        )
        self.setMinimumWidth(620)
        self._fields: dict[Tone, TextField] = {}
        for tone, name in TONE_NAMES.items():
            field = TextField(f"chase_words_{tone}", name, 5)
            field.setPlainText(templates[tone])
            self._fields[tone] = field
            self.add_row(name, field)
        restore = entry_button("chase_words_restore")
        restore.clicked.connect(self._restore)
        self.add_row("", restore)

    def templates(self) -> dict[Tone, str]:
        """Return what stands in the fields."""
        return {tone: field.text() for tone, field in self._fields.items()}

    def _restore(self) -> None:
        for tone, field in self._fields.items():
            field.setPlainText(DEFAULTS[tone])


class ReasonDialog(FormDialog):
    """A reason for an act on several units, with what is usual to choose from."""

    def __init__(self, parent: QWidget, name: str, title: str, verb: str, usual: Sequence[str], note: str = "") -> None:
        """Offer the usual reasons; another can be typed."""
        super().__init__(parent, name, title, verb, note)
        self.reason = QComboBox()
        self.reason.setObjectName(f"{name}_reason")
        self.reason.setAccessibleName("原因")
        self.reason.setEditable(True)
        self.reason.addItems(list(usual))
        self.reason.setCurrentIndex(0 if usual else -1)
        label = QLabel("原因")
        label.setBuddy(self.reason)
        self.form.addRow(label, self.reason)
        self.reason.setFocus()
        edit = self.reason.lineEdit()
        if edit is not None:
            edit.selectAll()

    def text(self) -> str:
        """Return the reason."""
        return self.reason.currentText().strip()
