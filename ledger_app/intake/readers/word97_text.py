"""The visible characters of one Word 97 paragraph: fields give results, hidden and deleted runs are left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger_app.intake.readers.building import BREAK
from ledger_app.intake.readers.noticed import Noticed
from ledger_app.intake.readers.sinks import InlineText
from ledger_app.intake.readers.symbol_fonts import symbol_of
from ledger_app.intake.readers.word97_file import WordFile, joined_pairs
from ledger_app.intake.readers.word97_formats import FormattedRuns, WordStyles
from ledger_app.intake.readers.word97_lists import WordLists
from ledger_app.intake.readers.word97_sprm import CharacterProperties, character_with

DRAWING = "\x08"
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_NOTE = "\x02"
_SYMBOL = "("
_SHOWN = {"\x0b": BREAK, "\x0c": BREAK, "\x0e": BREAK, "\x1e": "-", "\t": "\t"}
_FIRST_PLAIN = "\x20"


@dataclass(slots=True)
class WordText:
    """Reads characters; keeps the fields that are open.

    Attributes:
        drawings: positions of drawn objects met since they were last taken.
    """

    file: WordFile
    styles: WordStyles
    runs: FormattedRuns
    lists: WordLists
    noticed: Noticed
    drawings: list[int] = field(default_factory=list)
    _fields: list[bool] = field(default_factory=list)

    def read(self, start: int, end: int, base: CharacterProperties) -> InlineText:
        """Return the visible characters of a range that looks like `base` where nothing else is said."""
        out = InlineText()
        for first, last, look in self._looks(start, end, base):
            if look.is_deleted:
                self.noticed.deleted += 1
                self._follow_fields(first, last)
                continue
            self.noticed.inserted += look.is_inserted
            if look.is_hidden:
                self.noticed.hidden += bool(self.file.text[first:last].strip())
                self._follow_fields(first, last)
                continue
            text = self._visible(first, last, look)
            if text:
                out.add(text, is_bold=look.is_bold, size=look.size)
        if not all(self._fields) and not self._goes_on(end):
            self._fields.clear()
        return out

    def _goes_on(self, end: int) -> bool:
        """Tell whether a field that is still in its code ends later, as long as that is near."""
        return _FIELD_END in self.file.text[end : end + 2000]

    def _looks(self, start: int, end: int, base: CharacterProperties) -> list[tuple[int, int, CharacterProperties]]:
        """Return (first, end, properties) of the runs of a range, in order of position."""
        out: list[tuple[int, int, CharacterProperties]] = []
        for piece in self.file.pieces_within(start, end):
            first, last = max(piece.start, start), min(piece.end, end)
            begin = piece.offset + (first - piece.start) * piece.width
            finish = piece.offset + (last - piece.start) * piece.width
            at = first
            for run_start, run_end, block in self.runs.within(begin, finish):
                left = first + (run_start - begin + piece.width - 1) // piece.width
                right = first + (run_end - begin + piece.width - 1) // piece.width
                if left > at:
                    out.append((at, left, base))
                if right > left:
                    out.append((left, right, self._look(base, block)))
                at = max(at, right)
            if at < last:
                out.append((at, last, base))
        return out

    def _look(self, base: CharacterProperties, block: bytes) -> CharacterProperties:
        if not block:
            return base
        look = character_with(base, block)
        if look.istd is not None and look.istd != base.istd:
            style = self.styles.get(look.istd).character
            if style.is_bold or style.is_hidden or style.size:
                merged = CharacterProperties(
                    base.is_bold or style.is_bold,
                    style.size or base.size,
                    base.is_hidden or style.is_hidden,
                    istd=look.istd,
                )
                look = character_with(merged, block)
        return look

    def _visible(self, first: int, last: int, look: CharacterProperties) -> str:
        text = self.file.text[first:last]
        if look.symbol is not None and _SYMBOL in text and all(self._fields):
            face, code = look.symbol
            return symbol_of(code, self.lists.face(face)) * len(text)
        if not self._fields and text.isprintable():
            return joined_pairs(text) if not text.isascii() and _has_surrogates(text) else text
        out: list[str] = []
        for index, character in enumerate(text):
            if character >= _FIRST_PLAIN:
                if all(self._fields):
                    out.append(character)
            elif character in _SHOWN:
                out.append(_SHOWN[character] if all(self._fields) else "")
            else:
                self._special(character, first + index)
        return joined_pairs("".join(out))

    def _special(self, character: str, position: int) -> None:
        if character == _FIELD_BEGIN:
            self._fields.append(False)
        elif character == _FIELD_RESULT and self._fields:
            self._fields[-1] = True
        elif character == _FIELD_END and self._fields:
            self._fields.pop()
        elif character == DRAWING:
            self.drawings.append(position)
        elif character == _NOTE:
            self.noticed.notes += 1

    def _follow_fields(self, first: int, last: int) -> None:
        """Keep count of fields in characters that are not shown."""
        for character in self.file.text[first:last]:
            if character in (_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END):
                self._special(character, first)


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
