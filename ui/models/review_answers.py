"""What the answers of a review mean for an item, those of earlier documents included.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ledger_app.domain.roster import Match, Roster, fold_name
from ledger_app.intake.learned import (
    NO_DATE,
    NOT_UNIT,
    NOTHING_LEARNED,
    Learned,
    LearnedAnswer,
    code_of,
    day_of_code,
    deadline_form,
)
from ledger_app.intake.proposal import ProposedDeadline, ProposedItem, ProposedOwner, Reading
from ledger_app.services.import_tasks import SURE
from ui.models import questions as ask
from ui.models.questions import Question, Topic


@dataclass(slots=True)
class Names:
    """What printed names mean by the roster, each looked up once."""

    roster: Roster
    known: dict[str, Match]

    @classmethod
    def of(cls, roster: Roster) -> Names:
        """Begin with a roster."""
        return cls(roster, {})

    def match(self, name: str) -> Match:
        """Return what a name means."""
        if name not in self.known:
            self.known[name] = self.roster.match(name)
        return self.known[name]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers given, those of earlier documents, and the latter that are not to hold (question keys)."""

    given: Mapping[str, str]
    learned: Learned = NOTHING_LEARNED
    refused: frozenset[str] = frozenset()

    def of(self, question: Question) -> str | None:
        """Return the option in force for a question, None while it is open."""
        own = self.given.get(question.key)
        return self._earlier(question) if own is None else own

    def is_learned(self, question: Question) -> bool:
        """Say whether the answer in force was given for an earlier document."""
        return question.key not in self.given and self._earlier(question) is not None

    def of_name(self, name: str) -> str:
        """Return the option in force for a printed name, "" while there is none."""
        key = ask.owner_key(name)
        earlier = ask.NOT_UNIT if key not in self.refused and not self.learned.is_unit(name) else ""
        return self.given.get(key, earlier)

    def applied(self, item: ProposedItem, names: Names) -> ProposedItem:
        """Return an item with all that was answered."""
        deadlines = tuple(map(self._deadline, item.deadlines))
        owners = tuple(owner for owner in map(self._owner, item.owners) if owner is not None)
        targets = tuple(
            replace(target, reading=reading)
            for target in item.targets
            if (reading := self._reading("target", target.reading)) is not None
        )
        notes = ask.open_notes(item)
        left = [text for text in notes if self.given.get(ask.note_key(text)) != ask.YES]
        covered = [text for text in item.doubts if text not in notes]
        # The words of the reading about a deadline or group go when that is decided.
        waiting = [one.reading.raw for one in deadlines if one.needs_answer]
        waiting += [one.name for one in owners if ask.is_vague(one) and self.is_unsettled(one.name, names)]
        left += [text for text in covered if any(raw in text for raw in waiting)]
        return replace(item, deadlines=deadlines, owners=owners, targets=targets, doubts=tuple(left))

    def is_unsettled(self, name: str, names: Names) -> bool:
        """Say whether nobody has decided yet what a name means."""
        return not names.match(name).units and not self.of_name(name)

    def to_learn(self, questions: Mapping[str, Question]) -> tuple[LearnedAnswer, ...]:
        """Return the answers given that hold for later documents too."""
        found = [_lesson(question, self.given.get(key)) for key, question in questions.items()]
        return tuple(one for one in found if one is not None)

    def to_unlearn(self, questions: Mapping[str, Question]) -> tuple[LearnedAnswer, ...]:
        """Return the answers of earlier documents that were taken back here."""
        refused = [question for key, question in questions.items() if key in self.refused and key not in self.given]
        return tuple(form for question in refused if (form := _form(question)) is not None)

    def _earlier(self, question: Question) -> str | None:
        if question.key in self.refused:
            return None
        if question.topic is Topic.UNIT:
            return None if self.learned.is_unit(question.raw) else ask.NOT_UNIT
        if question.topic is not Topic.DEADLINE:
            return None
        code = self.learned.deadlines.get(deadline_form(question.raw))
        if code is None:
            return None
        day = day_of_code(question.read, code)
        return f"{ask.DAY}{day}" if day else ask.NO_DATE if code == NO_DATE else None

    def _deadline(self, deadline: ProposedDeadline) -> ProposedDeadline:
        if not deadline.needs_answer:
            return deadline
        key = ask.deadline_key(deadline)
        own = self.given.get(key)
        if own is not None:
            return ask.apply_day(deadline, own)
        return deadline if key in self.refused else self.learned.settled(deadline)

    def _owner(self, owner: ProposedOwner) -> ProposedOwner | None:
        if self.of_name(owner.name) == ask.NOT_UNIT:
            return None
        reading = self._reading("owner", owner.reading)
        return None if reading is None else replace(owner, reading=reading)

    def _reading(self, subject: str, reading: Reading) -> Reading | None:
        """Return a reading as confirmed, None if it was refused."""
        if reading.confidence >= SURE:
            return reading
        answer = self.given.get(ask.reading_key(subject, reading.reason))
        if answer == ask.NO:
            return None
        return replace(reading, confidence=1.0) if answer == ask.YES else reading


def alike(question: Question, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return the other questions that one answer would settle in the same way."""
    return tuple(one for one in questions if one.key != question.key and _likeness(one) == _likeness(question))


def option_for(question: Question, option: str, other: Question) -> str | None:
    """Return the option of another question that says the same as one of this question, None if there is none."""
    day = ask.day_of_option(option)
    if day is not None:
        code = code_of(question.read, day)
        same = day_of_code(other.read, code) if code is not None else None
        return f"{ask.DAY}{same}" if same else None
    return option if other.option(option) is not None else None


def _likeness(question: Question) -> tuple[object, ...]:
    if question.topic is Topic.DEADLINE:
        return question.topic, deadline_form(question.raw), question.read is None
    return question.topic, question.key if question.topic is Topic.YEAR else ""


def _form(question: Question) -> LearnedAnswer | None:
    """Return what an answer to a question would hold for in other documents, without the answer."""
    if question.topic is Topic.DEADLINE:
        return LearnedAnswer("deadline", deadline_form(question.raw), "")
    return LearnedAnswer("owner", fold_name(question.raw), "") if question.topic is Topic.UNIT else None


def _lesson(question: Question, option: str | None) -> LearnedAnswer | None:
    form = _form(question)
    if option is None or form is None:
        return None
    if form.kind == "owner":
        return replace(form, answer=NOT_UNIT) if option == ask.NOT_UNIT else None
    code = code_of(question.read, ask.day_of_option(option))
    return None if code is None else replace(form, answer=code)
