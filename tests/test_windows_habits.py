"""Habits of Windows that a test on another system would not meet."""

from __future__ import annotations

import ast

from tests.source_code import PRODUCT, ROOT, modules


def chinese_date_formats(tree: ast.AST) -> list[int]:
    """Return the lines where a date is formatted by a pattern that holds other characters than ASCII."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            patterns = [each.value for each in ast.walk(node.format_spec) if isinstance(each, ast.Constant)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
            patterns = [each.value for each in node.args if isinstance(each, ast.Constant)]
        else:
            continue
        lines += [node.lineno for text in patterns if isinstance(text, str) and "%" in text and not text.isascii()]
    return lines


def test_a_chinese_date_format_is_seen() -> None:
    assert chinese_date_formats(ast.parse('f"{day:%m月}"')) == [1]
    assert chinese_date_formats(ast.parse('day.strftime("%m月")')) == [1]
    assert chinese_date_formats(ast.parse('f"{day:%m-%d} 到期"')) == []


def test_no_date_is_formatted_by_a_chinese_pattern() -> None:
    # Windows translates the pattern through the system's code page and fails where that is not a Chinese one.
    offences = [f"{module.where(line)}" for module in modules(*PRODUCT) for line in chinese_date_formats(module.tree)]
    assert not offences


def test_the_sources_have_no_name_that_windows_refuses() -> None:
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    names = [path for top in (*PRODUCT, "tests", "docs", "build_spec") for path in (ROOT / top).rglob("*")]
    refused = [path.name for path in names if path.stem.lower() in reserved or set(path.name) & set('<>:"|?*\\')]
    assert not refused
