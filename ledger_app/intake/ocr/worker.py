"""The recognising process: reads a request and a file from its input, writes what it finds line by line.

Started by the application (`process.py`), never imported by it: recognition takes close to a gigabyte, which
goes back to the system with this process, and a damaged picture can bring down nothing but this process.
It has no network, opens no file but its own packages, and ends when the application does.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger_app.intake.ocr.installed import open_extra
from ledger_app.intake.ocr.wire import (
    Begun,
    Finished,
    Message,
    PageFailed,
    Ready,
    Refused,
    Request,
    decode_request,
    encode,
)
from ledger_app.sandbox.child import bound, end_with, open_pipes

if TYPE_CHECKING:
    from ledger_app.intake.ocr.engine import Engine
    from ledger_app.intake.ocr.pictures import Picture


def main() -> int:
    """Do what the application asks for.

    Returns:
        0; 2 when the request was none.
    """
    given, out = open_pipes()
    try:
        request = decode_request(given.readline())
    except ValueError:
        return 2
    data = given.read(request.size)
    threading.Thread(target=end_with, args=(given,), daemon=True).start()
    bound(request.memory_bytes)
    open_extra()
    for message in _answers(request, data):
        out.write(encode(message))
    return 0


def _answers(request: Request, data: bytes) -> Iterator[Message]:
    try:
        from ledger_app.intake.ocr.engine import Engine
        from ledger_app.intake.ocr.pictures import PictureError, require_picture
    except (ImportError, OSError) as error:
        yield Refused("INT-131", {"why": str(error)})
        return
    try:
        if request.kind == "picture":
            require_picture(data, request.most_pixels)
        engine = Engine()
        yield Ready()
        for number, picture in _pages(request, data):
            yield Begun(number)
            yield PageFailed(number) if picture is None else _read(engine, number, picture)
        yield Finished()
    except PictureError as error:
        yield Refused(error.code, error.facts)
    except (ImportError, OSError) as error:
        yield Refused("INT-131", {"why": str(error)})


def _pages(request: Request, data: bytes) -> Iterator[tuple[int, Picture | None]]:
    """Yield the pages asked for; None stands for one that cannot be unpacked."""
    from ledger_app.intake.ocr.pictures import file_pictures, pdf_pictures

    if request.kind == "pdf":
        numbers = [number for number in request.pages if number > request.after]
        yield from pdf_pictures(data, numbers, request.most_pixels)
        return
    pictures = file_pictures(data, request.most_pages, request.most_pixels)
    yield from ((number, picture) for number, picture in enumerate(pictures, start=1) if number > request.after)


def _read(engine: Engine, number: int, picture: Picture) -> Message:
    try:
        return engine.read(picture, number)
    except Exception:  # noqa: BLE001
        # The border to the recognition: one page that it cannot digest must not cost the others.
        return PageFailed(number)


if __name__ == "__main__":
    sys.exit(main())
