"""Expressions over one task that several queries need: what stands at a cut-off date.

Each takes the named parameters `:cutoff` ("YYYY-MM-DD") and `:month` ("YYYY-MM").  A month's report belongs to
its month whenever it came in; everything else counts by its own date.
"""

from __future__ import annotations

PRIMARY_DEADLINE = (
    "(SELECT d.id FROM deadline d WHERE d.task_id = t.id ORDER BY d.is_primary DESC, d.ordinal, d.id LIMIT 1)"
)

_DECIDED = "coalesce(e.decided_on, e.requested_on)"
# Of a deadline `d`: the date that the latest extension approved by then gave, else the date before the next one.
DUE_AT_CUTOFF = f"""
    coalesce(
        (SELECT e.new_due FROM extension e WHERE e.deadline_id = d.id AND e.is_approved = 1 AND {_DECIDED} <= :cutoff
         ORDER BY {_DECIDED} DESC, e.id DESC LIMIT 1),
        (SELECT e.old_due FROM extension e WHERE e.deadline_id = d.id AND e.is_approved = 1 AND {_DECIDED} > :cutoff
         ORDER BY {_DECIDED}, e.id LIMIT 1),
        d.current_due
    )
"""
# What is there, but for no date that could be read; duties without an end are not meant to have one.
HAS_OPEN_DEADLINE = """
    EXISTS (SELECT 1 FROM deadline o WHERE o.task_id = t.id AND o.current_due IS NULL AND o.original_due IS NULL
            AND o.kind NOT IN ('continuing', 'recurring'))
"""
STANDING_AT_CUTOFF = "CASE WHEN t.standing_since > :cutoff THEN 'active' ELSE t.standing END"
COMPLETED_AT_CUTOFF = "CASE WHEN t.completed_on <= :cutoff THEN t.completed_on END"
LATEST_STEP = """
    (SELECT c.step FROM closing c WHERE c.task_id = t.id AND c.on_date <= :cutoff
     ORDER BY c.on_date DESC, c.id DESC LIMIT 1)
"""
TURN_COUNT = "(SELECT count(*) FROM occurrence o WHERE o.task_id = t.id)"
NEXT_TURN = """
    (SELECT min(o.due) FROM occurrence o WHERE o.task_id = t.id
     AND (o.state = 'open' OR (o.state = 'done' AND o.done_on > :cutoff)))
"""
_ENTRY_ORDER = "ORDER BY r.period DESC, r.created_at DESC, r.id DESC LIMIT 1"
# Month and number of the latest entry in one text ("2024-06" and then the id): one look into the index for both.
LATEST_ENTRY = f"""
    (SELECT r.period || r.id FROM progress_entry r WHERE r.task_id = t.id AND r.period <= :month {_ENTRY_ORDER})
"""
LATEST_PERCENT = f"""
    (SELECT r.percent FROM progress_entry r WHERE r.task_id = t.id AND r.period <= :month AND r.percent IS NOT NULL
     {_ENTRY_ORDER})
"""
# Names as lists print them; `o` is a task_owner joined with its unit `u`.
OWNER_NAME = "coalesce(nullif(u.short_name, ''), u.name, o.raw)"
# A name that stands for several units leads as it is printed.
LEAD_NAME = f"""
    coalesce((SELECT CASE WHEN EXISTS (SELECT 1 FROM task_owner g WHERE g.task_id = o.task_id AND g.role = o.role
                                       AND g.raw = o.raw AND g.unit_id IS NOT o.unit_id)
                          THEN o.raw ELSE {OWNER_NAME} END
     FROM task_owner o LEFT JOIN unit u ON u.id = o.unit_id
     WHERE o.task_id = t.id AND o.role <> 'cooperate' ORDER BY o.role, o.ordinal, o.id LIMIT 1), '')
"""
# Every name that leads a task `t`, as grids print them: all leads, else the first responsible one (with its group).
LEAD_NAMES = f"""
    SELECT CASE WHEN EXISTS (SELECT 1 FROM task_owner g WHERE g.task_id = o.task_id AND g.role = o.role
                             AND g.raw = o.raw AND g.unit_id IS NOT o.unit_id)
                THEN o.raw ELSE {OWNER_NAME} END AS name
    FROM task_owner o LEFT JOIN unit u ON u.id = o.unit_id
    WHERE o.task_id = t.id AND (o.role = 'lead' OR (o.role = 'responsible' AND o.raw =
        (SELECT f.raw FROM task_owner f WHERE f.task_id = t.id AND f.role <> 'cooperate'
         ORDER BY f.role, f.ordinal, f.id LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM task_owner f WHERE f.task_id = t.id AND f.role = 'lead')))
"""
OTHER_NAMES = f"""
    SELECT {OWNER_NAME} AS name FROM task_owner o LEFT JOIN unit u ON u.id = o.unit_id
    WHERE o.task_id = t.id AND NOT (o.role = 'lead' OR (o.role = 'responsible' AND o.raw =
        (SELECT f.raw FROM task_owner f WHERE f.task_id = t.id AND f.role <> 'cooperate'
         ORDER BY f.role, f.ordinal, f.id LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM task_owner f WHERE f.task_id = t.id AND f.role = 'lead')))
"""
# Every name of an owner: the unit's full and short name, and the words of the paper.
OWNER_NAMES = """
    SELECT n.value AS name FROM task_owner o LEFT JOIN unit u ON u.id = o.unit_id,
    json_each(json_array(u.name, u.short_name, o.raw)) n WHERE o.task_id = t.id AND n.value <> ''
"""
# `h` may hold the post of a task_leader or task_owner `l` at the cut-off.
HOLDER_NAME = """
    (SELECT hp.name FROM post_holder h JOIN person hp ON hp.id = h.person_id WHERE h.post_id = l.post_id
     AND (h.from_date IS NULL OR h.from_date <= :cutoff) AND (h.to_date IS NULL OR h.to_date >= :cutoff)
     ORDER BY h.from_date DESC, h.id DESC LIMIT 1)
"""
LEADER_NAME = f"coalesce(lp.name, {HOLDER_NAME}, l.raw)"
LEADER_NAMES = f"""
    SELECT {LEADER_NAME} AS name FROM task_leader l LEFT JOIN person lp ON lp.id = l.person_id WHERE l.task_id = t.id
"""
EVIDENCE_COUNT = """
    (SELECT count(*) FROM task_evidence te JOIN evidence v ON v.id = te.evidence_id
     WHERE te.task_id = t.id AND v.removed_at IS NULL)
"""
# Of a task `t`: what is expected of it, not waived, and not there.
_MISSING = """
    FROM expected_evidence x LEFT JOIN evidence v ON v.id = x.evidence_id
    WHERE x.task_id = t.id AND x.waived_reason = '' AND (v.id IS NULL OR v.removed_at IS NOT NULL)
"""
MISSING_COUNT = f"(SELECT count(*) {_MISSING})"
# What a task `t` waits for somebody to settle, by the words of `domain.grid.Wait`.
WAITS = f"""
    SELECT 'extension' AS name WHERE EXISTS
        (SELECT 1 FROM extension e JOIN deadline d ON d.id = e.deadline_id WHERE d.task_id = t.id
         AND e.requested_on <= :cutoff AND (e.is_approved IS NULL OR {_DECIDED} > :cutoff))
    UNION ALL SELECT 'evidence' WHERE EXISTS
        (SELECT 1 {_MISSING})
    UNION ALL SELECT 'sent_back' WHERE {LATEST_STEP} = 'sent_back'
    UNION ALL SELECT 'doubt' WHERE EXISTS (SELECT 1 FROM doubt q WHERE q.task_id = t.id AND q.answer IS NULL)
"""
MILESTONE_MONTHS = "SELECT substr(m.due, 1, 7) AS name FROM milestone m WHERE m.task_id = t.id AND m.due IS NOT NULL"
TURN_MONTHS = "SELECT substr(o.due, 1, 7) AS name FROM occurrence o WHERE o.task_id = t.id AND o.state <> 'skipped'"
LEDGER_ORDER = "t.plan_id IS NULL, t.plan_id, t.ordinal, t.id"
# The same order (but for the id) in one number: the plan in the upper half, the ordinal in the lower.
PLACE = """
    ((coalesce(t.plan_id, 2147483647) << 32) + min(max(t.ordinal, -2147483648), 2147483647) + 2147483648)
"""
