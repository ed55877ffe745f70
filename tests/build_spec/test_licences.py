"""Which files of a distribution are licences, and what stands in the repository for those that bring none."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_spec.licences import Licensed, is_licence_file, own_texts, write_licences


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a-1.0.dist-info/LICENSE", True),
        ("a-1.0.dist-info/COPYING.txt", True),
        ("a-1.0.dist-info/licenses/AUTHORS", True),
        ("a-1.0.dist-info/licenses/BUILD_LICENSES/android/zlib.txt", True),
        ("a-1.0.dist-info/METADATA", False),
        ("a/licenses.py", False),
        ("a/licenses/LICENSE", False),
    ],
)
def test_licences_are_found_however_deep_they_stand(path: str, expected: bool) -> None:
    assert is_licence_file(path) is expected


def test_qt_brings_no_text_of_its_licence_so_the_repository_does(root_dir: Path, tmp_path: Path) -> None:
    own = own_texts(root_dir)
    assert b"GNU LESSER GENERAL PUBLIC LICENSE" in own["Qt-PySide6-LGPL-3.0.txt"]
    assert b"GNU GENERAL PUBLIC LICENSE" in own["Qt-PySide6-GPL-3.0.txt"]
    part = Licensed("a", "1.0", "MIT", {"BUILD/zlib.txt": b"words"})
    listed = write_licences(tmp_path / "licences", [part], own)
    assert (tmp_path / "licences" / "a" / "BUILD" / "zlib.txt").read_bytes() == b"words"
    assert "Qt-PySide6-LGPL-3.0.txt" in listed.read_text(encoding="utf-8-sig")
