"""File names: how one is shown, made legal everywhere, and reached when it is very long.

Source: docs/domain.md section 6 (names of exported files) and section 10 (paths on clerks' PCs).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
_WINDOWS_LIMIT = 240


def shown_name(name: str) -> str:
    """Return a file name as it can be stored and shown: composed, without bytes that are no text.

    Direction marks and other invisible formatting are left out, so that "x<RLO>fdp.exe" shows its true suffix.
    """
    composed = unicodedata.normalize("NFC", _as_text(name))
    return "".join(char for char in composed if unicodedata.category(char) not in {"Cc", "Cf", "Cs"}) or "未命名"


def legal_name(name: str, longest: int = 120) -> str:
    """Return a file name that Windows and Linux both accept, its suffix kept, at most `longest` characters."""
    cleaned = _FORBIDDEN.sub("_", shown_name(name)).strip(" .") or "未命名"
    if _RESERVED.fullmatch(cleaned):
        cleaned = "_" + cleaned
    suffix = Path(cleaned).suffix
    stem = cleaned.removesuffix(suffix)
    # Counted in bytes too: Linux takes 255 bytes, which are 85 Chinese characters.
    while len(stem) + len(suffix) > longest or len((stem + suffix).encode()) > 240:
        if not stem:
            return cleaned[:longest]
        stem = stem[:-1]
    return stem.rstrip(" .") + suffix if stem.strip(" .") else "未命名" + suffix


def long_path(path: Path) -> Path:
    """Return a path that works on Windows beyond 260 characters and with odd names; unchanged elsewhere."""
    if sys.platform == "win32":
        text = str(path.absolute())
        if needs_prefix(text):
            return Path(prefixed(text))
    return path


def needs_prefix(text: str) -> bool:
    """Say whether Windows would cut, alter or misread an absolute path that is handed over as it stands.

    Without its prefix Windows drops dots and spaces at the end of a name, and takes "aux.txt" for a device.
    """
    if text.startswith("\\\\?\\"):
        return False
    names = re.split(r"[\\/]", text)[1:]
    return len(text) >= _WINDOWS_LIMIT or any(name.endswith((".", " ")) or _RESERVED.fullmatch(name) for name in names)


def prefixed(text: str) -> str:
    """Return an absolute path of Windows with the prefix that makes it be taken letter by letter."""
    flat = text.replace("/", "\\")
    return "\\\\?\\UNC\\" + flat[2:] if flat.startswith("\\\\") else "\\\\?\\" + flat


def _as_text(name: str) -> str:
    """Return a name without stray halves of characters; bytes that are no UTF-8 are read as GBK."""
    try:
        data = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        # Windows lets names hold halves of characters that no encoding knows.
        return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
