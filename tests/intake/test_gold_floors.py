"""The shared gold: what readers and understanding together must reach, format by format."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from ledger_app.intake.extract_json import to_json
from ledger_app.intake.readers import read_document
from ledger_app.intake.understand import propose

FLOORS = {
    "items": 0.99,
    "numbers": 0.98,
    "titles": 0.98,
    "paths": 0.98,
    "kinds": 0.95,
    "measures": 0.90,
    "owners": 0.97,
    "roles": 0.95,
    "deadlines": 0.95,
    "targets": 0.85,
    "headers": 0.94,
}


@pytest.fixture(scope="module")
def scorer(shared_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_extraction", shared_dir / "accept" / "score_extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def short_of(scorer: ModuleType, gold_dir: Path, ending: str, floors: dict[str, float]) -> list[str]:
    """Return the pooled figures under their floors, with the differences that count."""
    pooled = {figure: scorer.Tally() for figure in scorer.FIGURES}
    notes = []
    for path in sorted(gold_dir.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source = (gold_dir.parent / gold["file"]).with_name(path.stem + ending)
        if not source.exists():
            continue
        found = json.loads(json.dumps(to_json(propose(read_document(source)), source.name)))
        tallies, differences = scorer.score(gold, found)
        for figure, tally in tallies.items():
            pooled[figure].add(tally)
        notes += differences
    low = [
        f"{figure} {pooled[figure]} < {floor}"
        for figure, floor in floors.items()
        if pooled[figure].f1 is not None and pooled[figure].f1 < floor
    ]
    assert any(tally.f1 is not None for tally in pooled.values())
    return [*low, *notes] if low else []


@pytest.mark.parametrize("ending", [".txt", ".gbk.txt", ".docx", ".auto.docx"])
def test_plans(scorer: ModuleType, shared_dir: Path, ending: str) -> None:
    assert short_of(scorer, shared_dir / "corpus" / "gold", ending, FLOORS) == []


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".docx"])
def test_tables(scorer: ModuleType, shared_dir: Path, ending: str) -> None:
    floors = dict.fromkeys(("items", "titles", "paths", "owners", "roles", "deadlines"), 0.98)
    assert short_of(scorer, shared_dir / "corpus" / "tables" / "gold", ending, floors) == []
