"""Recognises the text of one page: finds its lines, sets it straight, reads it with and without its red ink.

Runs in the recognising process only, and is the one place that knows rapidocr.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from ledger_app.intake.ocr import ink
from ledger_app.intake.ocr.pictures import Array, Picture
from ledger_app.intake.ocr.wire import PageRead, RuledLine, TextLine

_FINDING_DOTS = 1400
_SMALL_TEXT_DOTS = 17.0
_REDETECT = 3.0
_SIDEWAYS_SHARE = 0.6
_TALL = 1.8
_SURE_UPSIDE_DOWN = 0.9
_UPSIDE_DOWN_SHARE = 0.7
_LEAST_SCORE = 0.4
_STAMPED_SHARE = 0.015
_RED_HEAD_WIDTH, _RED_HEAD_SCORE = 0.28, 0.8
_RED_HEAD_CHARACTERS = 4


class Engine:
    """Loads the models once and reads pages."""

    def __init__(self) -> None:
        """Load the library and its models, all from the disk.

        Raises:
            ImportError, OSError: the extra is damaged or lacks a system library.
        """
        _forbid_fetching()
        from rapidocr import RapidOCR

        self._ocr: Any = RapidOCR(
            params={"Global.log_level": "critical", "Global.use_vertical_padding": False, "Rec.rec_batch_num": 6}
        )
        self._ocr.return_word_box = True

    def read(self, picture: Picture, number: int) -> PageRead:
        """Return what stands on a page."""
        red = ink.red_ink(picture.rgb)
        has_red = ink.has_red(red)
        grey = ink.without_red(picture.rgb, red) if has_red else ink.grey_of(picture.rgb)
        page = _Page(picture.rgb, grey, red if has_red else None, picture.width, picture.height)
        if ink.is_blank(grey) and not has_red:
            return PageRead(number, page.width, page.height, 0.0, has_stamp=False, lines=(), across=(), down=())
        found = self._boxes(page.grey)
        if len(found) and _is_sideways(found):
            page, found = self._set_upright(page)
        angle = ink.finer_angle(page.grey, _angle_of(found))
        if abs(angle) < ink.LEAST_TURN:
            return self._read_straight(page, found, number, 0.0)
        size = (page.grey.shape[1], page.grey.shape[0])
        page = page.turned(angle)
        found = ink.turn_points(found, angle, size) if abs(angle) < _REDETECT else self._boxes(page.grey)
        return self._read_straight(page, found, number, angle)

    def _read_straight(self, page: _Page, found: Array, number: int, angle: float) -> PageRead:
        lines = self._lines(page, found)
        if page.red is not None:
            lines += self._red_heads(page, page.red, lines)
        level, upright = ink.rules_of(page.grey, page.dots_per_point)
        across, down = (tuple(RuledLine(*rule) for rule in rules) for rules in (level, upright))
        return PageRead(
            number, page.width, page.height, round(angle, 2), page.red is not None, tuple(lines), across, down
        )

    def _boxes(self, grey: Array) -> Array:
        """Return the corners of each line of text, shape (lines, 4, 2), in dots of the picture."""
        longest = max(grey.shape)
        scale = min(_FINDING_DOTS / longest, 1.0)
        found = self._boxes_at(grey, scale)
        heights = np.linalg.norm(found[:, 0] - found[:, 3], axis=1) if len(found) else np.zeros(0)
        if scale < 1 and len(heights) and np.median(heights) * scale < _SMALL_TEXT_DOTS:
            found = self._boxes_at(grey, 1.0)
        return found

    def _boxes_at(self, grey: Array, scale: float) -> Array:
        from PIL import Image

        small = grey
        if scale < 1:
            size = round(grey.shape[1] * scale), round(grey.shape[0] * scale)
            small = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))
        self._ocr._load_det_model()  # noqa: SLF001 - the versions are pinned; its callers cut out pictures we do not need
        boxes = self._ocr.text_det(_three_coloured(small)).boxes
        return np.zeros((0, 4, 2), np.float32) if boxes is None else np.asarray(boxes, np.float32) / scale

    def _set_upright(self, page: _Page) -> tuple[_Page, Array]:
        """Return a page that lies on its side turned upright, and its lines."""
        page = page.quarter_turned()
        found = self._boxes(page.grey)
        sample = found[np.argsort(-_widths(found))[:12]]
        crops = self._crops(page.grey, sample)
        if crops and self._is_upside_down(crops):
            page = page.quarter_turned().quarter_turned()
            found = self._boxes(page.grey)
        return page, found

    def _is_upside_down(self, crops: list[Array]) -> bool:
        _, labels = self._ocr.cls_and_rotate(crops)
        turned = sum(label == "180" and score > _SURE_UPSIDE_DOWN for label, score in labels.cls_res)
        return bool(turned > _UPSIDE_DOWN_SHARE * len(crops))

    def _lines(self, page: _Page, found: Array) -> list[TextLine]:
        """Return the lines of the given boxes; the whole page is turned round where most stand on their heads."""
        if not len(found):
            return []
        crops = self._crops(page.grey, found)
        if self._is_upside_down(crops):
            page.turn_round()
            height, width = page.grey.shape
            found = (np.array([width, height], np.float32) - found)[:, [2, 3, 0, 1]]
            found = found[::-1]
            crops = self._crops(page.grey, found)
        lines = self._recognised(crops, found, page.dots_per_point)
        if page.red is not None:
            self._try_with_red(page, found, lines)
        return [line for line in lines if line is not None]

    def _crops(self, grey: Array, boxes: Array) -> list[Array]:
        """Return the picture of each line, set level."""
        corners = np.ascontiguousarray(boxes, np.float32)
        crops: list[Array] = self._ocr.crop_text_regions(_three_coloured(grey), corners)
        return crops

    def _recognised(self, crops: list[Array], boxes: Array, dots: float) -> list[TextLine | None]:
        if not crops:
            return []
        result = self._ocr.recognize_txt(crops)
        triples = zip(result.txts, result.word_results, boxes, strict=True)
        return [_text_line(text, words, box, dots) for text, words, box in triples]

    def _try_with_red(self, page: _Page, boxes: Array, lines: list[TextLine | None]) -> None:
        """Read the lines below a stamp with its ink too, and keep what is surer."""
        stamped = [index for index, box in enumerate(boxes) if page.red_share(box) > _STAMPED_SHARE]
        if not stamped:
            return
        crops = self._crops(ink.grey_of(page.rgb), boxes[stamped])
        for index, again in zip(stamped, self._recognised(crops, boxes[stamped], page.dots_per_point), strict=True):
            before = lines[index]
            if again is not None and (before is None or _sureness(again) > _sureness(before)):
                lines[index] = again

    def _red_heads(self, page: _Page, where: Array, lines: list[TextLine]) -> list[TextLine]:
        """Return lines printed in red, as the name of the office above a circular is; a stamp's are too narrow."""
        red = ink.only_red(page.rgb, where)
        rows = np.flatnonzero(where.any(axis=1))
        top, bottom = max(int(rows[0]) - 20, 0), int(rows[-1]) + 20
        found = self._boxes(np.ascontiguousarray(red[top:bottom]))
        wide = found[_widths(found) > _RED_HEAD_WIDTH * red.shape[1]] + np.array([0, top], np.float32)
        if not len(wide):
            return []
        crops = self._crops(red, wide)
        heads = [line for line in self._recognised(crops, wide, page.dots_per_point) if line is not None]
        return [line for line in heads if _is_head(line) and not any(_is_within(line, other) for other in lines)]


@dataclass(slots=True)
class _Page:
    """A page while it is set straight; all pictures of one size, sizes in points beside them."""

    rgb: Array
    grey: Array
    red: Array | None
    width: float
    height: float

    @property
    def dots_per_point(self) -> float:
        return float(self.grey.shape[1] / self.width)

    def turned(self, degrees: float) -> _Page:
        rgb, grey = ink.turned(self.rgb, degrees), ink.turned(self.grey, degrees)
        return _Page(rgb, grey, None if self.red is None else ink.red_ink(rgb), self.width, self.height)

    def quarter_turned(self) -> _Page:
        rgb, grey = (np.ascontiguousarray(np.rot90(array)) for array in (self.rgb, self.grey))
        red = None if self.red is None else np.ascontiguousarray(np.rot90(self.red))
        return _Page(rgb, grey, red, self.height, self.width)

    def turn_round(self) -> None:
        half = self.quarter_turned().quarter_turned()
        self.rgb, self.grey, self.red = half.rgb, half.grey, half.red

    def red_share(self, box: Array) -> float:
        """Return how much of a box is red ink."""
        if self.red is None:
            return 0.0
        (left, top), (right, bottom) = box.min(axis=0).astype(int), box.max(axis=0).astype(int)
        area = self.red[max(top, 0) : bottom, max(left, 0) : right]
        return float(area.mean()) if area.size else 0.0


def _forbid_fetching() -> None:
    """Give the library an empty stand-in for the one that would fetch models: all it needs is on the disk."""
    for name in ("Response", "RequestException"):
        stand_in = sys.modules.setdefault("requests", ModuleType("requests"))
        setattr(stand_in, name, type(name, (Exception,), {}))


def _three_coloured(grey: Array) -> Array:
    return np.ascontiguousarray(np.broadcast_to(grey[:, :, None], (*grey.shape, 3)))


def _widths(boxes: Array) -> Array:
    return np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)


def _is_sideways(boxes: Array) -> bool:
    """Tell whether most of the text runs up or down the page."""
    heights, widths = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1), _widths(boxes)
    tall, wide = heights > _TALL * widths, widths > _TALL * heights
    length_of_tall, length_of_wide = heights[tall].sum(), widths[wide].sum()
    return bool(length_of_tall > _SIDEWAYS_SHARE * (length_of_tall + length_of_wide) and tall.sum() > 1)


def _angle_of(boxes: Array) -> float:
    """Return by how many degrees the lines fall to the right, the long ones counting more."""
    widths = _widths(boxes)
    heights = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    long = widths > 6 * heights
    if long.sum() < 3:
        long = widths > 3 * heights
    if not long.any():
        return 0.0
    across = boxes[long, 1] - boxes[long, 0] + boxes[long, 2] - boxes[long, 3]
    angles = np.degrees(np.arctan2(across[:, 1], across[:, 0]))
    order = np.argsort(angles)
    weights = np.cumsum(widths[long][order])
    return float(angles[order][np.searchsorted(weights, weights[-1] / 2)])


def _text_line(text: str, words: Any, box: Array, dots: float) -> TextLine | None:  # noqa: ANN401
    """Return what was recognised in a box as a line, places in points; None where it is nothing or a guess."""
    columns = [column for word in words.word_cols for column in word]
    scores = [min(max(float(score), 0.0), 1.0) for score in words.confs]
    shown = sum(not character.isspace() for character in text)
    if not shown or shown != len(columns) or len(scores) != len(text) or not words.line_txt_len:
        return None
    if sum(scores) / len(scores) < _LEAST_SCORE:
        return None
    left, right = (float(value) / dots for value in ((box[0] + box[3])[0] / 2, (box[1] + box[2])[0] / 2))
    centres: list[float] = []
    following = iter(columns)
    for character in text:
        share = (next(following) + 0.5) / words.line_txt_len if not character.isspace() else math.nan
        centres.append(left + min(share, 1.0) * (right - left) if share == share else math.nan)  # noqa: PLR0124
    for index, centre in enumerate(centres):
        if math.isnan(centre):
            before = centres[index - 1] if index else left
            after = next((value for value in centres[index + 1 :] if not math.isnan(value)), right)
            centres[index] = (before + after) / 2
    middle = float(box[:, 1].mean()) / dots
    height = float(np.linalg.norm(box[0] - box[3]) + np.linalg.norm(box[1] - box[2])) / 2 / dots
    rounded = tuple(round(centre, 2) for centre in centres)
    return TextLine(
        text, rounded, round(left, 2), round(right, 2), round(middle, 2), round(height, 2),
        tuple(round(score, 3) for score in scores),
    )  # fmt: skip


def _sureness(line: TextLine) -> float:
    return sum(line.scores) / len(line.scores)


def _is_head(line: TextLine) -> bool:
    return len(line.text) >= _RED_HEAD_CHARACTERS and _sureness(line) > _RED_HEAD_SCORE


def _is_within(line: TextLine, other: TextLine) -> bool:
    """Tell whether a line covers the same place as another."""
    is_level = abs(line.middle - other.middle) < max(line.height, other.height) / 2
    return is_level and line.left < other.right and other.left < line.right
