"""Reduce an item to what two issues of a plan are compared by.

What stands in fields of its own (owners, times, figures) is taken out of the wording, so that a new date is said
as a new date and not as new wording too.  Source: docs/domain.md section 12.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ledger_app.domain.plan_revision import Clause
from ledger_app.domain.roster import fold_name
from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.folding import flatten
from ledger_app.intake.numbering import read_label
from ledger_app.intake.proposal import ProposedDeadline, ProposedItem, ProposedTarget

_NO_WORDS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^()\n]{2,200}\)")
_DUTIES = re.compile(
    r"牵头|负责|配合|参与|协助|承办|落实|分别|共同|按|职责|分工|责任|单位|部门|各|等|和|及|县直|有关|相关"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_LEADER = re.compile(r"领导")
_COUNT = re.compile(r"[(（]共?\d+[项条个][)）]$")
"""What a section row of a table adds to its name: 一、深化医改（12项）; it grows with its items and says nothing."""
_MOST_LEFT = 4
"""Letters that may stand beside names and duties in a bracket that says nothing but who does it."""

Span = tuple[int, int]


def clause_of(item: ProposedItem) -> Clause:
    """Return an item as it is compared."""
    owners = {(fold_name(one.name), one.role) for one in item.owners}
    leaders = {(fold_name(text), head) for head, text in item.extra if _LEADER.search(head)}
    path = tuple(_COUNT.sub("", heading.strip()) for heading in item.path)
    return Clause(
        key=item.key,
        no=item.no.strip(),
        path=path,
        wording=_wording(item),
        topic=_folded(_without_number(item.title, "")),
        chapter=tuple(_folded(_without_number(heading, "")) for heading in path),
        owners=tuple(sorted({*owners, *leaders})),
        dues=tuple(sorted({_due(one) for one in item.deadlines})),
        targets=tuple(sorted(_target(one) for one in item.targets)),
    )


def _wording(item: ProposedItem) -> str:
    flat = flatten(item.text)
    letters = list(flat)
    for start, end in _spans(item, flat):
        letters[start:end] = " " * (end - start)
    text = "".join(letters)
    return _folded(text[len(flat) - len(_without_number(flat, item.no)) :])


def _spans(item: ProposedItem, flat: str) -> Iterator[Span]:
    """Yield what is said again by a field of the item."""
    for field in find_fields(flat):
        yield field.start, field.value_end
    names = [flatten(owner.name) for owner in item.owners]
    for bracket in _BRACKETS.finditer(flat):
        if any(name in bracket[0] for name in names) and _says_only_who(bracket[0], names):
            yield bracket.span()
    yield from _found(flat, names)
    yield from _found(flat, (flatten(one.reading.raw) for one in item.deadlines if not one.is_inherited))
    for start, end in _found(flat, (flatten(one.reading.raw) for one in item.targets)):
        for digits in _DIGITS.finditer(flat, start, end):
            yield digits.span()


def _found(text: str, parts: Iterable[str]) -> Iterator[Span]:
    for part in dict.fromkeys(parts):
        start = text.find(part) if part else -1
        while start >= 0:
            yield start, start + len(part)
            start = text.find(part, start + len(part))


def _says_only_who(bracket: str, names: Iterable[str]) -> bool:
    for name in sorted(names, key=len, reverse=True):
        bracket = bracket.replace(name, "")
    return len(_NO_WORDS.sub("", _DUTIES.sub("", bracket))) <= _MOST_LEFT


def _without_number(text: str, no: str) -> str:
    """Return a text without the number at its beginning."""
    bare = text.lstrip()
    if no and bare.startswith(flatten(no)):
        return bare[len(flatten(no)) :]
    label = read_label(bare.partition("\n")[0])
    return bare[label.end :] if label is not None and not label.is_doubtful else bare


def _folded(text: str) -> str:
    return _NO_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _due(one: ProposedDeadline) -> tuple[str, ...]:
    parts = (one.kind, one.date, one.start, one.every, one.times, one.time, one.is_stretch or "")
    return tuple("" if part is None else str(part) for part in parts)


def _target(one: ProposedTarget) -> tuple[str, ...]:
    value = one.value if isinstance(one.value, tuple) else (one.value,)
    shown = "~".join(f"{part:g}" if isinstance(part, int | float) else str(part or "") for part in value)
    return one.op, shown, one.unit
