"""A ledger on a real file for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.sqlite_ledger import SqliteLedger
from tests.builders_ledger import Place, quick_folder


@pytest.fixture
def place() -> Iterator[Place]:
    with quick_folder() as folder:
        yield Place(folder)


@pytest.fixture
def ledger(place: Place) -> Iterator[SqliteLedger]:
    made = place.create()
    yield made
    made.close()
