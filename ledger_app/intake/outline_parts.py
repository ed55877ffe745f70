"""The parts of a file: a covering notice, one or more plans, attachments.

Bounds are set where a new title stands: after a signature or an attachment mark, where a document named in 《》
before begins, or where the numbering starts again.  Not here: what a part says (front_matter, outline).
Source: docs/domain.md section 1.1 and the standard of official documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger_app.intake import outline_marks as marks
from ledger_app.intake.document import Table
from ledger_app.intake.fields import kinds
from ledger_app.intake.folding import squeeze
from ledger_app.intake.outline_lines import Flow, Line
from ledger_app.intake.pace import UNTIMED, Pace

_NAMED = re.compile(r"《([^《》]{4,120})》")
_OUTER_FORMS = frozenset({"part", "chapter", "formal", "cn", "cn_paren", "section"})
_PROSE_END = frozenset("。；;!！?？")
_MAX_TITLE_LINES = 5
_MOST_DATA_ROWS = 60
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file.

    Attributes:
        title_lines: the lines of its title, empty if it has none.
        head: lines before and around the title: numbers, dates, addressees, data of a web page.
        body: its text and tables, title and head left out.
        is_attachment: stands behind an attachment mark.
    """

    title_lines: tuple[Line, ...]
    head: tuple[Line | Table, ...]
    body: tuple[Line | Table, ...]
    is_attachment: bool = False

    @property
    def title(self) -> str:
        """Return the title as printed, its lines joined."""
        return "".join(line.text.strip() for line in self.title_lines)


@dataclass(slots=True)
class _Bound:
    start: int
    titles: list[int] = field(default_factory=list)
    is_attachment: bool = False


def split_parts(flow: Flow, pace: Pace = UNTIMED) -> list[Part]:
    """Return the parts of a file in reading order, at least one."""
    listed = _listed_attachments(flow, pace)
    bounds = [_Bound(0), *_later_bounds(flow, listed, pace)]
    bounds = [bound for index, bound in enumerate(bounds) if _is_filled(flow, bounds, index)]
    if not bounds:
        return [Part((), (), tuple(flow))]
    parts = []
    for index, bound in enumerate(pace.over(bounds)):
        stop = bounds[index + 1].start if index + 1 < len(bounds) else len(flow)
        parts.append(_part(flow, bound, stop, listed, is_first=index == 0 and not bound.titles))
    return parts


def _is_filled(flow: Flow, bounds: Sequence[_Bound], index: int) -> bool:
    stop = bounds[index + 1].start if index + 1 < len(bounds) else len(flow)
    return stop > bounds[index].start


def _later_bounds(flow: Flow, listed: frozenset[int], pace: Pace) -> Iterable[_Bound]:
    known: set[str] = set()
    bounds: list[_Bound] = []
    index = 0
    while index < len(flow):
        pace.look()
        entry = flow[index]
        bound = None
        if isinstance(entry, Line) and index not in listed:
            bound = _bound_at(flow, index, known)
            known.update(_core(name) for name in _NAMED.findall(entry.squeezed))
        if bound is not None:
            bounds.append(bound)
            index = max([index, *bound.titles])
        index += 1
    return bounds


def _bound_at(flow: Flow, index: int, known: set[str]) -> _Bound | None:
    line = flow[index]
    assert isinstance(line, Line)  # noqa: S101  # the caller looks at lines only; tells the type checker
    words = line.squeezed
    if marks.is_attachment_mark(words):
        return _Bound(index, _title_run(flow, index + 1), is_attachment=True)
    if marks.attachment_title(words) and _begins_body(flow, index + 1):
        return _Bound(index, [index], is_attachment=True)
    if index == 0 or line.label is not None:
        return None
    run = _title_run(flow, index)
    if not run:
        return None
    joined = "".join(_words(flow, at) for at in run)
    after_end = _ends_document(flow, index)
    if after_end and (marks.looks_like_title(joined) or line.is_centred):
        return _Bound(index, run)
    if not (marks.is_strong_title(joined) and _ends_sentence(flow, index)):
        return None
    if _core(joined) in known or _restarts(flow, run[-1] + 1, index):
        return _Bound(index, run)
    return None


def _title_run(flow: Flow, start: int) -> list[int]:
    """Return the indexes of the lines that together read like a title, beginning at start; [] if none do."""
    run = _longest_run(flow, start)
    # What stands above a line that names the issuer itself is a site's or a paper's name.
    named = [at for at, index in enumerate(run) if at and marks.begins_title(_words(flow, index))]
    return run[named[-1] :] if named else run


def _longest_run(flow: Flow, start: int) -> list[int]:
    best: list[int] = []
    run: list[int] = []
    joined = ""
    for index in range(start, min(start + _MAX_TITLE_LINES, len(flow))):
        entry = flow[index]
        if not isinstance(entry, Line) or entry.is_automatic:
            break
        words = entry.squeezed
        if run and best == run and marks.is_title_note(words):
            return run if marks.has_day(words) or marks.is_count_note(words) else [*run, index]
        if not run and marks.is_title_note(words):
            break
        if entry.label is not None or not marks.is_title_part(words) or len(joined) + len(words) > marks.TITLE_LIMIT:
            break
        if (best or len(run) == 1) and marks.is_body_name(words) and marks.is_body_name(joined):
            return best
        if best and marks.is_body_name(words):
            break
        run = [*run, index]
        joined += words
        if marks.looks_like_title(joined):
            best = run
            if not _goes_on(flow, index):
                break
    return best


def _goes_on(flow: Flow, index: int) -> bool:
    """Tell whether the line after a possible title end is a note in brackets or more of the title."""
    if index + 1 >= len(flow):
        return False
    entry = flow[index + 1]
    if not isinstance(entry, Line) or entry.label is not None:
        return False
    words = entry.squeezed
    return marks.is_title_note(words) or (marks.is_title_part(words) and marks.ends_title(words))


def _words(flow: Flow, index: int) -> str:
    entry = flow[index]
    return entry.squeezed if isinstance(entry, Line) else ""


def _ends_document(flow: Flow, index: int) -> bool:
    """Tell whether the entry before is the end of a document: its date or its foot."""
    before = flow[index - 1]
    if isinstance(before, Table):
        return False
    words = before.squeezed
    above = _words(flow, index - 2) if index > 1 else ""
    # A month alone may stand on a cover page too.
    return (marks.is_date_line(words) and marks.is_signed_date(words, above)) or marks.is_foot(words)


def _ends_sentence(flow: Flow, index: int) -> bool:
    before = flow[index - 1]
    return (
        isinstance(before, Table)
        or before.text.rstrip()[-1:] in "。；！？：）)”」"
        or marks.is_trailer(before.squeezed)
    )


def _restarts(flow: Flow, start: int, index: int) -> bool:
    """Tell whether an outer numbering that already ran begins again with 1 soon after."""
    seen = {entry.label.form for entry in flow[:index] if isinstance(entry, Line) and entry.label is not None}
    for entry in flow[start : start + 8]:
        if isinstance(entry, Line) and entry.label is not None:
            return entry.label.value == 1 and entry.label.form in _OUTER_FORMS and entry.label.form in seen
    return False


def _begins_body(flow: Flow, start: int) -> bool:
    """Tell whether text or a table, and not the next attachment's name, follows."""
    for entry in flow[start : start + 2]:
        if isinstance(entry, Table):
            return True
        words = entry.squeezed
        if marks.attachment_title(words) or marks.is_date_line(words):
            return False
        if entry.label is not None or words[-1:] in _PROSE_END:
            return True
    return False


def _core(name: str) -> str:
    """Return a document's name without the notes in brackets at its end, for comparing."""
    return re.sub(r"(?:\([^()]*\))+$", "", name)


def _listed_attachments(flow: Flow, pace: Pace) -> frozenset[int]:
    """Return the indexes of the lines that only list the attachments under a notice."""
    listed: set[int] = set()
    index = 0
    while index < len(flow):
        pace.look()
        entry = flow[index]
        if isinstance(entry, Line) and entry.label is None and marks.is_attachment_list(entry.squeezed):
            listed.add(index)
            index += 1
            while index < len(flow) and _is_listed(flow[index]):
                listed.add(index)
                index += 1
            continue
        index += 1
    return frozenset(listed)


def _is_listed(entry: Line | Table) -> bool:
    if isinstance(entry, Table) or entry.label is None or not entry.label.form.startswith("ar"):
        return False
    words = entry.squeezed
    return len(words) <= 80 and words[-1:] not in _PROSE_END


def _part(flow: Flow, bound: _Bound, stop: int, listed: frozenset[int], *, is_first: bool) -> Part:
    indexes = range(bound.start, stop)
    titles = bound.titles if not is_first else _first_title(flow, stop)
    head_end = _head_end(flow, indexes, titles)
    head: list[Line | Table] = []
    body: list[Line | Table] = []
    for index in indexes:
        entry = flow[index]
        if index in titles:
            continue
        if index < head_end:
            head.append(entry)
        elif index not in listed:
            body.append(entry)
    title_lines = tuple(entry for entry in (flow[index] for index in titles) if isinstance(entry, Line))
    return Part(title_lines, tuple(head), tuple(body), bound.is_attachment)


def _is_page_data(table: Table) -> bool:
    cells = (squeeze(cell.text) for row in table.rows for cell in row)
    return len(table.rows) <= _MOST_DATA_ROWS and marks.is_page_data(cells)


def _head_end(flow: Flow, indexes: range, titles: Sequence[int]) -> int:
    """Return where the text begins: behind title, number, date and addressees."""
    end = (titles[-1] + 1) if titles else indexes.start
    for index in range(end, min(end + 12, indexes.stop)):
        entry = flow[index]
        if isinstance(entry, Table):
            if titles or not _is_page_data(entry):
                break
            end = index + 1
            continue
        words = entry.squeezed
        if entry.label is not None or (words[-1:] in _PROSE_END and not marks.is_trailer(words)):
            break
        is_front = (
            marks.is_addressee(words)
            or marks.is_document_number_line(words)
            or marks.is_date_line(words)
            or marks.is_trailer(words)
            or marks.is_title_note(words)
            or marks.is_attachment_mark(words)
        )
        if is_front:
            end = index + 1
    return end


def _first_title(flow: Flow, stop: int) -> list[int]:
    """Return the lines of the title of the first part: the last ones before the text that read like a title."""
    best: list[int] = []
    index = 0
    while index < min(stop, 60):
        entry = flow[index]
        if isinstance(entry, Line):
            words = entry.squeezed
            if entry.label is not None and index > 0:
                break
            if best and (words[-1:] in _PROSE_END or marks.is_addressee(words)):
                break
            run = _title_run(flow, index)
            if best and kinds.is_chapter_name("".join(_words(flow, at) for at in run)):
                break
            if run:
                if not best or not _same_title(flow, best, run):
                    best = _with_issuer(flow, run)
                index = run[-1]
        index += 1
    return best or _first_line(flow, stop)


def _first_line(flow: Flow, stop: int) -> list[int]:
    """Return the first line where it can only be a title, though it does not end like one; [] if it is none."""
    for index, entry in enumerate(flow[: min(stop, 4)]):
        if not isinstance(entry, Line) or entry.label is not None:
            return []
        words = entry.squeezed
        if marks.is_trailer(words) or marks.is_date_line(words) or marks.is_document_number_line(words):
            continue
        if not marks.is_title_part(words) or not 6 <= len(words) <= _LONGEST_TITLE or marks.is_body_name(words):
            return []
        if not words[0].isalnum() and words[0] not in "“《(":
            return []
        follows = flow[index + 1] if index + 1 < stop else None
        is_alone = isinstance(follows, Line) and (
            follows.label is not None or not marks.is_title_part(follows.squeezed)
        )
        return [index] if is_alone and not kinds.is_chapter_name(words) else []
    return []


def _same_title(flow: Flow, first: Sequence[int], second: Sequence[int]) -> bool:
    one = "".join(_words(flow, index) for index in first)
    other = "".join(_words(flow, index) for index in second)
    return one == other


def _with_issuer(flow: Flow, run: list[int]) -> list[int]:
    """Add the issuer's line above a title that begins with 关于."""
    first = run[0]
    if first and _words(flow, first).startswith("关于"):
        above = flow[first - 1]
        if isinstance(above, Line) and above.label is None and marks.is_body_name(above.squeezed):
            return [first - 1, *run]
    return run
