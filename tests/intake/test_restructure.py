"""Items cut into parts and put together: what each part says, what it has from the whole, where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.item_acts import Demote, Merge, Promote, Split
from ledger_app.intake.item_cuts import cuts_of, offset_of, origins_of
from ledger_app.intake.part_reader import PartReader, part_number
from ledger_app.intake.proposal import Proposal, ProposedItem
from ledger_app.intake.restructure import Arranger, united_owners
from ledger_app.intake.understand import propose
from tests.builders import an_owner
from tests.intake.plan_documents import a_document

PLAN = """松桥县2024年基层卫生工作要点
一、提升服务能力
1.推进达标建设。首先，4月底前完成自评；其次，补齐设备12台；最后，年底前接受验收。（基层股牵头，财务股配合）
2.充实人才队伍（年内完成）。招聘医师20名。开展轮训。（人事股负责）
3.规范村医管理。
（1）核定编制。6月底前完成。
（2）落实补助。"""


def _proposal(text: str = PLAN) -> Proposal:
    return propose(a_document(text))


def _parts(proposal: Proposal, item: ProposedItem, cuts: tuple[int, ...]) -> tuple[ProposedItem, ...]:
    return PartReader(proposal.text, proposal.plans[0]).parts(item, cuts)


def test_order_words_part_an_item_and_the_bracket_at_the_end_holds_for_all() -> None:
    proposal = _proposal()
    item = proposal.plans[0].items[0]
    parts = _parts(proposal, item, cuts_of(item, "measures"))
    assert [(part.no, part.title) for part in parts] == [
        ("1-1", "4月底前完成自评"),
        ("1-2", "补齐设备12台"),
        ("1-3", "年底前接受验收"),
    ]
    assert [[(one.name, one.role) for one in part.owners] for part in parts] == [
        [("基层股", "lead"), ("财务股", "cooperate")]
    ] * 3
    assert [[one.date for one in part.deadlines] for part in parts] == [["2024-04-30"], ["2024-12-31"], ["2024-12-31"]]
    assert parts[1].deadlines[0].reading.reason.startswith("随原条目")
    assert parts[0].owners[0].reading.reason.startswith("随原条目")


def test_a_deadline_in_the_heading_holds_for_every_sentence() -> None:
    proposal = _proposal()
    item = proposal.plans[0].items[1]
    parts = _parts(proposal, item, cuts_of(item, "sentences"))
    assert [part.title for part in parts] == ["充实人才队伍（年内完成）", "开展轮训"]
    assert [[one.date for one in part.deadlines] for part in parts] == [["2024-12-31"]] * 2
    assert [[target.value for target in part.targets] for part in parts] == [[20], []]


def test_a_title_on_a_line_of_its_own_stays_with_the_line_below() -> None:
    item = propose(a_document(PLAN), level="ar").plans[0].items[2]
    assert item.title == "规范村医管理"
    assert item.measures == ("核定编制。6月底前完成。", "落实补助。")
    starts = [item.text[cut:].partition("。")[0] for cut in cuts_of(item, "lines")]
    assert starts == ["（2）落实补助"]


def test_an_item_without_a_place_is_split_too() -> None:
    proposal = _proposal()
    whole = proposal.plans[0].items[0]
    item = replace(whole, place=replace(whole.place, start=-1, end=-1))
    parts = _parts(proposal, item, cuts_of(item, "measures"))
    assert [part.place for part in parts] == [item.place] * 3
    assert all(one.reading.place is None for one in parts[0].deadlines)


@given(st.text("甲乙。；\n（） 1", max_size=40), st.sets(st.integers(-3, 45), max_size=5))
def test_parts_have_all_the_words_and_stand_in_order(text: str, cuts: set[int]) -> None:
    proposal = _proposal()
    item = replace(proposal.plans[0].items[0], text=text)
    parts = _parts(proposal, item, tuple(cuts))
    assert "".join("".join(part.text.split()) for part in parts) == "".join(text.split())
    assert len({part.key for part in parts}) == len(parts)


@given(st.lists(st.text("甲乙丙，。 ", min_size=1, max_size=12), min_size=1, max_size=5))
def test_every_character_found_in_the_document_is_the_same_there(lines: list[str]) -> None:
    source = "前文\n" + "\n\u3000".join(lines) + "\n后文"
    text = "\n".join(line.strip() for line in lines)
    place = replace(_proposal().plans[0].items[0].place, start=3, end=len(source) - 3)
    origins = origins_of(text, source, place)
    found = [(letter, source[origin]) for letter, origin in zip(text, origins, strict=True) if origin >= 0]
    assert all(letter == other for letter, other in found)
    assert len(found) == sum(len(line.strip()) for line in lines)
    known = [origin for origin in origins if origin >= 0]
    assert known == sorted(known)
    for at, origin in enumerate(origins):
        if origin >= 0:
            assert offset_of(origins, origin) == at


@pytest.mark.parametrize(
    ("no", "expected"), [("3.", "3-2"), ("（三）", "（三）-2"), ("十、", "十-2"), ("", ""), ("①", "①-2")]
)
def test_parts_are_numbered_under_the_number_of_the_whole(no: str, expected: str) -> None:
    assert part_number(no, 2) == expected


def test_who_leads_in_one_of_several_leads_and_names_come_once() -> None:
    owners = united_owners([an_owner("县医院", "cooperate"), an_owner("县 医院", "lead"), an_owner("某局")])
    assert [(owner.name, owner.role) for owner in owners] == [("县 医院", "lead"), ("某局", "responsible")]


def test_acts_whose_items_are_gone_are_passed_over() -> None:
    proposal = _proposal()
    plan = proposal.plans[0]
    items = {item.key: item for item in plan.items}
    arranger = Arranger(items, dict.fromkeys(items, 0), [PartReader(proposal.text, plan)])
    first, second = list(items)[:2]
    acts = (Merge(("x", first)), Split(first, (3,), 5), Promote("y"), Demote(second, "z"))
    assert arranger.arrange(acts, lambda item: item).items == items
    done = arranger.arrange((Demote(second, first), Promote(first)), lambda item: item)
    assert first not in done.items
    assert done.sources[f"{first}<{second}"] == (first, second)
