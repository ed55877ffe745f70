"""The vocabulary of lights: neutral states, colours, colour schemes, signs and words.

What state a task is in is decided in lights.py; here stands how a state is called and shown.
Source: docs/domain.md sections 3.1 and 3.2; the signs are ours, so that a photocopy still tells colours apart.
"""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """A colour, as schemes use it."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"

    @property
    def word(self) -> str:
        """Return the Chinese name of the colour."""
        return _TONE_WORDS[self]


class Light(StrEnum):
    """The neutral state of a task."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AHEAD = "ahead"
    LAGGING = "lagging"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE_PENDING = "done_pending"
    CLOSED = "closed"
    CONTINUING = "continuing"
    SUSPENDED = "suspended"
    YEAR_END = "year_end"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """Return the state's Chinese word as printed in tables."""
        return _LIGHT_WORDS[self]

    @property
    def is_done(self) -> bool:
        """Say whether the work is finished, checked or not."""
        return self in {Light.DONE_PENDING, Light.CLOSED}

    @property
    def is_excluded(self) -> bool:
        """Say whether the state stays out of lag statistics (长期坚持, 年终考核, 暂缓)."""
        return self in {Light.CONTINUING, Light.YEAR_END, Light.SUSPENDED}

    @property
    def is_open(self) -> bool:
        """Say whether it is work with a due date that counts: not done, cancelled or excluded."""
        return not (self.is_done or self.is_excluded or self is Light.CANCELLED)


_TONE_WORDS = {Tone.RED: "红", Tone.YELLOW: "黄", Tone.GREEN: "绿", Tone.BLUE: "蓝", Tone.GREY: "灰"}
_TONE_SIGNS = {Tone.RED: "▲", Tone.YELLOW: "■", Tone.GREEN: "●", Tone.BLUE: "◆", Tone.GREY: "○"}
_LIGHT_WORDS = {
    Light.NOT_STARTED: "未启动",
    Light.ON_TRACK: "正常",
    Light.AHEAD: "超时序",
    Light.LAGGING: "滞后",
    Light.DUE_SOON: "临期",
    Light.OVERDUE: "逾期",
    Light.DONE_PENDING: "已完成待核查",
    Light.CLOSED: "已销号",
    Light.CONTINUING: "长期坚持",
    Light.SUSPENDED: "暂缓",
    Light.YEAR_END: "年终考核",
    Light.CANCELLED: "调整取消",
    Light.UNKNOWN: "无法判定",
}
# Which level each state is on; the schemes give levels their colours.  Severe lagging and long not started are
# "bad"; continuing without this period's report and year_end past its day are "warn".
_LEVELS = {
    Light.NOT_STARTED: "warn",
    Light.ON_TRACK: "normal",
    Light.AHEAD: "normal",
    Light.LAGGING: "warn",
    Light.DUE_SOON: "near",
    Light.OVERDUE: "late",
    Light.DONE_PENDING: "done",
    Light.CLOSED: "done",
    Light.CONTINUING: "quiet",
    Light.SUSPENDED: "quiet",
    Light.YEAR_END: "quiet",
    Light.CANCELLED: "quiet",
    Light.UNKNOWN: "quiet",
}
_SCHEME_TONES: dict[str, dict[str, Tone]] = {
    "three_lights": {
        "done": Tone.GREEN,
        "normal": Tone.GREEN,
        "near": Tone.YELLOW,
        "warn": Tone.YELLOW,
        "bad": Tone.RED,
        "late": Tone.RED,
    },
    "four_lights": {
        "done": Tone.GREEN,
        "normal": Tone.BLUE,
        "near": Tone.YELLOW,
        "warn": Tone.YELLOW,
        "bad": Tone.YELLOW,
        "late": Tone.RED,
    },
    # The colours of slips: a task that is on schedule gets none.
    "slip_colours": {
        "done": Tone.GREY,
        "normal": Tone.GREY,
        "near": Tone.BLUE,
        "warn": Tone.YELLOW,
        "bad": Tone.YELLOW,
        "late": Tone.RED,
    },
    "cards": {
        "done": Tone.GREY,
        "normal": Tone.GREY,
        "near": Tone.BLUE,
        "warn": Tone.YELLOW,
        "bad": Tone.RED,
        "late": Tone.RED,
    },
}


def tone_of(light: Light, scheme: str, *, is_severe: bool = False, is_warned: bool = False) -> Tone:
    """Return the colour of a state under a colour scheme (a value of `LedgerSettings.colour_scheme`)."""
    level = "bad" if is_severe else "warn" if is_warned else _LEVELS[light]
    return _SCHEME_TONES[scheme].get(level, Tone.GREY)


def sign_of(tone: Tone, *, is_done: bool = False) -> str:
    """Return the sign that tells a colour apart on a photocopy: ▲ red, ■ yellow, ● green, ◆ blue, ○ grey, ✓ done."""
    return "✓" if is_done else _TONE_SIGNS[tone]


def read_light_word(word: str) -> Light | Tone | None:
    """Return the state or tone that a filter word names ("red", "红灯", "overdue", "逾期"), None if it is none."""
    return _FILTER_WORDS.get(word.strip().lower())


_FILTER_WORDS: dict[str, Light | Tone] = {
    **{text: tone for tone in Tone for text in (tone.value, tone.word, f"{tone.word}灯", f"{tone.word}色")},
    **{text: light for light in Light for text in (light.value, light.value.replace("_", "-"), light.word)},
}
