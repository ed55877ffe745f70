"""The manual's markup: what it means, and that a slip of the pen is named with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.manual.blocks import Figure, Heading, Listing, Paragraph, Span, Table
from ledger_app.manual.markup import MarkupError, parse_spans, parse_topic


def no_directives(words: str) -> list[Paragraph]:
    raise ValueError(words)


def test_a_source_becomes_blocks_in_their_order() -> None:
    source = """# 台账

第一行，
第二行 and
more。

## 小节 {#part}

- 一
- 二
  接着

1. 甲

| 列 | 说明 |
|---|---|
| 【状态】 | {F1} |

> 注意：小心。
> 再小心。

![图](shot.png)
"""
    topic = parse_topic("ledger", source, no_directives)
    assert topic.title == "台账"
    prose, heading, bullets, steps, table, note, figure = topic.blocks
    assert prose == Paragraph((Span("第一行，第二行 and more。"),))
    assert heading == Heading(2, "小节", "part")
    assert bullets == Listing(((Span("一"),), (Span("二接着"),)))
    assert steps == Listing(((Span("甲"),),), is_ordered=True)
    assert table == Table(("列", "说明"), (((Span("状态", "button"),), (Span("F1", "key"),)),))
    assert note == Paragraph((Span("小心。再小心。"),), "warning")
    assert figure == Figure("shot.png", "图")


def test_inline_marks() -> None:
    assert parse_spans("按【导入】或 {Ctrl+I}，见[台账](ledger#row)**粗**`码`") == (
        Span("按"),
        Span("导入", "button"),
        Span("或 "),
        Span("Ctrl+I", "key"),
        Span("，见"),
        Span("台账", "link", "ledger#row"),
        Span("粗", "bold"),
        Span("码", "code"),
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("按【导入", "没有配对"),
        ("**粗", "没有配对"),
        ("#### 太深", "标题要写成"),
        ("![图](../shot.png)", "图片要写成"),
        ("> 说明：不认识", "提示要写成"),
        ("| a |\n| b |", "表格至少"),
        ("| a |\n|---|\n| b | c |", "列数不同"),
        ("{{errors}}", "errors"),
        ("## 一 {#same}\n\n## 二 {#same}", "重复"),
    ],
)
def test_a_fault_names_topic_and_line(line: str, why: str) -> None:
    with pytest.raises(MarkupError, match=rf"faulty\.md 第 \d+ 行：.*{why}"):
        parse_topic("faulty", f"# 标题\n\n{line}\n", no_directives)


def test_a_source_without_a_title_is_refused() -> None:
    with pytest.raises(MarkupError, match="第一行"):
        parse_topic("faulty", "没有标题\n", no_directives)


@given(st.text("字词，。 abc12", min_size=1).map(str.strip).filter(bool))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert "".join(span.text for span in parse_spans(text)) == text
