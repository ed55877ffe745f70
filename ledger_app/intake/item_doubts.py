"""The questions that the readings of an item leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ledger_app.intake.proposal import ProposedDeadline, ProposedOwner


def doubts_of(
    deadlines: Iterable[ProposedDeadline], owners: Sequence[ProposedOwner], *, is_open: bool
) -> tuple[str, ...]:
    """Return the questions that an item's readings leave, in Chinese."""
    questions = []
    for deadline in deadlines:
        if deadline.needs_answer and deadline.date:
            questions.append(f"“{deadline.reading.raw}”是否按 {deadline.date} 计？{deadline.reading.reason}。")
        elif deadline.needs_answer:
            questions.append(f"“{deadline.reading.raw}”的具体完成时间是哪天？")
    vague = [owner.name for owner in owners if owner.is_group and any(word in owner.name for word in ("相关", "有关"))]
    if vague:
        questions.append(f"“{'、'.join(vague)}”具体指哪些单位？")
    if is_open and owners:
        questions.append("责任单位后面写有“等”，是否还有其他单位？")
    return tuple(questions)
