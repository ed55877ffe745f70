"""Say what became of an act on several tasks that leaves out those it cannot be done to."""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.errors import RejectedError
from ledger_app.messages import text_of
from ledger_app.services.progress import Repeated
from ui.workspace import Workspace

LEFT_TITLE = "有任务没有登记"
_MOST = 40


def tell_repeated(workspace: Workspace, what: str, count: int, repeated: Repeated) -> None:
    """Say for how many of `count` tasks `what` was entered, and name the others with the reason of each."""
    workspace.say_done(f"已为 {count - len(repeated.left)} 项任务登记{what}")
    if repeated.left:
        workspace.messages.show_text(LEFT_TITLE, *_left_words(repeated.left))


def _left_words(left: Sequence[RejectedError]) -> tuple[str, str]:
    """Return a sentence that counts the tasks left out, and below it a line a task that says why."""
    lines = [text_of(error.code, error.facts) for error in left[:_MOST]]
    if len(left) > _MOST:
        lines.append(f"……另有 {len(left) - _MOST} 项，原因相同或类似。")
    return f"其余任务已登记，下面 {len(left)} 项没有登记：", "\n".join(lines)
