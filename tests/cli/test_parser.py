from __future__ import annotations

import pytest

from ledger_app.cli.app import run
from ledger_app.cli.parser import command_names
from ledger_app.version import VERSION


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        run(list(words))
    out, err = capsys.readouterr()
    return int(str(caught.value.code)), out, err


def is_chinese(text: str) -> bool:
    english = ("usage", "optional", "positional", "options:", "required", "invalid", "show this", "argument")
    return not any(word in text for word in english)


def test_help_is_chinese_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "--help")
    assert code == 0
    assert is_chinese(out)
    for name in command_names():
        assert f"    {name} " in out, name


@pytest.mark.parametrize("command", command_names())
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, command, "--help")
    assert code == 0
    assert out.startswith(f"用法：ledger-app {command}")
    assert is_chinese(out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "命令 不能是 'nothing'"),
        (("init",), "缺少参数 文件夹"),
        (("list",), "缺少参数 --ledger"),
        (("list", "--ledger"), "参数 --ledger 后面要写一个值"),
        (("list", "--ledger", "x", "--wild"), "不认识的参数 --wild"),
        (("list", "--ledger", "x", "--as-of", "6月"), "日期“6月”不对，请按 2024-06-30 的格式写"),
        (("list", "--ledger", "x", "--as-of", "0001-01-01"), "日期“0001-01-01”不对"),
        (("list", "--ledger", "x", "--due-before", "9999-12-31"), "日期“9999-12-31”不对"),
        (("report", "--ledger", "x", "--as-of", "2024-02-30"), "日期“2024-02-30”不对"),
        (("list", "--ledger", "x", "--as-of", "20240630"), "日期“20240630”不对"),
        (("import", "a", "--ledger", "x", "--year", "24"), "年度“24”不对"),
        (("extract",), "缺少参数 文件"),
        (
            ("progress", "--ledger", "x", "--task", "1", "--period", "2024-06", "--text", "x", "--percent", "半"),
            "完成进度“半”不对",
        ),
        (
            ("report", "--ledger", "x", "--kind", "poem", "--period", "2024", "--out", "x"),
            "--kind 不能是 'poem'，可用：'monthly', 'quarterly', ",
        ),
        (("--wild",), "不认识的参数"),
    ],
)
def test_a_wrong_call_gets_one_chinese_line(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = answer(capsys, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert is_chinese(err)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "--version")[1].strip() == f"ledger-app {VERSION}"
