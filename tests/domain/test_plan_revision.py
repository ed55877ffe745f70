from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.plan_revision import Change, Clause, LineKind, RevisionLine, compare
from tests.steps import growth

_SUBJECTS = ("胸痛中心", "卒中中心", "家庭医生签约", "村卫生室药品", "老年人体检", "妇幼健康", "院前急救")
_VERBS = ("建设", "规范", "提升", "完善", "健全")
_TAILS = (
    "制定实施方案并组织培训",
    "按月报送进展情况",
    "开展专项检查并限期整改",
    "组织专家下沉带教",
    "完成设备配置和验收",
)


def an_issue(count: int, seed: int | str) -> list[Clause]:
    """Return an issue of different items that share much of their words, as such papers do."""
    rng = random.Random(seed)
    clauses = []
    for number in range(count):
        topic = f"{rng.choice(_VERBS)}{rng.choice(_SUBJECTS)}{_own_words(rng, 3)}"
        wording = topic + "".join(rng.choice(_TAILS) + _own_words(rng, 4) for _ in range(3))
        chapter = f"第{number // 8}章"
        clauses.append(
            Clause(
                f"old{number}",
                str(number % 8 + 1),
                (f"{number // 8 + 1}、{chapter}",),
                wording,
                topic,
                (chapter,),
                (("县医院", "lead"),),
                (("by", "2024-12-31"),),
                ((">=", "95", "%"),),
            )
        )
    return clauses


def _own_words(rng: random.Random, count: int) -> str:
    return "".join(chr(rng.randrange(0x4E00, 0x6E00)) for _ in range(count))


def _renumbered(clauses: list[Clause]) -> list[Clause]:
    return [
        replace(clause, key=f"new{clause.key[3:]}", no=str(number + 100), path=("新章",))
        for number, clause in enumerate(clauses)
    ]


def _of_kind(lines: tuple[RevisionLine, ...], kind: LineKind) -> list[RevisionLine]:
    return [line for line in lines if line.kind is kind]


@given(st.integers(0, 40), st.integers(), st.randoms(use_true_random=False))
def test_shuffled_and_renumbered_items_are_unchanged(count: int, seed: int, rng: random.Random) -> None:
    old = an_issue(count, seed)
    new = _renumbered(old)
    rng.shuffle(new)
    lines = compare(old, new)
    assert [line.new for line in lines] == new
    assert all(line.old is not None and line.old.key[3:] == line.new.key[3:] for line in lines if line.new)
    assert {line.kind for line in lines} <= {LineKind.UNCHANGED}
    assert {line.changes for line in lines} <= {(Change.NUMBER,)}


def _reworded(clause: Clause, rng: random.Random) -> Clause:
    at = rng.randrange(len(clause.topic), len(clause.wording) - 8)
    return replace(clause, wording=clause.wording[:at] + _own_words(rng, 5) + clause.wording[at + 5 :])


def _seeded_edits(old: list[Clause], rng: random.Random) -> tuple[list[Clause], dict[str, Change], set[str], set[str]]:
    """Return a new issue with, by key, what was changed in it, withdrawn from it and added to it."""
    keys = [clause.key for clause in old]
    rng.shuffle(keys)
    fifth = len(keys) // 5
    edits = {
        key: change
        for part, change in enumerate((Change.WORDING, Change.DUE, Change.OWNER, Change.TARGET))
        for key in keys[part * fifth // 2 : (part + 1) * fifth // 2]
    }
    withdrawn = set(keys[2 * fifth : 3 * fifth])
    made = {
        Change.WORDING: lambda one: _reworded(one, rng),
        Change.DUE: lambda one: replace(one, dues=(("by", "2024-06-30"),)),
        Change.OWNER: lambda one: replace(one, owners=(("县中医院", "lead"), ("县医院", "cooperate"))),
        Change.TARGET: lambda one: replace(one, targets=((">=", "98", "%"),)),
    }
    kept = [clause for clause in old if clause.key not in withdrawn]
    new = _renumbered([made[edits[clause.key]](clause) if clause.key in edits else clause for clause in kept])
    added = [
        # Words of their own: what happens to share most of a withdrawn item's words would rightly be taken for it.
        replace(clause, key=f"add{number}", wording=clause.topic + _own_words(rng, 40))
        for number, clause in enumerate(an_issue(fifth, f"added {rng.random()}"))
    ]
    return [*new, *added], edits, withdrawn, {clause.key for clause in added}


@given(st.integers(5, 60), st.integers(), st.randoms(use_true_random=False))
def test_seeded_edits_are_found_exactly(count: int, seed: int, rng: random.Random) -> None:
    old = an_issue(count, seed)
    new, edits, withdrawn, added = _seeded_edits(old, rng)
    rng.shuffle(new)
    lines = compare(old, new)
    assert {line.old.key for line in _of_kind(lines, LineKind.WITHDRAWN) if line.old} == withdrawn
    assert {line.new.key for line in _of_kind(lines, LineKind.ADDED) if line.new} == added
    found = {line.old.key: line.changes for line in _of_kind(lines, LineKind.CHANGED) if line.old}
    assert found == {key: (change, Change.NUMBER) for key, change in edits.items()}
    assert all(line.old.key[3:] == line.new.key[3:] for line in lines if line.old and line.new)


def test_the_best_pairing_as_a_whole_wins() -> None:
    """Two items of nearly the same words: each finds its own, though both are closest to one of them."""
    first = Clause("a", "1", (), "开展家庭医生签约服务覆盖重点人群", "")
    second = Clause("b", "2", (), "开展家庭医生签约服务覆盖重点人群和脱贫人口", "")
    new = [
        Clause("n1", "1", (), "开展家庭医生签约服务覆盖重点人群和脱贫人口监测对象", ""),
        Clause("n2", "2", (), "开展家庭医生签约服务覆盖全部重点人群", ""),
    ]
    pairs = {line.old.key: line.new.key for line in compare([first, second], new) if line.old and line.new}
    assert pairs == {"a": "n2", "b": "n1"}


def test_an_item_with_a_sentence_more_stays_itself() -> None:
    old = an_issue(20, 7)
    new = [replace(old[4], wording=f"{old[4].wording}每季度组织一次现场评估并通报结果"), *old[:4], *old[5:]]
    lines = compare(old, new)
    assert [line.changes for line in _of_kind(lines, LineKind.CHANGED)] == [(Change.WORDING,)]
    assert len(_of_kind(lines, LineKind.UNCHANGED)) == 19


def test_an_item_cut_in_two_names_where_its_second_half_came_from() -> None:
    old = an_issue(12, 3)
    words = old[5].wording
    half = len(words) * 3 // 5
    parts = [
        replace(old[5], wording=words[:half]),
        replace(old[5], key="half", no="9", topic=words[half : half + 6], wording=words[half:]),
    ]
    lines = compare(old, [*old[:5], *parts, *old[6:]])
    added = _of_kind(lines, LineKind.ADDED)
    assert [(line.new.key, line.akin) for line in added if line.new] == [("half", "old5")]
    assert [line.old.key for line in _of_kind(lines, LineKind.CHANGED) if line.old] == ["old5"]


def test_two_items_made_one_name_where_the_withdrawn_one_went() -> None:
    old = an_issue(12, 5)
    joined = replace(old[2], wording=old[2].wording + old[3].wording[:-3])
    lines = compare(old, [*old[:2], joined, *old[4:]])
    assert [(line.old.key, line.akin) for line in _of_kind(lines, LineKind.WITHDRAWN) if line.old] == [("old3", "old2")]


def test_another_matter_at_the_same_number_is_no_new_wording() -> None:
    old = [Clause("a", "1", ("一、甲",), "建设胸痛中心配置急救设备", "建设胸痛中心", ("甲",))]
    new = [Clause("b", "1", ("一、甲",), "推广中医药适宜技术惠及群众", "推广中医药", ("甲",))]
    assert [line.kind for line in compare(old, new)] == [LineKind.WITHDRAWN, LineKind.ADDED]


def test_identical_words_find_their_own_owner_and_chapter() -> None:
    words = {"wording": "按月报送进展情况", "topic": "报送进展"}
    old = [
        Clause("a", "1", ("一",), chapter=("甲",), owners=(("县医院", "lead"),), **words),
        Clause("b", "2", ("一",), chapter=("乙",), owners=(("疾控中心", "lead"),), **words),
    ]
    new = [replace(old[1], key="B", no="1"), replace(old[0], key="A", no="2")]
    lines = compare(old, new)
    assert [(line.old.key, line.new.key) for line in lines if line.old and line.new] == [("b", "B"), ("a", "A")]
    assert {line.kind for line in lines} == {LineKind.UNCHANGED}


def test_withdrawn_items_stand_where_they_stood() -> None:
    old = an_issue(5, 1)
    lines = compare(old, [old[0], old[2], old[4]])
    assert [(line.old or line.new).key for line in lines] == ["old0", "old1", "old2", "old3", "old4"]  # type: ignore[union-attr]


def test_long_plans_are_compared_in_steps_far_below_the_square() -> None:
    def compare_issue(count: int) -> None:
        old = an_issue(count, 11)
        rng = random.Random(4)
        new = _renumbered([_reworded(clause, rng) for clause in old])
        rng.shuffle(new)
        lines = compare(old, new)
        assert all(line.old is not None and line.new is not None for line in lines)

    assert growth(compare_issue, 200) < 3
