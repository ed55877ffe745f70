"""The faces that serve each style: the user's installed ones first, then the shipped, glyph by glyph.

A `FontBook` is made once by the composition root, which hands in the folders, and is passed on; nothing is kept in
module state and no file is opened before a style is first used.  Search orders: docs/domain.md section 5, Fonts.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import re
import struct
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

from ledger_app.errors import EnvironmentFault
from ledger_app.reports.face_orders import (
    INSTALLED_NAMES,
    LATIN_NAMES,
    RARE_NAMES,
    SHIPPED_FALLBACKS,
    SHIPPED_FILES,
    TITLE_STROKE_EM,
)
from ledger_app.reports.font_names import BadFaceError, read_names
from ledger_app.reports.model import FaceStyle

__all__ = [
    "INSTALLED_NAMES",
    "LATIN_NAMES",
    "DigitsFace",
    "Face",
    "FaceFile",
    "FontBook",
    "Origin",
    "system_font_folders",
]

DigitsFace = Literal["times", "cjk"]
Origin = Literal["installed", "shipped"]

_STYLES_WITH_LATIN_DIGITS = frozenset({FaceStyle.FANGSONG, FaceStyle.KAI})
_LATIN_RUN = re.compile("[0-9A-Za-zÀ-ÿ]+(?:[ .,:/%+&'@#_-]+[0-9A-Za-zÀ-ÿ]+)*%?")
_FONT_SUFFIXES = frozenset({".ttf", ".ttc"})
# What reading a damaged face raises, by the places it was cut at.
_OPENING_FAULTS = (OSError, TTFError, struct.error, LookupError, ValueError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class FaceFile:
    """Where a face lies: file, index in it, and the names it goes by."""

    path: Path
    index: int
    names: frozenset[str]


class Face:
    """One usable face, opened when first asked for a glyph.

    Attributes:
        family: name for people.
        origin: "installed" or "shipped".
        stroke_em: outline in em that is added to thicken it, 0 = none.
    """

    def __init__(self, file: FaceFile, family: str, origin: Origin, stroke_em: float = 0.0) -> None:
        self.file = file
        self.family = family
        self.origin: Origin = origin
        self.stroke_em = stroke_em

    @cached_property
    def outlines(self) -> TTFontFace:
        """Return the opened face; PostScript outlines (CFF) cannot be opened.

        Raises:
            BadFaceError: it cannot be read.
        """
        try:
            # An open file, not a name: reportlab takes a name it does not find for an address on the network.
            with self.file.path.open("rb") as file:
                return TTFontFace(file, subfontIndex=self.file.index)
        except _OPENING_FAULTS as fault:
            raise BadFaceError(str(fault)) from fault

    @cached_property
    def glyphs(self) -> dict[str, int]:
        """Return character -> glyph number."""
        return {chr(code): glyph for code, glyph in self.outlines.charToGlyph.items() if glyph}

    @cached_property
    def advances(self) -> dict[str, float]:
        """Return character -> advance in em; characters the face lacks count one em."""
        return _Advances(self)

    @cached_property
    def flaw(self) -> str:
        """Return in Chinese why the face cannot serve, "" if it can: readable TrueType, static, may be embedded."""
        try:
            outlines = self.outlines
            if "fvar" in outlines.table:
                return "是可变字体"
            if not _may_be_embedded(outlines):
                return "字体厂商不允许嵌入文件"
            return "" if self.glyphs else "没有可用的字"
        except BadFaceError:
            return "已损坏，或不是 TrueType 字体"

    @property
    def is_usable(self) -> bool:
        """Say whether the face can serve."""
        return not self.flaw

    @cached_property
    def postscript_name(self) -> str:
        """Return a plain ASCII name for the face, from its file's."""
        stem = "".join(sign for sign in self.file.path.stem if sign.isascii() and (sign.isalnum() or sign == "-"))
        return stem or "Face"

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the face's file, by which a snapshot names it."""
        return hashlib.sha256(self.file.path.read_bytes()).hexdigest()

    def ink(self, text: str) -> tuple[float, float]:
        """Return the highest and the lowest point of the text's ink above the baseline, in em."""
        boxes = [self._box(self.glyphs.get(sign, 0)) for sign in text]
        em = self.outlines.unitsPerEm
        return max((box[3] for box in boxes), default=0) / em, min((box[1] for box in boxes), default=0) / em

    def _box(self, glyph: int) -> tuple[int, ...]:
        """Return (x_min, y_min, x_max, y_max) of a glyph's ink in the face's units; zeros for a blank."""
        start, end = self.outlines.glyphPos[glyph : glyph + 2]
        if end - start < 10:
            return 0, 0, 0, 0
        return struct.unpack(">4h", self.outlines.get_chunk(self.outlines.get_table_pos("glyf")[0] + start + 2, 8))


class _Advances(dict[str, float]):
    """Advances of a face in em, filled as characters are met."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, sign: str) -> float:
        value: float = self._face.outlines.charWidths.get(ord(sign), 1000) / 1000
        self[sign] = value
        return value


class FontBook:
    """Which face serves which style, and in what order others step in for single characters.

    Attributes:
        lock: held while a report is rendered with these faces; the library reads a face from one place at a time.
        digits: face of Latin letters and figures in 仿宋 and 楷体 text: "times" takes Times New Roman or its like where
            one is installed, "cjk" the Chinese face's own.
    """

    def __init__(self, shipped: Path, installed: Sequence[Path] = (), digits: DigitsFace = "times") -> None:
        """Remember the folders; nothing is opened.

        Args:
            shipped: folder of the shipped faces.
            installed: folders of the user's faces, searched with their subfolders; empty = shipped faces only, which
                makes output the same on every machine.
            digits: see the class.
        """
        self._shipped = shipped
        self._folders = tuple(installed)
        self.digits: DigitsFace = digits
        self.lock = threading.Lock()
        self._faces: dict[tuple[Path, int, float], Face] = {}
        self._chains: dict[FaceStyle, tuple[Face, ...]] = {}
        self._refused: dict[str, str] = {}

    @property
    def refused(self) -> tuple[tuple[str, str], ...]:
        """Return (file name, Chinese reason) of installed faces that were asked for and passed over so far."""
        return tuple(self._refused.items())

    def chain(self, style: FaceStyle) -> tuple[Face, ...]:
        """Return the faces of a style, the preferred first.

        Raises:
            EnvironmentFault: REP-001 a shipped face is missing or damaged.
        """
        if style not in self._chains:
            faces = list(self._installed_faces(INSTALLED_NAMES[style]))
            faces.append(self._shipped_face(SHIPPED_FILES[style]))
            stroke = TITLE_STROKE_EM if style is FaceStyle.TITLE else 0.0
            faces += [self._shipped_face(name, stroke) for name in SHIPPED_FALLBACKS]
            faces += self._installed_faces(RARE_NAMES)
            self._chains[style] = tuple(dict.fromkeys(faces))
        return self._chains[style]

    def split(self, style: FaceStyle, text: str) -> list[tuple[Face, str]]:
        """Cut a text into runs of one face each; joined they are the text.

        A character that no face has is left to the first face, which draws its empty box.
        """
        chain = self.chain(style)
        latin = self.latin_face
        if latin is None or not self.has_latin_face(style):
            if chain[0].glyphs.keys() >= set(text):
                return [(chain[0], text)]
            return _split_by_glyph(chain, text)
        runs: list[tuple[Face, str]] = []
        at = 0
        for match in _LATIN_RUN.finditer(text):
            if match.start() > at:
                runs += _split_by_glyph(chain, text[at : match.start()])
            runs += _split_by_glyph((latin, *chain), match.group())
            at = match.end()
        if at < len(text):
            runs += _split_by_glyph(chain, text[at:])
        return runs

    def has_latin_face(self, style: FaceStyle) -> bool:
        """Say whether figures and Latin letters of a style stand in a face of their own."""
        return self.digits == "times" and style in _STYLES_WITH_LATIN_DIGITS and self.latin_face is not None

    @cached_property
    def latin_face(self) -> Face | None:
        """Return the installed face for figures and Latin letters, None if there is none."""
        return next(self._installed_faces(LATIN_NAMES), None)

    @cached_property
    def _catalogue(self) -> dict[str, FaceFile]:
        """Return name -> installed face; the first folder wins, within a folder the file's name."""
        found: dict[str, FaceFile] = {}
        for folder in self._folders:
            for path in _font_files(folder):
                faces = _faces_of(path)
                if not faces:
                    self._refused[path.name] = "已损坏，读不出字体名称"
                for face in faces:
                    for name in face.names:
                        found.setdefault(name.casefold(), face)
        return found

    def _installed_faces(self, names: Sequence[str]) -> Iterator[Face]:
        if not self._folders:
            return
        for name in names:
            file = self._catalogue.get(name.casefold())
            if file is not None:
                face = self._face(file, name, "installed")
                if face.is_usable:
                    yield face
                else:
                    self._refused[file.path.name] = face.flaw

    def _shipped_face(self, name: str, stroke_em: float = 0.0) -> Face:
        path = self._shipped / name
        face = self._face(FaceFile(path, 0, frozenset()), path.stem, "shipped", stroke_em)
        if not face.is_usable:
            raise EnvironmentFault("REP-001", file=name)
        return face

    def _face(self, file: FaceFile, family: str, origin: Origin, stroke_em: float = 0.0) -> Face:
        key = (file.path, file.index, stroke_em)
        if key not in self._faces:
            self._faces[key] = Face(file, family, origin, stroke_em)
        return self._faces[key]


def system_font_folders() -> tuple[Path, ...]:
    """Return the folders where this system keeps fonts, per-user ones included; only those that exist."""
    home = Path.home()
    if os.name == "nt":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local")))
        folders = [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    else:
        data = Path(os.environ.get("XDG_DATA_HOME", str(home / ".local" / "share")))
        folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"]
    return tuple(folder for folder in folders if folder.is_dir())


def _may_be_embedded(outlines: TTFontFace) -> bool:
    """Say whether the face's own permissions let a subset of it be embedded (OS/2 fsType)."""
    table = outlines.table.get("OS/2")
    if table is None or table["length"] < 10:
        return True
    kind = outlines.get_ushort(table["offset"] + 8)
    return kind & 0x000F != 0x0002 and not kind & 0x0300


def _split_by_glyph(chain: Sequence[Face], text: str) -> list[tuple[Face, str]]:
    first = chain[0]
    if first.glyphs.keys() >= set(text):
        return [(first, text)]
    runs: list[tuple[Face, str]] = []
    for sign in text:
        face = next((face for face in chain if sign in face.glyphs), first)
        if runs and runs[-1][0] is face:
            runs[-1] = (face, runs[-1][1] + sign)
        else:
            runs.append((face, sign))
    return runs


def _font_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _FONT_SUFFIXES)
    except OSError:
        return []


def _faces_of(path: Path) -> list[FaceFile]:
    """Return the faces of a file by its name table; a file that is none gives nothing."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return [FaceFile(path, index, names) for index, names in read_names(content)]
    except (OSError, ValueError, BadFaceError):
        return []
