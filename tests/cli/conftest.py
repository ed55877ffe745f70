from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger_app.cli.app import run

PLAN = """2024年青禾县卫生健康工作要点

一、提升服务能力
（一）建设胸痛中心。县人民医院完成胸痛中心建设，6月底前投入使用。（牵头单位：县人民医院；配合单位：县急救中心）
（二）规范村卫生室管理。各乡镇卫生院年底前完成标准化改造，达标率95%以上。（责任单位：基层股、各乡镇卫生院）
二、加强公共卫生
（一）开展流行病学调查培训。每季度组织一次培训。（责任单位：县疾控中心）
"""


@dataclass(frozen=True)
class Answer:
    """What a command answered: exit code, data, messages."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Return the message lines."""
        return self.err.splitlines()


Cli = Callable[..., Answer]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command in this process and return what it answered."""

    def call(*words: object) -> Answer:
        capsys.readouterr()
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Answer(code, out, err)

    return call


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the ledger that every test copies, by the front door, once."""
    folder = tmp_path_factory.mktemp("prepared")
    ledger = folder / "台账"
    for words in (("init", ledger, "--name", "青禾县卫生健康局"), ("import", write_plan(folder), "--ledger", ledger)):
        assert run([str(word) for word in words]) == 0
    return ledger


@pytest.fixture
def ledger(prepared: Path, tmp_path: Path) -> Path:
    """Return a ledger folder with the three tasks of the plan."""
    return Path(shutil.copytree(prepared, tmp_path / "台账"))


def write_plan(folder: Path) -> Path:
    path = folder / "工作要点.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path
