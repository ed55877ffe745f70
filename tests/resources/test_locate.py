"""Shipped data is found wherever the program is started from."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources import locate


@pytest.mark.parametrize("place", [locate.fonts, locate.icons, locate.themes, locate.samples])
def test_every_folder_is_there_and_holds_something(
    place: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert callable(place)
    folder = place()
    assert folder.is_absolute()
    assert any(folder.iterdir())
