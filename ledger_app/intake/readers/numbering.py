"""Counts automatic list numbers as Word does and writes them from their templates.

One model for .docx and Word 97, which keep the same facts in different clothes.  Not here: how the lists
are found in a file.  Source: ECMA-376 part 1, 17.9; docs/domain.md section 9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger_app.intake.readers.number_forms import in_form

LEVELS = 9

_GAP = re.compile(r"%([1-9])")
_PRIVATE = range(0xF000, 0xF100)
_DOT = "•"
_BULLETS = {
    "l": "●", "n": "■", "u": "◆", "q": "□", "p": "□", "r": "□", "v": "◆", "ü": "✓", "û": "✗", "Ø": "➢",
    "ø": "➢", "à": "→", "è": "→", "§": "▪", "¨": "□", "\x9f": "•", "w": "◆", "o": "□", "t": "◆", "þ": "☑",
}  # fmt: skip
_DINGBAT_FACES = ("wingdings", "webdings", "symbol", "monotype sorts", "zapf dingbats")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list.

    Attributes:
        start: first number.
        form: name of the number form, "bullet" or "none".
        template: printed text with %1 to %9 for the levels' numbers.
        gap: what stands between number and text, "" or one blank.
        restart_after: None = begins again after any higher level; 0 = never; n = only after one of the
            first n levels.
        is_legal: all numbers in it are written in plain digits.
        width: least number of digits, for forms such as 001.
    """

    start: int = 1
    form: str = "decimal"
    template: str = ""
    gap: str = " "
    restart_after: int | None = None
    is_legal: bool = False
    width: int = 0


class ListCounter:
    """The running numbers of one list."""

    def __init__(self) -> None:
        """Begin with no level used."""
        self._counts: list[int | None] = [None] * LEVELS

    def restart(self, level: int) -> None:
        """Let a level begin again at its start with its next paragraph."""
        self._counts[level] = None

    def advance(self, level: int, levels: Mapping[int, ListLevel]) -> None:
        """Count one more paragraph at a level and let lower levels begin again where they should."""
        before = self._counts[level]
        self._counts[level] = levels[level].start if before is None else before + 1
        for lower in range(level + 1, LEVELS):
            rule = levels[lower].restart_after if lower in levels else None
            if rule is None or level < rule:
                self._counts[lower] = None

    def label(self, level: int, levels: Mapping[int, ListLevel]) -> str:
        """Return the number of the paragraph counted last, as printed."""
        here = levels[level]
        if here.form == "bullet":
            return here.template
        return _GAP.sub(lambda gap: self._number(int(gap.group(1)) - 1, here, levels), here.template)

    def _number(self, level: int, here: ListLevel, levels: Mapping[int, ListLevel]) -> str:
        there = levels.get(level, ListLevel())
        count = self._counts[level]
        if count is None:
            # A level that was skipped shows its start and is not counted as used.
            count = there.start
        if there.form in ("none", "bullet"):
            return ""
        if here.is_legal:
            return str(count)
        return in_form(count, there.form).rjust(there.width, "0")


def bullet(text: str, face: str) -> str:
    """Return the character a bullet shows, from its code and typeface.

    Dingbat faces keep their pictures under private or Latin codes; those are mapped to the Unicode
    character that looks alike, unknown ones to a dot.
    """
    is_dingbat = face.lower().startswith(_DINGBAT_FACES)
    out: list[str] = []
    for character in text:
        code = ord(character)
        if code in _PRIVATE:
            low = chr(code - 0xF000)
            out.append(_DOT if face.lower() == "symbol" else _BULLETS.get(low, _DOT))
        elif 0xE000 <= code <= 0xF8FF:
            out.append(_DOT)
        elif is_dingbat and code < 0x100 and not character.isspace():
            out.append(_DOT if face.lower() == "symbol" else _BULLETS.get(character, _DOT))
        else:
            out.append("○" if character == "o" and len(text) == 1 else character)
    return "".join(out)


def sequence_width(forms: Sequence[str]) -> int:
    """Return the digits of a written-out form such as ("001", "002", "003"), 0 where it has no zeros."""
    return len(forms[0]) if forms and re.fullmatch(r"0+1", forms[0]) else 0
