"""Pictures of a PDF: a PNG is shown as it is, in the file once, and what cannot be handed over is refused."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from ledger_app.reports.drawing import Bookmark, Link, Page, Picture
from ledger_app.reports.pdf_file import FileFacts, PdfFile
from ledger_app.reports.pdf_picture import picture_object, picture_size

FACTS = FileFacts("题", "", "", "", "test", "2024-01-01T00:00:00Z")


def png(mode: str, colour: tuple[int, ...] | int = 0) -> bytes:
    image = Image.new("RGB" if mode == "P" else mode, (40, 20), colour)
    if mode == "P":
        image.paste((255, 0, 0), (0, 0, 20, 20))
        image = image.quantize(8)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def file_with(*pages: Page) -> bytes:
    file = PdfFile()
    for page in pages:
        file.add_page(page)
    file.number_pages(1)
    return file.finish(FACTS)


def page_with(*pictures: Picture) -> Page:
    return Page(200, 100, pictures=list(pictures))


@pytest.mark.parametrize(
    ("mode", "left", "right"), [("P", (255, 0, 0), (0, 0, 255)), ("RGB", (0, 128, 0), (0, 128, 0))]
)
def test_it_is_shown_where_and_as_it_is(mode: str, left: tuple[int, ...], right: tuple[int, ...]) -> None:
    content = png(mode, (0, 0, 255) if mode == "P" else (0, 128, 0))
    shown = pypdfium2.PdfDocument(file_with(page_with(Picture(20, 10, 80, 40, content))))[0].render().to_pil()
    assert shown.getpixel((30, 30)) == left
    assert shown.getpixel((90, 30)) == right
    assert shown.getpixel((10, 30)) == shown.getpixel((30, 60)) == (255, 255, 255)


def test_the_same_picture_is_in_the_file_once() -> None:
    content = png("P", (0, 0, 255))
    twice = file_with(page_with(Picture(0, 0, 40, 20, content)), page_with(Picture(0, 0, 80, 40, content)))
    assert twice.count(b"/Subtype /Image") == 1


@pytest.mark.parametrize("content", [png("RGBA", (1, 2, 3, 4)), b"GIF89a" + bytes(40)])
def test_what_cannot_be_handed_over_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="PNG"):
        picture_object(content)


def test_the_size_is_that_of_the_file() -> None:
    assert picture_size(png("P", (0, 0, 255))) == (40, 20)


def test_a_link_leads_to_its_bookmark_and_a_silent_one_is_not_in_the_outline() -> None:
    first = Page(200, 100, bookmarks=[Bookmark(0, "一", 0, "one")], links=[Link(10, 10, 50, 10, "two")])
    second = Page(200, 100, bookmarks=[Bookmark(-1, "", 50, "two")])
    content = file_with(first, second)
    assert [mark.get_title() for mark in pypdfium2.PdfDocument(content).get_toc()] == ["一"]
    document = pypdfium2.PdfDocument(content)
    link = pypdfium2.raw.FPDFLink_GetLinkAtPoint(document[0], 20, 85)
    target = pypdfium2.raw.FPDFLink_GetDest(document, link)
    assert pypdfium2.raw.FPDFDest_GetDestPageIndex(document, target) == 1
