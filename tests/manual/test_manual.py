"""The manual that ships is whole: everything a person meets has its place in it, and all it names is there."""

from __future__ import annotations

import ast
import re
import struct
from functools import cache
from pathlib import Path

import pytest

from build_spec import manual_tables
from ledger_app.cli.parser import REPORT_KINDS, command_names, command_parsers
from ledger_app.domain.settings import LedgerSettings
from ledger_app.manual.blocks import Heading, Span, Table, Topic, anchors_of, plain, spans_of
from ledger_app.manual.book import Manual, load_manual
from ledger_app.manual.finding import text_of
from ledger_app.manual.generated import said_and_advice
from ledger_app.messages import TEXTS
from resources import locate
from ui.entries.registry import all_actions
from ui.help.topics import DIALOGS, PARTS
from ui.models.setting_rows import GROUPS
from ui.page_table import PAGE_OF_ACT

ROOT = Path(__file__).resolve().parents[2]
MOST_PICTURE_BYTES = 3_000_000
KIND_PLACES = {
    **{kind: f"report-circulars#{kind}" for kind in ("monthly", "quarterly", "half-year", "annual")},
    **{kind: f"report-slips#{kind}" for kind in ("slip", "chase", "letter")},
    **{kind: f"report-lists#{kind}" for kind in ("unit", "leader", "meeting", "breakdown", "ledger", "evidence")},
    **{kind: f"report-forms#{kind}" for kind in ("closing", "extension")},
}
# Said in brackets, and not a name on the screen.
NOT_NAMES = frozenset[str]()


@cache
def manual() -> Manual:
    return load_manual(locate.manual())


def topic(name: str) -> Topic:
    return manual().by_id()[name]


def whole_text(name: str) -> str:
    return "\n".join(text_of(block) for block in topic(name).blocks)


def is_place(place: str) -> bool:
    name, _, anchor = place.partition("#")
    found = manual().by_id().get(name)
    return found is not None and (not anchor or anchor in anchors_of(found))


def spans(kind: str) -> list[tuple[str, Span]]:
    return [
        (one.id, span)
        for one in manual().topics()
        for block in one.blocks
        for run in spans_of(block)
        for span in run
        if span.kind == kind
    ]


def test_every_link_leads_somewhere_and_every_picture_is_there() -> None:
    assert manual().broken_links() == []


def test_every_source_is_in_the_contents_once() -> None:
    listed = [one.id for one in manual().topics()]
    assert sorted(listed) == sorted(file.stem for file in locate.manual().glob("*.md"))


def test_every_picture_is_used_and_all_are_small_with_a_palette() -> None:
    files = list((locate.manual() / "pictures").glob("*.png"))
    named = {text for one in manual().topics() for text in re.findall(r"file='([^']+)'", repr(one.blocks))}
    assert {file.name for file in files} == named
    assert sum(file.stat().st_size for file in files) < MOST_PICTURE_BYTES
    assert {struct.unpack_from(">5B", file.read_bytes(), 24)[1] for file in files} == {3}


def test_every_error_code_has_an_entry_and_only_one() -> None:
    found = [
        anchor
        for one in manual().topics()
        for block in one.blocks
        if isinstance(block, Table)
        for anchor in block.anchors
    ]
    assert sorted(found) == sorted(TEXTS)


def test_advice_is_kept_only_for_messages_that_give_none_or_little() -> None:
    lines = (locate.manual() / "tables" / "advice.txt").read_text("utf-8").splitlines()
    assert {line.split()[0] for line in lines} <= set(TEXTS)


def test_a_message_is_told_from_its_advice() -> None:
    said, advice = said_and_advice("磁盘空间不足，没有保存（“{file}”，{count} 处）。请腾出空间后再试。")
    assert said == "磁盘空间不足，没有保存（“……”，…… 处）。"
    assert advice == "请腾出空间后再试。"


def test_every_command_and_every_option_is_there() -> None:
    text = whole_text("commands")
    assert tuple(command_parsers()) == tuple(command_names())
    for name, parser in command_parsers().items():
        assert name in anchors_of(topic("commands"))
        assert parser.description
        for action in parser.arguments:
            assert (action.option_strings or [str(action.metavar)])[0] in text


def test_every_kind_of_report_has_a_section() -> None:
    assert set(KIND_PLACES) == set(REPORT_KINDS)
    assert [place for place in KIND_PLACES.values() if not is_place(place)] == []


def test_every_setting_is_explained() -> None:
    rows = [row for group in GROUPS for row in group.rows]
    text = whole_text("all-settings")
    assert [row.label for row in rows if f"【{row.label}】" not in text] == []
    assert {row.field for row in rows} <= set(LedgerSettings.__dataclass_fields__)


@pytest.mark.parametrize("name", ["actions", "settings"])
def test_the_tables_of_the_window_are_those_of_today(name: str) -> None:
    made = manual_tables.action_table() if name == "actions" else manual_tables.setting_table()
    kept = (locate.manual() / "tables" / f"{name}.md").read_text("utf-8")
    assert kept == made, "run: python3 run.py manual-tables"


def test_every_action_has_its_place_and_its_topic() -> None:
    text = whole_text("all-actions")
    assert [one.id for one in all_actions() if f"【{one.name}】" not in text] == []
    assert [one.id for one in all_actions() if one.topic and not is_place(one.topic)] == []


def test_every_page_part_and_dialog_has_a_topic() -> None:
    assert {f"page_{name}" for name in PAGE_OF_ACT.values()} <= set(PARTS)
    assert [place for place in (*PARTS.values(), *DIALOGS.values()) if not is_place(place)] == []


def test_dialogs_with_a_topic_are_there() -> None:
    """A dialog that is not listed takes the topic of the page that opened it."""
    files = [ROOT / f"{module.replace('.', '/')}.py" for module in DIALOGS]
    assert [file.name for file in files if not file.is_file()] == []


def test_every_name_in_brackets_stands_on_the_screen() -> None:
    shown = _screen_words()
    wrong = {
        f"{where}: 【{span.text}】"
        for where, span in spans("button")
        if where != "all-actions" and _bare(span.text) not in shown and span.text not in NOT_NAMES
    }
    assert sorted(wrong) == []


def test_every_key_that_the_manual_names_is_a_key() -> None:
    keys = {span.text for _, span in spans("key")}
    names = "Enter|Tab|Esc|Delete|退格|空格|方向键|点击|数字键|Pg(Up|Dn)|[↑↓←→]|F1?[0-9]|[A-Z0-9+=;'-]"
    pattern = re.compile(rf"((Ctrl|Shift|Alt)\+)*({names})")
    assert sorted(key for key in keys if not pattern.fullmatch(key)) == []


def test_sections_have_text_below_their_heading() -> None:
    for one in manual().topics():
        pairs = zip(one.blocks, (*one.blocks[1:], None), strict=True)
        bare = [
            block.text
            for block, after in pairs
            if isinstance(block, Heading)
            and (after is None or (isinstance(after, Heading) and after.level <= block.level))
        ]
        assert bare == [], one.id


def test_the_manual_names_no_machine_and_no_address() -> None:
    for file in locate.manual().rglob("*.md"):
        assert not re.search(r"https?:|(?<!\w)/[a-z]+/", file.read_text("utf-8")), file.name


def test_a_paragraph_is_read_without_effort() -> None:
    """Short sentences: no stretch of text runs on for more than ninety characters without a stop."""
    for where, text in ((one.id, plain(run)) for one in manual().topics() for b in one.blocks for run in spans_of(b)):
        if where.startswith(("errors", "commands", "all-")):
            continue
        longest = max(re.split(r"[。；！？：\n]", text), key=len)
        assert len(longest) <= 90, f"{where}: {longest}"


@cache
def _screen_words() -> frozenset[str]:
    """Return every text of the window and of the lists it shows, without the signs that buttons add."""
    words: set[str] = {_bare(one.text) for one in all_actions()}
    for file in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "ledger_app" / "domain").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.update(_bare(part) for part in re.split(r"[\n\t]", node.value))
                words.add(_bare(node.value.split("（", 1)[0]))
    return frozenset(words)


def _bare(text: str) -> str:
    return re.sub(r"[…▾→ ]|^▲", "", text.replace("　", "")).strip()
