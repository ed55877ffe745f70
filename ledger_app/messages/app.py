"""Texts of the application as a whole (APP)."""

TEXTS = {
    "APP-000": "程序遇到意外问题（{code}）。台账已保存的内容不受影响；请重新打开程序再试，仍不行请把日志文件交给维护人员。",
    "APP-001": "已取消，没有留下未完成的内容。",
}
