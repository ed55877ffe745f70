"""Which faces serve each style, by name and in order: the user's, the shipped, those with rare characters.

Source: docs/domain.md section 5, Fonts.
"""

from __future__ import annotations

from ledger_app.reports.model import FaceStyle

INSTALLED_NAMES: dict[FaceStyle, tuple[str, ...]] = {
    FaceStyle.FANGSONG: (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "仿宋",
        "FangSong",
        "华文仿宋",
        "STFangsong",
        "方正仿宋_GBK",
    ),
    FaceStyle.TITLE: (
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05",
        "华文中宋",
        "STZhongsong",
    ),
    FaceStyle.HEI: ("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "STHeiti"),
    FaceStyle.KAI: ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti", "方正楷体_GBK"),
    FaceStyle.SONG: ("宋体", "SimSun", "新宋体", "NSimSun", "华文宋体", "STSong", "方正书宋_GBK"),
}
LATIN_NAMES = ("Times New Roman", "Liberation Serif", "Tinos")
RARE_NAMES = (
    "宋体",
    "SimSun",
    "Simsun (Founder Extended)",
    "宋体-方正超大字符集",
    "SimSun-ExtB",
    "宋体-ExtB",
    "SimSun-ExtG",
    "宋体-ExtG",
)
"""Faces with rare characters of names, which lend them to any style after the shipped ones."""
SHIPPED_FILES: dict[FaceStyle, str] = {
    FaceStyle.FANGSONG: "LedgerSong-Regular.ttf",
    FaceStyle.TITLE: "LedgerSong-Bold.ttf",
    FaceStyle.HEI: "LedgerHei-Medium.ttf",
    FaceStyle.KAI: "LedgerKai-Regular.ttf",
    FaceStyle.SONG: "LedgerSong-Regular.ttf",
}
SHIPPED_FALLBACKS = ("LedgerSong-Regular.ttf", "LedgerHei-Medium.ttf", "LedgerKai-Regular.ttf")
TITLE_STROKE_EM = 0.03
"""Outline that thickens a regular face where it lends a title a character that the title's own face lacks."""
