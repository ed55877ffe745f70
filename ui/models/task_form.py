"""What the form for new tasks offers, read at once; and figures read from a typed line.  No Qt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.plan import Plan
from ledger_app.domain.task import CustomField, Target
from ledger_app.domain.workday import WorkCalendar
from ledger_app.ports import ReadSession
from ledger_app.services.custom_fields import fields_of
from ui.unit_picker import UnitName, read_unit_names

MOST_OFFERED = 200


@dataclass(frozen=True, slots=True)
class FormOffers:
    """What can be chosen.

    Attributes:
        plans: those in force, newest first.
        sections: boards that tasks have; leaders: bureau leaders in charge of tasks.
        fields: the ledger's own columns that are in use and filled by no preset.
    """

    units: tuple[UnitName, ...] = ()
    plans: tuple[Plan, ...] = ()
    sections: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    fields: tuple[CustomField, ...] = ()
    calendar: WorkCalendar = field(default_factory=WorkCalendar)


def read_offers(session: ReadSession, cutoff: dt.date, calendar: WorkCalendar) -> FormOffers:
    """Read what the form offers; the calendar is that in force, with the years that ship."""
    query = TaskQuery(cutoff)
    plans = sorted(session.of(Plan).find(status="active"), key=lambda plan: -plan.id)
    sections, leaders = (session.field_values(query, name, limit=MOST_OFFERED) for name in ("section", "leader"))
    return FormOffers(
        tuple(read_unit_names(session)),
        tuple(plans),
        tuple(str(one.value) for one in sections.values if one.value),
        tuple(str(one.value) for one in leaders.values if one.value),
        tuple(one for one in fields_of(session) if not one.purpose),
        calendar,
    )


def read_targets(text: str, year: int) -> tuple[Target, ...]:
    """Return the figures that a typed line names, none for none."""
    from ledger_app.intake.fields.targets import read_targets as read
    from ledger_app.intake.folding import fold_text
    from ledger_app.services.import_tasks import target_row

    found = read(fold_text(text), (), year, is_target_cell=True) if text.strip() else []
    return tuple(target_row(place, one) for place, one in enumerate(found, start=1))


def said_targets(targets: tuple[Target, ...]) -> str:
    """Return one Chinese line that tells how a line of figures was read."""
    signs = {">=": "不低于", "<=": "不高于", "=": "", "range": "", "increase": "增长", "decrease": "下降"}
    words = []
    for one in targets:
        value = "" if one.value_low is None else f"{one.value_low:g}"
        if one.op == "range" and one.value_high is not None:
            value = f"{value} 至 {one.value_high:g}"
        words.append(f"{signs[one.op]} {one.value_text or value}{one.unit}".strip())
    return "；".join(words)
