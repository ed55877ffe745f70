"""Faces for report tests: the shipped ones only, so that pages are the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.reports.fonts import FontBook


@pytest.fixture(scope="session")
def shipped_fonts(root_dir: Path) -> Path:
    return root_dir / "resources" / "fonts"


@pytest.fixture(scope="session")
def book(shipped_fonts: Path) -> FontBook:
    return FontBook(shipped_fonts)
