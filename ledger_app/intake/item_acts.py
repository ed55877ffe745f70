"""What a person does to the shape of a proposal's items, as plain values that name items by key.

They hold for every reading of a document in which those items are found; what they make is `restructure`'s to say.
Source: docs/domain.md section 9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger_app.intake.proposal import ProposedItem


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


def followers(items: Mapping[str, ProposedItem], plan_of: Mapping[str, int], key: str) -> list[str]:
    """Return the items that come under a promoted item: those after it, as long as they stand under its heading."""
    path, plan = items[key].path, plan_of[key]
    keys = list(items)
    below = []
    for other in keys[keys.index(key) + 1 :]:
        if plan_of[other] != plan or items[other].path[: len(path)] != path:
            break
        below.append(other)
    return below
