from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from tests.builders import a_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    opened = a_ledger(tmp_path / "台账")
    yield opened
    opened.close()
