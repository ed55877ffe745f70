"""Chasing from the workbench: who owes the month's report, in words to paste; copying them enters the reminder."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.chase_text import TONE_NAMES, Tone
from ledger_app.domain.period import Period
from ledger_app.domain.return_round import ReturnLine
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import chasing
from ledger_app.services.return_round import chase_units, read_round
from ui.dialogs.chase import ChaseDialog, ChaseWordsDialog, Chasing
from ui.workspace import Workspace

Found = tuple[list[ReturnLine], dict[Tone, str], dict[int, int]]


class Chaser(QObject):
    """Reads, asks, copies and enters, for the cut-off date's month."""

    def __init__(self, owner: QWidget, workspace: Workspace) -> None:
        """Belong to a page."""
        super().__init__(owner)
        self._owner = owner
        self._workspace = workspace

    def start(self) -> None:
        """Read who owes the report, then offer the words."""
        period, cutoff = self._workspace.period, self._workspace.cutoff

        def read(session: ReadSession) -> Found:
            lines = [line for line in read_round(session, period, cutoff) if line.is_owing]
            missing = chasing.missing_papers(session, [line.unit.id for line in lines], cutoff)
            return lines, {tone: chasing.template_of(session, tone) for tone in TONE_NAMES}, missing

        job = self._workspace.query(lambda session, _p: read(session), self)
        job.on_success(lambda found: self._offer(*found)).start()

    def _offer(self, lines: list[ReturnLine], templates: dict[Tone, str], missing: dict[int, int]) -> None:
        if not lines:
            self._workspace.messages.show_text("催报", "这个月没有未报的单位，不用催报。")
            return
        month = Period.parse(self._workspace.period)
        dialog = ChaseDialog(self._owner, self._workspace, month, lines, (), templates, missing)
        dialog.words_button.clicked.connect(lambda: self._edit(dialog, templates))
        dialog.words_button.setEnabled(not self._workspace.is_read_only)
        dialog.on_chased(lambda chased: self._enter(dialog.unit_ids, chased))
        dialog.open()

    def _enter(self, unit_ids: list[int], chased: Chasing) -> None:
        period = self._workspace.period
        if self._workspace.is_read_only:
            return

        def write(work: UnitOfWork) -> ChangeSet:
            return chase_units(work, unit_ids, period, chased.how, chased.by_name, chased.text)

        job = self._workspace.change(lambda work, _p: write(work), self)
        job.on_failure(self._workspace.messages.show_error)
        job.on_success(lambda _c: self._workspace.say_done(f"已复制催报文字，登记催报 {len(unit_ids)} 家")).start()

    def _edit(self, dialog: ChaseDialog, templates: dict[Tone, str]) -> None:
        words = ChaseWordsDialog(dialog, templates)
        words.on_accepted(lambda: self._save(dialog, templates, words.templates()))
        words.open()

    def _save(self, dialog: ChaseDialog, before: dict[Tone, str], wanted: dict[Tone, str]) -> None:
        def write(work: UnitOfWork) -> dict[Tone, str]:
            work.describe("chase.template", "修改催报用语")
            for tone, text in wanted.items():
                chasing.save_template(work, tone, text)
            return {tone: chasing.template_of(work, tone) for tone in TONE_NAMES}

        def show(templates: dict[Tone, str]) -> None:
            before.update(templates)
            dialog.show_templates(templates)

        job = self._workspace.change(lambda work, _p: write(work), dialog)
        job.on_failure(self._workspace.messages.show_error).on_success(show).start()
