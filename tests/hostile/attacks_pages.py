"""PDF, Word 97, Excel 97 and pictures made to do harm: endless chains, false offsets, bombs, senseless sizes.

Each table is name of the attack -> function that makes the file.
"""

# ruff: noqa: E501 - an attack reads better on one line than on five

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from struct import pack

from tests.hostile.good import LINES, good_files, png
from tests.intake.biff_builder import label, number, record, xls
from tests.intake.ole_builder import SECTOR, compound
from tests.intake.pdf_builder import Sheet, pdf, prose
from tests.intake.word97_builder import Lists, level, numbered, row_shape, text, word97

Make = Callable[[], bytes]


def page_attacks() -> dict[str, dict[str, Make]]:
    """Return attacks by suffix and name."""
    return {"pdf": _pdf_attacks(), "doc": _doc_attacks(), "xls": _xls_attacks(), "png": _png_attacks()}


def raw_pdf(objects: Sequence[bytes], *, root: int = 1, trailer: bytes = b"", before: int | None = None) -> bytes:
    """Return a PDF of objects numbered from 1, each as it stands between `obj` and `endobj`."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for index, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % index + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    previous = b"" if before is None else b"/Prev %d" % (start if before < 0 else before)
    out += b"trailer\n<</Size %d/Root %d 0 R%s%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, root, previous, trailer, start,
    )  # fmt: skip
    return bytes(out)


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n" % (len(data), extra) + data + b"\nendstream"


def _one_page(
    content: bytes, *, box: bytes = b"[0 0 595 842]", extra: bytes = b"", tree: bytes = b"/Kids[3 0 R]/Count 1",
    more: Sequence[bytes] = (), stream: bytes = b"",
) -> bytes:  # fmt: skip
    resources = b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages" + tree + b">>",
            b"<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Contents 4 0 R" + resources + extra + b">>",
            _stream(content, stream),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def _pdf_attacks() -> dict[str, Make]:
    words = b"BT /F1 12 Tf 72 700 Td (1. Task one) Tj ET"
    own = _stream(b"/X Do " + words, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    attacks: dict[str, Make] = {}
    for name, box in (
        ("huge", b"[0 0 1e30 1e30]"), ("empty", b"[0 0 0 0]"), ("backwards", b"[595 842 0 0]"), ("negative", b"[-1e9 -1e9 1e9 1e9]"),
        ("short", b"[0 0]"), ("names", b"[/a /b /c /d]"), ("none", b"null"), ("itself", b"3 0 R"),
    ):  # fmt: skip
        attacks[f"box_{name}"] = lambda box=box: _one_page(words, box=box)
    for name, tree in (
        ("itself", b"/Kids[2 0 R]/Count 1"), ("and_itself", b"/Kids[3 0 R 2 0 R 3 0 R]/Count 3"), ("count_endless", b"/Kids[3 0 R]/Count 2147483647"),
        ("count_below", b"/Kids[3 0 R]/Count -5"), ("absent", b"/Kids[99 0 R]/Count 1"), ("none", b"/Count 5"), ("root", b"/Kids[1 0 R]/Count 1"),
        ("same_page_50000", b"/Kids[" + b"3 0 R " * 50_000 + b"]/Count 50000"), ("same_page_1500", b"/Kids[" + b"3 0 R " * 1500 + b"]/Count 1500"),
    ):  # fmt: skip
        attacks[f"tree_{name}"] = lambda tree=tree: _one_page(words, tree=tree)
    attacks |= {
        f"content_{name}": lambda content=content: _one_page(content)
        for name, content in (
            ("brackets", b"[" * 100_000), ("dictionaries", b"<<" * 100_000), ("parentheses", b"BT (" + b"(" * 100_000), ("states", b"q " * 200_000 + words),
            ("numbers", b"BT /F1 1e38 Tf 1e38 -1e38 Td (a) Tj ET"), ("letters_tiny", b"BT /F1 0.0001 Tf 72 700 Td (" + b"a" * 50_000 + b") Tj ET"),
            ("letters_100000", b"BT /F1 6 Tf 72 700 Td (" + b"task " * 20_000 + b") Tj ET"),
            ("letters_apart", b"".join(b"BT /F1 9 Tf %d %d Td (ab) Tj ET\n" % (n * 37 % 500, n * 53 % 800) for n in range(20_000))),
            ("lines_40000", words + b"".join(b"\n%d 0 m %d 800 l S" % (n % 595, n % 595) for n in range(40_000))),
            ("rectangles", words + b"".join(b"\n%d %d 3 3 re S" % (n % 590, n // 590 * 4) for n in range(40_000))),
            ("grid_200", words + b"".join(b"\n%d 0 m %d 800 l S 0 %d m 595 %d l S" % (n * 2, n * 2, n * 3, n * 3) for n in range(250))),
            ("curves", words + b" 0 0 m" + b" 1 2 3 4 5 6 c" * 100_000 + b" S"), ("clips", b"0 0 5 5 re W n " * 50_000 + words),
            ("inline_picture", b"BI /W 99999 /H 99999 /BPC 8 /CS /G ID x EI " + words), ("form_of_itself", b"/X Do"),
        )
    }  # fmt: skip
    return attacks | {
        "form_of_itself_defined": lambda: _one_page(b"/X Do", more=[own]),
        "xref_of_itself": lambda: raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], before=-1),
        "xref_below": lambda: raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], before=5),
        "root_absent": lambda: raw_pdf([b"<</Type/Catalog>>"], root=77),
        "root_itself": lambda: raw_pdf([b"1 0 R"]),
        "object_nested": lambda: raw_pdf([b"[" * 100_000, b"<</Type/Catalog/Pages 1 0 R>>"], root=2),
        "length_endless": lambda: raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Length 99999999999>>stream\nx\nendstream"]),
        "bomb": lambda: _one_page(_squeezed(300, 1), stream=b"/Filter/FlateDecode"),
        "bomb_twice": lambda: _one_page(_squeezed(600, 2), stream=b"/Filter[/FlateDecode/FlateDecode]"),
        "filters_many": lambda: _one_page(words, stream=b"/Filter[" + b"/FlateDecode" * 1000 + b"]"),
        "picture_huge": lambda: _one_page(
            b"/X Do", more=[_stream(b"x", b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB")]
        ),
        "rotated_oddly": lambda: _one_page(words, extra=b"/Rotate 45/UserUnit 1e9"),
        "encrypted_unknown": lambda: raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", b"<</Filter/None/V 99>>"], trailer=b"/Encrypt 3 0 R"),
        "password": _locked,
        "no_pages": lambda: raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]),
        "head_only": lambda: b"%PDF-1.7\n",
        "end_only": lambda: b"%PDF-1.7\nstartxref\n99999999\n%%EOF",
        "rubbish_in_front": lambda: b"x" * 1000 + good_files()["pdf"][1],
        "pages_300": lambda: pdf(*[prose([(line[:28], 0) for line in LINES])] * 300),
        "pages_1000": lambda: pdf(*[prose([(line[:28], 0) for line in LINES * 3])] * 1000),
        "pages_of_tables": lambda: pdf(*[_ruled] * 60),
        "letters_anywhere": lambda: pdf(_strewn),
    }  # fmt: skip


def _ruled(sheet: Sheet) -> None:
    xs, ys = [60.0 + 40 * index for index in range(13)], [60.0 + 18 * index for index in range(40)]
    sheet.grid(xs, ys)
    for y in ys[:-1]:
        for x in xs[:-1]:
            sheet.text("任务", x + 2, y + 12, 9)


def _strewn(sheet: Sheet) -> None:
    for index in range(3000):
        sheet.text("任务", index * 137 % 560, index * 71 % 820, 4 + index % 9)


def _squeezed(megabytes: int, times: int) -> bytes:
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    return zlib.compress(data, 9) if times > 1 else data


def _locked() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", "owner"))
    canvas.drawString(72, 700, "1. Task")
    canvas.save()
    return out.getvalue()


def _doc_attacks() -> dict[str, Make]:
    def header(offset: int, value: int, form: str = "<I") -> Make:
        def make() -> bytes:
            data = bytearray(good_files()["doc"][1])
            at = data.index(b"\xec\xa5") + offset
            data[at : at + 4] = pack(form, value)
            return bytes(data)

        return make

    attacks = {
        f"header_{offset:x}_{value:x}": header(offset, value)
        for offset in (0x18, 0x4C, 0x50, 0x54, 0x9A, 0xA2, 0xFA, 0x102, 0x1A2, 0x1A6, 0x2E2, 0x2EA)
        for value in (0xFFFFFFFF, 0x7FFFFFFF, 0, 600)
    }
    shape = row_shape(*range(0, 10_500, 500))
    lists = Lists(lists=((level(39, "%1" * 60, start=2_147_483_647),),), overrides=((0, ()), (77, ()), (-1, ())))
    return attacks | _ole_attacks("WordDocument") | {
        "encrypted": lambda: word97(text("事"), flags=0x0100),
        "word_95": lambda: word97(text("事"), ident=0xA5DC, version=0x65),
        "version_odd": lambda: word97(text("事"), version=0xC0FF),
        "cells_wide": lambda: word97(*[text("字", mark="\x07") for _ in range(20)], text("", mark="\x07", modifiers=shape)),
        "row_ends_only": lambda: word97(*[text("", mark="\x07", modifiers=row_shape(0, 500, 1000))] * 300),
        "cells_without_row": lambda: word97(*[text("字", mark="\x07")] * 3000),
        "numbers_absurd": lambda: word97(*[numbered("事项", 1 + n % 5, n % 256) for n in range(200)], lists=lists),
        "field_marks": lambda: word97(text("\x13" * 5000 + "\x15" * 9000 + "\x14" * 3000 + "底")),
        "marks_odd": lambda: word97(text("".join(chr(n) for n in range(1, 32)) * 50)),
        "surrogates": lambda: word97(text("一、甲完成乙任务")).replace("甲".encode("utf-16-le"), b"\x00\xd8"),
        "paragraphs_20000": lambda: word97(*[text("一、完成任务")] * 9000),
        "styles_noise": lambda: word97(text("事", style=500), styles=bytes(n * 7 % 256 for n in range(3000))),
    }  # fmt: skip


def _ole_attacks(stream: str) -> dict[str, Make]:
    def table(first: int, value: int) -> Make:
        # The table of sectors is the second sector in files made here.
        def make() -> bytes:
            data = bytearray(compound({stream: b"\xec\xa5" + bytes(9000)}))
            for index in range(first, first + 12):
                data[SECTOR + 4 * index : SECTOR + 4 * index + 4] = pack("<I", value)
            return bytes(data)

        return make

    def directory(offset: int, value: int) -> Make:
        def make() -> bytes:
            data = bytearray(compound({stream: b"\xec\xa5" + bytes(9000), "0Table": bytes(100)}))
            at = data.index(stream.encode("utf-16-le")) + offset
            data[at : at + 4] = pack("<I", value)
            return bytes(data)

        return make

    return {
        "sectors_in_a_circle": table(1, 1),
        "sectors_in_a_circle_of_two": table(2, 2),
        "sectors_endless": table(1, 0xFFFFFFF0),
        "directory_in_a_circle": directory(68, 1),
        "directory_of_itself": directory(76, 1),
        "stream_endless": directory(120, 0xFFFFFFFF),
        "stream_far": directory(116, 0x7FFFFFFF),
        "header_sizes": lambda: compound({stream: b"x"})[:30] + b"\xff" * 40 + compound({stream: b"x"})[70:],
        "encrypted_package": lambda: compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(500)}),
        "many_streams": lambda: compound({f"s{n}": b"" for n in range(20)} | {stream: b"x" * 5000}),
        "no_streams": lambda: compound({}),
        "magic_only": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    }


def _xls_attacks() -> dict[str, Make]:
    attacks: dict[str, Make] = {
        f"extent_{'_'.join(map(str, one))}"[:50]: lambda one=one: xls(label(0, 0, "任务"), number(1, 0, 1.0), dimensions=one)
        for one in ((0, 0xFFFFFFFF, 0, 0xFFFF), (5, 1, 5, 1), (0xFFFFFFFF, 0, 0, 1), (0, 65536, 0, 256), (0, 1_048_576, 0, 16_384))
    }  # fmt: skip
    for value in (float("inf"), float("nan"), 1e308, -1e308, 2_958_466.0, -1.0):
        attacks[f"date_{value}"] = lambda value=value: xls(label(0, 0, "时限"), number(1, 0, value, 1), formats=(0, 14))
    book = record(0x0809, pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    return attacks | _ole_attacks("Workbook") | {
        "password": lambda: compound({"Workbook": book + record(0x002F, bytes(54)) + record(0x000A)}),
        "start_only": lambda: compound({"Workbook": book}),
        "records_long": lambda: compound({"Workbook": book + b"\xfc\x00\xff\xff" + bytes(100)}),
        "strings_said_endless": lambda: compound({"Workbook": book + record(0x00FC, pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)) + record(0x000A)}),
        "sheets_far": lambda: compound({"Workbook": book + record(0x0085, pack("<IBBBB", 0xFFFFFFF0, 0, 0, 1, 1) + b"ab") * 500 + record(0x000A)}),
        "cells_far": lambda: xls(number(65_535, 65_535, 1.0), number(0, 0, 1.0)),
        "cells_30000": lambda: xls(*(number(n % 60_000, n % 7, float(n)) for n in range(30_000)), dimensions=(0, 30_000, 0, 7)),
        "merges": lambda: xls(label(0, 0, "任务"), record(0x00E5, pack("<H", 1000) + pack("<HHHH", 0, 65_535, 0, 255) * 1000)),
        "run_of_numbers": lambda: xls(label(0, 0, "任务"), record(0x00BD, pack("<HH", 1, 65_000) + bytes(6 * 1300) + b"\0\0")),
        "excel_4": lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(50),
    }  # fmt: skip


def _png_attacks() -> dict[str, Make]:
    return {
        "pixels_said_endless": lambda: png(2_000_000_000, 2_000_000_000, b""),
        "pixels_20000": lambda: png(20_000, 20_000, b""),
        "no_pixels": lambda: png(0, 0, b""),
        "head_only": lambda: b"\x89PNG\r\n\x1a\n",
        "jpeg_head_only": lambda: b"\xff\xd8\xff\xe0" + bytes(30),
        "tiff_in_a_circle": lambda: b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
        "bmp_huge": lambda: b"BM" + pack("<IIIIiiHH", 100, 0, 54, 40, 2_000_000_000, -2_000_000_000, 1, 24) + bytes(30),
    }
