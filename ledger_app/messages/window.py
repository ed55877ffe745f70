"""Texts of the window area (UI)."""

TEXTS: dict[str, str] = {
    "UI-020": "问题报告没有存成“{file}”（{why}）。请换一个位置再存，或打开所在文件夹直接取用。",
    "UI-030": "打印机“{printer}”没有响应，没有打印。请检查打印机是否开机、联机，或先另存为 PDF 再打印。",
}
