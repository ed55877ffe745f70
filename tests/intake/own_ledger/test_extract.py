"""What `extract` shows of a ledger: keys beside those that plans have."""

from __future__ import annotations

import json
from pathlib import Path

from ledger_app.intake.extract_json import to_json
from ledger_app.intake.readers import read_document
from ledger_app.intake.understand import propose
from tests.builders_own_ledgers import RECTIFICATION, write_ledger


def test_columns_states_and_reports_are_shown(tmp_path: Path) -> None:
    path = write_ledger(tmp_path / "整改.xlsx", RECTIFICATION)
    shown = json.loads(json.dumps(to_json(propose(read_document(path)), path.name), ensure_ascii=False))
    (plan,) = shown["plans"]
    meanings = {column["head"]: column["meaning"] for column in plan["table"]["columns"]}
    assert (meanings["销号情况"], meanings["延期后时限"], meanings["整改类型"]) == ("state", "due_extended", "custom")
    assert {(state["value"], state["meaning"]) for state in plan["table"]["states"]} >= {("基本到位", "unknown")}
    record = plan["items"][0]["record"]
    assert [(entry["year"], entry["month"], entry["text"]) for entry in record["entries"]] == [
        (2024, 2, "印发公示办法"),
        (2024, 3, "在官网公示4批次"),
    ]
    assert record["custom"]["问题原因"] == "制度不健全"
