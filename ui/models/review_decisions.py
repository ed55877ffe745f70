"""Put what was decided in a review into the form in which the import takes it.  Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ledger_app.domain.roster import fold_name
from ledger_app.domain.unit import UnitKind
from ledger_app.domain.unit_kinds import kind_by_name
from ledger_app.intake.proposal import ProposedItem
from ledger_app.services.import_plan import ImportDecisions, MadeItem
from ui.models import questions as ask
from ui.models.review_state import ReviewState

if TYPE_CHECKING:
    from ledger_app.intake.restructure import Arrangement


def decisions_of(
    arrangement: Arrangement,
    read: Mapping[str, ProposedItem],
    accepted: Sequence[str],
    item: Callable[[str], ProposedItem],
    state: ReviewState,
) -> ImportDecisions:
    """Return the decisions on items and names.

    Args:
        arrangement: the items as they were put together.
        read: the items as the import will find them in the proposal.
        accepted: those that become tasks, in order.
        item: returns one as it is to be imported.
        state: everything decided.
    """
    as_read = [key for key in accepted if key not in arrangement.made_by]
    made = [key for key in accepted if key in arrangement.made_by]
    matched, new = _names((owner.name for key in accepted for owner in item(key).owners), state)
    return ImportDecisions(
        accepted=frozenset(as_read),
        edited={key: item(key) for key in as_read if item(key) != read[key]},
        unit_matches=matched,
        new_units=new,
        titles=dict(state.titles),
        plan_year=state.year,
        made=tuple(MadeItem(item(key), _sources(item(key), arrangement.sources[key], read)) for key in made),
    )


def _names(printed: Iterable[str], state: ReviewState) -> tuple[dict[str, tuple[int, ...]], dict[str, UnitKind]]:
    """Return the names that were matched to a unit, and those of which a unit is to be made."""
    matched: dict[str, tuple[int, ...]] = {}
    new: dict[str, UnitKind] = {}
    for name in {fold_name(name): name for name in printed}.values():
        answer = state.answers.get(ask.owner_key(name), "")
        unit_id = ask.unit_of_option(answer)
        if unit_id is not None:
            matched[name] = (unit_id,)
        elif answer == ask.NEW:
            new[name] = kind_by_name(name)
    return matched, new


def _sources(item: ProposedItem, keys: Sequence[str], read: Mapping[str, ProposedItem]) -> tuple[str, ...]:
    """Return the items whose words a made item has: of those it came from, the ones it overlaps in the text."""
    if item.place.start < 0:
        return tuple(keys)
    near = [key for key in keys if read[key].place.start < item.place.end and read[key].place.end > item.place.start]
    return tuple(near or keys)
