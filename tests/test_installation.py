"""Where a built program keeps what belongs to its user."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ledger_app.installation import PORTABLE_DATA, PORTABLE_MARKER, portable_data, program_folder, user_data


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a built program that this process pretends to be."""
    monkeypatch.setattr(sys, "frozen", "folder", raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "program.exe"))
    return tmp_path


def test_a_portable_copy_keeps_everything_beside_itself(built: Path) -> None:
    (built / PORTABLE_MARKER).touch()
    assert portable_data() == user_data() == built / PORTABLE_DATA


def test_an_installed_one_keeps_it_with_the_user(
    built: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    assert program_folder() == built
    assert portable_data() is None
    assert user_data().parent == home


def test_a_marker_beside_the_python_of_a_checkout_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / PORTABLE_MARKER).touch()
    assert portable_data() is None
