"""Words in the files of evidence: one keystroke against a LIKE scan of the same texts, and reading them in."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

from db.evidence_texts import TEXTS_NAME, SqliteEvidenceTexts
from ledger_app.domain.evidence_text import FileText, TextPlace
from ledger_app.evidence.text_reader import TextReader
from ledger_app.intake.readers.registry import read_document
from tests.bench.measure import Measure, turn_about
from tests.intake.docx_builder import docx, paragraph

FILES, CHARACTERS = 2_000, 5_000
READ = 60
RARE = "妇幼保健"
WORDS = ("医生签约", RARE, "妖怪国")
_PARTS = (
    "各乡镇卫生院要按月报送进展情况",
    "家庭医生签约服务覆盖重点人群",
    "完善分级诊疗和双向转诊制度",
    "开展慢性病健康管理",
    "院感防控责任落实到人",
    "年底前完成标准化改造",
    "组织业务培训并做好签到",
    "县疾控中心负责技术指导",
    "资金按项目进度拨付",
)


def run(folder: Path) -> list[Measure]:
    """Measure finding in 2,000 files of 5,000 characters, and reading docx files in the process."""
    return [*_finding(folder), _reading(folder)]


def _finding(folder: Path) -> list[Measure]:
    draw = random.Random(7)
    bodies = [_body(draw, number) for number in range(FILES)]
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE text (id INTEGER PRIMARY KEY, body TEXT)")
    plain.executemany("INSERT INTO text (body) VALUES (?)", [(body,) for body in bodies])
    texts = SqliteEvidenceTexts(folder, is_read_only=False)
    begun = time.perf_counter()
    for number, body in enumerate(bodies):
        texts.put(FileText(f"{number:064x}", "read", "", body, places=(TextPlace(0, 1), TextPlace(2_500, 2))))
    rate = FILES / (time.perf_counter() - begun)
    size = (folder / TEXTS_NAME).stat().st_size
    share = size / sum(len(body.encode()) for body in bodies)
    note = f"索引 {size >> 20} MB，是文字的 {share:.1f} 倍；每秒编入 {rate:.0f} 份"
    found = []
    for word in WORDS:

        def scan(word: str = word) -> object:
            return plain.execute("SELECT id FROM text WHERE body LIKE ?", [f"%{word}%"]).fetchall()

        for limit, what in ((12, "全局查找"), (None, "材料页查找")):
            hits = f"{len(texts.find(word, limit))} 份；{note}"
            ours = turn_about(lambda word=word, limit=limit: texts.find(word, limit), scan, 5)
            budget = 0.2 if limit is not None else None
            found.append(Measure(f"{FILES} 份材料里{what}“{word}”", *ours, "LIKE 扫描同样的文字", budget, hits))
    plain.close()
    return found


def _reading(folder: Path) -> Measure:
    draw = random.Random(7)
    paths = []
    for number in range(READ):
        path = folder / f"材料{number}.docx"
        path.write_bytes(docx(*map(paragraph, _body(draw, number).split("\n"))))
        paths.append(path)
    reader = TextReader(recognises=False)
    reader.read("0" * 64, paths[0], "a.docx", "docx", lambda: None)
    try:

        def ours() -> None:
            for path in paths:
                reader.read("0" * 64, path, path.name, "docx", lambda: None)

        def inside() -> None:
            for path in paths:
                read_document(path)

        times = turn_about(ours, inside, 3)
    finally:
        reader.close()
    return Measure(
        f"读 {READ} 份 docx 的文字和信息", *times, "在本进程里只读文字", note=f"每秒 {READ / times[0]:.0f} 份"
    )


def _body(draw: random.Random, number: int) -> str:
    lines = [f"第{number}号材料"]
    while sum(map(len, lines)) < CHARACTERS:
        lines.append("，".join(draw.choices(_PARTS, k=4)) + f"，共{draw.randrange(10_000)}人次。")
    if number % 97 == 0:
        lines.insert(len(lines) // 2, f"推进{RARE}机构建设。")
    return "\n".join(lines)
