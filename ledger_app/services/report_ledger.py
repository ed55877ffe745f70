"""The ledger as a table: the usual columns, chosen ones, or everything as a saved view arranges it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.grid import CUSTOM_PREFIX
from ledger_app.domain.lights import Judgement
from ledger_app.domain.task import CustomField, CustomValue
from ledger_app.domain.view import GridView
from ledger_app.errors import RejectedError
from ledger_app.ports import ReadSession
from ledger_app.reports.chosen_table import ChosenColumn, ChosenRow, compose_chosen, fitting_columns
from ledger_app.reports.ledger_table import LedgerFacts, LedgerLine, compose_ledger
from ledger_app.reports.model import PageSetting, ReportModel
from ledger_app.services.export_columns import USUAL_KEYS, ExportColumn, ExportRow, export_columns
from ledger_app.services.pack_scope import view_by_id, view_query
from ledger_app.services.report_context import ReportContext, percent_of, printed_tone

# Equal neighbours of these are one tall cell wherever they stand; others only where the view sorts by them.
_MERGED = {"plan", "section"}


def compose(context: ReportContext) -> ReportModel:
    """Return the ledger, or the part of it in scope, as one wide table.

    Raises:
        RejectedError: SVC-004 the view is gone; REP-017 more columns than fit the sheet.
    """
    request = context.request
    facts = LedgerFacts(
        bureau=context.bureau,
        title=f"{context.bureau}重点任务台账",
        cutoff=context.cutoff,
        scope=context.scope_name,
        paper=request.paper or ("A3" if request.view_id is not None else "A4"),
        orientation="portrait" if request.is_portrait else "landscape",
        snapshot=context.number,
        created=context.at,
    )
    if request.view_id is not None:
        stored = view_by_id(context.session, request.view_id)
        return _chosen(context, stored.view, replace(facts, title=f"{facts.title}（{stored.name}）"))
    if request.columns:
        return _chosen(context, None, facts)
    return compose_ledger([_line(facts, judgement) for facts, judgement in context.judged], facts)


def columns_by_words(session: ReadSession, words: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of columns that are called by key or heading.

    Raises:
        RejectedError: REP-016 no such column.
    """
    known = export_columns(session.of(CustomField).find())
    by_word = {**{one.sheet.heading: key for key, one in known.items()}, **{key: key for key in known}}
    keys = []
    for word in filter(None, map(str.strip, words)):
        if word not in by_word:
            headings = "、".join(one.sheet.heading for one in known.values())
            raise RejectedError("REP-016", name=word, known=headings)
        keys.append(by_word[word])
    return tuple(dict.fromkeys(keys))


def _chosen(context: ReportContext, view: GridView | None, facts: LedgerFacts) -> ReportModel:
    """Return the table with the columns that were asked for, else those of the view.

    Raises:
        RejectedError: REP-017 they do not fit the sheet.
    """
    known = export_columns(context.session.of(CustomField).find())
    shown = [one.key for one in view.columns if one.is_shown] if view is not None else []
    keys = [key for key in context.request.columns or shown or USUAL_KEYS if key in known]
    merged = {*_MERGED, *(one.field for one in view.sorting[:1])} if view is not None else _MERGED
    columns = [known[key] for key in keys]
    chosen = [ChosenColumn(one.key, one.sheet, one.key in merged) for one in columns]
    most = fitting_columns(chosen, PageSetting(paper=facts.paper, orientation=facts.orientation))
    if most < len(chosen):
        sheet = f"{facts.paper} {'竖排' if facts.orientation == 'portrait' else '横排'}"
        raise RejectedError("REP-017", count=len(chosen), sheet=sheet, most=most)
    return compose_chosen(chosen, _rows(context, view, columns), facts)


def _rows(context: ReportContext, view: GridView | None, columns: Sequence[ExportColumn]) -> list[ChosenRow]:
    """Return the tasks in scope: in the view's order and under its groups, else by plan and section."""
    custom = _custom(context.session, columns)
    # What has a column of its own (its equal cells are one) needs no headings between the rows.
    is_headed = view is None and not _MERGED & {one.key for one in columns}
    rows = {
        facts.id: ChosenRow(
            facts.id,
            tuple(one.value(ExportRow(facts, judgement, custom.get(facts.id, {}))) for one in columns),
            "　".join(filter(None, (facts.plan_title, facts.section))) if is_headed else "",
        )
        for facts, judgement in context.judged
    }
    if view is None:
        return list(rows.values())
    query = view_query(view, context.cutoff)
    ids = context.session.task_ids(query)
    if not query.group_by:
        return [rows[id_] for id_ in ids if id_ in rows]
    found, start = [], 0
    for group in context.session.groups(query):
        own = [id_ for id_ in ids[start : start + group.count] if id_ in rows]
        start += group.count
        found += [replace(rows[id_], group=f"{group.label}（{len(own)}项）") for id_ in own]
    return found


def _custom(session: ReadSession, columns: Sequence[ExportColumn]) -> dict[int, dict[int, str]]:
    """Return task -> field -> value, where a custom field is among the columns."""
    values: dict[int, dict[int, str]] = {}
    if any(one.key.startswith(CUSTOM_PREFIX) for one in columns):
        for one in session.of(CustomValue).find():
            values.setdefault(one.task_id, {})[one.field_id] = one.value
    return values


def _line(facts: TaskFacts, judgement: Judgement) -> LedgerLine:
    return LedgerLine(
        id=facts.id,
        code=facts.code,
        title=facts.title,
        plan=facts.plan_title,
        section=facts.section,
        light=judgement.label,
        tone=printed_tone(judgement),
        lead="、".join(facts.lead_names),
        cooperate="、".join(facts.cooperate_names),
        due_raw=facts.due_raw,
        due=judgement.due,
        percent=percent_of(facts),
        progress=facts.period_text,
        note="" if facts.standing == "active" else judgement.reason,
    )
