"""`find` and `index`: evidence by the words of its files, and reading those words without the window."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from ledger_app.bootstrap import open_session
from ledger_app.cli.output import say, show_json, show_table
from ledger_app.domain.evidence import Evidence, TaskEvidence
from ledger_app.domain.task import Task
from ledger_app.errors import RejectedError
from ledger_app.services.evidence import current_version
from ledger_app.services.evidence_order import full_number
from ledger_app.services.evidence_texts import find_anything, read_texts, unread_files

if TYPE_CHECKING:
    from ledger_app.domain.grid import SearchHit
    from ledger_app.ports import ReadSession

_MOST = 200
_HEADS = ("材料", "编号", "找到的地方")


class _Quiet:
    """Progress that nobody watches."""

    def step(self, _done: int, _total: int, _label: str = "") -> None:
        """Go on."""


def run_find(arguments: Namespace) -> int:
    """Print the evidence in whose names, numbers, notes or files every word stands."""
    words = arguments.words.strip()
    if not words:
        raise RejectedError("EVI-073")
    with open_session(arguments.ledger, read_only=True) as session, session.ledger.read() as reading:
        texts = session.ledger.texts
        hits = [hit for hit in find_anything(reading, texts, words, _MOST, _MOST) if hit.kind == "evidence"]
        rows = [_row(reading, hit) for hit in hits]
        unread = len(unread_files(reading, texts))
    if arguments.json:
        show_json(rows)
    elif rows:
        show_table(_HEADS, [(row["title"], "、".join(row["numbers"]), row["snippet"]) for row in rows])
    if not arguments.json:
        say(f"共 {len(rows)} 份材料。")
    if unread:
        say(f"还有 {unread} 份文件没有读过，运行 index 命令或打开窗口后才能按内容找到。")
    return 0


def run_index(arguments: Namespace) -> int:
    """Read the words of all evidence that was not read yet, and say which files could not be read."""
    from ledger_app.evidence.text_reader import TextReader

    with open_session(arguments.ledger) as session:
        if arguments.again:
            session.ledger.texts.clear()
        reader = TextReader()
        try:
            done = read_texts(session.ledger, reader, _Quiet())
        finally:
            reader.close()
        unreadable = session.ledger.texts.unreadable()
    for text in unreadable:
        say(text.message)
    say(f"读了 {done.read} 份文件，{len(unreadable)} 份没有读出文字。")
    return 0


def _row(reading: ReadSession, hit: SearchHit) -> dict[str, Any]:
    piece = reading.of(Evidence).get(hit.id)
    version = current_version(reading, hit.id)
    links = reading.of(TaskEvidence).find(evidence_id=hit.id)
    codes = {task.id: task.code for task in reading.of(Task).find(id=[link.task_id for link in links])} if links else {}
    return {
        "title": hit.title,
        "numbers": [full_number(codes[link.task_id], link.number) for link in links],
        "kind": piece.kind if piece is not None else "",
        "doc_number": piece.doc_number if piece is not None else "",
        "date": piece.document_date.isoformat() if piece is not None and piece.document_date else None,
        "file": version.original_name,
        "sha256": version.sha256,
        "page": hit.page,
        "snippet": hit.snippet,
    }
