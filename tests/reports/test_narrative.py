from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ledger_app.reports.model import Block, Figure, Heading, Paragraph, run_text
from ledger_app.reports.narrative import (
    AIM_CHARACTERS,
    NarrativeFacts,
    check_text,
    figures_of,
    length_of,
    numeral,
    term_value,
    write_narrative,
)
from ledger_app.reports.wording import parse
from ledger_app.reports.wording_default import BUILT_IN, Wording, WordingSection
from ledger_app.reports.wording_facts import WordingFacts
from ledger_app.reports.wording_terms import TERMS
from tests.reports.made_circulars import JUNE, SEEDS, SETTINGS, made_statistics

KEPT_WORDS = Path(__file__).with_name("circular_words.txt")
EMPTY, FULL = made_statistics(0), made_statistics(11)


def facts(seed: int = 11, contact: str = "", reply_by: dt.date | None = None) -> WordingFacts:
    about = NarrativeFacts("青溪县卫生健康局办公室", contact, reply_by, dt.date(2024, 7, 25), bureau="青溪县卫生健康局")
    return WordingFacts(made_statistics(seed), JUNE, about)


def lines_of(blocks: tuple[Block, ...]) -> list[str]:
    lines = []
    for block in blocks:
        if isinstance(block, Heading):
            lines.append(f"{block.level}|{block.text}|{run_text(block.runs_in)}")
        elif isinstance(block, Paragraph):
            lines.append(f"0||{run_text(block.runs)}")
    return lines


def written(text: str, about: WordingFacts | None = None) -> list[str]:
    about = about or facts()
    wording = Wording("自用", (WordingSection("", text),))
    return lines_of(write_narrative(about.statistics, about.period, about.narrative, wording))


def plain(text: str, about: WordingFacts | None = None) -> str:
    return "/".join(line.split("|", 2)[2] for line in written(text, about))


def test_the_built_in_template_writes_the_words_that_were_always_written() -> None:
    lines = []
    for seed in SEEDS:
        reply = dt.date(2024, 7, 15) if seed % 3 else None
        about = facts(seed, SETTINGS.contact_line if seed % 2 else "", reply)
        lines += [f"== {seed}", *lines_of(write_narrative(about.statistics, JUNE, about.narrative))]
    assert lines == KEPT_WORDS.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_built_in_words_are_short_and_without_faults(seed: int) -> None:
    about = facts(seed)
    assert [fault for section in BUILT_IN.sections for fault in check_text(section.text, about)] == []
    assert length_of(write_narrative(about.statistics, JUNE, about.narrative)) < AIM_CHARACTERS


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_are_what_their_tasks_make_of_them(seed: int) -> None:
    everything = "，".join(f"{{{name}}}" for name in TERMS)
    about = facts(seed)
    wording = Wording("全", (WordingSection("", everything),))
    figures = list(figures_of(write_narrative(about.statistics, JUNE, about.narrative, wording)))
    assert figures
    for figure in figures:
        assert len(set(figure.task_ids)) == len(figure.task_ids)
        if figure.measure == "count":
            assert figure.text == str(len(figure.task_ids))
        if figure.measure == "rate" and figure.text != "—":
            assert figure.text == f"{recomputed(figure):.1f}%"
            assert set(figure.task_ids) <= set(figure.whole_ids)


def recomputed(figure: Figure) -> float:
    return int(1000 * len(figure.task_ids) / len(figure.whole_ids) + 0.5) / 10


def test_a_part_drops_out_with_what_it_says() -> None:
    none, some = facts(0), facts(11)
    assert plain("共〔，逾期{逾期任务数}项〕。", none) == "共。"
    assert plain("共〔，逾期{逾期任务数}项〕。", some) == "共，逾期11项。"
    assert plain("〔有{逾期任务数}：有〕〔无{逾期任务数}：没有〕逾期", none) == "没有逾期"
    assert plain("〔有{逾期任务数}：有〕〔无{逾期任务数}：没有〕逾期", some) == "有逾期"
    assert plain("〔外面〔{逾期任务数}〕〕里", none) == "里"
    assert plain("〔外面〔{逾期任务数}〕〔{滞后任务数}〕〕里", some) == "外面1112里"
    assert plain("青卫发〔2024〕3号") == "青卫发〔2024〕3号"


def test_a_sign_that_joins_goes_with_what_it_joins_to() -> None:
    about = facts(0)
    assert plain("〔甲{逾期任务数}〕〔无{逾期任务数}：；乙〕。", about) == "乙。"
    assert plain("先〔甲{逾期任务数}〕〔无{逾期任务数}：；乙〕。", about) == "先；乙。"


def test_headings_are_numbered_anew_and_empty_sections_left_out() -> None:
    wording = Wording(
        "自用",
        (
            WordingSection("没有的", "〔{逾期任务数}〕"),
            WordingSection("有的", "〔（一）逾期。{逾期任务数}项。〕\n（二）其他。{任务总数}项。\n（三）只有标题"),
        ),
    )
    about = facts(0)
    lines = lines_of(write_narrative(about.statistics, JUNE, about.narrative, wording))
    assert lines == ["1|一、有的|", "2|（一）其他。|0项。", "2|（二）只有标题|"]
    assert [numeral(number) for number in (1, 10, 11, 20, 25)] == ["一", "十", "十一", "二十", "二十五"]


def test_a_list_is_held_to_its_first_few() -> None:
    two = plain("{逾期清单:前2项}")
    assert two.count("逾期") == 2
    assert two.endswith("等11项")
    assert plain("{逾期清单：前２项}").count("，逾期") == 2
    assert plain("{逾期清单}").count("，逾期") == 5


def test_nobody_is_named_for_nothing() -> None:
    for seed in SEEDS:
        about = facts(seed)
        for name in ("表扬单位", "靠后单位", "逾期单位", "滞后单位"):
            kind = TERMS[name]
            counts = [one for one in kind.write(about, 99).runs if isinstance(one, Figure) and one.measure == "count"]
            assert all(one.task_ids for one in counts), (seed, name)


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("共{任务总敉}项", "REP-040", "{任务总敉}"),
        ("共{}项", "REP-040", "{}"),
        ("共{任务总数项", "REP-041", "{"),
        ("共任务总数}项", "REP-041", "}"),
        ("共〔{任务总数}项", "REP-042", "〔"),
        ("共{任务总数}〕项", "REP-042", "〕"),
        ("〔共\n{任务总数}〕", "REP-042", "〔"),
        ("{逾期清单:很多}", "REP-043", "{逾期清单:很多}"),
        ("{逾期清单:前0项}", "REP-043", "{逾期清单:前0项}"),
        ("{任务总数:前5项}", "REP-044", "{任务总数:前5项}"),
        ("〔有{没有的}：共〕", "REP-040", "有{没有的}："),
    ],
)
def test_faults_are_found_where_they_stand(text: str, code: str, marked: str) -> None:
    fault = check_text(text)[0]
    assert (fault.code, text[fault.start : fault.end]) == (code, marked)


def test_a_wrong_name_is_told_the_right_one() -> None:
    assert "是不是“任务总数”" in check_text("{任务总敉}")[0].message


def test_a_placeholder_that_prints_nothing_is_named_only_where_it_stands() -> None:
    about = facts(0)
    assert [fault.code for fault in check_text("与{上期名称}相比", about)] == ["REP-045"]
    assert check_text("〔与{上期名称}相比〕", about) == []
    assert check_text("与{上期名称}相比", facts(11)) == []


def test_every_placeholder_is_explained_and_says_something_of_a_full_ledger() -> None:
    about = facts(11, "联系人：王芳", dt.date(2024, 7, 15))
    quiet = {name for name in TERMS if not term_value(name, about)}
    assert quiet <= {"退回单位", "进步单位", "进步位次"}
    assert all(kind.explanation for kind in TERMS.values())
    assert term_value("没有的", about) == ""


def test_deep_nesting_is_a_fault_and_no_fall() -> None:
    assert "REP-042" in {fault.code for fault in parse("〔" * 5000 + "{任务总数}" + "〕" * 5000).faults}
