"""The sample evidence files, one of each common kind, and the tasks they belong to."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from build_spec.sample_files import Line, docx, settled


@dataclass(frozen=True, slots=True)
class SampleEvidence:
    """One file and the task it proves.

    Attributes:
        task: plan, numbers and title, as the sources name tasks.
        file: name below the folder `evidence`.
    """

    task: tuple[str, str, str]
    file: str
    caption: str


EVIDENCE = (
    SampleEvidence(
        ("plan", "一、（一）", "推进紧密型县域医共体建设"), "关于印发医共体三项管理办法的通知.docx", "印发通知"
    ),
    SampleEvidence(("plan", "二、（二）", "做实家庭医生签约服务"), "上半年签约质量抽查情况表.xlsx", "抽查情况表"),
    SampleEvidence(("plan", "三、（三）", "改善群众就医感受"), "检查检验结果互认项目清单.pdf", "互认项目清单"),
    SampleEvidence(("plan", "四、（五）", "深化卫生应急能力建设"), "防汛卫生应急综合演练总结.txt", "演练总结"),
    SampleEvidence(("table", "3", "建设资源共享中心"), "检验中心标本流转示意图.png", "标本流转示意图"),
    SampleEvidence(
        ("plan", "一、（一）", "推进紧密型县域医共体建设"), "检验中心标本流转示意图.png", "资源共享中心运行情况"
    ),
)

_NOTICE = (
    Line("青禾县紧密型县域医共体管理委员会办公室", align="center", face="方正小标宋简体", size_pt=22),
    Line("关于印发医共体人员、财务、药械统一管理办法的通知", align="center", face="方正小标宋简体", size_pt=22),
    Line("各医共体成员单位：", align="left"),
    Line(
        "三项管理办法已经县医管委第三次会议审议通过，现印发给你们，请遵照执行。执行中遇到的问题，请及时报县医管委办公室。"
    ),
    Line("2024年6月19日", align="right"),
)
_SUMMARY = """青禾县防汛卫生应急综合演练总结

2024年6月14日，县卫生健康局在沙湾镇组织防汛卫生应急综合演练。县急救中心、县疾病预防控制中心、县人民医院和三个乡镇卫生院共86人参加。
演练设置伤员检伤分类、转运救治、饮用水消毒、环境消杀、心理疏导五个科目，历时2小时40分钟。
存在问题：现场通信联络不畅，个别队员对检伤标识使用不熟。
改进措施：7月底前补充手持对讲设备12部，8月组织一次检伤分类专项训练。
"""
_SAMPLED = (
    ("禾源镇中心卫生院", 40, 37),
    ("白鹭镇中心卫生院", 40, 38),
    ("柳塘镇卫生院", 30, 26),
    ("竹溪乡卫生院", 30, 23),
)
_RECOGNISED = (
    "血常规（五分类）",
    "肝功能（8项）",
    "肾功能（3项）",
    "空腹血糖",
    "血脂（4项）",
    "胸部数字化X线摄影",
    "头颅CT平扫",
)
_STATIONS = ("乡镇卫生院采样", "专车冷链转运", "检验中心检测", "结果线上回传")


def write_evidence(folder: Path, fonts: Path) -> None:
    """Write all evidence files into a folder, pictures and PDF set in a shipped type face."""
    face = fonts / "LedgerHei-Medium.ttf"
    contents = (
        docx(list(_NOTICE)),
        _check_sheet(),
        _list_as_pdf(face),
        _SUMMARY.replace("\n", "\r\n").encode("utf-8-sig"),
        _flow_picture(face),
    )
    for name, content in zip(dict.fromkeys(entry.file for entry in EVIDENCE), contents, strict=True):
        (folder / name).write_bytes(content)


def _check_sheet() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):
        message = "a new workbook has one worksheet"
        raise TypeError(message)
    sheet.title = "抽查情况"
    sheet.append(["2024年上半年家庭医生签约质量抽查情况表"])
    sheet.merge_cells("A1:D1")
    sheet.append(["单位", "抽查档案（份）", "合格（份）", "合格率（%）"])
    for name, checked, sound in _SAMPLED:
        sheet.append([name, checked, sound, round(100 * sound / checked, 1)])
    target = io.BytesIO()
    workbook.save(target)
    return settled(target.getvalue())


def _list_as_pdf(face: Path) -> bytes:
    pdfmetrics.registerFont(TTFont("sample", str(face)))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.setTitle("检查检验结果互认项目清单")
    width, height = A4
    canvas.setFont("sample", 20)
    canvas.drawCentredString(width / 2, height - 110, "青禾县检查检验结果互认项目清单（节选）")
    canvas.setFont("sample", 14)
    for number, name in enumerate(_RECOGNISED, start=1):
        canvas.drawString(120, height - 130 - 30 * number, f"{number}.  {name}")
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _flow_picture(face: Path) -> bytes:
    picture = Image.new("RGB", (960, 300), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(face), 26)
    for place, name in enumerate(_STATIONS):
        left = 20 + 235 * place
        draw.rounded_rectangle((left, 100, left + 200, 200), radius=12, outline="#1f5f8b", width=3)
        draw.text((left + 100, 150), name, font=font, fill="#202020", anchor="mm")
        if place:
            draw.line((left - 35, 150, left - 5, 150), fill="#1f5f8b", width=3)
            draw.polygon([(left - 5, 150), (left - 15, 144), (left - 15, 156)], fill="#1f5f8b")
    draw.text((480, 45), "医学检验资源共享中心标本流转示意图", font=font, fill="#202020", anchor="mm")
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=False)
    return target.getvalue()
