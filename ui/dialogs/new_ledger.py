"""The first steps: where the new ledger lies and why, the bureau's name, its roster; both may come later."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.dialogs.form import FormDialog
from ui.entry_button import entry_button

if TYPE_CHECKING:
    from ledger_app.ledger_place import PlaceAdvice
    from ui.dialogs.messages import Messages
    from ui.jobs import JobRunner, QueryJob
    from ui.workspace import Backend

_ASK_AFTER_MS = 250
_NOTE = "一本台账就是一个文件夹：记录、佐证材料和备份都在里面，整个拷走就是整本带走。"
_SECRET = "请勿录入涉密内容：涉密的文件和信息不能进普通电脑，也不能进本程序。"  # noqa: S105 - a sentence
_WHY = "最好放在 D 盘这样的固定硬盘上：重装系统时 C 盘和桌面会清空；U盘容易丢、容易坏，适合拷备份。"
_ADVICE: dict[PlaceAdvice, str] = {
    "good": "✓ 这里合适。" + _WHY,
    "not_writable": "✕ 这里不能写入：没有权限，或者写保护了。请换一个文件夹。",
    "not_empty": "✕ 文件夹里已经有别的东西。请选一个空文件夹，或者在后面再写一层名称。",
    "program": "✕ 这是程序自己的文件夹，升级时会清空。请换一个文件夹。",
    "network": "■ 这是共享盘：一次只能一台电脑填写，断网时不能用。放在本机更快，再把共享盘设为第二备份位置。",
    "removable": "■ 这是U盘一类的移动盘：容易丢、容易坏，拔出前要先关程序。建议放在硬盘上，U盘用来拷备份。",
    "synced": "■ 这里由网盘自动同步，会把内容传到外面，也可能弄坏正在写的台账。建议换一个文件夹。",
    "passing": "■ 这里的文件会被系统或清理软件删掉。建议放到 D 盘。",
    "desktop": "■ 桌面上的东西重装系统时会清空，也容易误删。建议放到 D 盘，桌面放快捷方式。",
    "system": "■ 这是系统盘，重装系统时会清空。有 D 盘的放 D 盘；没有的，请设第二备份位置。",
}
_REFUSED = frozenset({"not_writable", "not_empty", "program"})
_ROSTER_FILTER = "名册 (*.xlsx *.xls *.et *.csv *.txt);;所有文件 (*)"


@dataclass(frozen=True, slots=True)
class NewLedger:
    """What was filled in.

    Attributes:
        folder: absolute, empty or not there yet.
        bureau: full name, "" for later.
        roster: a file with the units, None for later.
    """

    folder: Path
    bureau: str
    roster: Path | None


class NewLedgerDialog(FormDialog):
    """Asks for the place with advice, the name and the roster."""

    def __init__(self, parent: QWidget, backend: Backend, runner: JobRunner, messages: Messages) -> None:
        """Make the form and ask for a place to suggest."""
        super().__init__(parent, "new_ledger_dialog", "新建台账", "建立台账", _NOTE)
        self.setMinimumWidth(600)
        self._backend, self._runner, self._messages = backend, runner, messages
        self._asked: QueryJob[PlaceAdvice] | None = None
        self._folder = _line("new_ledger_folder", "台账文件夹")
        self._advice = _words("new_ledger_advice", _WHY)
        self._bureau = _line("new_ledger_name", "单位名称", "规范全称，印在通报上，例如：阳光县卫生健康局；可以以后填")
        self._roster = _line("new_ledger_roster", "单位名册", "有“单位名称”一列的 Excel 表；可以以后导入")
        self.form.addRow("台账文件夹", _with_button(self._folder, "new_ledger_choose", self._choose_folder))
        self.form.addRow("", self._advice)
        self.form.addRow("单位名称", self._bureau)
        self.form.addRow("单位名册", _with_button(self._roster, "new_ledger_choose_roster", self._choose_roster))
        self.extra.addWidget(_words("new_ledger_secret", _SECRET))
        self._later = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._later.timeout.connect(self._ask_advice)
        self._folder.textChanged.connect(self._on_typed)
        self.verb_button.setEnabled(False)
        runner.query(lambda _progress: backend.suggest_folder()).owned_by(self).on_success(self._suggest).start()

    def filled_in(self) -> NewLedger:
        """Return what stands in the fields."""
        roster = self._roster.text().strip()
        return NewLedger(self._place(), self._bureau.text().strip(), Path(roster) if roster else None)

    def _place(self) -> Path:
        return Path(self._folder.text().strip().strip('"'))

    def _suggest(self, folder: Path) -> None:
        if not self._folder.text():
            self._folder.setText(str(folder))

    def _on_typed(self) -> None:
        self.verb_button.setEnabled(False)
        self._later.start()

    def _ask_advice(self) -> None:
        place = self._place()
        if not place.is_absolute():
            self._advice.setText("✕ 请写完整的位置，例如 D:\\任务台账\\2024年，或者按“选择…”。")
            return
        job = self._runner.query(lambda _progress: self._backend.advise_place(place)).owned_by(self)
        job.on_success(lambda advice: self._show_advice(place, advice)).on_failure(self._show_fault).start()

    def _show_advice(self, place: Path, advice: PlaceAdvice) -> None:
        if place == self._place():
            self._advice.setText(_ADVICE[advice])
            self.verb_button.setEnabled(advice not in _REFUSED)

    def _show_fault(self, _error: Exception) -> None:
        self._advice.setText(_ADVICE["not_writable"])

    def _choose_folder(self) -> None:
        folder = self._messages.choose_folder("选一个空文件夹，新台账就放在里面")
        if folder is not None:
            self._folder.setText(str(folder))

    def _choose_roster(self) -> None:
        files = self._messages.choose_files("选择单位名册", _ROSTER_FILTER)
        if files:
            self._roster.setText(str(files[0]))


def _line(name: str, label: str, hint: str = "") -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(label)
    field.setPlaceholderText(hint)
    return field


def _words(name: str, text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setProperty("role", "secondary")
    label.setWordWrap(True)
    return label


def _with_button(field: QLineEdit, id_: str, act: object) -> QWidget:
    both = QWidget()
    layout = QHBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    button: QPushButton = entry_button(id_)
    button.clicked.connect(act)
    layout.addWidget(field, 1)
    layout.addWidget(button)
    return both
