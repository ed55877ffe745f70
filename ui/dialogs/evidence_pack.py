"""Make a pack for an inspection: of which tasks or indicators, as a folder or a zip, with what it will hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from ledger_app.domain.archive_number import RETENTIONS, ArchiveNumber
from ledger_app.domain.evidence import IndicatorTree
from ledger_app.domain.plan import Plan
from ledger_app.errors import RejectedError
from ledger_app.messages import describe
from ledger_app.ports import Progress, ReadSession
from ledger_app.services.views import stored_views
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceField, LineField
from ui.jobs import QueryJob
from ui.open_file import size_text
from ui.unit_picker import UnitName, UnitPicker, read_unit_names
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ledger_app.services.evidence_pack import PackWritten
    from ledger_app.services.pack_contents import PackContents, PackRequest
    from ledger_app.services.pack_scope import ScopeKind

SCOPES: tuple[tuple[ScopeKind, str], ...] = (
    ("chosen", "选中的任务"),
    ("all", "全部任务"),
    ("unit", "一个单位承担的任务"),
    ("plan", "一份计划的任务"),
    ("view", "一个视图的任务"),
    ("tree", "一套考核指标"),
)
_FORMS: tuple[tuple[str, str], ...] = (("folder", "文件夹"), ("zip", "ZIP 压缩包"))
_WAIT_MS = 150


@dataclass(frozen=True, slots=True)
class PackChoices:
    """What can be packed: units, plans, indicator trees, saved views (each id and title)."""

    units: tuple[UnitName, ...]
    plans: tuple[tuple[int, str], ...]
    trees: tuple[tuple[int, str], ...]
    views: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the fields say."""

    scope: ScopeKind
    key: int | None
    title: str
    with_personal: bool
    archive: ArchiveNumber | None = None
    with_box: bool = False


class PackDialog(FormDialog):
    """The fields, and below them what the pack will hold; it is written by a job that can be stopped."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, choices: PackChoices, chosen: Sequence[int], tree_id: int | None
    ) -> None:
        """Begin with the chosen tasks, the tree that is shown, or all tasks."""
        note = "文件按任务或指标分文件夹、按规则命名，附封面、目录、缺少材料清单和归档清单；原件不会被改动。"
        super().__init__(parent, "pack_dialog", "打包迎检材料", "打包…", note)
        self._workspace = workspace
        self._chosen = tuple(chosen)
        self._choices = choices
        self._contents: PackContents | None = None
        self._job: QueryJob[PackContents | None] | None = None
        self.setMinimumWidth(560)
        self._make_fields(tree_id)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._read)
        self._connect()
        self._show_scope()

    def accept(self) -> None:
        """Ask where the pack goes and write it; without a place the dialog stays."""
        contents = self._contents
        if contents is not None and self._write(contents):
            super().accept()

    def _make_fields(self, tree_id: int | None) -> None:
        kinds = [one for one in SCOPES if one[0] not in self._impossible()]
        self.scope = ChoiceField("pack_scope", "打包范围", kinds)
        self.add_row("范围", self.scope)
        self.unit = UnitPicker("pack_unit", "单位")
        self.unit.set_units(self._choices.units)
        self.plan = _combo("pack_plan", "计划", self._choices.plans)
        self.tree = _combo("pack_tree", "考核标准", self._choices.trees)
        self.view = _combo("pack_view", "视图", self._choices.views)
        self._parts: dict[str, QWidget] = {"unit": self.unit, "plan": self.plan, "view": self.view, "tree": self.tree}
        for label, field in (("单位", self.unit), ("计划", self.plan), ("视图", self.view), ("标准", self.tree)):
            self.add_row(label, field)
        self.name = LineField("pack_name", "材料包名称")
        self.add_row("名称", self.name)
        self.shape = ChoiceField("pack_form", "材料包形式", list(_FORMS))
        self.add_row("形式", self.shape)
        self.personal = QCheckBox("放入含个人信息的材料")
        self.personal.setObjectName("pack_personal")
        self.personal.setAccessibleName("放入含个人信息的材料")
        self.add_row("", self.personal)
        self._make_archive()
        self.said = QLabel()
        self.said.setObjectName("pack_said")
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(self.said.fontMetrics().lineSpacing() * 3)
        self.extra.addWidget(self.said)
        if tree_id is not None:
            self.scope.show_value("tree")
            self.tree.setCurrentIndex(max(0, self.tree.findData(tree_id)))
        else:
            self.scope.show_value("chosen" if self._chosen else "all")

    def _make_archive(self) -> None:
        """Offer what the archive wants: numbers for the list, labels for the box."""
        self.box = QCheckBox("附档案盒封面和脊背")
        self.box.setObjectName("pack_box")
        self.box.setAccessibleName("附档案盒封面和脊背")
        self.add_row("", self.box)
        self.fonds = LineField("pack_fonds", "全宗号")
        self.fonds.setPlaceholderText("4 位，不填则由档案人员编")
        self.fonds.setMaxLength(4)
        self.retention = ChoiceField("pack_retention", "保管期限", list(RETENTIONS.items()))
        self.retention.show_value("D10")
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fonds, 1)
        layout.addWidget(self.retention)
        self.add_row("全宗号", row)

    def _archive(self) -> ArchiveNumber | None:
        fonds = self.fonds.text().strip()
        return ArchiveNumber(fonds, self._workspace.cutoff.year, str(self.retention.currentData())) if fonds else None

    def _impossible(self) -> set[str]:
        choices = self._choices
        lacking = {
            "plan": choices.plans,
            "tree": choices.trees,
            "view": choices.views,
            "chosen": self._chosen,
        }
        return {kind for kind, found in lacking.items() if not found}

    def _connect(self) -> None:
        self.scope.currentIndexChanged.connect(self._show_scope)
        self.unit.picked.connect(lambda _unit: self._show_scope())
        for combo in (self.plan, self.view, self.tree):
            combo.currentIndexChanged.connect(self._show_scope)
        for box in (self.personal, self.box):
            box.toggled.connect(lambda _on: self._timer.start())
        self.fonds.textChanged.connect(lambda _text: self._timer.start())
        self.retention.currentIndexChanged.connect(lambda _index: self._timer.start())

    def _show_scope(self) -> None:
        """Show the field that the scope needs, propose a name, and tell what the pack will hold."""
        scope = str(self.scope.currentData())
        for kind, field in self._parts.items():
            self.form.setRowVisible(field, kind == scope)
        self.name.setText(self._proposed_name(scope))
        self._contents = None
        self.verb_button.setEnabled(False)
        self.said.setText("正在清点…" if self._wanted().key is not None or scope in ("chosen", "all") else "请选择。")
        self._timer.start()

    def _proposed_name(self, scope: str) -> str:
        year = f"{self._workspace.cutoff.year}年度"
        if scope == "unit":
            return f"{self.unit.text().strip()}{year}" if self.unit.unit_id is not None else ""
        if scope == "plan":
            return self.plan.currentText()
        if scope in ("tree", "view"):
            return (self.tree if scope == "tree" else self.view).currentText()
        return f"{self._workspace.settings.bureau_name}{year}{'部分任务' if scope == 'chosen' else ''}"

    def _wanted(self) -> _Wanted:
        scope = next(kind for kind, _words in SCOPES if kind == self.scope.currentData())
        keys = {
            "unit": self.unit.unit_id,
            "plan": self.plan.currentData(),
            "tree": self.tree.currentData(),
            "view": self.view.currentData(),
        }
        key = keys.get(scope)
        number = int(key) if key is not None else None
        name, personal = self.name.text(), self.personal.isChecked()
        return _Wanted(scope, number, name, personal, self._archive(), self.box.isChecked())

    def _read(self) -> None:
        if self._job is not None:
            self._job.cancel()
        wanted, chosen, cutoff = self._wanted(), self._chosen, self._workspace.cutoff
        if wanted.scope in self._parts and wanted.key is None:
            return
        job = self._workspace.query(lambda session, _p: _read_contents(session, wanted, chosen, cutoff), self)
        self._job = job.on_success(self._show_contents).on_failure(self._show_refusal).start()

    def _show_refusal(self, error: Exception) -> None:
        """Say what cannot be packed so in the dialog itself: it is said again with every letter typed."""
        self._contents = None
        self.verb_button.setEnabled(False)
        if isinstance(error, RejectedError):
            self.said.setText(describe(error))
        else:
            self._workspace.messages.show_error(error)

    def _show_contents(self, contents: PackContents | None) -> None:
        self._contents = contents
        self.verb_button.setEnabled(contents is not None and bool(contents.pieces))
        self.said.setText(_said(contents))

    def _write(self, contents: PackContents) -> bool:
        from ledger_app.services.evidence_pack import free_target

        work, title = self._workspace, self.name.text().strip() or "佐证材料"
        if str(self.shape.currentData()) == "zip":
            proposed = free_target(Path(), title, as_zip=True).name
            target = work.messages.choose_target("材料包存到", proposed, "ZIP 压缩包 (*.zip)")
        else:
            folder = work.messages.choose_folder("材料包放到哪个文件夹里")
            target = free_target(folder, title, as_zip=False) if folder is not None else None
        if target is None:
            return False
        _start(work, replace(contents, request=replace(contents.request, title=title)), target)
        return True


def open_pack_dialog(parent: QWidget, workspace: Workspace, chosen: Sequence[int], tree_id: int | None = None) -> None:
    """Read what can be packed, and open the dialog."""
    job = workspace.query(lambda session, _progress: _read_choices(session), parent)
    job.on_success(lambda found: PackDialog(parent, workspace, found, chosen, tree_id).open()).start()


def _start(workspace: Workspace, contents: PackContents, target: Path) -> None:
    session, ledger = workspace.session, workspace.ledger
    settings, today, at = workspace.settings, workspace.today, session.clock.now()

    def work(progress: Progress) -> PackWritten:
        # Read when first needed: packing draws in the reports.
        from ledger_app.services.evidence_pack import write_pack

        return write_pack(ledger.store, contents, session.fonts(settings), target, today, at, progress)

    job = workspace.runner.query(work).owned_by(workspace).with_progress("正在打包迎检材料")
    job.on_success(lambda written: _tell(workspace, written)).start()


def _tell(workspace: Workspace, written: PackWritten) -> None:
    pages = f"，{written.page_count} 页" if written.page_count else ""
    text = f"已打包 {written.piece_count} 件材料{pages}（{size_text(written.size_bytes)}）。\n{written.path}"
    lines = list(written.damaged)
    if written.missing_count:
        lines.append(f"缺少材料 {written.missing_count} 项，见包里的缺少材料清单。")
    if written.left_out:
        lines.append(f"含个人信息、没有放入的 {len(written.left_out)} 件：")
        lines += written.left_out[:20]
    if workspace.messages.ask(text, "打开所在文件夹", detail="\n".join(lines)):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(written.path.parent)))


def _read_choices(session: ReadSession) -> PackChoices:
    return PackChoices(
        tuple(read_unit_names(session)),
        tuple((plan.id, plan.title) for plan in session.of(Plan).find()),
        tuple((tree.id, tree.title) for tree in session.of(IndicatorTree).find()),
        tuple((view.id, view.name) for view in stored_views(session)),
    )


def _read_contents(
    session: ReadSession, wanted: _Wanted, chosen: Sequence[int], cutoff: dt.date
) -> PackContents | None:
    """Return what a pack would hold, None where the scope has no task."""
    from ledger_app.services.pack_contents import read_contents

    request = _request(session, wanted, chosen, cutoff)
    return read_contents(session, request, cutoff) if request.task_ids or request.tree_id is not None else None


def _request(session: ReadSession, wanted: _Wanted, chosen: Sequence[int], cutoff: dt.date) -> PackRequest:
    from ledger_app.services.pack_scope import PackScope, request_of

    scope = PackScope(wanted.scope, wanted.key, tuple(chosen))
    request = request_of(session, scope, cutoff, wanted.title, with_personal=wanted.with_personal)
    return replace(request, archive=wanted.archive, with_box=wanted.with_box)


def _said(contents: PackContents | None) -> str:
    if contents is None:
        return "这个范围里没有任务。"
    owners = "个指标" if contents.request.tree_id is not None else "项任务"
    said = [f"{contents.owner_count} {owners}，{len(contents.pieces)} 件材料，{size_text(contents.size_bytes)}。"]
    if not contents.pieces:
        said = [f"{contents.owner_count} {owners}还没有可以打包的材料。"]
    if contents.missing:
        said.append(f"缺少材料 {len(contents.missing)} 项，会列成清单。")
    if contents.left_out:
        said.append(f"含个人信息的 {len(contents.left_out)} 件不放入，打包后会逐件说明。")
    elif any(piece.evidence.is_personal for piece in contents.pieces):
        said.append("包里会有含个人信息的材料，请勿转发。")
    return "\n".join(said)


def _combo(name: str, label: str, choices: Sequence[tuple[int, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(24)
    for key, title in choices:
        combo.addItem(title, key)
    return combo
