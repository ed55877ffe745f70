"""Rules that a document states for all its items: 列第一位的为牵头单位，下同.

Source: docs/domain.md section 8.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger_app.intake.document import Place
from ledger_app.intake.fields.owner_blocks import FIRST_LEADS
from ledger_app.intake.folding import fold
from ledger_app.intake.pace import UNTIMED, Pace
from ledger_app.intake.proposal import DocumentRule

FIRST_NAMED_LEADS = "first-named-leads"
_HINT = re.compile(r"第\s*[一1１]|首\s*位|最\s*前")
# 牵头, 汇总, 主办, 责任: one sign of what the rule gives the first, as blanks may stand between two.
_DUTY = re.compile("[牵汇办责]")
_BEFORE, _AFTER = 24, 48


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one document.

    Attributes:
        first_leads: where the rule about the first unit stands, in document order; empty without.
        is_on: whether it is applied.
    """

    first_leads: tuple[DocumentRule, ...] = ()
    is_on: bool = True

    def first_leads_at(self, end: int, first_item: int, last_item: int) -> bool:
        """Tell whether the first unit named in an item leads.

        Args:
            end: where the item ends in the document's text.
            first_item: where the first item of its plan begins.
            last_item: where the last one ends.
        """
        if not self.is_on:
            return False
        for rule in self.first_leads:
            at = rule.place.start
            # Said before the plan or in the notes under it, the rule holds for all; said in an item, from there on.
            if at < first_item or at >= last_item or at < end:
                return True
        return False

    def holds(self, rule: DocumentRule, first_item: int, last_item: int) -> bool:
        """Tell whether a rule has to do with a plan: it stands before its last item or in the notes under it."""
        return rule.place.start < last_item or self.first_leads_at(last_item, first_item, last_item)


def read_rules(text: str, rules_off: frozenset[str], pace: Pace = UNTIMED) -> Rules:
    """Return the rules that a document's text states.

    Args:
        text: the document's text.
        rules_off: keys of rules that a person switched off.
        pace: the clock to look at.
    """
    is_on = FIRST_NAMED_LEADS not in rules_off
    found: dict[int, DocumentRule] = {}
    for hint in pace.over(_HINT.finditer(text)):
        if _DUTY.search(text, hint.end(), hint.end() + _AFTER) is None:
            continue
        folded = fold(text, [(max(0, hint.start() - _BEFORE), min(len(text), hint.end() + _AFTER))])
        match = FIRST_LEADS.search(folded.text)
        if match is not None:
            place = folded.place(*match.span())
            words = text[place.start : place.end]
            found.setdefault(place.end, DocumentRule(FIRST_NAMED_LEADS, words, Place(place.start, place.end), is_on))
    return Rules(tuple(found.values()), is_on)
