"""Ready-made lists and chips as conditions of a query."""

from __future__ import annotations

import datetime as dt

from ledger_app.domain.ready_lists import CHIPS, LIST_OF_KEY, READY_LISTS, view_conditions

CUTOFF = dt.date(2024, 6, 30)


def test_a_view_asks_what_its_list_and_its_chip_ask() -> None:
    asked = view_conditions("no_evidence", "overdue", CUTOFF)
    assert asked[:-1] == LIST_OF_KEY["no_evidence"].conditions(CUTOFF)
    assert (asked[-1].field, asked[-1].values) == ("light", ("overdue",))


def test_unknown_keys_and_none_ask_nothing() -> None:
    assert view_conditions("all", "", CUTOFF) == ()
    assert view_conditions("of next year", "unheard of", CUTOFF) == ()


def test_keys_are_unique() -> None:
    assert len({one.key for one in READY_LISTS}) == len(READY_LISTS)
    assert len({key for key, _word, _lights in CHIPS}) == len(CHIPS)
