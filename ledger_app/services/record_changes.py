"""What a ledger that comes again would change in tasks that are there already, and what may be done with each change.

Plain values; found by record_comparison.py, written by record_updates.py.  Source: docs/domain.md section 2.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Task

UpdateChoice = Literal["both", "replace", "leave"]
ChangeKind = Literal["report", "longer", "differs", "closing", "fact", "field", "due", "evidence"]

CHANGE_WORDS: dict[ChangeKind, str] = {
    "report": "新进展",
    "longer": "进展补充",
    "differs": "进展不同",
    "closing": "销号",
    "fact": "状态与说明",
    "field": "自定义列",
    "due": "延期",
    "evidence": "佐证清单",
}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One thing that the file says otherwise than the ledger.

    Attributes:
        key: names it in the decisions, the same in every comparison of the same file.
        label: what it is about ("2024年2月进展", "销号", the name of a field).
        old, new: what the ledger has and what the file says, in words; old is "" where there is nothing.
        usual: what is done where nobody decides; choices: what may be done, `usual` among them.
        is_open: a person should decide: it was entered or corrected in the program, or it is not plain.
        why: Chinese, why it is not simply taken, or what was assumed; "" if nothing.
        rows: rows that are added (of a report: beside the one that is there).
        after: the report as it would be changed.
        facts: fields of the task that are set.
        column: key of the column of one's own.
    """

    key: str
    kind: ChangeKind
    label: str
    old: str
    new: str
    usual: UpdateChoice
    choices: tuple[UpdateChoice, ...]
    is_open: bool = False
    why: str = ""
    rows: tuple[Any, ...] = ()
    after: ProgressEntry | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    column: str = ""

    @property
    def choice_names(self) -> dict[UpdateChoice, str]:
        """Return what may be done, with the words a person chooses it by."""
        words: dict[UpdateChoice, str] = {"both": "两份都留", "replace": "按文件更新", "leave": "不动台账"}
        if self.kind == "report":
            words |= {"both": "新增", "leave": "不新增"}
        return {choice: words[choice] for choice in self.choices}


@dataclass(frozen=True, slots=True)
class TaskUpdate:
    """What a file brings to one task.

    Attributes:
        item_key: of the item it comes from; number: of its plan within the file.
    """

    number: int
    item_key: str
    task: Task
    changes: tuple[RecordChange, ...]


@dataclass(frozen=True, slots=True)
class LeftChange:
    """A change that was not taken, with the task's code and title."""

    code: str
    title: str
    change: RecordChange


@dataclass(frozen=True, slots=True)
class UpdateCounts:
    """What an import changed in tasks that were there.

    Attributes:
        tasks: tasks that were changed; added: new reports, those beside an earlier one included; completed: reports
            that were completed or replaced; closed: tasks struck off, or asked for; facts: states, days, notes,
            deadlines, lists of evidence; fields: values of columns of one's own.
        left: changes that were not taken.
    """

    tasks: int = 0
    added: int = 0
    completed: int = 0
    closed: int = 0
    facts: int = 0
    fields: int = 0
    left: tuple[LeftChange, ...] = ()

    def plus(self, other: UpdateCounts) -> UpdateCounts:
        """Return both together."""
        return UpdateCounts(
            self.tasks + other.tasks,
            self.added + other.added,
            self.completed + other.completed,
            self.closed + other.closed,
            self.facts + other.facts,
            self.fields + other.fields,
            (*self.left, *other.left),
        )

    @property
    def words(self) -> str:
        """Return the counts that are not zero in one Chinese phrase, "" if nothing was changed."""
        counts = (
            ("新增进展 {} 条", self.added),
            ("补充进展 {} 条", self.completed),
            ("销号 {} 项", self.closed),
            ("状态等 {} 处", self.facts),
            ("自定义列 {} 处", self.fields),
        )
        parts = [words.format(count) for words, count in counts if count]
        return f"更新已有任务 {self.tasks} 项：{'，'.join(parts)}" if self.tasks else ""
