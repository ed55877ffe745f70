"""What a person said of a ledger's columns and written states, kept for the next one from the same source.

The scope of a kept answer is the set of heads of the table, and the issuer where one is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from ledger_app.domain.plan import LearnedRule
from ledger_app.intake.own_ledger.model import Key, Meaning, OwnChoices, StateMeaning
from ledger_app.ports import ReadSession, UnitOfWork

_COLUMN = "column"
_STATE = "state"
_FIELD = "field"


def choices_of(session: ReadSession) -> OwnChoices:
    """Return what was kept from earlier imports, to be handed to the understanding of the next document."""
    columns: dict[str, dict[str, Meaning]] = {}
    states: dict[str, dict[str, StateMeaning]] = {}
    fields: dict[str, dict[str, str]] = {}
    for rule in session.of(LearnedRule).find(kind=[_COLUMN, _STATE, _FIELD]):
        if rule.kind == _FIELD:
            fields.setdefault(rule.scope, {})[rule.raw] = rule.answer
        elif rule.kind == _COLUMN:
            for meaning in get_args(Meaning):
                if meaning == rule.answer:
                    columns.setdefault(rule.scope, {})[rule.raw] = meaning
        else:
            for state in get_args(StateMeaning):
                if state == rule.answer:
                    states.setdefault(rule.scope, {})[rule.raw] = state
    return OwnChoices(learned=columns, learned_states=states, learned_fields=fields)


def keep(
    work: UnitOfWork, columns: Mapping[Key, Meaning], states: Mapping[Key, StateMeaning], issuers: Mapping[str, str]
) -> None:
    """Keep answers within a larger act; one about the same column takes the place of the one before.

    Args:
        work: the operation.
        columns: (table key, column key) -> meaning.
        states: (table key, state key) -> meaning.
        issuers: table key -> the issuer printed in its plan, "" if none.
    """
    for kind, answers in ((_COLUMN, columns), (_STATE, states)):
        for (table, raw), answer in answers.items():
            for scope in dict.fromkeys((table, issuers.get(table, ""))):
                if scope:
                    _keep(work, LearnedRule(0, scope, kind, raw, answer))


def keep_fields(work: UnitOfWork, names: Mapping[Key, str]) -> None:
    """Keep the names that fields were given; (table key, column key) -> name."""
    for (table, raw), name in names.items():
        _keep(work, LearnedRule(0, table, _FIELD, raw, name))


def _keep(work: UnitOfWork, rule: LearnedRule) -> None:
    repository = work.of(LearnedRule)
    known = repository.find(scope=rule.scope, kind=rule.kind, raw=rule.raw)
    if not known:
        repository.add(rule)
    elif known[0].answer != rule.answer:
        repository.update(replace(known[0], answer=rule.answer))
