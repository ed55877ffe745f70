"""Collects the licences of everything that goes into a built program, from its distributions' own metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licensed:
    """One distribution inside the program.

    Attributes:
        name: as its metadata writes it.
        version: its exact version.
        licence: SPDX expression or the words of its metadata, "" if it names none.
        texts: file name -> contents of its licence files.
    """

    name: str
    version: str
    licence: str
    texts: dict[str, bytes]


def read_metadata(metadata: str, texts: dict[str, bytes]) -> Licensed:
    """Return what a distribution's METADATA says about its licence.

    Args:
        metadata: text of the file.
        texts: its licence files by name.
    """
    head = HeaderParser().parsestr(metadata)
    classified = [
        entry.rpartition("::")[2].strip()
        for entry in head.get_all("Classifier", [])
        if entry.startswith("License ::") and entry.count("::") > 1
    ]
    plain = (head.get("License") or "").strip()
    licence = head.get("License-Expression") or "、".join(classified) or plain.partition("\n")[0]
    return Licensed(head["Name"], head["Version"], licence, texts)


def is_licence_file(path: str) -> bool:
    """Say whether a file of a distribution's metadata folder is a licence text.

    Args:
        path: as the wheel holds it, parts joined by "/".
    """
    _, is_inside, inner = path.partition(".dist-info/")
    *folders, name = inner.split("/")
    # Those of what a library holds inside stand in folders of their own below it.
    return bool(is_inside) and ("licenses" in folders or LICENCE_FILE.search(name) is not None)


def write_licences(folder: Path, parts: Iterable[Licensed], own: dict[str, bytes]) -> Path:
    """Write every licence text and one list of all, and return the list's path.

    Args:
        folder: made where it is missing.
        parts: the distributions inside.
        own: texts of what is no distribution (the program, its faces, Python), by file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["本程序包含的软件及其许可（版本、许可名称；全文在同名文件夹中）", ""]
    for part in sorted(parts, key=lambda each: each.name.lower()):
        lines.append(f"{part.name} {part.version}  {part.licence or '见许可全文'}")
        for name, text in part.texts.items():
            target = folder / part.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
    for name, text in own.items():
        (folder / name).write_bytes(text)
    listed = folder / "清单.txt"
    # Old Notepads need the mark and the line ends.
    listed.write_text("\n".join([*lines, "", "另有：", *sorted(own)]) + "\n", encoding="utf-8-sig", newline="\r\n")
    return listed


def own_texts(root: Path) -> dict[str, bytes]:
    """Return the licence texts in the repository: the program's, its faces', Qt's (its wheels bring none), the list."""
    named = {
        "任务台账-MIT.txt": root / "LICENSE",
        "third-party.md": root / "docs" / "third-party.md",
        **{f"Qt-PySide6-{file.name}": file for file in sorted((root / "build_spec" / "licence_texts").glob("*.txt"))},
        **{file.name: file for file in sorted((root / "resources" / "fonts").glob("LICENSE-*.txt"))},
    }
    return {name: file.read_bytes() for name, file in named.items()}
