"""Which units a printed name means: names, short names, aliases, groups, as they hold on one day.

Never guesses: what is not a name, an alias or a group of the roster is left unmatched, with suggestions for a
person to choose from.  Source: docs/domain.md section 8.2 (aliases, group tokens).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitKind

MatchHow = Literal["name", "alias", "group", "kind", "none"]

_BLANKS = re.compile(r"\s+")
_TAIL = re.compile(r"(等|等单位|等部门|等有关单位|负责|落实|牵头|配合)$")
_INNER = re.compile(r"^(?P<outer>[^()]+)\((?P<inner>[^()]+)\)$")
# "相关" and "有关" name a part of a group that only a person can tell.
_VAGUE = re.compile(r"相关|有关")
# What offices call all units of one kind; a group of the roster with that name comes first.
_KIND_WORDS: tuple[tuple[re.Pattern[str], tuple[UnitKind, ...]], ...] = (
    (re.compile(r"^各?(乡镇|镇|中心)?卫生院和?(\(?各?社区卫生服务中心\)?)$"), ("township", "community")),
    (re.compile(r"^各?基层医疗卫生(机构|单位)$"), ("township", "community")),
    (re.compile(r"^(各|全县|辖区)?(各)?(乡镇|镇|中心)卫生院$"), ("township",)),
    (re.compile(r"^各卫生院$"), ("township",)),
    (re.compile(r"^各?社区卫生服务(中心|机构)$"), ("community",)),
    (re.compile(r"^(局|委|县局|县委|卫健局|卫健委)?(机关)?各?(股室|科室|处室|股|科)$"), ("department",)),
    (re.compile(r"^(局|委|局机关|委机关)(直|属|所属|直属|下属)各?单位$"), ("subordinate",)),
    (re.compile(r"^各(局|委)(直|属|所属|直属|下属)单位$"), ("subordinate",)),
)
_LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """What a printed name means.

    Attributes:
        units: the units, one for a name, several for a group, none if it is not known.
        how: by which sort of name.
        suggestions: units with a similar name, best first, where nothing matched.
    """

    units: tuple[Unit, ...]
    how: MatchHow
    suggestions: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The units of a day, ready to be asked by name.

    Attributes:
        units: by sort, then id.
        by_name: folded name or short name -> units; by_alias: folded alias -> units; by_group: folded name -> members.
    """

    units: tuple[Unit, ...]
    by_name: Mapping[str, tuple[Unit, ...]]
    by_alias: Mapping[str, tuple[Unit, ...]]
    by_group: Mapping[str, tuple[Unit, ...]]

    @classmethod
    def build(
        cls,
        units: Iterable[Unit],
        aliases: Iterable[UnitAlias],
        groups: Iterable[UnitGroup],
        members: Iterable[UnitGroupMember],
        on: dt.date | None = None,
    ) -> Roster:
        """Return the roster of a day; None takes units and memberships of any time."""
        present = sorted((u for u in units if _holds(u.active_from, u.active_to, on)), key=lambda u: (u.sort, u.id))
        by_id = {unit.id: unit for unit in present}
        names = [(text, unit) for unit in present for text in (unit.name, unit.short_name) if text]
        also = [(a.alias, by_id[a.unit_id]) for a in aliases if a.is_confirmed and a.unit_id in by_id]
        group_names = {group.id: group.name for group in groups}
        belonging = [
            (group_names[m.group_id], by_id[m.unit_id])
            for m in members
            if m.unit_id in by_id and m.group_id in group_names and _holds(m.from_date, m.to_date, on)
        ]
        return cls(tuple(present), _index(names), _index(also), _index(belonging))

    def named(self, name: str) -> tuple[Unit, ...]:
        """Return the units that bear a name, short name or alias; several if it is ambiguous."""
        key = fold_name(name)
        return self.by_name.get(key) or self.by_alias.get(key) or ()

    def match(self, printed: str) -> Match:
        """Return what a printed owner means."""
        for key in _readings(printed):
            for index, how in ((self.by_name, "name"), (self.by_alias, "alias")):
                found = index.get(key, ())
                if len(found) == 1:
                    return Match(found, "name" if how == "name" else "alias")
                if found:
                    return Match((), "none", found)
            expanded = self._group(key)
            if expanded is not None:
                return expanded
        return Match((), "none", self._similar(fold_name(printed)))

    def _group(self, key: str) -> Match | None:
        if _VAGUE.search(key):
            return None
        for name in (key, key.removeprefix("各"), "各" + key):
            if name in self.by_group:
                return Match(self.by_group[name], "group")
        for pattern, kinds in _KIND_WORDS:
            if pattern.match(key):
                units = tuple(unit for unit in self.units if unit.kind in kinds)
                return Match(units, "kind") if units else None
        return None

    def _similar(self, key: str) -> tuple[Unit, ...]:
        if not key or _VAGUE.search(key):
            return ()
        scored = []
        for unit in self.units:
            likeness = max(
                SequenceMatcher(None, key, fold_name(text)).ratio() for text in (unit.name, unit.short_name) if text
            )
            if likeness >= _LIKENESS:
                scored.append((-likeness, unit.sort, unit.id, unit))
        return tuple(entry[-1] for entry in sorted(scored)[:5])


def fold_name(name: str) -> str:
    """Return a name as it is compared: full-width forms folded, no blanks, plain brackets."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).strip("。.,;:、").casefold()


def _readings(printed: str) -> list[str]:
    """Return the folded forms under which a printed name may be known, the closest first."""
    key = fold_name(printed)
    forms = [key]
    shortened = _TAIL.sub("", key)
    if shortened and shortened != key:
        forms.append(shortened)
    bracketed = _INNER.match(shortened)
    if bracketed:
        forms += [bracketed["outer"], bracketed["inner"]]
    # The office writes of itself and its county without naming them.
    forms += [form[1:] for form in tuple(forms) if form[:1] in {"县", "市", "区", "局", "委", "本"} and len(form) > 2]
    return forms


def _index(pairs: Iterable[tuple[str, Unit]]) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, tuple[Unit, ...]] = {}
    for text, unit in pairs:
        key = fold_name(text)
        if unit not in found.get(key, ()):
            found[key] = (*found.get(key, ()), unit)
    return found


def _holds(first: dt.date | None, last: dt.date | None, on: dt.date | None) -> bool:
    return on is None or ((first is None or first <= on) and (last is None or on <= last))
