"""What is done with slips, from the register, the grid or the workbench: dialogs, then one change of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.slips import DEFAULT_REPLY_DAYS
from ledger_app.domain.supervision import Slip
from ledger_app.domain.task import Task
from ledger_app.ports import ReadSession, UnitOfWork
from ledger_app.services import letters, slip_register, slips
from ledger_app.services.letters import LetterLine
from ledger_app.services.slip_register import SlipLine
from ledger_app.services.slips import SlipDraft
from ui.detail.saving_dialog import Verb
from ui.dialogs.slips import LateUnitsDialog, NumberDialog, ReplyDialog, SlipDialog
from ui.dialogs.task_picker import TaskPicker
from ui.unit_picker import UnitName, read_unit_names
from ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Opening:
    """All a slip's dialog needs, read in one session."""

    draft: SlipDraft
    units: Sequence[UnitName]
    tasks: Mapping[int, str]


class SlipActs(QObject):
    """The acts; each dialog belongs to the widget that asked for it."""

    def __init__(self, owner: QWidget, workspace: Workspace) -> None:
        """Act on a workspace's ledger, over `owner`."""
        super().__init__(owner)
        self._owner = owner
        self._workspace = workspace

    def new(self, task_ids: Sequence[int] = (), unit_id: int | None = None) -> None:
        """Open a new slip about tasks, all fields filled in from them."""
        today, cutoff = self._workspace.today, self._workspace.cutoff

        def draft(session: ReadSession) -> SlipDraft:
            found = slip_register.draft_for(session, task_ids, today, cutoff=cutoff, unit_id=unit_id)
            return replace(found, number=slips.next_number(session, today))

        self._open(
            draft,
            "新督办单",
            "签发督办单",
            lambda work, wanted: slips.issue(work, [wanted]).changes,
            lambda wanted: f"已签发督办单 {wanted.number}",
        )

    def for_late_units(self) -> None:
        """Open the list of late units, to issue one slip each."""
        today, cutoff = self._workspace.today, self._workspace.cutoff

        def read(session: ReadSession) -> tuple[list[SlipDraft], dict[int, str]]:
            drafts = slip_register.drafts_for_late_units(session, cutoff, today)
            return drafts, {unit.unit_id: unit.shown for unit in read_unit_names(session)}

        def show(found: tuple[list[SlipDraft], dict[int, str]]) -> None:
            dialog = LateUnitsDialog(self._owner, self._workspace, *found)

            def make() -> Verb:
                wanted = dialog.drafts()
                return lambda work: slips.issue(work, wanted).changes

            dialog.on_save(make)
            dialog.on_accepted(lambda: self._workspace.say_done(f"已签发 {len(dialog.drafts())} 张督办单"))
            dialog.open()

        self._workspace.query(lambda session, _p: read(session), self, lists=True).on_success(show).start()

    def amend(self, line: SlipLine) -> None:
        """Open a slip to correct it."""
        slip = line.slip
        drafted = _draft_of(slip, [task.id for task in line.tasks])
        self._open(
            lambda _session: drafted,
            f"督办单 {slip.number}",
            "保存督办单",
            lambda work, wanted: slips.amend(work, slip.id, wanted),
            lambda wanted: f"已修改督办单 {wanted.number}",
        )

    def escalate(self, line: SlipLine) -> None:
        """Open the slip of the next colour that is to take the place of one that was not answered in time."""
        slip, today, cutoff = line.slip, self._workspace.today, self._workspace.cutoff

        def draft(session: ReadSession) -> SlipDraft:
            found = slips.escalation_of(session, slip.id, today, DEFAULT_REPLY_DAYS, cutoff)
            text = slip_register.standard_requirement(found.due)
            return replace(found, number=slips.next_number(session, today), requirement=text)

        self._open(
            draft,
            f"升级督办单 {slip.number}",
            "签发升级督办单",
            lambda work, wanted: slips.escalate(work, slip.id, wanted, cutoff).changes,
            lambda wanted: f"{slip.number} 已升级为 {wanted.number}",
        )

    def follow(self, line: LetterLine) -> None:
        """Open the slip that is to follow a letter nobody answered."""
        letter, today, cutoff = line.letter, self._workspace.today, self._workspace.cutoff

        def draft(session: ReadSession) -> SlipDraft:
            found = letters.slip_after(session, letter.id, today, cutoff)
            return replace(found, number=slips.next_number(session, today))

        self._open(
            draft,
            f"{letter.number} 转督办单",
            "签发督办单",
            lambda work, wanted: letters.follow_by_slip(work, letter.id, wanted).changes,
            lambda wanted: f"{letter.number} 已转为督办单 {wanted.number}",
        )

    def reply(self, line: SlipLine) -> None:
        """Open the reply of a slip."""
        slip = line.slip
        day = slip.replied_on or self._workspace.today
        dialog = ReplyDialog(self._owner, self._workspace, slip.number, slip.reply, day)

        def make() -> Verb:
            text, on = dialog.text.text(), dialog.day.value()
            return lambda work: slips.reply(work, slip.id, text, on)

        dialog.on_save(make)
        dialog.on_accepted(lambda: self._workspace.say_done(f"已登记 {slip.number} 的回复"))
        dialog.open()

    def close(self, lines: Sequence[SlipLine]) -> None:
        """Close slips today, or open the one that is closed again."""
        ids = [line.slip.id for line in lines]
        if len(lines) == 1 and lines[0].slip.closed_on is not None:
            self._change(lambda work: slips.reopen(work, ids[0]), f"已取消 {lines[0].slip.number} 的办结")
        elif ids:
            named = lines[0].slip.number if len(ids) == 1 else f"{len(ids)} 张督办单"
            self._change(lambda work: slips.close(work, ids), f"已办结 {named}")

    def remove(self, line: SlipLine) -> None:
        """Delete a slip; the banner undoes it."""
        slip = line.slip
        self._change(lambda work: slips.remove(work, slip.id), f"已删除督办单 {slip.number}")

    def edit_numbers(self) -> None:
        """Open the pattern of the numbers."""

        def show(pattern: str) -> None:
            dialog = NumberDialog(self._owner, self._workspace, pattern)

            def make() -> Verb:
                text = dialog.pattern.text()
                return lambda work: slips.set_number_pattern(work, text)

            dialog.on_save(make)
            dialog.on_accepted(lambda: self._workspace.say_done("已修改督办单编号格式"))
            dialog.open()

        self._workspace.query(lambda session, _p: slips.number_pattern(session), self).on_success(show).start()

    def _open(
        self,
        draft: Callable[[ReadSession], SlipDraft],
        title: str,
        verb: str,
        save: Callable[[UnitOfWork, SlipDraft], ChangeSet],
        done: Callable[[SlipDraft], str],
    ) -> None:
        """Open a slip; it stays open with all that was typed until it is saved."""

        def read(session: ReadSession) -> _Opening:
            found = draft(session)
            return _Opening(found, read_unit_names(session), _task_words(session, found.task_ids))

        def show(found: _Opening) -> None:
            dialog = SlipDialog(
                self._owner, self._workspace, found.draft, found.units, found.tasks, title=title, verb=verb
            )

            def make() -> Verb | str:
                wanted = dialog.draft()
                if dialog.unknown_unit:
                    return f"名册里没有“{dialog.unknown_unit}”，请从列表里选承办单位，或清空。"
                return lambda work: save(work, wanted)

            dialog.add_tasks_button.clicked.connect(lambda: self._pick_tasks(dialog))
            dialog.on_save(make)
            dialog.on_accepted(lambda: self._workspace.say_done(done(dialog.draft())))
            dialog.open()

        self._workspace.query(lambda session, _p: read(session), self).on_success(show).start()

    def _pick_tasks(self, dialog: SlipDialog) -> None:
        picker = TaskPicker(dialog, self._workspace, "添加督办任务", "添加")

        def take(ids: list[int]) -> None:
            job = self._workspace.query(lambda session, _p: _task_words(session, ids), dialog)
            job.on_success(dialog.show_tasks).start()

        picker.on_chosen(take)
        picker.open()

    def _change(self, verb: Callable[[UnitOfWork], ChangeSet], done: str) -> None:
        job = self._workspace.change(lambda work, _progress: verb(work), self)
        job.on_success(lambda _changes: self._workspace.say_done(done)).start()


def _draft_of(slip: Slip, task_ids: Sequence[int]) -> SlipDraft:
    return SlipDraft(
        slip.colour,
        slip.unit_id,
        tuple(task_ids),
        slip.matter,
        slip.issued,
        slip.due,
        slip.basis,
        slip.requirement,
        slip.signer,
        slip.contact,
        slip.number,
    )


def _task_words(session: ReadSession, task_ids: Sequence[int]) -> dict[int, str]:
    found = {task.id: task for task in session.of(Task).find(id=list(task_ids))} if task_ids else {}
    return {one: f"{found[one].code}　{found[one].title}" for one in task_ids if one in found}
