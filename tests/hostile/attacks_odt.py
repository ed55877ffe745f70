"""OpenDocument texts made to do harm: senseless numbers, endless parents, deep nesting.

Each table is name of the attack -> function that makes the file.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.intake.odt_builder import cell, item, list_style, listed, number, odt, p, row, table

Make = Callable[[], bytes]

_SENSELESS = ("-1", "0", "999999999", "9" * 400, "1e9", "٣", "", "0x10")


def odt_attacks() -> dict[str, Make]:
    """Return attacks on what the reader counts and follows."""
    circle = "".join(
        f'<style:style style:name="{one}" style:family="paragraph" style:parent-style-name="{other}"/>'
        for one, other in (("a", "b"), ("b", "a"))
    )
    deep_list = p("底")
    for _ in range(60):
        deep_list = listed(item(deep_list))
    deep_table = p("底")
    for _ in range(40):
        deep_table = table(row(cell(inner=deep_table), cell("旁")))
    wide = '<table:table-cell table:number-columns-repeated="999999"><text:p>甲</text:p></table:table-cell>'
    template = "%1%%2%%99%" * 20_000
    attacks: dict[str, Make] = {
        "parents_in_a_circle": lambda: odt(p("一、事", style="a"), styles=circle),
        "lists_in_lists": lambda: odt(deep_list, automatic=list_style("L1", number(1, "1"))),
        "tables_in_cells": lambda: odt(deep_table),
        "spans_in_spans": lambda: odt(p(inner="<text:span>" * 200 + "底" + "</text:span>" * 200)),
        "sections_100000": lambda: odt("<text:section>" * 100_000),
        "boxes_in_boxes": lambda: odt(p(inner="<draw:text-box><text:p>底" * 60 + "</text:p></draw:text-box>" * 60)),
        "cells_repeated": lambda: odt(table(*(row(wide) for _ in range(9000)))),
        "spans_of_cells": lambda: odt(
            table(*(row(cell("甲", down=99_999, right=1000), cell("乙")) for _ in range(900)))
        ),
        "long_template": lambda: odt(
            *(listed(item(p("事")), style="L") for _ in range(400)),
            automatic=list_style("L", number(1, "1", more=f'style:num-list-format="{template}"')),
        ),
        "continued_by_itself": lambda: odt(listed(item(p("事")), more='xml:id="a" text:continue-list="a"')),
    }
    for value in _SENSELESS:
        blanks = f'<text:s text:c="{value}"/>'
        body = listed(
            f'<text:list-item text:start-value="{value}">{p(inner="事" + blanks)}</text:list-item>', style="L"
        )
        style = list_style("L", f'<text:list-level-style-number text:level="{value}" style:num-format="1"/>')
        spans = f'<table:table-cell table:number-rows-spanned="{value}" table:number-columns-spanned="{value}"/>'
        attacks[f"senseless_{value[:8]}"] = lambda body=body, style=style, spans=spans, value=value: odt(
            body, table(row(spans, cell("乙"))), f'<text:h text:outline-level="{value}">题</text:h>', automatic=style
        )
    return attacks
