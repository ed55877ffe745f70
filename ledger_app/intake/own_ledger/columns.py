"""The columns of one ledger table with what their cells told: scale of percentages, kind of field, examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger_app.intake.document import Cell
from ledger_app.intake.own_ledger.fields import field_kind
from ledger_app.intake.own_ledger.meanings import ColumnMeaning, Lens, TableMeanings
from ledger_app.intake.own_ledger.model import ColumnPlan, DecidedBy, FieldKind, Meaning, StateMeaning
from ledger_app.intake.own_ledger.percents import Percents
from ledger_app.intake.own_ledger.periods import Stamp, column_period
from ledger_app.intake.task_table import TaskTable

_SAMPLES = 3
_LONGEST_SAMPLE = 30
_WITH_MONTH = frozenset({"progress", "percent", "problems", "next", "reporter", "received"})


@dataclass(slots=True)
class Column:
    """One column while its table is read.

    Attributes:
        month: what its head says its values belong to.
        unread: cells that could not be read as what the column is for; spilled: cells kept as words of their own.
    """

    table_key: str
    index: int
    head: str
    told: ColumnMeaning
    lens: Lens
    cells: list[Cell] = field(default_factory=list)
    month: Stamp | None = None
    percents: Percents = field(default_factory=Percents)
    field_kind: FieldKind = "text"
    options: tuple[str, ...] = ()
    unread: list[str] = field(default_factory=list)
    spilled: int = 0

    @property
    def key(self) -> str:
        """Return its key within the table."""
        return self.told.key

    @property
    def meaning(self) -> Meaning:
        """Return what it is for."""
        return self.told.meaning

    @property
    def letter(self) -> str:
        """Return its letter as a sheet prints it."""
        return letter_of(self.index)

    @property
    def field_name(self) -> str:
        """Return the name of the field that keeps its words."""
        given = self.lens.choices.learned_fields.get(self.table_key, {}).get(self.key)
        if given:
            return given
        head = self.head.replace("/", "▸")
        number = self.key.rpartition("#")[2] if "#" in self.key else ""
        return (f"{head}（{number}）" if number else head) or f"{self.letter}列（无表头）"

    def state_choice(self, state: str) -> tuple[DecidedBy, StateMeaning | None]:
        """Return what a person, or an earlier answer, says of a written state."""
        choices = self.lens.choices
        if (self.table_key, state) in choices.states:
            return "person", choices.states[self.table_key, state]
        for scope in (self.table_key, self.lens.issuer):
            known = choices.learned_states.get(scope, {}).get(state) if scope else None
            if known is not None:
                return "learned", known
        return "rule", None

    def plan(self) -> ColumnPlan:
        """Return it as a person is shown it."""
        texts = dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in self.cells)
        samples = tuple(text[:_LONGEST_SAMPLE] for text, _ in zip(texts, range(_SAMPLES), strict=False))
        return ColumnPlan(
            key=self.key,
            index=self.index,
            letter=self.letter,
            head=self.head,
            meaning=self.meaning,
            proposed=self.told.proposed,
            reason=self.told.reason,
            by=self.told.by,
            is_sure=self.told.is_sure,
            samples=samples,
            filled=len(self.cells),
            period=self.month.name if self.month else "",
            field_name=self.field_name,
            field_kind=self.field_kind,
            options=self.options,
        )


def plan_columns(table: TaskTable, lens: Lens, cells: Iterable[tuple[int, Cell]]) -> list[Column]:
    """Return the columns of a table that say something, with the cells (column, cell) that its rows have there."""
    head = table.head
    told: TableMeanings | None = head.meanings
    if told is None:
        return []
    columns = [
        Column(told.key, index, name, meaning, lens)
        for index, (name, meaning) in enumerate(zip(head.names, told.columns, strict=True))
    ]
    for index, cell in cells:
        columns[index].cells.append(cell)
    for column in columns:
        if column.meaning in _WITH_MONTH:
            column.month = column_period(column.head)
        if column.meaning == "percent":
            column.percents = Percents.of(column.cells)
        elif column.meaning == "custom":
            column.field_kind, column.options = field_kind(column.cells, column.head)
        elif column.meaning == "state":
            column.field_kind, column.options = (
                "choice",
                tuple(dict.fromkeys(cell.text.strip() for cell in column.cells)),
            )
    return columns


def letter_of(index: int) -> str:
    """Return the letters that a sheet prints over a column, from 0: A, B, … AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
