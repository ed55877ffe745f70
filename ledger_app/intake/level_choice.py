"""The levels of an outline that could be that of the tasks, with what each would give, for a person to choose from.

Source: docs/domain.md section 9, which level is the task.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ledger_app.intake.fields import kinds
from ledger_app.intake.outline import Entry, Node, Outline, listed, walked
from ledger_app.intake.proposal import TASK_LIKE, LevelChoice

_TITLES_SHOWN = 6


def level_choices(outlines: Sequence[Outline]) -> tuple[LevelChoice, ...]:
    """Return the levels of some outlines, the outermost first, () where no outline has two."""
    forms: dict[str, str] = {}
    for outline in outlines:
        by_level: dict[int, list[Node]] = {}
        for node in walked(outline.root):
            by_level.setdefault(node.level, []).append(node)
        for _, nodes in sorted(by_level.items()):
            used = Counter(node.label.form for node in nodes if node.label is not None)
            if used:
                form = used.most_common(1)[0][0]
                first = next(node for node in nodes if node.label is not None and node.label.form == form)
                forms.setdefault(form, first.label.printed if first.label else "")
    if len(forms) < 2:
        return ()
    return tuple(_choice(form, sample, outlines) for form, sample in forms.items())


def _choice(form: str, sample: str, outlines: Sequence[Outline]) -> LevelChoice:
    tasks = [entry for outline in outlines for entry in listed(outline, form) if _is_task(entry)]
    titles = tuple(entry.node.printed[:40] for entry in tasks[:_TITLES_SHOWN])
    return LevelChoice(form, sample, len(tasks), titles)


def _is_task(entry: Entry) -> bool:
    if entry.role in ("opening", "closing"):
        return False
    node = entry.node
    return kinds.kind_of_item([*(parent.title for parent in node.path), node.title]) in TASK_LIKE
