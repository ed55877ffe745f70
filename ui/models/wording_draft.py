"""The templates of words while they are edited: what is on show, what was changed, what comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ledger_app.reports.narrative import check_text, length_of, write_narrative
from ledger_app.reports.rewording import body_text
from ledger_app.reports.wording import Fault
from ledger_app.reports.wording_default import BUILT_IN, CIRCULAR_KINDS, Wording, WordingSection
from ledger_app.reports.wording_facts import WordingFacts
from ledger_app.services.wordings import free_name


@dataclass(frozen=True, slots=True)
class Shown:
    """What a template prints today; faults: (number of the section, fault)."""

    text: str
    characters: int
    faults: tuple[tuple[int, Fault], ...]


class WordingDraft:
    """One template at work; the built-in one cannot be changed, only copied."""

    def __init__(self, facts: WordingFacts, wordings: Iterable[Wording]) -> None:
        """Begin with the built-in one."""
        self.facts = facts
        self.wordings = [BUILT_IN, *wordings]
        self.stored = ""
        self.wording = BUILT_IN

    @property
    def is_own(self) -> bool:
        """Say whether it can be changed."""
        return self.wording is not BUILT_IN

    @property
    def is_changed(self) -> bool:
        """Say whether it differs from what is kept."""
        return self.is_own and self.wording not in self.wordings

    def choose(self, name: str) -> None:
        """Show a kept template."""
        self.wording = next((one for one in self.wordings if one.name == name), BUILT_IN)
        self.stored = self.wording.name if self.is_own else ""

    def begin(self, wording: Wording) -> None:
        """Show a template that is not kept yet, under a name that none has."""
        self.wording = replace(wording, name=free_name(wording.name, (one.name for one in self.wordings)))
        self.stored = ""

    def take(self, wordings: Iterable[Wording], name: str) -> None:
        """Take what is kept now and show one of it."""
        self.wordings = [BUILT_IN, *wordings]
        self.choose(name)

    def rename(self, name: str) -> None:
        """Give it another name."""
        self.wording = replace(self.wording, name=name)

    def use_for(self, kind: str, is_on: bool) -> None:
        """Say whether a kind of circular uses it unasked."""
        kinds = {one for one in self.wording.kinds if one != kind} | ({kind} if is_on else set())
        self.wording = replace(self.wording, kinds=tuple(one for one in CIRCULAR_KINDS if one in kinds))

    def set_section(self, place: int, *, title: str | None = None, text: str | None = None) -> None:
        """Change a section."""
        sections = list(self.wording.sections)
        old = sections[place]
        sections[place] = WordingSection(old.title if title is None else title, old.text if text is None else text)
        self._set(sections)

    def add_section(self, place: int) -> int:
        """Put an empty section after a place; return where it stands."""
        sections = list(self.wording.sections)
        sections.insert(place + 1, WordingSection("新的部分", ""))
        self._set(sections)
        return place + 1

    def remove_section(self, place: int) -> None:
        """Take a section away."""
        sections = list(self.wording.sections)
        del sections[place]
        self._set(sections)

    def move_section(self, place: int, steps: int) -> int:
        """Move a section; return where it stands."""
        sections = list(self.wording.sections)
        target = min(max(place + steps, 0), len(sections) - 1)
        sections.insert(target, sections.pop(place))
        self._set(sections)
        return target

    def restore(self) -> None:
        """Put the built-in words into it."""
        self._set(BUILT_IN.sections)

    def shown(self) -> Shown:
        """Return what it prints today."""
        facts = self.facts
        blocks = write_narrative(facts.statistics, facts.period, facts.narrative, self.wording)
        faults = [
            (place, fault)
            for place, section in enumerate(self.wording.sections)
            for fault in check_text(section.text, facts)
        ]
        return Shown(body_text(blocks), length_of(blocks), tuple(faults))

    def _set(self, sections: Iterable[WordingSection]) -> None:
        self.wording = replace(self.wording, sections=tuple(sections))
