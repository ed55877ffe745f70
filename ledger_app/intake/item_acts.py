"""What a person does to the shape of a proposal's items, as plain values that name items by key.

They hold for every reading of a document in which those items are found; what they make is `restructure`'s to say.
Source: docs/domain.md section 9.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merge:
    """Several items become one."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """One item becomes several: a part begins at each of the offsets `cuts` of its text, which has `length`."""

    key: str
    cuts: tuple[int, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Promote:
    """An item becomes a heading: of its own parts, or where it has none of the items that follow it."""

    key: str


@dataclass(frozen=True, slots=True)
class Demote:
    """An item becomes a measure of the item `into`."""

    key: str
    into: str


Act = Merge | Split | Promote | Demote


def keys_of(act: Act) -> tuple[str, ...]:
    """Return the items an act takes, the one that stays at its place first."""
    if isinstance(act, Merge):
        return act.keys
    return (act.into, act.key) if isinstance(act, Demote) else (act.key,)
