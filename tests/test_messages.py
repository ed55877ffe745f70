"""Every code the product can show has its Chinese text, every text is shown by somebody, its gaps are filled."""

from __future__ import annotations

import ast
import errno
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from ledger_app.errors import BugError, ConflictError, EnvironmentFault, RejectedError, UnreadableFileError
from ledger_app.messages import TEXTS, describe
from ledger_app.messages.causes import cause_of
from tests.source_code import PRODUCT, Module, modules

CODE = re.compile(r"[A-Z]{2,4}-\d{3}")
ERRORS = {one.__name__ for one in (BugError, ConflictError, EnvironmentFault, RejectedError, UnreadableFileError)}
ALWAYS_THERE = {"code"}  # `describe` adds it


def product() -> Iterator[Module]:
    return (module for module in modules(*PRODUCT) if not module.name.startswith("ledger_app.messages"))


def codes_of(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value, node.lineno


def test_every_code_in_the_product_has_a_text() -> None:
    missing = [f"{code} {module.where(line)}" for module in product() for code, line in codes_of(module)]
    assert [one for one in missing if one.split()[0] not in TEXTS] == []


def test_every_text_is_used() -> None:
    used = {code for module in product() for code, _ in codes_of(module)} | {"APP-000"}
    assert sorted(TEXTS.keys() - used) == []


def test_what_is_raised_fills_every_gap_of_its_text() -> None:
    unfilled = []
    for module in product():
        for node in ast.walk(module.tree):
            code = raised_code(node)
            if code is None or not isinstance(node, ast.Call):
                continue
            given = {keyword.arg for keyword in node.keywords}
            empty = {name for name in gaps_of(code) if name not in given | ALWAYS_THERE}
            # Facts handed on as a whole (**facts) cannot be told from the source.
            if empty and None not in given:
                unfilled.append(f"{code} {sorted(empty)} {module.where(node.lineno)}")
    assert unfilled == []


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_is_a_chinese_sentence_without_words_of_the_machine(code: str) -> None:
    text = describe(RejectedError(code))
    assert re.search(r"[\u4e00-\u9fff]", text)
    assert "\n" not in text
    assert not re.search(r"Error|Exception|Traceback|errno|None", TEXTS[code])
    assert "日志" not in text, "there is no log that a person could look for"


def raised_code(node: ast.AST) -> str | None:
    """Return the code of an error that is made here with a code written out."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args):
        return None
    first = node.args[0]
    is_code = isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value in TEXTS
    return first.value if is_code and isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def gaps_of(code: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(TEXTS[code]) if name}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "文件或文件夹不存在"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory"), "路径中有一段不是文件夹"),
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "Invalid cross-device link"),
        (OSError("odd"), "OSError"),
    ],
)
def test_why_the_system_refused_is_said_in_chinese(error: OSError, said: str) -> None:
    assert cause_of(error) == said


def test_the_numbers_of_windows_tell_more_than_the_common_ones() -> None:
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert cause_of(error) == "正被其他程序使用"
