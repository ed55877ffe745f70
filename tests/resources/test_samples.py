"""The sample data belongs together, and is what its script makes of its sources."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from build_spec import make_samples
from ledger_app.domain.unit import UNIT_KIND_NAMES
from ledger_app.intake.document import Paragraph, Table
from ledger_app.intake.outline import listed, read_outline
from ledger_app.intake.outline_lines import read_flow
from ledger_app.intake.readers.registry import read_document
from resources import locate

SAMPLES = locate.samples()
# Pictures and PDF are packed by libraries that may pack the same content differently one day.
REPEATABLE = {".csv", ".docx", ".txt", ".xlsx"}


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def tasks_of(name: str) -> frozenset[tuple[tuple[str, ...], str, str]]:
    """Return (headings as printed, number and title as printed, title) of everything a sample plan asks for."""
    document = read_document(SAMPLES / name)
    if name.endswith(".xlsx"):
        cells = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
        return frozenset(((), row[0].text + row[2].text, row[2].text) for row in cells)
    nodes = [entry.node for entry in listed(read_outline(read_flow(document)))]
    return frozenset((tuple(above.printed for above in node.path), node.printed, node.title) for node in nodes)


def test_the_script_makes_what_is_there(tmp_path: Path) -> None:
    assert make_samples.main([str(tmp_path)]) == 0
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(SAMPLES) for path in SAMPLES.rglob("*") if path.is_file()}
    assert made == kept
    for name in made:
        if name.suffix in REPEATABLE:
            assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), name


def test_the_plan_is_numbered_by_word_itself() -> None:
    document = read_document(SAMPLES / make_samples.PLAN_FILES["plan"])
    labels = [block.label for block in document.blocks if isinstance(block, Paragraph) and block.label]
    assert labels[:5] == ["一、", "（一）", "（二）", "（三）", "（四）"]
    assert [label for label in labels if label.endswith("、")] == [f"{n}、" for n in "一二三四五六七八九"]
    assert labels.count("1.") == 1


def test_names_of_the_roster_are_unambiguous() -> None:
    known: list[str] = []
    for row in rows("units.csv"):
        assert row["kind"] in UNIT_KIND_NAMES
        known += [row["name"], *(alias for alias in row["aliases"].split("、") if alias)]
        assert row["groups"]
    assert len(known) == len(set(known))


@pytest.mark.parametrize("name", ["progress.csv", "evidence.csv"])
def test_every_row_names_a_task_that_its_plan_has(name: str) -> None:
    for row in rows(name):
        path = row["path"].split("/") if row["path"] else []
        found = [
            printed
            for headings, printed, title in tasks_of(row["plan_file"])
            if title == row["title"] and printed.startswith(row["no"]) and len(headings) == len(path)
            if all(heading.startswith(number) for heading, number in zip(headings, path, strict=True))
        ]
        assert len(found) == 1, row


def test_progress_is_three_months_of_known_units_and_differs_from_month_to_month() -> None:
    units = {row["name"] for row in rows("units.csv")}
    entries = rows("progress.csv")
    assert {row["period"] for row in entries} == {"2024-04", "2024-05", "2024-06"}
    assert {row["unit"] for row in entries} <= units
    for row in entries:
        assert row["percent"] == "" or 0 <= float(row["percent"]) <= 100
        assert re.fullmatch(r"2024-0[4-7]-\d\d", row["received"])
    keys = [(row["plan_file"], row["path"], row["no"], row["period"]) for row in entries]
    assert len(keys) == len(set(keys))
    late = [row for row in entries if row["received"] > f"{row['period']}-25"]
    assert late


def test_evidence_files_are_there_and_some_serve_two_tasks() -> None:
    links = rows("evidence.csv")
    files = {row["file"] for row in links}
    assert files == {path.name for path in (SAMPLES / "evidence").iterdir()}
    assert len(links) > len(files)


def test_nobody_real_can_be_called() -> None:
    for path in (*SAMPLES.glob("*.csv"), *make_samples.SOURCES.glob("*.txt")):
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{3,4}-\d{7,8}", path.read_text(encoding="utf-8-sig")), path
