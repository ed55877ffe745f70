"""What is done with a ledger as a whole: open, make, practise, close, back up, restore, check.

The small dialogs that belong to no page are opened here too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from ledger_app.domain.settings import LedgerSettings
from ledger_app.errors import LedgerError
from ledger_app.intake.document import Finding
from ledger_app.messages import describe
from ledger_app.ports import Progress, ReadSession
from ledger_app.version import VERSION
from ui.actions import Act
from ui.badges import Badges
from ui.evidence_adder import EvidenceAdder
from ui.evidence_reading import EvidenceReading
from ui.main_window import PAGE_KEY, MainWindow
from ui.workspace import Backend, Place, Session, Workspace

if TYPE_CHECKING:
    from ledger_app.services.roll_over import RolledOver
    from ui.detail.saving_dialog import Verb

LOCKED, SILENT = "DB-010", "DB-011"
# A ledger that cannot be written here may still be read.
NOT_WRITABLE = ("DB-003", "DB-012")
BACKUP_DELAY_MS = 30_000
BACKUP_FILTER = "台账备份 (*.backup)"
PLAN_FILTER = (
    "计划文件 (*.docx *.doc *.wps *.xlsx *.xls *.et *.ods *.odt *.pdf *.txt *.csv *.html *.htm *.mht *.rtf *.ofd"
    " *.jpg *.jpeg *.png *.tif *.tiff *.bmp);;所有文件 (*)"
)


class LedgerActs(QObject):
    """Carries out the acts of the menus 台账 and 帮助, and those that begin with choosing files."""

    def __init__(self, window: MainWindow, backend: Backend) -> None:
        """Know how each act is done."""
        super().__init__(window)
        self._window = window
        self._backend = backend
        # The units of the ledger that is being made.
        self._roster: Path | None = None
        self._acts: dict[Act, Callable[[], object]] = {
            Act.NEW_LEDGER: self._new,
            Act.OPEN_LEDGER: self._open,
            Act.RECENT: self._show_recent,
            Act.OPEN_PRACTICE: self.open_practice,
            Act.OPEN_FOLDER: self._show_folder,
            Act.RENAME_LEDGER: self._rename,
            Act.ROLL_OVER: self._roll_over,
            Act.BACK_UP: self._back_up,
            Act.RESTORE: self._restore,
            Act.CHECK: self._check,
            Act.CUTOFF: lambda: self._open_dialog("ui.dialogs.cutoff", "CutoffDialog"),
            Act.JOURNAL: lambda: self._open_dialog("ui.dialogs.journal", "JournalDialog"),
            Act.NEW_TASK: lambda: self._open_dialog("ui.dialogs.new_task", "NewTaskDialog"),
            Act.IMPORT_PLAN: self._import_plan,
            Act.ADD_EVIDENCE: self._add_evidence,
            Act.FILE_PROGRESS: self._file_progress,
            Act.SPLIT_TASK: self._split_task,
            Act.ISSUE_SLIP: self._issue_slip,
            Act.EXPECTED_EVIDENCE: self._expect_evidence,
            Act.PACK_EVIDENCE: self._pack_evidence,
            Act.SHORTCUTS: self._show_shortcuts,
            Act.ABOUT: self._show_about,
        }

    def perform(self, act: Act) -> None:
        """Carry out an act."""
        self._acts[act]()

    def open_folder(self, folder: Path, *, read_only: bool = False, take_over: bool = False) -> None:
        """Open a ledger in the background; what was open before is closed once the new one is there."""

        def work(_progress: Progress) -> Session:
            return self._backend.open_session(folder, read_only=read_only, take_over=take_over)

        self._begin(work, f"正在打开 {folder.name}", lambda error: self._on_refused(folder, error))

    def open_practice(self) -> None:
        """Open the practice ledger, making it first if it is not there."""
        self._begin(self._backend.practice_session, "正在准备练习台账")

    def adopt(self, session: Session, settings: LedgerSettings) -> None:
        """Show an open session, closing the one before."""
        window = self._window
        self.close_ledger()
        workspace = Workspace(session, window.runner, window.look, window.messages, window.state, window)
        workspace.settings = settings
        # Both belong to the workspace and go with it.
        EvidenceAdder(workspace)
        Badges(workspace, window.navigation)
        window.set_workspace(workspace)
        window.state.note_opened(session.ledger.folder)
        workspace.ledger_changed.connect(
            lambda changes: self._on_changed(workspace, changes.touches("setting"), changes.touches("holiday"))
        )
        workspace.ledger_wanted.connect(self.open_folder)
        if self._roster is not None:
            roster, self._roster = self._roster, None
            window.show_place(Place("units", files=(roster,)))
        workspace.read_calendar()
        self._read_name(workspace)
        self._show_backup(workspace)
        if not workspace.is_read_only:
            EvidenceReading(workspace)
            # Later: a backup of a big ledger would stand in the way of the first page.
            QTimer.singleShot(BACKUP_DELAY_MS, workspace, lambda: self._back_up_if_due(workspace))
        else:
            self._watch_writer(workspace)

    def _watch_writer(self, workspace: Workspace) -> None:
        from ui.other_writer import WriterWatch

        WriterWatch(workspace, self._window.status, lambda: self._open_again(workspace))

    def _open_again(self, workspace: Workspace) -> None:
        """Open a ledger for writing that was open for reading, on the page that is shown."""
        if self._window.page is not None:
            self._window.state.set_text(PAGE_KEY, self._window.page.name)
        self.open_folder(workspace.ledger.folder)

    def close_ledger(self) -> None:
        """Close the open ledger, its jobs first."""
        workspace = self._window.workspace
        if workspace is not None:
            self._window.leave_field()
            self._window.runner.close()
            self._window.set_workspace(None)
            workspace.session.close()
            workspace.deleteLater()
            self._window.runner.reopen()

    def _begin(
        self,
        work: Callable[[Progress], Session],
        title: str,
        on_refused: Callable[[Exception], object] | None = None,
    ) -> None:
        window = self._window
        if not window.may_close_ledger():
            return
        window.welcome.show_waiting(f"{title}…")

        def opened(progress: Progress) -> tuple[Session, LedgerSettings]:
            session = work(progress)
            with session.ledger.read() as reading:
                return session, reading.settings()

        def refused(error: Exception) -> None:
            window.welcome.show_waiting("")
            (on_refused or window.messages.show_error)(error)

        def adopt(found: tuple[Session, LedgerSettings]) -> None:
            window.welcome.show_waiting("")
            self.adopt(*found)

        window.runner.query(opened).with_progress(title).on_success(adopt).on_failure(refused).start()

    def _on_refused(self, folder: Path, error: Exception) -> None:
        messages = self._window.messages
        code = error.code if isinstance(error, LedgerError) else ""
        if code in (LOCKED, SILENT, *NOT_WRITABLE):
            verbs = ["以只读方式打开", "接管"] if code == SILENT else ["以只读方式打开"]
            chosen = messages.choose(describe(error), verbs)
            if chosen >= 0:
                self.open_folder(folder, read_only=chosen == 0, take_over=chosen == 1)
            return
        messages.show_error(error)
        if not folder.exists():
            self._window.state.forget(folder)
            self._window.welcome.show_recent()

    def _new(self) -> None:
        from ui.dialogs.new_ledger import NewLedgerDialog

        window = self._window
        dialog = NewLedgerDialog(window, self._backend, window.runner, window.messages)

        def create() -> None:
            # Read now: the fields are gone when the job runs.
            wanted = dialog.filled_in()
            self._roster = wanted.roster
            self._begin(lambda _progress: self._create(wanted.folder, wanted.bureau), "正在建立台账", self._not_made)

        dialog.on_accepted(create)
        dialog.open()

    def _not_made(self, error: Exception) -> None:
        self._roster = None
        self._window.messages.show_error(error)

    def _create(self, folder: Path, bureau: str) -> Session:
        """Make a ledger whose reports bear the bureau's name from the start."""
        from ledger_app.services.settings import change

        session = self._backend.create_session(folder, bureau)
        if bureau:
            with session.ledger.write() as work:
                change(work, replace(work.settings(), bureau_name=bureau))
        return session

    def _open(self) -> None:
        folder = self._window.messages.choose_folder("选择台账所在的文件夹")
        if folder is not None:
            self.open_folder(folder)

    def _show_recent(self) -> None:
        from ui.dialogs.recent import RecentDialog

        window = self._window
        RecentDialog(window, window.look, window.state, window.runner, self.open_folder, self._open).open()

    def _rename(self) -> None:
        from ledger_app.services.ledger_name import rename
        from ui.detail.saving_dialog import SavingDialog

        workspace = self._window.workspace
        if workspace is None:
            return
        note = f"名称显示在标题和最近的台账里；文件夹“{workspace.ledger.folder.name}”和公文上的单位名称不变。"
        dialog = SavingDialog(self._window, workspace, "rename_dialog", "台账改名", "改名", note)
        # Left as it is shown, a ledger that is called like its bureau goes on being so.
        shown = workspace.plain_title
        kept = shown if workspace.has_own_name else workspace.settings.bureau_name or shown
        field = dialog.add_line("台账名称", "ledger_name", shown)
        field.selectAll()

        def make() -> Verb:
            name = field.text().strip()
            return lambda work: rename(work, kept if name == shown else name)

        dialog.on_save(make)
        dialog.open()

    def _roll_over(self) -> None:
        from ui.dialogs.roll_over import RollOverDialog

        workspace = self._window.workspace
        if workspace is None:
            return

        def done(to: Path, result: RolledOver) -> None:
            turns = f"，生成新年度周期任务 {result.turns} 期" if result.turns else ""
            files = f"，复制文件 {result.files} 份" if result.files else ""
            text = f"已结转 {result.tasks} 项任务{turns}{files}。新台账在：\n{to}"
            if self._window.messages.ask(text, "打开新台账"):
                self.open_folder(to)

        RollOverDialog(self._window, workspace, self._backend, done).open()

    def _read_name(self, workspace: Workspace) -> None:
        """Read what the ledger is called and holds, for the title and the list of the last ones."""
        from ledger_app.domain.task import Task
        from ledger_app.services.ledger_name import name_of
        from ledger_app.services.roll_over import roll_over_note
        from ui.models.recent_ledgers import note_facts

        def read(session: ReadSession, _progress: Progress) -> tuple[str, int, bool]:
            return name_of(session), session.of(Task).count(), roll_over_note(session) is not None

        def take(found: tuple[str, int, bool]) -> None:
            workspace.ledger_name, _, workspace.is_rolled_over = found
            self._window.show_facts()
            opened = f"{workspace.now:%Y-%m-%d %H:%M}"
            note_facts(self._window.state, workspace.ledger.folder, workspace.title, opened, found[1])

        workspace.query(read, workspace).on_success(take).start()

    def _show_folder(self) -> None:
        if self._window.workspace is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._window.workspace.ledger.folder)))

    def _back_up(self) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        folder = workspace.ledger.folder
        name = f"{folder.name}-{workspace.today:%Y%m%d}.backup"
        out = self._window.messages.choose_target("备份到", name, BACKUP_FILTER)
        if out is None:
            return

        def done(counts: Mapping[str, int]) -> None:
            self._window.messages.show_text("备份完成", f"已备份并验证，可以恢复。\n{out}", _counts_text(counts))
            self._show_backup(workspace)

        job = self._window.runner.query(lambda progress: self._backend.back_up_to(folder, out, progress))
        job.owned_by(workspace).with_progress("正在备份").on_success(done).start()

    def _restore(self) -> None:
        files = self._window.messages.choose_files("选择备份文件", f"{BACKUP_FILTER};;所有文件 (*)")
        to = self._window.messages.choose_folder("恢复到一个空文件夹（不会覆盖任何台账）") if files else None
        if not files or to is None:
            return
        job = self._window.runner.query(lambda progress: self._backend.restore_from(files[0], to, progress))

        def done(counts: Mapping[str, int]) -> None:
            if self._window.messages.ask(f"已恢复到 {to}", "打开恢复的台账", detail=_counts_text(counts)):
                self.open_folder(to)

        job.with_progress("正在恢复").on_success(done).start()

    def _check(self) -> None:
        workspace = self._window.workspace
        if workspace is None:
            return
        folder = workspace.ledger.folder

        def done(findings: Sequence[Finding]) -> None:
            if findings:
                lines = "\n".join(one.message for one in findings[:30])
                self._window.messages.show_text("检查结果", f"发现 {len(findings)} 处问题，没有改动任何内容：", lines)
            else:
                text = "台账完好：数据库、操作记录和全部佐证材料都核对无误。"
                self._window.messages.show_text("检查结果", text)

        job = self._window.runner.query(lambda progress: self._backend.check(folder, progress))
        job.owned_by(workspace).with_progress("正在检查台账").on_success(done).start()

    def _import_plan(self) -> None:
        files = self._window.messages.choose_files("选择计划文件", PLAN_FILTER)
        if files:
            self._window.show_place(Place("plans", files=tuple(files)))

    def _add_evidence(self) -> None:
        window = self._window
        page = window.page
        files = window.messages.choose_files("选择佐证材料", "所有文件 (*)")
        if files and window.workspace is not None and page is not None:
            window.workspace.evidence_offered.emit(tuple(files), tuple(page.chosen_task_ids()))

    def _expect_evidence(self) -> None:
        from ui.dialogs.expected_evidence import open_expected_dialog

        window = self._window
        if window.workspace is not None and window.page is not None:
            open_expected_dialog(window, window.workspace, window.page.chosen_task_ids())

    def _pack_evidence(self) -> None:
        from ui.dialogs.evidence_pack import open_pack_dialog

        window = self._window
        if window.workspace is not None and window.page is not None:
            open_pack_dialog(window, window.workspace, window.page.chosen_task_ids(), window.page.shown_tree_id())

    def _file_progress(self) -> None:
        ids = self._window.page.chosen_task_ids() if self._window.page is not None else ()
        if ids:
            self._window.show_place(Place("ledger", task_id=ids[0], tab="progress"))

    def _issue_slip(self) -> None:
        window = self._window
        ids = window.page.chosen_task_ids() if window.page is not None else ()
        if ids and window.workspace is not None and window.page is not None:
            from ui.monthly.slip_acts import SlipActs

            SlipActs(window.page, window.workspace).new(ids)

    def _split_task(self) -> None:
        window = self._window
        ids = window.page.chosen_task_ids() if window.page is not None else ()
        if ids and window.workspace is not None:
            from ui.dialogs.task_parts import TaskPartsDialog

            TaskPartsDialog(window, window.workspace, ids[0]).open()

    def _open_dialog(self, module: str, class_name: str) -> None:
        if self._window.workspace is not None:
            dialog: QDialog = getattr(import_module(module), class_name)(self._window, self._window.workspace)
            dialog.open()

    def _show_shortcuts(self) -> None:
        from ui.dialogs.shortcuts import ShortcutsDialog

        page = self._window.page
        ShortcutsDialog(self._window, page.help_topic if page is not None else "").open()

    def _show_about(self) -> None:
        text = f"任务台账 {VERSION}"
        detail = (
            "离线使用，不联网，不收集任何信息。\n"
            "本程序以 MIT 许可发布；使用 Qt（LGPL-3）、SQLite 等开放组件，字体以 OFL 许可随附，"
            "许可全文见程序文件夹。"
        )
        self._window.messages.show_text("关于本程序", text, detail)

    def _on_changed(self, workspace: Workspace, is_setting: bool, is_holiday: bool) -> None:
        if is_holiday:
            workspace.read_calendar()
        if is_setting:
            workspace.query(lambda session, _p: session.settings(), workspace).on_success(
                workspace.take_settings
            ).start()
            self._read_name(workspace)

    def _back_up_if_due(self, workspace: Workspace) -> None:
        window = self._window
        job = window.runner.query(workspace.session.back_up_if_due).owned_by(workspace)
        # A full backup drive is no reason to interrupt; the status line shows the age of the last proven one.
        job.on_failure(lambda error: window.status.show_backup(f"自动备份未完成：{describe(error)}"))
        job.on_success(lambda made: self._show_backup(workspace) if made else None).start()

    def _show_backup(self, workspace: Workspace) -> None:
        folder = workspace.ledger.folder
        job = self._window.runner.query(lambda _progress: self._backend.last_backup(folder)).owned_by(workspace)
        job.on_success(
            lambda at: self._window.status.show_backup(
                f"上次备份 {at:%Y-%m-%d %H:%M}（已验证）" if at else "还没有经过验证的备份"
            )
        ).start()


def _counts_text(counts: Mapping[str, int]) -> str:
    words = {"plans": "个计划", "tasks": "项任务", "evidence_files": "份佐证文件", "operations": "条操作记录"}
    lines = [f"{counts[name]:,} {word}" for name, word in words.items() if name in counts]
    missing = f"；有 {counts['missing']} 份佐证文件原来就缺失" if counts.get("missing") else ""
    return "、".join(lines) + missing
