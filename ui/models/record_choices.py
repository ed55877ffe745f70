"""What a person decided about a ledger's columns, states and news, as part of the state of a review.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger_app.intake.own_ledger.model import Key, Meaning, StateMeaning
from ledger_app.services.import_fields import FieldChoice
from ledger_app.services.record_changes import UpdateChoice
from ledger_app.services.record_decisions import RecordDecisions

Columns = frozenset[tuple[Key, Meaning]]


@dataclass(frozen=True, slots=True)
class RecordChoices:
    """Decisions on the tables of one file; as in `RecordDecisions`."""

    columns: Mapping[Key, Meaning] = field(default_factory=dict)
    states: Mapping[Key, StateMeaning] = field(default_factory=dict)
    fields: Mapping[Key, FieldChoice] = field(default_factory=dict)
    undated_period: str = ""
    sets_lights: bool = False
    updates: Mapping[str, UpdateChoice] = field(default_factory=dict)

    @property
    def basis(self) -> Columns:
        """Return what the document has to be understood under."""
        return frozenset(self.columns.items())

    def decisions(self) -> RecordDecisions:
        """Return them as the import takes them."""
        return RecordDecisions(
            self.columns, self.states, self.fields, self.undated_period, self.sets_lights, self.updates
        )


NO_RECORD_CHOICES = RecordChoices()
