"""Who issued a document, when, under which number, for which year: title, head, signature.

Source: docs/domain.md sections 5 and 8.1; the standard of official documents.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ledger_app.intake import outline_marks as marks
from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.document import Table
from ledger_app.intake.folding import fold, squeeze
from ledger_app.intake.outline_lines import Line
from ledger_app.intake.outline_parts import Part
from ledger_app.intake.pace import UNTIMED, Pace
from ledger_app.intake.plan_year import NAMED, dated_year, opening_year, years_of

_ISSUER_PREFIX = re.compile(rf"([^《》,。:]{{2,70}}?{marks.ORG_END})(?:关于|印发$)")
_LETTERHEAD = re.compile(r"([^,。:]{3,40})文件")
_SHORTEST_BODY = 3
_KEYS = "|".join(sorted(marks.PAGE_KEYS))
# Several pairs may stand on one line: 索引号:01/2024 文号:某政办发〔2024〕1号.
_PAIR = re.compile(rf"(?:^[-·>]*([\u4e00-\u9fff]{{2,6}})|({_KEYS})):(.+?)(?=(?:{_KEYS}):|$)")
_ANY_DATE = re.compile(
    rf"({marks.YEAR})(?:年|[-./])(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:月|[-./])(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})"
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says about itself; None and () where it says nothing.

    Attributes:
        title: as printed, its lines joined.
        plan_year: the year that 年内 means; of a span its first.
        last_year: last year of a span.
        issuer, doc_number, issued: of the document or of the notice it came with.
        addressees: bodies it is sent to, as printed.
        year_source: Chinese; where the plan year was taken from when the title has none.
    """

    title: str = ""
    plan_year: int | None = None
    last_year: int | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued: dt.date | None = None
    addressees: tuple[str, ...] = ()
    year_source: str = ""


def read_front(
    part: Part, source: str, year: int | None, cover: FrontMatter | None, pace: Pace = UNTIMED
) -> FrontMatter:
    """Read the front matter of a part.

    Args:
        part: the part.
        source: the document's text.
        year: the plan year a person stated, for titles without one.
        cover: front matter of the notice the part came with.
        pace: the clock to look at.
    """
    facts = dict(_facts(part))
    lines = [entry for entry in (*part.head, *part.body) if isinstance(entry, Line)]
    printed = _printed_date(part, lines)
    front = FrontMatter(
        title=part.title or next((facts[key] for key in marks.TITLE_KEYS if facts.get(key)), ""),
        issuer=_issuer(part, lines, facts, pace),
        doc_number=_number(part, source, facts),
        issued=_issued(part, lines, facts, pace),
        addressees=_addressees(part),
    )
    if cover is not None:
        front = replace(
            front,
            issuer=cover.issuer or front.issuer,
            doc_number=front.doc_number or cover.doc_number,
            issued=front.issued or cover.issued or printed,
            addressees=front.addressees or cover.addressees,
        )
    elif front.issued is None:
        front = replace(front, issued=printed)
    return _with_year(front, lines, year, cover)


def retitled(front: FrontMatter, title: str, year: int | None) -> FrontMatter:
    """Return front matter for a table with a title of its own.

    Args:
        front: of the part the table stands in.
        title: the table's.
        year: the plan year a person stated.
    """
    first, last = years_of(title)
    if first is not None:
        return replace(front, title=title, plan_year=first, last_year=last, year_source="")
    if year is not None:
        return replace(front, title=title, plan_year=year, last_year=None, year_source="由导入时指定")
    source = front.year_source or ("取自所附文件的标题" if front.plan_year is not None else "")
    return replace(front, title=title, year_source=source)


def _with_year(front: FrontMatter, lines: Sequence[Line], year: int | None, cover: FrontMatter | None) -> FrontMatter:
    first, last = years_of(front.title)
    if first is not None:
        return replace(front, plan_year=first, last_year=last)
    if year is not None:
        return replace(front, plan_year=year, year_source="由导入时指定")
    covered, covered_last = years_of(NAMED.sub("", cover.title)) if cover else (None, None)
    if covered is not None:
        return replace(front, plan_year=covered, last_year=covered_last, year_source="取自印发通知的标题")
    if front.issued is not None:
        return replace(front, plan_year=front.issued.year, year_source="取自成文日期")
    if front.doc_number:
        number = re.search(r"20\d\d", front.doc_number)
        if number:
            return replace(front, plan_year=int(number[0]), year_source="取自发文字号")
    of_cover = cover.plan_year if cover is not None else None
    for found, source in (
        (opening_year(lines), "取自正文开头"),
        (of_cover, "取自所附文件"),
        (dated_year(lines), "取自正文中写明的时间"),
    ):
        if found is not None:
            return replace(front, plan_year=found, year_source=source)
    return front


def _facts(part: Part) -> Iterator[tuple[str, str]]:
    """Yield the named data of a published page: key and value, folded."""
    lines: list[str] = []
    for entry in part.head:
        if isinstance(entry, Table):
            lines = []
            cells = [squeeze(cell.text) for row in entry.rows for cell in row if cell.text.strip()]
            for key, value in pairwise(cells):
                if key.endswith(":") or key in marks.PAGE_KEYS:
                    yield key.rstrip(":"), value
            continue
        pairs = list(_PAIR.finditer(entry.squeezed))
        for pair in pairs:
            yield pair[1] or pair[2], pair[3]
        if lines and not pairs and lines[-1].rstrip(":") in marks.PAGE_KEYS:
            # The cells of a page's table came down as lines of their own.
            yield lines[-1].rstrip(":"), entry.squeezed
        lines.append(entry.squeezed)


def _issuer(part: Part, lines: Sequence[Line], facts: dict[str, str], pace: Pace) -> str | None:
    prefix = _ISSUER_PREFIX.match(NAMED.sub("", squeeze(part.title)))
    if prefix:
        return _as_printed(prefix[1], part.title)
    head = _letterhead(lines)
    stated = next((facts[key] for key in marks.ISSUER_KEYS if facts.get(key)), None)
    signed = _signature(lines, pace) if head is None or stated is None else None
    if head is not None and signed is not None and _says_more(signed, head):
        # A head names one of several bodies, or the body without 中共: who signs is named in full.
        return signed
    return head or stated or signed


def _letterhead(lines: Sequence[Line]) -> str | None:
    """Return the body or bodies of the red head: names on lines of their own, one of them with 文件."""
    for index, line in enumerate(lines[:8]):
        if line.label is not None:
            return None
        words = line.squeezed
        found = _LETTERHEAD.fullmatch(words)
        if words != "文件" and (found is None or not marks.is_body_name(found[1])):
            continue
        names = [] if found is None else [found[1]]
        for other in reversed(lines[:index]):
            if not marks.is_body_name(other.squeezed):
                break
            names.insert(0, other.squeezed)
        for other in lines[index + 1 : index + 4]:
            if not marks.is_body_name(other.squeezed):
                break
            names.append(other.squeezed)
        return "、".join(names) or None
    return None


def _says_more(signed: str, head: str) -> bool:
    """Tell whether a signature names the bodies of the head in other words: longer, more of them, on one line."""
    return squeeze(signed) != head and all(name in squeeze(signed) for name in head.split("、"))


def _as_printed(words: str, title: str) -> str:
    """Return the beginning of a title that folds to some words, its blanks between two issuers kept."""
    for end in range(len(words), len(title) + 1):
        if squeeze(title[:end]) == words:
            return title[:end].strip()
    return words


def _signature(lines: Sequence[Line], pace: Pace) -> str | None:
    for index, line in enumerate(pace.over(lines)):
        words = line.squeezed
        before = lines[index - 1].squeezed if index else ""
        if not (marks.is_date_line(words) or marks.is_signed_date(words, before)):
            continue
        date = marks.DATE.search(words)
        same_line = words[: date.start()].strip("(") if date else ""
        if same_line:
            return re.sub(r"\s+", "", line.text).lstrip("(（")[: len(same_line)]
        names: list[str] = []
        for above in reversed(lines[max(0, index - 4) : index]):
            if above.label is not None or not marks.is_body_name(above.squeezed):
                break
            names.insert(0, _name(above.text))
        if names:
            return "、".join(names)
    return None


def _name(text: str) -> str:
    """Return a signature without the blanks that only spread it; one stays between two bodies on a line."""
    names = text.split()
    several = len(names) > 1 and all(len(name) > _SHORTEST_BODY and marks.is_body_name(squeeze(name)) for name in names)
    return (" " if several else "").join(names)


def _number(part: Part, source: str, facts: dict[str, str]) -> str | None:
    for line in (*part.head, *part.body[:3], *part.title_lines):
        if isinstance(line, Line) and line.label is None:
            folded = fold(source, [(line.start, line.end)])
            match = marks.DOC_NUMBER.search(NAMED.sub(lambda name: " " * len(name[0]), folded.text))
            if match and (marks.is_document_number_line(folded.text) or line in part.title_lines):
                return re.sub(r"\s", "", folded.raw(*match.span()))
    return _printed_number(part, facts)


def _printed_number(part: Part, facts: dict[str, str]) -> str | None:
    stated = next((facts[key] for key in marks.NUMBER_KEYS if facts.get(key)), None)
    if stated is None or not marks.DOC_NUMBER.fullmatch(stated):
        return None
    for entry in part.head:
        if isinstance(entry, Table):
            for row in entry.rows:
                for cell in row:
                    if squeeze(cell.text) == stated:
                        return re.sub(r"\s", "", cell.text)
    return re.sub(r"\((20\d\d)\)", r"〔\1〕", stated)


def _issued(part: Part, lines: Sequence[Line], facts: dict[str, str], pace: Pace) -> dt.date | None:
    before = ""
    for line in pace.over((*part.title_lines, *lines)):
        words = line.squeezed
        is_date = marks.is_signed_date(words, before) or (line in part.head and marks.is_date_line(words))
        if is_date and not words.endswith("印发"):
            return _date(words)
        before = words
    for key in (*marks.DATE_KEYS, *marks.LATE_DATE_KEYS):
        if facts.get(key) and _date(facts[key]):
            return _date(facts[key])
    return None


def _printed_date(part: Part, lines: Sequence[Line]) -> dt.date | None:
    """Return the day of printing or of a note under the title, for documents that nobody signed."""
    for entry in (*part.head, *lines[-4:], *part.title_lines[-1:]):
        words = entry.squeezed if isinstance(entry, Line) else ""
        date = _date(words) if marks.is_trailer(words) or marks.is_title_note(words) else None
        if date is not None:
            return date
    return None


def _date(words: str) -> dt.date | None:
    match = _ANY_DATE.search(words)
    if match is None:
        return None
    year, month, day = (chinese_value(part) for part in match.groups())
    try:
        return dt.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _addressees(part: Part) -> tuple[str, ...]:
    for entry in (*part.head, *part.body[:2]):
        if isinstance(entry, Line) and entry.label is None and marks.is_addressee(entry.squeezed):
            return tuple(_split(entry.text.strip().rstrip("：:")))
    return ()


def _split(text: str) -> Iterable[str]:
    return (piece.strip() for piece in re.split(r"[，,；;]", text) if piece.strip())
