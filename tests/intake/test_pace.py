"""Understanding keeps its time, says how far it is and stops when asked, whatever the text is."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import count, pairwise
from math import inf

import pytest

from ledger_app.errors import Cancelled, UnreadableFileError
from ledger_app.intake import pace
from ledger_app.intake.document import Document
from ledger_app.intake.pace import Pace
from ledger_app.intake.source import DEFAULT_LIMITS
from ledger_app.intake.understand import propose
from ledger_app.messages import describe
from tests.intake.plan_documents import a_document
from tests.steps import Steps

LONG = {
    "lines": "推进工作\n" * 30_000,
    "items": "1、做好工作。\n" * 20_000,
    "titles": "松桥县2024年卫生健康工作方案\n一、任务\n" * 8_000,
    "attachments": "附件1：\n2024年工作方案\n一、任务\n" * 6_000,
    "dates": "工作方案\n二〇二四年一月一日\n" * 12_000,
    "rules": "列第一位的为牵头单位。\n" * 15_000,
    "one paragraph": "做好工作。（一）完善制度；" * 60_000,
    "rejoined": "推进各项工作，\n" * 15_000,
}


@lru_cache(maxsize=1)
def long_document(name: str) -> Document:
    return a_document(LONG[name], name="恶.txt")


@pytest.mark.parametrize("name", LONG)
def test_a_text_that_takes_too_long_ends_in_a_sentence(name: str) -> None:
    document = long_document(name)
    with pytest.raises(UnreadableFileError) as caught:
        propose(document, limits=replace(DEFAULT_LIMITS, seconds=0.1))
    assert caught.value.code == "INT-115"
    assert "恶.txt" in describe(caught.value)
    assert "理解内容的时间超过" in describe(caught.value)


@pytest.mark.parametrize("name", LONG)
def test_cancelling_acts_early_in_a_long_text(name: str) -> None:
    """It is asked at the third look of some twenty a second, so the text is not understood to its end."""
    document = long_document(name)
    looks = count(1)

    def stop(_done: int, _total: int) -> None:
        if next(looks) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        propose(document, progress=stop)


def test_progress_grows_to_the_length_of_the_text() -> None:
    document = a_document("松桥县2024年工作要点\n" + "一、推进工作。6月底前完成。\n" * 3_000)
    told: list[tuple[int, int]] = []
    propose(document, progress=lambda done, total: told.append((done, total)))
    assert {total for _, total in told} == {len(document.text)}
    reached = [done for done, _ in told]
    assert reached == sorted(reached)
    assert reached[0] < reached[-1] <= len(document.text)


def test_a_long_table_can_be_stopped_at_any_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "monotonic", count().__next__)  # every look is a second after the last
    rows = [("序号", "工作任务", "责任单位", "完成时限", "目前进展")]
    rows += [(str(n), f"完善第{n}项制度", "医政股", "6月底前", f"已完成{n}次") for n in range(1, 800)]
    document = a_document("2024年任务清单", rows)
    looked: list[int] = []
    with Steps() as steps:
        propose(document, limits=replace(DEFAULT_LIMITS, seconds=inf), progress=lambda *_: looked.append(steps.taken))
    assert max(after - before for before, after in pairwise([0, *looked])) < steps.taken / 10


def test_long_tables_tell_their_progress_too() -> None:
    rows = [("序号", "工作任务", "责任单位", "完成时限")]
    rows += [(str(n), f"完善第{n}项制度", "医政股", "6月底前") for n in range(1, 2_000)]
    told: list[int] = []
    propose(a_document("2024年任务清单", rows), progress=lambda done, _total: told.append(done))
    assert told[-1] > 0


def test_without_limit_and_listener_the_pace_only_passes_entries_on() -> None:
    assert list(Pace().over("甲乙丙")) == ["甲", "乙", "丙"]


def test_lines_with_countless_tabs_become_no_table() -> None:
    text = "甲\t乙\n" * 600 + "丙" + "\t丁" * 2_000
    proposal = propose(a_document(text))
    assert len(proposal.text) == len(text) + 1
