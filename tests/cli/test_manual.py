"""`manual`: the whole manual as a PDF without a display or a ledger; a place that cannot be written is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.cli.app import run


def test_the_manual_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "使用手册.pdf"
    assert run(["manual", "--pdf", str(target)]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(target)
    assert "共" in said.err
    assert target.read_bytes().startswith(b"%PDF-1.7")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manual", "--pdf", str(tmp_path / "没有" / "手册.pdf")]) == 2
    assert "手册.pdf" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
