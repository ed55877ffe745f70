"""Unicode characters for the codes of the common symbol typefaces."""

from __future__ import annotations

_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xB0: "°",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x6C: "λ",
    0x70: "π", 0x73: "σ", 0x53: "Σ", 0x44: "Δ", 0x57: "Ω", 0x71: "θ", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + number: chr(0x24EA if number == 0 else 0x245F + number) for number in range(11)},
    **{0x8B + number: chr(0x24FF if number == 0 else 0x2775 + number) for number in range(11)},
}  # fmt: skip
_WINGDINGS2 = {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□"}
_FACES = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS2}
UNKNOWN = "\ufffd"


def symbol(code: str, face: str) -> str:
    """Return the character for a code in hex ("F0FC") of a typeface; U+FFFD where the picture is unknown."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return symbol_of(number, face)


def symbol_of(number: int, face: str) -> str:
    """Return the character for a code number of a typeface, which may lie in the private area."""
    low = number - 0xF000 if 0xF000 <= number < 0xF100 else number
    table = _FACES.get(face.strip().lower())
    if table is not None:
        return table.get(low) or (chr(low) if 0x20 <= low < 0x7F and table is _SYMBOL else UNKNOWN)
    is_private = 0xE000 <= number <= 0xF8FF
    return UNKNOWN if is_private or not 0x20 <= number <= 0x10FFFF else chr(number)
