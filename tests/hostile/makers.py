"""Makes the corpus of damaged and hostile files: every attack once, then sound files damaged at random.

The same count and seed give the same files.  `python -m tests.hostile` reads them; the suite takes a part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.hostile.attacks_packages import package_attacks
from tests.hostile.attacks_pages import page_attacks
from tests.hostile.attacks_texts import Make, text_attacks
from tests.hostile.damage import PACKED, PLAIN, WRITTEN, Damage
from tests.hostile.good import good_files

_WRITTEN_FORMATS = frozenset({"rtf", "html", "mht", "txt", "csv", "xml.xls", "pdf", "gbk.txt"})
_PACKED_FORMATS = frozenset({"docx", "xlsx", "ods", "odt", "ofd", "sample.docx", "sample.xlsx"})
_SUFFIXES = (
    ".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".ods", ".odt", ".ofd", ".pdf", ".rtf", ".html", ".mht", ".txt",
    ".csv", ".jpg", "", ".未知",
)  # fmt: skip
_NAMES = (
    "两行\n名字.docx", "长" * 80 + ".docx", "点点点....", "-rf.docx", "空格 .docx ", "表\t\x07.docx",
    "%s{file}{0}.docx", "\U0001f469\u200d\U0001f467.docx", "$HOME`ls`.docx",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One file to be made.

    Attributes:
        format: what it is made from, or pretends to be.
        kind: how it is harmed.
        name: its file name.
        make: returns its bytes.
    """

    format: str
    kind: str
    name: str
    make: Make

    def write(self, folder: Path) -> Path:
        """Write the file into a folder of its own choice and return where."""
        path = folder / self.name
        path.write_bytes(self.make())
        return path


def attacks() -> list[Case]:
    """Return every attack, by format and name."""
    tables = {**package_attacks(), **text_attacks(), **page_attacks()}
    return [
        Case(form, f"attack:{name}", f"{form}.{form}", make)
        for form, table in tables.items()
        for name, make in table.items()
    ]


def renamed() -> list[Case]:
    """Return every sound file under every suffix, and one under odd names; most of them can be read."""
    files = good_files()
    cases = [
        Case(form, f"renamed:{suffix or 'none'}", f"改名{suffix}", partial(bytes, data))
        for form, (own, data) in files.items()
        for suffix in _SUFFIXES
        if suffix != own
    ]
    plan = files["docx"][1]
    cases += [Case("docx", f"named:{name[:12]!r}", name, partial(bytes, plan)) for name in _NAMES]
    return cases


def damaged(count: int, seed: int, *, formats: frozenset[str] | None = None) -> Iterator[Case]:
    """Yield sound files damaged at random, each format and each way in turn.

    Args:
        count: how many.
        seed: of the random damage.
        formats: names of `good_files` to take, all if None.
    """
    files = {name: one for name, one in good_files().items() if formats is None or name in formats}
    ways = [(form, way, damage) for form in files for way, damage in _ways(form).items()]
    # In an order of their own, so that a small count already meets every format.
    Random(seed).shuffle(ways)
    for index in range(count):
        form, way, damage = ways[index % len(ways)]
        suffix, data = files[form]
        yield Case(form, way, f"损坏{suffix}", partial(_damaged, damage, data, seed * 1_000_003 + index))


def corpus(count: int, seed: int) -> Iterator[Case]:
    """Yield so many files: all attacks, all renamed ones, the rest damaged at random."""
    made = [*attacks(), *renamed()]
    yield from made[:count]
    yield from damaged(max(0, count - len(made)), seed)


def _ways(form: str) -> dict[str, Damage]:
    extra = WRITTEN if form in _WRITTEN_FORMATS else {}
    return {**PLAIN, **extra, **(PACKED if form in _PACKED_FORMATS else {})}


def _damaged(damage: Damage, data: bytes, seed: int) -> bytes:
    # An empty file is the business of the preflight and asked for elsewhere.
    return damage(data, Random(seed)) or b"\0"
