"""What a person decides about a ledger's columns and states, and what came in by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger_app.intake.own_ledger.model import Key, Meaning, StateMeaning
from ledger_app.intake.proposal import Proposal
from ledger_app.ports import UnitOfWork
from ledger_app.services import column_memory
from ledger_app.services.import_fields import FieldChoice
from ledger_app.services.record_changes import UpdateChoice


@dataclass(frozen=True, slots=True)
class RecordDecisions:
    """What a person decided about a ledger's columns and states; by default all is taken as proposed.

    Attributes:
        columns: (table key, column key) -> meaning chosen by this person; kept for the next ledger of this source
            (the proposal must have been made with them).
        states: (table key, state key) -> meaning, over what the proposal says; kept likewise.
        fields: (table key, column key) -> what becomes of a column of one's own.
        undated_period: "YYYY-MM" for reports without a date, "" as the table says (else the month of import).
        sets_lights: written ratings and colours become lights set by hand; else the program judges.
        updates: key of a change to a task that is there already -> what is done with it, over what is usual.
    """

    columns: Mapping[Key, Meaning] = field(default_factory=dict)
    states: Mapping[Key, StateMeaning] = field(default_factory=dict)
    fields: Mapping[Key, FieldChoice] = field(default_factory=dict)
    undated_period: str = ""
    sets_lights: bool = False
    updates: Mapping[str, UpdateChoice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """What came in besides the tasks.

    Attributes:
        entries: reports; closed: tasks struck off; done: tasks done but not struck off; extensions: moved deadlines.
        fields: names of the custom fields that were filled, each once.
        unmapped: columns and written states that no rule knew, in words.
    """

    entries: int = 0
    closed: int = 0
    done: int = 0
    extensions: int = 0
    fields: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()

    def plus(self, other: RecordCounts) -> RecordCounts:
        """Return both together."""
        return RecordCounts(
            self.entries + other.entries,
            self.closed + other.closed,
            self.done + other.done,
            self.extensions + other.extensions,
            tuple(dict.fromkeys((*self.fields, *other.fields))),
            tuple(dict.fromkeys((*self.unmapped, *other.unmapped))),
        )


def keep_choices(work: UnitOfWork, decisions: RecordDecisions, proposal: Proposal) -> None:
    """Keep what a person said of columns and states for the next ledger from the same source."""
    issuers = {plan.table.key: plan.issuer or "" for plan in proposal.plans if plan.table is not None}
    column_memory.keep(work, decisions.columns, decisions.states, issuers)
    column_memory.keep_fields(
        work, {key: one.name.strip() for key, one in decisions.fields.items() if one.name.strip()}
    )
