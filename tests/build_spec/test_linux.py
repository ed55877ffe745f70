"""The Linux build's pure parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_spec.build_tools import ROOT, BuildError, require_commands
from build_spec.linux.build import REQUIREMENTS, control_text, is_left_out, pyinstaller_words
from build_spec.windows.inputs import read_pins


def test_the_build_tool_is_pinned_with_checksums() -> None:
    assert "pyinstaller" in read_pins(REQUIREMENTS.read_text(encoding="utf-8"))


def test_other_translations_and_unused_parts_of_qt_stay_out() -> None:
    assert is_left_out("PySide6/Qt/translations/qtbase_de.qm")
    assert is_left_out("PySide6/Qt/lib/libQt6Quick.so.6")
    assert not is_left_out("PySide6/Qt/translations/qtbase_zh_CN.qm")
    assert not is_left_out("PySide6/Qt/lib/libQt6Core.so.6")


def test_one_folder_without_self_extraction_is_asked_for(tmp_path: Path) -> None:
    words = pyinstaller_words(tmp_path)
    assert "--onedir" in words
    assert "--onefile" not in words
    assert any(word.endswith("resources") for word in words)


def test_the_package_says_which_system_it_needs() -> None:
    text = control_text(4096, "2.34")
    assert "Installed-Size: 4\n" in text
    assert "libc6 (>= 2.34)" in text
    assert text.endswith("\n")


def test_the_menu_script_needs_no_administrator() -> None:
    text = (ROOT / "build_spec" / "linux" / "install.sh").read_text(encoding="utf-8")
    assert "sudo" not in text
    assert "/usr/share" not in text


def test_missing_tools_are_named_in_one_line() -> None:
    with pytest.raises(BuildError, match="apt-get install --no-install-recommends first second"):
        require_commands({"no-such-tool-b": "second", "no-such-tool-a": "first"})
