from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_app.errors import RejectedError
from ledger_app.evidence.store import FileStore
from tests.builders_ledger import Place, quick_folder
from tests.db.acts import ACTS
from tests.db.contents import assert_sound, contents_of

ACT = st.tuples(st.integers(0, len(ACTS) - 1), st.integers(0, 99), st.integers(0, 5).map(lambda n: n == 0))


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(ACT, min_size=1, max_size=14))
def test_undoing_everything_in_reverse_gives_back_every_table_and_redoing_it_too(
    acts: list[tuple[int, int, bool]],
) -> None:
    with quick_folder() as folder:
        place = Place(folder)
        ledger = place.create()
        states = [contents_of(ledger)]
        for number, seed, restart in acts:
            with ledger.write() as work:
                work.describe("test.act", f"{ACTS[number].__name__}{seed}")
                ACTS[number](work, seed)
            state = contents_of(ledger)
            if state != states[-1]:
                states.append(state)
            if restart:
                ledger.close()
                ledger = place.open()
        for state in reversed(states[:-1]):
            assert ledger.undo().kept == ()
            assert contents_of(ledger) == state
        assert ledger.undoable() is None
        ledger.close()
        ledger = place.open()
        for state in states[1:]:
            assert ledger.redo().kept == ()
            assert contents_of(ledger) == state
        assert ledger.redoable() is None
        assert_sound(ledger)
        ledger.close()


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(ACT, min_size=2, max_size=12), st.lists(st.integers(0, 99), min_size=1, max_size=12))
def test_turning_operations_in_any_order_leaves_a_sound_ledger(
    acts: list[tuple[int, int, bool]], turns: list[int]
) -> None:
    with quick_folder() as folder:
        place = Place(folder)
        ledger = place.create()
        for number, seed, _ in acts:
            with ledger.write() as work:
                work.describe("test.act", f"{ACTS[number].__name__}{seed}")
                ACTS[number](work, seed)
        for turn in turns:
            choices = [one for one in ledger.operations() if one.target_id is None]
            if choices:
                chosen = choices[turn % len(choices)]
                with contextlib.suppress(RejectedError):  # DB-031: rows would collide; nothing was done then
                    changes = ledger.redo(chosen.id) if chosen.is_undone else ledger.undo(chosen.id)
                    assert all(is_chinese(line) for line in changes.kept)
                    assert changes.operation_id or changes.kept
        assert_sound(ledger)
        # The acts name files that were never put into the store; nothing else may be wrong.
        assert {one.code for one in ledger.check(FileStore(place.folder / "evidence")).findings} <= {"DB-110"}
        ledger.close()


def is_chinese(line: str) -> bool:
    return "None" not in line and any("\u4e00" <= character <= "\u9fff" for character in line)
