from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ledger_app.intake.ocr import installed


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a frozen program that stands elsewhere."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "台账.exe"))
    monkeypatch.setattr(installed, "find_spec", lambda _name: None)
    return tmp_path


def test_the_extra_is_found_in_its_folder_beside_the_program(program: Path) -> None:
    assert not installed.is_installed()
    for name in ("rapidocr", "onnxruntime", "cv2", "numpy"):
        assert not installed.is_installed()
        package = program / "ocr" / name
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
    assert installed.is_installed()


def test_the_folder_is_searched_after_the_application(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", ["first"])
    installed.open_extra()
    installed.open_extra()
    assert sys.path == ["first", str(program / "ocr")]


def test_looking_for_the_extra_loads_none_of_it(root_dir: Path) -> None:
    program = (
        "import sys; from ledger_app.intake.ocr.installed import is_installed; is_installed();"
        "import ledger_app.intake.ocr.reading, ledger_app.intake.readers.picture;"
        "print(sorted({'numpy', 'rapidocr', 'onnxruntime', 'cv2', 'PIL', 'pypdfium2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root_dir, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_to_do_depends_on_how_the_program_came(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "run.py ocr" in installed.how_to_install()
    monkeypatch.setattr(installed, "__file__", str(tmp_path / "a" / "b" / "c" / "d.py"))
    assert "WPS" in installed.how_to_install()
