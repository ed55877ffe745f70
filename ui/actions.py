"""Every act of the window, once: text, tip, icon, shortcut, and when it can be done.

Menus, bars, context menus and the page of shortcuts are made from this table; nobody makes a QAction of his
own for something that stands here.  What an act does is connected by the window (`Actions.connect_act`).
Text fields keep Ctrl+Z and Ctrl+Y to themselves: Qt offers them the key before the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.keys import key_words
from ui.look import Look
from ui.mnemonics import LETTERS, with_letter


class Act(Enum):
    """The acts."""

    GO_WORKBENCH = auto()
    GO_LEDGER = auto()
    GO_PLANS = auto()
    GO_EVIDENCE = auto()
    GO_REPORTS = auto()
    GO_UNITS = auto()
    GO_SETTINGS = auto()
    GO_RETURNS = auto()
    GO_SLIPS = auto()
    NEXT_PART = auto()
    PREVIOUS_PART = auto()
    UNDO = auto()
    REDO = auto()
    SEARCH = auto()
    FIND_IN_PAGE = auto()
    FILTERS = auto()
    IMPORT_PLAN = auto()
    IMPORT_CLIPBOARD = auto()
    ADD_EVIDENCE = auto()
    NEW_TASK = auto()
    FILE_PROGRESS = auto()
    SPLIT_TASK = auto()
    ISSUE_SLIP = auto()
    EXPECTED_EVIDENCE = auto()
    PACK_EVIDENCE = auto()
    DELETE_TASK = auto()
    PRINT = auto()
    EXPORT = auto()
    COPY_TABLE = auto()
    NEW_LEDGER = auto()
    OPEN_LEDGER = auto()
    RECENT = auto()
    OPEN_PRACTICE = auto()
    OPEN_FOLDER = auto()
    RENAME_LEDGER = auto()
    ROLL_OVER = auto()
    BACK_UP = auto()
    RESTORE = auto()
    CHECK = auto()
    PASTE_FILES = auto()
    CUTOFF = auto()
    REFRESH = auto()
    JOURNAL = auto()
    COMMANDS = auto()
    MANUAL = auto()
    SHORTCUTS = auto()
    ABOUT = auto()
    QUIT = auto()


class Need(Enum):
    """What must be there for an act to be possible."""

    NOTHING = auto()
    LEDGER = auto()  # a ledger is open
    WRITABLE = auto()  # a ledger is open and can be changed
    TASK = auto()  # a task is chosen, in a ledger that can be changed
    UNDOABLE = auto()  # there is something to undo
    REDOABLE = auto()
    PRINTABLE = auto()  # the page shown has something to print
    FINDABLE = auto()  # the page shown has a field to find in
    FILTERABLE = auto()  # the page shown has a list filtered by conditions
    EXPORTABLE = auto()  # the page shown has a list that can be handed over


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """How one act appears.

    Attributes:
        text: as in menus and on buttons; tip: one sentence that says what happens.
        shortcut: portable text ("Ctrl+K"), "" for none.
        menu: heading of the menu that holds it.
        is_checkable: stays pressed (the pages of the navigation).
        topic: the page of the manual.
    """

    text: str
    tip: str
    menu: str
    icon: str = ""
    shortcut: str = ""
    need: Need = Need.LEDGER
    is_checkable: bool = False
    topic: str = "workbench"


FILE, EDIT, TASK, GO, HELP = "台账", "编辑", "任务", "转到", "帮助"
MENUS = (FILE, EDIT, TASK, GO, HELP)

REGISTRY: dict[Act, ActionSpec] = {
    Act.NEW_LEDGER: ActionSpec(
        "新建台账…", "选一个空文件夹，建一本新台账", FILE, "add", "Ctrl+Shift+N", Need.NOTHING, topic="settings"
    ),
    Act.OPEN_LEDGER: ActionSpec(
        "打开台账…", "打开另一本台账的文件夹", FILE, "open", "Ctrl+O", Need.NOTHING, topic="settings"
    ),
    Act.RECENT: ActionSpec(
        "最近的台账…", "切换到最近打开过的另一本台账", FILE, "ledger", "Ctrl+Shift+O", Need.NOTHING, topic="settings"
    ),
    Act.OPEN_PRACTICE: ActionSpec("打开练习台账", "用样例数据练手，不影响自己的台账", FILE, "book", "", Need.NOTHING),
    Act.OPEN_FOLDER: ActionSpec(
        "打开台账所在文件夹", "在系统的文件窗口里显示这本台账", FILE, "open_out", topic="settings"
    ),
    Act.RENAME_LEDGER: ActionSpec(
        "台账改名…", "改台账的名称，文件夹不变", FILE, "edit", "", Need.WRITABLE, topic="settings"
    ),
    Act.ROLL_OVER: ActionSpec(
        "年度结转…",
        "为下一年度新建台账，没办完的任务带着历史转过去",
        FILE,
        "calendar",
        "",
        Need.WRITABLE,
        topic="settings",
    ),
    Act.BACK_UP: ActionSpec(
        "备份台账…", "把整本台账连同佐证材料存成一个文件，并当场验证", FILE, "shield", topic="backup"
    ),
    Act.RESTORE: ActionSpec(
        "从备份恢复…", "把备份恢复成一本台账，不覆盖现有的", FILE, "refresh", "", Need.NOTHING, topic="backup"
    ),
    Act.CHECK: ActionSpec(
        "检查台账完整性", "核对数据库、操作记录和每一份佐证材料，只查不改", FILE, "check", topic="backup"
    ),
    Act.QUIT: ActionSpec("退出", "关闭程序，已保存的内容不受影响", FILE, "", "Ctrl+Q", Need.NOTHING),
    Act.EXPORT: ActionSpec(
        "导出…",
        "把当前列表按看到的列和顺序存成 Excel、WPS 能打开的文件",
        FILE,
        "save",
        "Ctrl+Shift+E",
        Need.EXPORTABLE,
        topic="ledger",
    ),
    Act.UNDO: ActionSpec("撤销", "撤销上一步", EDIT, "undo", "Ctrl+Z", Need.UNDOABLE, topic="ledger"),
    Act.REDO: ActionSpec("重做", "重做刚撤销的一步", EDIT, "redo", "Ctrl+Y", Need.REDOABLE, topic="ledger"),
    Act.JOURNAL: ActionSpec(
        "操作记录…", "逐条查看做过的操作，任何一条都可以撤销", EDIT, "history", "Ctrl+H", topic="ledger"
    ),
    Act.PASTE_FILES: ActionSpec(
        "粘贴文件为佐证",
        "把在文件窗口里复制的文件存入台账，选中任务时一并挂上；在“计划文件”页上则作为计划导入",
        EDIT,
        "copy",
        "Ctrl+V",
        Need.WRITABLE,
        topic="evidence",
    ),
    Act.COPY_TABLE: ActionSpec(
        "复制为表格",
        "把当前列表（选中几行时只有这几行）连同表头放进剪贴板，可粘贴到 Excel、WPS 或 Word",
        EDIT,
        "copy",
        "Ctrl+Shift+C",
        Need.EXPORTABLE,
        topic="ledger",
    ),
    Act.SEARCH: ActionSpec("全局查找", "查任务、单位、计划、佐证和进展", EDIT, "search", "Ctrl+K", topic="search"),
    Act.FIND_IN_PAGE: ActionSpec(
        "在本页查找", "只在当前页的内容里查找", EDIT, "filter", "Ctrl+F", Need.FINDABLE, topic="search"
    ),
    Act.FILTERS: ActionSpec(
        "筛选条件…", "台账的条件分组，用“且”“或”和括号连接", EDIT, "filter", "Ctrl+Shift+L", Need.FILTERABLE
    ),
    Act.CUTOFF: ActionSpec("更改截止日…", "灯色和天数按哪一天判断", EDIT, "calendar", "Ctrl+Shift+D"),
    Act.REFRESH: ActionSpec("刷新", "重新读取当前页", EDIT, "refresh", "F5"),
    Act.IMPORT_PLAN: ActionSpec(
        "导入计划文件",
        "读取计划文件，核对后生成任务；也可以把文件拖进窗口",
        TASK,
        "import",
        "Ctrl+I",
        Need.WRITABLE,
        topic="import",
    ),
    Act.IMPORT_CLIPBOARD: ActionSpec(
        "从剪贴板导入",
        "把在 WPS、Word、Excel、网页或聊天里复制的文字、表格或文件作为计划读取，核对后生成任务",
        TASK,
        "copy",
        "Ctrl+Shift+V",
        Need.WRITABLE,
        topic="import",
    ),
    Act.NEW_TASK: ActionSpec("新任务", "手工登记一项任务", TASK, "add", "Ctrl+N", Need.WRITABLE, topic="ledger"),
    Act.FILE_PROGRESS: ActionSpec(
        "填报进展", "给选中的任务填报本期进展", TASK, "edit", "Ctrl+R", Need.TASK, topic="detail"
    ),
    Act.ADD_EVIDENCE: ActionSpec(
        "添加佐证",
        "把文件存入台账；选中任务时一并挂到任务上",
        TASK,
        "evidence",
        "Ctrl+E",
        Need.WRITABLE,
        topic="evidence",
    ),
    Act.SPLIT_TASK: ActionSpec(
        "子任务…",
        "把选中的任务拆成几项，或合并、移动子任务",
        TASK,
        "columns",
        "Ctrl+Shift+T",
        Need.TASK,
        topic="detail",
    ),
    Act.ISSUE_SLIP: ActionSpec(
        "开督办单…", "给选中的任务开一张督办单，事项、依据和要求自动填好", TASK, "warning", "", Need.TASK, topic="slips"
    ),
    Act.EXPECTED_EVIDENCE: ActionSpec(
        "应有材料…", "从任务的文字里读出应有哪些佐证材料，核对后记下", TASK, "check", "", Need.TASK, topic="evidence"
    ),
    Act.PACK_EVIDENCE: ActionSpec(
        "打包迎检材料…",
        "把任务、单位、计划或考核指标的佐证材料打成带目录、可核验的材料包",
        TASK,
        "save",
        topic="evidence",
    ),
    Act.DELETE_TASK: ActionSpec(
        "删除任务", "删除选中的任务，可以撤销", TASK, "delete", "Ctrl+Delete", Need.TASK, topic="ledger"
    ),
    Act.PRINT: ActionSpec("打印…", "打印当前显示的报表", TASK, "print", "Ctrl+P", Need.PRINTABLE, topic="reports"),
    Act.GO_WORKBENCH: ActionSpec("工作台", "今天要办的事", GO, "workbench", "Alt+1", is_checkable=True),
    Act.GO_LEDGER: ActionSpec("台账", "全部任务", GO, "ledger", "Alt+2", is_checkable=True, topic="ledger"),
    Act.GO_PLANS: ActionSpec(
        "计划文件", "导入过的计划和待核对的文件", GO, "plan", "Alt+3", is_checkable=True, topic="plans"
    ),
    Act.GO_EVIDENCE: ActionSpec(
        "佐证材料", "存入台账的文件", GO, "evidence", "Alt+4", is_checkable=True, topic="evidence"
    ),
    Act.GO_REPORTS: ActionSpec(
        "报表", "通报和台账的预览、打印与留存", GO, "report", "Alt+5", is_checkable=True, topic="reports"
    ),
    Act.GO_UNITS: ActionSpec("单位", "责任单位名册、别名和分组", GO, "unit", "Alt+6", is_checkable=True, topic="units"),
    Act.GO_SETTINGS: ActionSpec(
        "设置", "单位名称、判断标准和外观", GO, "settings", "Alt+7", is_checkable=True, topic="settings"
    ),
    Act.GO_RETURNS: ActionSpec(
        "报送登记", "各单位本月报了没有：登记、催报、按单位填报", GO, "check", "Alt+8", topic="monthly"
    ),
    Act.GO_SLIPS: ActionSpec("督办单登记簿", "督办单的编号、回复、升级和办结", GO, "warning", "Alt+9", topic="slips"),
    Act.NEXT_PART: ActionSpec("窗口的下一部分", "导航、列表、详情、状态行，依次换到下一处", GO, "", "F6", Need.NOTHING),
    Act.PREVIOUS_PART: ActionSpec(
        "窗口的上一部分", "导航、列表、详情、状态行，依次换到上一处", GO, "", "Shift+F6", Need.NOTHING
    ),
    Act.COMMANDS: ActionSpec(
        "命令…", "输入几个字或拼音首字母，找到并执行任何操作", HELP, "menu", "Ctrl+Shift+P", Need.NOTHING
    ),
    Act.MANUAL: ActionSpec(
        "使用手册", "打开讲当前页的说明；可以查找，也可以存成 PDF", HELP, "help", "F1", Need.NOTHING, topic="window"
    ),
    Act.SHORTCUTS: ActionSpec(
        "快捷键一览", "全部操作和它们的快捷键", HELP, "keyboard", "Ctrl+F1", Need.NOTHING, topic="keys"
    ),
    Act.ABOUT: ActionSpec("关于本程序", "版本和所用组件的许可", HELP, "info", "", Need.NOTHING),
}

PAGES: tuple[Act, ...] = (
    Act.GO_WORKBENCH,
    Act.GO_LEDGER,
    Act.GO_PLANS,
    Act.GO_EVIDENCE,
    Act.GO_REPORTS,
    Act.GO_UNITS,
    Act.GO_SETTINGS,
)

# The acts whose icons are on sight when the window opens.
AT_START = frozenset({*PAGES, Act.UNDO, Act.REDO, Act.ADD_EVIDENCE, Act.IMPORT_PLAN, Act.MANUAL})


class Actions(QObject):
    """The QActions of one window, made from the table."""

    def __init__(self, window: QWidget, look: Look) -> None:
        """Make them all and give them to the window, so that their shortcuts work everywhere in it."""
        super().__init__(window)
        self._look = look
        self._made = {act: self._make(act, spec, window) for act, spec in REGISTRY.items()}
        self._met: set[Need] = {Need.NOTHING}
        self._has_all_icons = False
        self._set_icons()
        self.set_met(self._met)
        look.changed.connect(self._set_icons)

    def __getitem__(self, act: Act) -> QAction:
        """Return the QAction of an act."""
        return self._made[act]

    @property
    def met(self) -> frozenset[Need]:
        """Return which needs are met now."""
        return frozenset(self._met)

    def connect_act(self, act: Act, receive: Callable[[], object]) -> None:
        """Let `receive` carry out an act."""
        self._made[act].triggered.connect(lambda _checked=False: receive())

    def set_met(self, met: Iterable[Need]) -> None:
        """Enable exactly the acts whose need is met."""
        self._met = {Need.NOTHING, *met}
        for act, action in self._made.items():
            action.setEnabled(REGISTRY[act].need in self._met)

    def set_name(self, act: Act, detail: str) -> None:
        """Say what exactly an act would do ("撤销：填报 2-07 的6月进展"), "" for the plain text."""
        spec = REGISTRY[act]
        self._made[act].setToolTip(_tip(spec, f"{spec.text}：{detail}" if detail else spec.tip))
        words = f"{spec.text}：{detail}" if detail else spec.text
        self._made[act].setText(
            with_letter(spec.text, LETTERS[act.name]) + words.removeprefix(spec.text).replace("&", "&&")
        )
        self._made[act].setIconText(words)

    def _make(self, act: Act, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(with_letter(spec.text, LETTERS[act.name]), window)
        action.setObjectName(f"action_{act.name.lower()}")
        action.setIconText(spec.text)
        action.setToolTip(_tip(spec, spec.tip))
        action.setCheckable(spec.is_checkable)
        # Without this Qt moves 设置 and 退出 to other menus on some systems.
        action.setMenuRole(QAction.MenuRole.NoRole)
        if spec.shortcut:
            # By property: the method's many forms would load the whole namespace Qt, a tenth of the start.
            action.setProperty("shortcut", QKeySequence(spec.shortcut))
        window.addAction(action)
        return action

    def draw_icons(self) -> None:
        """Give every act its icon; called when a menu is first opened: the start needs only a few."""
        self._has_all_icons = True
        self._set_icons()

    def _set_icons(self) -> None:
        for act, spec in REGISTRY.items():
            if spec.icon and (self._has_all_icons or act in AT_START):
                self._made[act].setIcon(self._look.icon(spec.icon))


def _tip(spec: ActionSpec, text: str) -> str:
    shortcut = key_words(spec.shortcut)
    return f"{text}（{shortcut}）" if shortcut else text
