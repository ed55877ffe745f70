"""Evidence is read in the background and found by its words; what files say is offered and taken, never forced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import Evidence, TaskEvidence
from ledger_app.domain.evidence_text import Description, FileText, TextPlace
from ledger_app.errors import Cancelled, RejectedError
from ledger_app.services import closing, evidence
from ledger_app.services import evidence_describing as describing
from ledger_app.services.closing import StepTaken
from ledger_app.services.evidence_order import move_by, place_before
from ledger_app.services.evidence_texts import find_anything, matching_evidence, read_texts, search_evidence
from tests.builders import a_file, a_ledger, a_task

SAID = Description(
    title="关于签约服务的通知",
    kind="通知",
    doc_number="沐卫发〔2024〕12号",
    document_date=dt.date(2024, 6, 12),
    personal="手机号 1 个（如 139****1111）",
    has_text=True,
    sources=(("title", "正文标题"),),
)


@dataclass
class ScriptedReader:
    """Reads a file as its own bytes; names in `broken` cannot be read."""

    broken: frozenset[str] = frozenset()
    recognises: bool = False
    names: list[str] = field(default_factory=list)

    def read(self, sha256: str, path: Path, name: str, _media_type: str, tick: Callable[[], None]) -> FileText:
        tick()
        self.names.append(name)
        if name in self.broken:
            return FileText(sha256, "failed", f"“{name}”读不出来")
        places = (TextPlace(0, 1), TextPlace(4, 2))
        return FileText(sha256, "read", "", path.read_text("utf-8"), places=places, description=SAID)

    def close(self) -> None:
        """Nothing was started."""


@dataclass
class Watch:
    """Progress that stops before the file of a number."""

    stop_at: int = -1
    told: list[tuple[int, int]] = field(default_factory=list)

    def step(self, done: int, total: int, _label: str = "") -> None:
        self.told.append((done, total))
        if done == self.stop_at:
            raise Cancelled


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    opened = a_ledger(tmp_path / "台账")
    files = [
        a_file(opened, tmp_path / "来", f"材料{number}.txt", f"第一页\n第{number}份写着签约服务的要求".encode())
        for number in range(3)
    ]
    with opened.write() as work:
        task = a_task(work)
        evidence.attach(work, files, [task.id])
    yield opened
    opened.close()


def pieces(ledger: SqliteLedger) -> list[Evidence]:
    with ledger.read() as session:
        return session.of(Evidence).find()


def test_reading_goes_on_where_it_was_stopped(ledger: SqliteLedger) -> None:
    reader = ScriptedReader()
    with pytest.raises(Cancelled):
        read_texts(ledger, reader, Watch(stop_at=2))
    assert reader.names == ["材料2.txt", "材料1.txt"], "the newest come first"
    done = read_texts(ledger, reader, Watch())
    assert (done.read, done.left) == (1, 0)
    assert reader.names == ["材料2.txt", "材料1.txt", "材料0.txt"]
    assert read_texts(ledger, reader, Watch()).read == 0


def test_a_part_is_read_and_the_rest_is_told(ledger: SqliteLedger) -> None:
    done = read_texts(ledger, ScriptedReader(), Watch(), limit=2)
    assert (done.read, done.left) == (2, 1)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_read(ledger: SqliteLedger) -> None:
    done = read_texts(ledger, ScriptedReader(broken=frozenset({"材料1.txt"})), Watch())
    assert (done.read, done.failed) == (3, ("“材料1.txt”读不出来",))
    assert ledger.texts.counts() == {"read": 2, "failed": 1}


def test_reading_changes_no_record(ledger: SqliteLedger) -> None:
    before = ledger.operations()
    read_texts(ledger, ScriptedReader(), Watch())
    assert ledger.operations() == before


def test_words_in_files_are_found_with_their_page(ledger: SqliteLedger) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.read() as session:
        hits = search_evidence(session, ledger.texts, "约服")
        assert [(hit.kind, hit.title, hit.task_id, hit.page) for hit in hits] == [
            ("evidence", f"材料{number}", 1, 2) for number in (0, 1, 2)
        ]
        assert all(hit.snippet.startswith("第 2 页　") and "签约服务" in hit.snippet for hit in hits)
        assert set(matching_evidence(session, ledger.texts, "第1份")) == {2}


def test_what_lies_in_the_bin_or_was_replaced_is_not_found(ledger: SqliteLedger, tmp_path: Path) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    newer = a_file(ledger, tmp_path / "新", "材料0.txt", "内容换了".encode())
    with ledger.write() as work:
        evidence.discard(work, [2])
    with ledger.write() as work:
        evidence.add_version(work, 1, newer)
    with ledger.read() as session:
        assert [hit.id for hit in search_evidence(session, ledger.texts, "签约")] == [3]
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.read() as session:
        assert [hit.id for hit in search_evidence(session, ledger.texts, "换了")] == [1]
    assert ledger.texts.find("第1份") == [], "what nobody can reach is forgotten"


def test_a_piece_found_by_name_and_in_its_file_is_one_hit(ledger: SqliteLedger) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.write() as work:
        evidence.describe(work, replace(pieces(ledger)[0], title="签约服务协议"))
    with ledger.read() as session:
        hits = [hit for hit in find_anything(session, ledger.texts, "签约服务", 40) if hit.kind == "evidence"]
    assert [hit.id for hit in hits] == [1, 2, 3] or [hit.id for hit in hits] == [1, 3, 2]
    assert (hits[0].title, hits[0].page) == ("签约服务协议", 2)


def test_suggestions_are_for_empty_fields_only(ledger: SqliteLedger) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.write() as work:
        evidence.describe(work, replace(pieces(ledger)[0], title="我起的名字", doc_number="自编1号"))
    with ledger.read() as session:
        offered = describing.suggestions(session, ledger.texts)
    assert [one.field for one in offered[1]] == ["kind", "document_date", "is_personal"]
    assert [one.field for one in offered[2]] == ["title", "kind", "doc_number", "document_date", "is_personal"]
    assert offered[2][0].source == "正文标题"


def test_taking_suggestions_is_one_undo_and_keeps_what_was_typed_meanwhile(ledger: SqliteLedger) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.read() as session:
        offered = describing.suggestions(session, ledger.texts)
    with ledger.write() as work:
        evidence.describe(work, replace(pieces(ledger)[1], kind="手填的"))
    before = pieces(ledger)
    with ledger.write() as work:
        describing.accept(work, offered)
    first, second, _ = pieces(ledger)
    assert (first.title, first.kind, first.document_date) == (SAID.title, "通知", SAID.document_date)
    assert (second.title, second.kind) == (SAID.title, "手填的")
    assert (first.is_personal, first.personal_basis) == (True, "文件内容：手机号 1 个（如 139****1111）")
    with ledger.read() as session:
        assert describing.suggestions(session, ledger.texts) == {}
    assert ledger.operations()[0].name == "按文件内容补全3 件材料的信息"
    ledger.undo()
    assert pieces(ledger) == before


def test_a_persons_no_is_not_asked_again(ledger: SqliteLedger) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.write() as work:
        describing.deny_personal(work, 1)
    with ledger.write() as work:
        evidence.describe(work, replace(pieces(ledger)[1], is_personal=True))
    assert [(one.is_personal, one.personal_basis) for one in pieces(ledger)[:2]] == [
        (False, "人工确认"),
        (True, "人工确认"),
    ]
    with ledger.read() as session:
        offered = describing.suggestions(session, ledger.texts)
    assert "is_personal" not in [one.field for one in (*offered[1], *offered[2])]


def test_what_proves_a_closed_task_gets_no_suggestions(ledger: SqliteLedger) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.write() as work:
        closing.ask(work, 1, StepTaken())
    with ledger.write() as work:
        closing.approve(work, 1, StepTaken())
    with ledger.read() as session:
        assert describing.suggestions(session, ledger.texts) == {}
    with ledger.write() as work, pytest.raises(RejectedError, match="SVC-040"):
        describing.deny_personal(work, 1)


def test_filling_unasked_writes_each_file_once(ledger: SqliteLedger) -> None:
    read_texts(ledger, ScriptedReader(), Watch())
    with ledger.write() as work:
        describing.set_fills_unasked(work, is_on=True)
    with ledger.write() as work:
        describing.fill_unasked(work, ledger.texts)
    assert {piece.title for piece in pieces(ledger)} == {SAID.title}
    ledger.undo()
    with ledger.write() as work:
        assert describing.fill_unasked(work, ledger.texts).is_empty
    assert "材料0" in {piece.title for piece in pieces(ledger)}
    with ledger.read() as session:
        assert describing.fills_unasked(session)


def numbers(ledger: SqliteLedger) -> list[tuple[int, int]]:
    with ledger.read() as session:
        links = session.of(TaskEvidence).find(task_id=1)
    return [(link.number, link.evidence_id) for link in sorted(links, key=lambda link: link.number)]


def test_the_order_of_a_tasks_evidence_is_changed_and_undone(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        move_by(work, 3, -1)
    assert numbers(ledger) == [(1, 1), (2, 3), (3, 2)]
    with ledger.write() as work:
        place_before(work, 1, None)
    assert numbers(ledger) == [(1, 3), (2, 2), (3, 1)]
    with ledger.write() as work:
        move_by(work, 1, 1)
    assert numbers(ledger) == [(1, 3), (2, 2), (3, 1)], "the last stays the last"
    ledger.undo()
    assert numbers(ledger) == [(1, 1), (2, 3), (3, 2)]


def test_gaps_in_the_numbers_close_when_the_order_changes(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        evidence.unlink(work, [2])
    assert numbers(ledger) == [(1, 1), (3, 3)]
    with ledger.write() as work:
        move_by(work, 3, -1)
    assert numbers(ledger) == [(1, 3), (2, 1)]


def test_a_piece_of_another_task_is_no_place(ledger: SqliteLedger) -> None:
    with ledger.write() as work, pytest.raises(RejectedError, match="EVI-075"):
        place_before(work, 1, 99)
