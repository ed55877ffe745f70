"""Texts about reading the words of evidence (EVI-070 to EVI-079) and about its order and description."""

from __future__ import annotations

from collections.abc import Mapping

_WHY = {
    "INT-104": "它是空文件",
    "INT-105": "文件太大",
    "INT-108": "文件损坏或不完整",
    "INT-109": "设有打开密码",
    "INT-110": "格式太老",
    "INT-111": "是扫描件，没有安装文字识别扩展",
    "INT-112": "里面没有文字",
    "INT-113": "解压后异常庞大，可能是恶意文件",
    "INT-114": "含有不允许的外部引用，可能是恶意文件",
    "INT-115": "内容过于复杂",
    "INT-116": "是图片，没有安装文字识别扩展",
    "INT-117": "文字编码无法识别",
    "INT-119": "文件读不出来",
    "INT-120": "字体编码特殊，取不出文字",
    "INT-121": "是 Excel 二进制工作簿",
    "INT-123": "格式太老",
    "INT-131": "文字识别程序无法运行",
    "INT-133": "图片太大或太小，无法识别",
    "INT-134": "没有一页能识别出来",
    "LOST": "读取它的程序中途退出或超时",
}

TEXTS: dict[str, str] = {
    "EVI-070": "“{file}”没有读出文字（{why}）；它照常留存、可以打开，只是不能按内容找到。",
    "EVI-072": "材料的文字索引写不进台账文件夹（{why}）；材料本身不受影响，只是暂时不能按内容查找，请检查磁盘空间和权限。",
    "EVI-073": "要找的文字不能为空，请写至少一个字。",
    "EVI-074": "读取材料文字的程序无法启动（{why}）；材料本身不受影响，只是暂时不能按内容查找，请重新安装程序或联系维护人员。",
    "EVI-075": "这份材料已不在任务 {task} 里，请刷新后再排序。",
}


def why_unread(code: str) -> str:
    """Return in a few Chinese words why a file was not read, by the code of its refusal."""
    return _WHY.get(code, "格式不能读取")


def reasons() -> Mapping[str, str]:
    """Return every reason by its code."""
    return _WHY
