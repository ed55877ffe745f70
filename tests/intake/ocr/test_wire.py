from __future__ import annotations

import pytest

from ledger_app.intake.ocr.wire import (
    Begun,
    Finished,
    Message,
    PageFailed,
    PageRead,
    Ready,
    Refused,
    Request,
    RuledLine,
    TextLine,
    WireError,
    decode,
    decode_request,
    encode,
    encode_request,
)

LINE = TextLine("一、任务", (80.0, 96.0, 112.0, 128.0), 72.0, 136.0, 100.0, 18.0, (1.0, 0.5, 1.0, 0.9))
PAGE = PageRead(3, 595.3, 841.9, -0.6, True, (LINE,), (RuledLine(10, 20, 30),), ())


@pytest.mark.parametrize(
    "message", [Ready(), Begun(2), PAGE, PageFailed(4), Refused("INT-133", {"what": "4×4 点"}), Finished()]
)
def test_a_message_is_one_line_and_comes_back_as_it_was(message: Message) -> None:
    line = encode(message)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line) == message


def test_a_request_comes_back_as_it_was() -> None:
    request = Request("pdf", 12, (1, 4), 1, 300, 1000, 2000)
    assert decode_request(encode_request(request)) == request


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'{"is": "page"}',
        b'{"is": "nothing"}',
        b'{"is": "begun", "page": 1, "more": 2}',
        b"\xff\xfe\n",
        encode(PAGE).replace(b"[80.0, ", b"["),
    ],
)
def test_nonsense_is_told_apart(line: bytes) -> None:
    with pytest.raises(WireError):
        decode(line)
    with pytest.raises(WireError):
        decode_request(line)
