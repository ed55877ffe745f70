"""How much of a file is shown: what is beyond is left out and said.

The limits of reading are those of the intake (`ReadLimits`); these keep what is sent to and laid out by the window
small, since it draws on the thread of the window.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_CHARACTERS = 200_000
MOST_BLOCKS = 12_000
MOST_CELLS = 20_000
MOST_PICTURES = 80
MOST_PICTURE_BYTES = 64 << 20
PICTURE_SIDE_PX = 1400
"""Longest side of a picture within a text."""


@dataclass(slots=True)
class Budget:
    """What is still shown of one file."""

    characters: int = MOST_CHARACTERS
    blocks: int = MOST_BLOCKS
    cells: int = MOST_CELLS
    pictures: int = MOST_PICTURES
    picture_bytes: int = MOST_PICTURE_BYTES

    @property
    def is_spent(self) -> bool:
        """Tell whether nothing more is to be shown."""
        return self.characters <= 0 or self.blocks <= 0 or self.cells <= 0

    def take_text(self, text: str) -> str:
        """Return as much of a text as is shown."""
        kept = text[: max(self.characters, 0)]
        self.characters -= len(text)
        return kept

    def note(self) -> str:
        """Return what is said about what was left out, "" if all is shown."""
        parts = []
        if self.is_spent:
            parts.append("文件很长，只显示前面的部分，其余请打开副本查看。")
        if self.pictures <= 0 or self.picture_bytes <= 0:
            parts.append("图片很多，后面的没有显示。")
        return "".join(parts)
