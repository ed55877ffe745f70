"""Deadlines of an item: from its sentences, its labelled fields, its table cell, and the headings above it.

Source: docs/domain.md section 8.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.fields import deadline_forms as forms
from ledger_app.intake.fields import deadline_patterns as patterns
from ledger_app.intake.fields.clauses import Clauses, clauses_of
from ledger_app.intake.fields.deadline_cells import CONTINUING, Hit, relative, short_forms
from ledger_app.intake.fields.deadline_context import Setting, bounds_work
from ledger_app.intake.fields.deadline_forms import Form
from ledger_app.intake.fields.labelled import Field
from ledger_app.intake.folding import Folded
from ledger_app.intake.proposal import ProposedDeadline, Reading

_PER_HEAD = re.compile(r"(?:每[人户床例]|人均|户均|元)$")
_NOT_RHYTHM = re.compile(r"[\d一二三四五六七八九十每上下本全半当今明去前多个两几近往历]$")
_RHYTHM_VERB = re.compile(
    r"(?:实施|实行|开展|建立|落实|坚持|执行|推行|做到|健全|完善|情况|强化|加强|进行|做好|[、(“+-])$"
)
_NOUN_USE = re.compile(r"(?:纳入|作为|列入|结合|迎接|根据|按照)[^,。;]{0,12}$")
_STRETCH = re.compile(r"(?:力争|争取)[^,。;]{0,8}$")
_N_YEARS = re.compile(r"(?:利用|力争用?|用|通过|争取用?|经过)(?P<n>[\d一二两三四五]{1,2})年(?:左右|时间|的?努力|内)+")
# （某科，长期坚持）: in a bracket of owners these words are a time limit.
_LASTING = re.compile(r"(?<=[,;、(])(?P<words>长期(?:坚持|推进)|常态化(?:推进|开展)|持续(?:推进|坚持))(?=\))")
_MAX_FOUND = 60


def read_deadlines(
    folded: Folded, fields: Sequence[Field], setting: Setting, heading_end: int = 0
) -> list[ProposedDeadline]:
    """Return the deadlines of a text in reading order, each date once.

    Args:
        folded: the item's own text.
        fields: its labelled fields; in a time field every form counts, also 长期坚持 or 按上级要求.
        setting: base year and day of the document.
        heading_end: where the item's title ends in the folded text.
    """
    clauses = clauses_of(folded.text)
    due = [field for field in fields if field.kind == "due"]
    hits = []
    for start, end, form in _prose(folded.text, clauses, setting, heading_end):
        if not any(field.start <= start < field.value_end for field in due):
            hits.append((start, end, form))
    rhythms = {form.every for _, _, form in hits if form.kind == "recurring"}
    for field in due:
        # 每月 as time limit adds nothing to 每月不少于2次 in the text.
        hits.extend(
            hit
            for hit in _labelled(folded.text, field.value_start, field.value_end, setting)
            if hit[2].kind != "recurring" or hit[2].date or hit[2].every not in rhythms
        )
    return _deadlines(folded, sorted(hits, key=lambda hit: hit[0]), clauses)


def read_heading(folded: Folded, setting: Setting) -> list[ProposedDeadline]:
    """Return the times that a heading states for everything under it, marked as inherited."""
    return [replace(deadline, is_inherited=True) for deadline in read_deadlines(folded, (), setting.in_heading())]


def read_cell(folded: Folded, setting: Setting) -> list[ProposedDeadline]:
    """Return the deadlines of a table's deadline cell, in which every form counts."""
    return _deadlines(folded, _labelled(folded.text, 0, len(folded.text), setting), clauses_of(folded.text))


def _prose(text: str, clauses: Clauses, setting: Setting, heading_end: int) -> Iterator[Hit]:
    taken: list[tuple[int, int]] = []
    ends: set[int] = set()
    heading = setting.in_heading() if heading_end else setting
    for start, end, form, lead in _candidates(text, setting.base_year):
        if any(start < last and first < end for first, last in taken):
            continue
        where = heading if end <= heading_end else setting
        if form.kind in ("recurring", "relative"):
            accepted = not clauses.is_in_name(start) and _is_rhythm(text, start, end, form)
        else:
            accepted = bounds_work(form, (start, end), lead, clauses, where)
            if not accepted and form.kind == "by" and start - 1 in ends and text[start - 1] in "、和及与":
                # 6月和11月: what stands beside a deadline is one.
                accepted = not clauses.is_in_name(start)
        if accepted or lead != "cadence":
            # 11月总结: no monthly summary, but a month.
            taken.append((start, end))
        if accepted:
            ends.add(end)
            yield start, end, form
            yield from _listed_before(text, start, form, setting.base_year)
    yield from _years_of_effort(text, setting)
    for match in _LASTING.finditer(text):
        yield match.start("words"), match.end("words"), CONTINUING


def _listed_before(text: str, start: int, form: Form, base: int | None) -> Iterator[Hit]:
    """Yield the months or quarters that share one sign with the last of them (5、8、11月底前, 二、四季度)."""
    if form.kind != "by" or base is None:
        return
    own = patterns.LAST_OF_LIST.match(text, start)
    listed = patterns.LISTED.search(text, max(0, start - 24), start) if own else None
    if own is None or listed is None:
        return
    for number in patterns.LISTED_NUMBER.finditer(text, listed.start(), start):
        value = chinese_value(number.group()) or 0
        month = value * 3 if own["quarter"] else value
        if 1 <= month <= 12:
            date = forms.month_end(base, month)
            yield number.start(), number.end(), replace(form, date=date, reason=f"按 {month} 月最后一天计")


def _candidates(text: str, base: int | None) -> Iterator[tuple[int, int, Form, str]]:
    """Yield every time expression, wider ones first, with its lead."""
    yield from _rhythms(text)
    for match in patterns.RELATIVE.all_in(text):
        if match["anchor"]:
            yield match.start(), match.end(), relative(match), ""
    for pattern, read in (
        (patterns.FIGURE_SPAN, forms.read_figure_span),
        (patterns.YEAR_SPAN, forms.read_year_span),
        (patterns.MONTH_SPAN, forms.read_month_span),
        (patterns.POINTS, forms.read_point),
    ):
        for match in pattern.all_in(text):
            form = read(match, base)
            if form is not None:
                lead = match["lead"] if pattern is patterns.POINTS else ""
                yield match.start(), match.end(), form, lead


def _rhythms(text: str) -> Iterator[tuple[int, int, Form, str]]:
    for match in patterns.EACH.finditer(text):
        if not _PER_HEAD.search(text[max(0, match.start() - 2) : match.start()]):
            yield from _each(text, match)
    for match in patterns.BY_UNIT.all_in(text):
        unit, times = match["unit"], None
        if not unit:
            unit, times = match["span"].lstrip("一个"), chinese_value(match["times"])
        yield match.start(), match.end(), forms.read_rhythm(unit, times), ""
    for match in patterns.CADENCE.finditer(text):
        yield match.start(), match.end(), forms.read_rhythm(match["unit"]), "cadence"


def _each(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, Form, str]]:
    """Yield what 每… means, once for each month it names (每年3月、9月各1次)."""
    position = match.end()
    more: list[tuple[int, int, int]] = []
    if match["unit"].startswith("年") and match["m"] and not match["d"]:
        following = patterns.MORE_MONTHS.match(text, position)
        while following:
            month = forms.month_number(following["m"])
            if month is not None:
                more.append((following.start("m"), following.end(), month))
            position = following.end()
            following = patterns.MORE_MONTHS.match(text, position)
    times, end = _times(text, position)
    form = forms.read_each(match, times)
    if not more:
        yield match.start(), max(match.end(), end), form, ""
        return
    yield match.start(), match.end(), replace(form, times=None), ""
    for start, last, month in more:
        yield start, last, forms.read_further_month(form, month), ""


def _times(text: str, start: int) -> tuple[int | None, int]:
    """Return how often something is to be done in each period, and where that is said."""
    stop = re.search(r"[,。;:\n]", text[start : start + 40])
    limit = start + (stop.start() if stop else 40)
    match = patterns.TIMES.search(text, start, limit)
    return (chinese_value(match[1]), match.end()) if match else (None, start)


def _is_rhythm(text: str, start: int, end: int, form: Form) -> bool:
    if form.kind == "relative" or text.startswith(("每", "按", "逐", "一年"), start):
        return True
    before = text[max(0, start - 14) : start]
    if _NOT_RHYTHM.search(before) or _NOUN_USE.search(before):
        return False
    if text.startswith(("年", "月"), start) and text[end : end + 1] not in "、,。;(等制:+":
        return False
    if text.startswith("年", start):
        return before.endswith("、")
    return not before or _RHYTHM_VERB.search(before) is not None or before[-1] in ",。;:\n"


def _years_of_effort(text: str, setting: Setting) -> Iterator[Hit]:
    for match in _N_YEARS.finditer(text):
        count = chinese_value(match["n"])
        if setting.base_year and count and count <= 10:
            last = setting.base_year + count - 1
            reason = f"“{match.group()}”自 {setting.base_year} 年起算，按 {last} 年底计"
            yield match.start(), match.end(), Form("by", f"{last}-12-31", reason=reason, needs_answer=True)


def _labelled(text: str, start: int, end: int, setting: Setting) -> list[Hit]:
    part = text[start:end]
    hits: list[Hit] = []
    taken: list[tuple[int, int]] = []
    for first, last, form, lead in _candidates(part, setting.base_year):
        if lead == "cadence" or any(first < stop and begin < last for begin, stop in taken):
            continue
        taken.append((first, last))
        hits.append((start + first, start + last, form))
        for at, stop, listed in _listed_before(part, first, form, setting.base_year):
            hits.append((start + at, start + stop, listed))
    hits.extend(() if taken else short_forms(part, start, setting))
    return sorted(hits, key=lambda hit: hit[0])


def _deadlines(folded: Folded, hits: Sequence[Hit], clauses: Clauses) -> list[ProposedDeadline]:
    result: list[ProposedDeadline] = []
    seen = set()
    for start, end, form in hits[:_MAX_FOUND]:
        key = _identity(form, folded.text[start:end])
        if key in seen:
            continue
        seen.add(key)
        raw = folded.raw(start, end)
        is_stretch = (
            raw.startswith(("力争", "争取")) or _STRETCH.search(clauses.text[clauses.start(start) : start]) is not None
        )
        reading = Reading(raw, folded.place(start, end), form.reason, _confidence(form))
        result.append(
            ProposedDeadline(
                form.kind,
                reading,
                form.date,
                form.start,
                form.every,
                form.times,
                form.time,
                is_stretch=is_stretch,
                needs_answer=form.needs_answer,
            )
        )
    return result


def _identity(form: Form, words: str) -> tuple[object, ...]:
    """Return what two mentions of one deadline share; those without a day are told apart by their words."""
    own = words if form.kind == "by" and form.date is None else form.reason if form.kind == "relative" else ""
    return form.kind, form.date, form.start, form.every, form.times or 1, own


def _confidence(form: Form) -> float:
    if form.needs_answer:
        return 0.5
    if form.kind in ("continuing", "recurring"):
        return 0.9
    return 0.95 if form.strength == "strong" else 0.85
