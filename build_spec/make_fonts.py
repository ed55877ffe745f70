"""Make the shipped type faces: pinned sources in, `resources/fonts/` out, the same bytes every time.

Run `python build_spec/make_fonts.py` (needs fontTools, npm and, for two inputs, Debian's apt-get); with
`--inputs DIR` nothing is fetched and DIR must hold the packages.  What is made, and why so: docs/adr/0004.

Changes made to the outlines' files: reduced character sets, hinting and layout tables dropped, new names (a
modified face may not keep a reserved name), the em dash made one full em wide and unbroken, figures made
equally wide, quotation marks and the middle dot made one em wide, as Chinese setting needs them.
"""

from __future__ import annotations

import argparse
import bz2
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables import _g_l_y_f

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "resources" / "fonts"
FIXED_TIME = 3786912000  # 2024-01-01 in seconds since 1904, so that a rebuild gives the same bytes
BUDGET_BYTES = 30_000_000


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned input: how to fetch it and what its file must hash to."""

    kind: str
    spec: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One face to make.

    Attributes:
        charset: "wide" (GBK and 通用规范汉字表) or "names" (GB 2312 and 通用规范汉字表).
        reserved: names that the source's licence reserves, "" if none.
    """

    file: str
    package: str
    member: str
    charset: str
    family: str
    family_zh: str
    weight: str
    reserved: str


PACKAGES = {
    "serif": Package(
        "npm",
        "@expo-google-fonts/noto-serif-sc@0.4.3",
        "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    ),
    "sans": Package(
        "npm",
        "@expo-google-fonts/noto-sans-sc@0.4.3",
        "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    ),
    "kai": Package(
        "deb",
        "fonts-lxgw-wenkai=1.250+repack-1",
        "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "unicode": Package(
        "deb",
        "unicode-data=15.0.0-1",
        "unicode-data_15.0.0-1_all.deb",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
}
OFL_MEMBER = ("sans", "package/LICENSE_FONT")
MODIFIED = (
    "Modified from the above: fewer characters, no hinting or layout tables, some signs made one em wide, "
    "new name. This face is not made or endorsed by the named authors."
)
RECIPES = (
    Recipe("LedgerSong-Regular.ttf", "serif", "package/400Regular/NotoSerifSC_400Regular.ttf",
           "wide", "Ledger Song", "台账宋", "Regular", "Source"),
    Recipe("LedgerSong-Bold.ttf", "serif", "package/700Bold/NotoSerifSC_700Bold.ttf",
           "names", "Ledger Song", "台账宋", "Bold", "Source"),
    Recipe("LedgerHei-Medium.ttf", "sans", "package/500Medium/NotoSansSC_500Medium.ttf",
           "wide", "Ledger Hei", "台账黑", "Medium", "Source"),
    Recipe("LedgerKai-Regular.ttf", "kai", "./usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
           "names", "Ledger Kai", "台账楷", "Regular", "LXGW, 霞鹜"),
)  # fmt: skip
DROPPED_TABLES = [
    "GSUB",
    "GPOS",
    "GDEF",
    "BASE",
    "VORG",
    "vhea",
    "vmtx",
    "STAT",
    "meta",
    "gasp",
    "DSIG",
    "MATH",
    "prop",
]


def main(arguments: list[str] | None = None) -> int:
    """Make all faces and their licence texts; refuse an input that is not the pinned one.

    Returns:
        0; 1 when an input is wrong or the result is larger than the repository may hold.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--inputs", type=Path, help="folder that holds the source packages; nothing is fetched")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        inputs = options.inputs or Path(folder)
        if options.inputs is None:
            for package in PACKAGES.values():
                fetch(package, inputs)
        wrong = [package.file for package in PACKAGES.values() if digest(inputs / package.file) != package.sha256]
        if wrong:
            print("not the pinned file: " + ", ".join(wrong), file=sys.stderr)
            return 1
        options.output.mkdir(parents=True, exist_ok=True)
        total = sum(make(recipe, inputs, options.output) for recipe in RECIPES)
    print(f"{total:,} bytes in all")
    return 0 if total <= BUDGET_BYTES else 1


def fetch(package: Package, folder: Path) -> None:
    """Fetch a package into a folder through its registry's own client."""
    command = ["npm", "pack", package.spec] if package.kind == "npm" else ["apt-get", "download", package.spec]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, "" if it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def member_bytes(package: Package, member: str, folder: Path) -> bytes:
    """Return one file out of a package."""
    archive = folder / package.file
    if package.kind == "npm":
        with tarfile.open(archive) as tar:
            return _extracted(tar, member)
    unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as tar:
        return _extracted(tar, member)


def make(recipe: Recipe, inputs: Path, output: Path) -> int:
    """Make one face with its licence text beside it and return the face's size in bytes."""
    package = PACKAGES[recipe.package]
    font = TTFont(io.BytesIO(member_bytes(package, recipe.member, inputs)), recalcTimestamp=False)
    reduce(font, charset(recipe.charset, inputs))
    make_full_dash(font)
    make_equal_figures(font)
    make_full_quotes(font)
    notice = notice_of(font, recipe)
    rename(font, recipe, notice)
    font["head"].created = font["head"].modified = FIXED_TIME
    target = output / recipe.file
    font.save(target)
    licence = member_bytes(PACKAGES[OFL_MEMBER[0]], OFL_MEMBER[1], inputs).decode("utf-8")
    terms = licence[licence.index("This Font Software is licensed") :]
    (output / f"LICENSE-{recipe.family.replace(' ', '')}.txt").write_text(
        f"{notice}\n\n{terms}", encoding="utf-8", newline="\n"
    )
    print(f"{recipe.file}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes")
    return target.stat().st_size


def charset(name: str, inputs: Path) -> set[int]:
    """Return the code points of a character set: "wide" or "names"."""
    codec = "gbk" if name == "wide" else "gb2312"
    wanted = set(range(0x20, 0x7F)) | {
        ord(sign) for sign in "·•–—‘’“”…‰′″※℃℉№℡←↑→↓∈∏∑√∞≈≠≤≥±×÷㎡㎏㎜㎝㎞㎎✓✗☑☒□■△▲◆◇○●◎★☆"
    }
    wanted |= {*range(0x2460, 0x2474), *range(0x2160, 0x216C), *range(0x2170, 0x217A), *range(0x3251, 0x3260)}
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                wanted.add(ord(bytes([high, low]).decode(codec)))
            except UnicodeDecodeError:
                continue
    return wanted | common_standard_characters(inputs)


def common_standard_characters(inputs: Path) -> set[int]:
    """Return the 8105 characters of 通用规范汉字表 (2013), by the kTGH property of the Unicode database."""
    packed = member_bytes(PACKAGES["unicode"], "./usr/share/unicode/Unihan_OtherMappings.txt.bz2", inputs)
    lines = bz2.decompress(packed).decode("utf-8").splitlines()
    return {int(line[2 : line.index("\t")], 16) for line in lines if "\tkTGH\t" in line}


def reduce(font: TTFont, wanted: set[int]) -> None:
    """Keep only the wanted characters; drop hinting, layout and vertical metrics."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += DROPPED_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def make_full_dash(font: TTFont) -> None:
    """Make the em dash an unbroken bar of one em, so that two of them are one line (破折号, 一字线)."""
    glyphs: Any = font["glyf"]
    name = font.getBestCmap()[0x2014]
    old = glyphs[name]
    pen = TTGlyphPen(None)
    em = font["head"].unitsPerEm
    pen.moveTo((0, old.yMin))
    pen.lineTo((0, old.yMax))
    pen.lineTo((em, old.yMax))
    pen.lineTo((em, old.yMin))
    pen.closePath()
    glyphs[name] = pen.glyph()
    font["hmtx"][name] = (em, 0)


def make_equal_figures(font: TTFont) -> None:
    """Give the ten digits the width of the zero, each centred, so that columns of figures line up."""
    names = font.getBestCmap()
    width = font["hmtx"][names[ord("0")]][0]
    for digit in "123456789":
        name = names[ord(digit)]
        _set_width(font, name, width, (width - font["hmtx"][name][0]) // 2)


def make_full_quotes(font: TTFont) -> None:
    """Make quotation marks and the middle dot one em wide where the face has narrow ones."""
    names = font.getBestCmap()
    em = font["head"].unitsPerEm
    for sign, place in (("“", "right"), ("‘", "right"), ("”", "left"), ("’", "left"), ("·", "centre")):
        name = names[ord(sign)]
        width = font["hmtx"][name][0]
        if width < em:
            shift = {"right": em - width - em // 20, "left": em // 20, "centre": (em - width) // 2}[place]
            _set_width(font, name, em, shift)


def notice_of(font: TTFont, recipe: Recipe) -> str:
    """Return the source's copyright lines, its reserved names, and what was changed."""
    source: Any = font["name"].getDebugName(0) or ""
    reserved = f" Reserved Font Name: {recipe.reserved}." if recipe.reserved else ""
    return f"{source.strip()}{reserved} {MODIFIED}"


def rename(font: TTFont, recipe: Recipe, notice: str) -> None:
    """Give the face its own names; the sources' copyright lines stay."""
    table = newTable("name")
    table.names = []
    full = f"{recipe.family} {recipe.weight}"
    texts = {0: notice, 1: recipe.family, 2: recipe.weight, 3: f"{full} 1.0", 4: full, 5: "Version 1.000",
             6: f"{recipe.family.replace(' ', '')}-{recipe.weight}",
             13: "SIL Open Font License 1.1", 14: "https://openfontlicense.org"}  # fmt: skip
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)
    table.setName(recipe.family_zh, 1, 3, 1, 0x804)
    table.setName(f"{recipe.family_zh} {recipe.weight}", 4, 3, 1, 0x804)
    font["name"] = table


def _extracted(tar: tarfile.TarFile, member: str) -> bytes:
    file = tar.extractfile(member)
    if file is None:
        raise FileNotFoundError(member)
    return file.read()


def _set_width(font: TTFont, name: str, width: int, shift: int) -> None:
    glyphs: Any = font["glyf"]
    glyph = glyphs[name]
    if glyph.isComposite():
        for component in glyph.components:
            component.x += shift
    elif glyph.numberOfContours > 0:
        glyph.coordinates += _g_l_y_f.GlyphCoordinates([(shift, 0)] * len(glyph.coordinates))
    glyph.recalcBounds(glyphs)
    font["hmtx"][name] = (width, glyph.xMin if glyph.numberOfContours else 0)


if __name__ == "__main__":
    raise SystemExit(main())
