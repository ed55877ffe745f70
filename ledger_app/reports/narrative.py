"""The words of a circular, written from its figures by a template: lead, overall, highlights, problems, demands.

Every figure carries its tasks' ids.  Parts without anything to say are left out and numbers close up.  The language
of templates is in wording.py, its placeholders in wording_terms.py, the built-in one in wording_default.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ledger_app.domain.figures import Statistics
from ledger_app.domain.period import Period
from ledger_app.messages import text_of
from ledger_app.reports.model import Block, Figure, Heading, Paragraph, Run, Words, run_text
from ledger_app.reports.wording import Condition, Fault, Node, Part, Said, Term, parse
from ledger_app.reports.wording_default import BUILT_IN, Wording
from ledger_app.reports.wording_facts import NarrativeFacts, WordingFacts, date_words
from ledger_app.reports.wording_terms import TERMS, Value, closest

__all__ = ["NarrativeFacts", "check_text", "date_words", "length_of", "numeral", "term_value", "write_narrative"]

AIM_CHARACTERS, MOST_CHARACTERS = 1500, 4000
_DIGITS = "零一二三四五六七八九十"
_JOINING = "；，、"
_ENDING = "。；，、：？！"
_LEVEL_2 = re.compile(r"（[一二三四五六七八九十]{1,3}）")


def write_narrative(
    statistics: Statistics, period: Period, facts: NarrativeFacts, wording: Wording = BUILT_IN
) -> tuple[Block, ...]:
    """Return the body of a circular; parts without anything to say are left out and the numbers close up.

    A placeholder that there is not is printed as it is written.
    """
    about = WordingFacts(statistics, period, facts)
    blocks: list[Block] = []
    number = 0
    for section in wording.sections:
        content = list(_blocks(section.text, about))
        if content and section.title:
            number += 1
            blocks.append(Heading(1, f"{numeral(number)}、{section.title}"))
        blocks += content
    return tuple(blocks)


def term_value(name: str, facts: WordingFacts, most: int | None = None) -> str:
    """Return what a placeholder says today, "" for nothing."""
    kind = TERMS.get(name)
    return run_text(kind.write(facts, most).runs) if kind is not None else ""


def check_text(text: str, facts: WordingFacts | None = None) -> list[Fault]:
    """Return what is wrong in a section's text, in its order.

    Args:
        text: as in a template.
        facts: today's figures; with them, placeholders that print nothing where they stand are named too (REP-045).
    """
    parsed = parse(text)
    faults = list(parsed.faults)
    for term in parsed.terms():
        kind = TERMS.get(term.name)
        if kind is None:
            near = closest(term.name)
            known: dict[str, object] = {"name": term.name, "guess": f"，是不是“{near}”" if near else ""}
            faults.append(Fault(term.start, term.end, "REP-040", text_of("REP-040", known)))
        elif isinstance(term, Term) and term.most is not None and not kind.is_list:
            faults.append(Fault(term.start, term.end, "REP-044", text_of("REP-044", {"name": term.name})))
    if facts is not None:
        for line in parsed.lines:
            faults += _blank_terms(line, facts)
    return sorted(faults, key=lambda fault: (fault.start, fault.end))


def length_of(blocks: Iterable[Block]) -> int:
    """Return how many characters a body has, without blanks."""
    return sum(len("".join(text.split())) for text in map(_block_text, blocks))


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def _blocks(text: str, facts: WordingFacts) -> Iterator[Block]:
    number = 0
    for line in parse(text).lines:
        runs = _joined(_Line(facts).written(line))
        words = run_text(tuple(runs)).strip()
        if not words.strip("。；，、："):
            continue
        match = _LEVEL_2.match(words)
        if match is None:
            yield Paragraph(tuple(runs))
        else:
            number += 1
            yield _heading(number, runs, len(match[0]))


def _heading(number: int, runs: Sequence[Run], marked: int) -> Heading:
    """Return a heading that the paragraph follows on its line: up to the first full stop, numbered anew."""
    text = run_text(tuple(runs))
    text = text.lstrip()
    end = text.find("。") + 1 or len(text)
    rest = _after(runs, end + len(run_text(tuple(runs))) - len(text))
    return Heading(2, f"（{numeral(number)}）{text[marked:end]}", rest)


def _after(runs: Sequence[Run], place: int) -> tuple[Run, ...]:
    """Return what stands after so many characters."""
    kept: list[Run] = []
    for run in runs:
        if place <= 0:
            kept.append(run)
        elif len(run.text) > place and isinstance(run, Words):
            kept.append(Words(run.text[place:]))
        place -= len(run.text)
    return tuple(kept)


class _Line:
    """One paragraph being written."""

    def __init__(self, facts: WordingFacts) -> None:
        self.facts = facts

    def written(self, nodes: Sequence[Node]) -> list[Run]:
        """Return what nodes print."""
        runs: list[Run] = []
        for node in nodes:
            if isinstance(node, Said):
                runs.append(Words(node.text))
            elif isinstance(node, Term):
                runs += self._value(node).runs
            elif self.stands(node):
                _append_part(runs, self.written(node.nodes))
        return runs

    def stands(self, part: Part) -> bool:
        """Say whether a part has something to say."""
        if part.condition is not None:
            return self._holds(part.condition)
        terms = [node for node in part.nodes if isinstance(node, Term)]
        if terms:
            return all(self._value(term).is_there for term in terms)
        inner = [node for node in part.nodes if isinstance(node, Part)]
        return any(self.stands(one) for one in inner)

    def _holds(self, condition: Condition) -> bool:
        kind = TERMS.get(condition.name)
        return kind is not None and kind.write(self.facts, None).is_there == condition.is_there

    def _value(self, term: Term) -> Value:
        kind = TERMS.get(term.name)
        if kind is None:
            return Value((Words(f"{{{term.name}}}"),), is_there=True)
        return kind.write(self.facts, term.most)


def _append_part(runs: list[Run], part: list[Run]) -> None:
    """Put a part after what stands; a sign that joins is dropped where the thing it joins to has dropped out."""
    before = run_text(tuple(runs))
    first = next((place for place, run in enumerate(part) if run.text), None)
    if first is None:
        return
    leading = part[first]
    if isinstance(leading, Words) and leading.text[0] in _JOINING and (not before or before[-1] in _ENDING):
        part = [*part[:first], Words(leading.text[1:]), *part[first + 1 :]]
    runs += part


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Return runs with neighbouring words made one, and without empty ones."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = joined[-1] if joined else None
        if isinstance(run, Words) and isinstance(last, Words):
            joined[-1] = Words(last.text + run.text)
        else:
            joined.append(run)
    return joined


def _blank_terms(nodes: Sequence[Node], facts: WordingFacts) -> Iterator[Fault]:
    """Yield the placeholders that print nothing in a part that stands."""
    line = _Line(facts)
    for node in nodes:
        if isinstance(node, Term):
            kind = TERMS.get(node.name)
            if kind is not None and not run_text(kind.write(facts, node.most).runs):
                yield Fault(node.start, node.end, "REP-045", text_of("REP-045", {"name": node.name}))
        elif isinstance(node, Part) and line.stands(node):
            yield from _blank_terms(node.nodes, facts)


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return run_text(block.runs)
    return block.text + run_text(block.runs_in) if isinstance(block, Heading) else ""


def figures_of(blocks: Iterable[Block]) -> Iterator[Figure]:
    """Yield the figures of headings and paragraphs, in the order of the text."""
    for block in blocks:
        runs = block.runs if isinstance(block, Paragraph) else block.runs_in if isinstance(block, Heading) else ()
        yield from (run for run in runs if isinstance(run, Figure))
