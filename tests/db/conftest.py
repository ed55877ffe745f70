"""A ledger on a real file for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from tests.builders_ledger import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "台账")


@pytest.fixture
def ledger(place: Place) -> Iterator[SqliteLedger]:
    made = place.create()
    yield made
    made.close()
