"""What went wrong with a code: damage by a spreadsheet, and slips of the hand or the eye.

Slips are suggested, never corrected: only who holds the licence knows what is printed on it.
"""

import itertools
import re
import unicodedata

from . import licence_codes as codes

#: Damage that loses digits, and damage that only adds something.
CUT, SCIENTIFIC, APOSTROPHE, DECIMAL = "cut", "scientific", "apostrophe", "decimal"
LOSSES = (CUT, SCIENTIFIC)
#: A spreadsheet keeps this many digits of a number.
DIGITS = 15

#: Characters that are taken for each other on paper or on a keyboard.
_ALIKE = ("0ODQ", "1IL", "2Z", "5S", "8B", "6G", "UVY", "CG", "MN", "4A", "7T", "KX")
_TWINS = {c: set("".join(group for group in _ALIKE if c in group)) - {c} for c in "".join(_ALIKE)}
#: More than these are no help.
_MOST = 3
_PROVINCES = {*range(10, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)}
_PROVINCES |= {*range(61, 66), 71, 81, 82}
_PRINTED = re.compile(r"[159ANY][1-9]\d{6}.{10}")
_VALID = {
    15: lambda c: (
        _has_province(c[:2]) and (codes.is_registration_number(c) or codes.is_tax_number(c))
    ),
    18: lambda c: codes.is_uscc(c) and codes.is_org_code(c[8:17]) and _has_province(c[2:4]),
    9: codes.is_org_code,
}


def damage(code):
    """What a spreadsheet did to a code, or None.

    >>> damage("913101151234567000"), damage("9.16E+17"), damage("9.1310115e17")
    ('cut', 'scientific', 'scientific')
    >>> damage("'91310115MA1H9YGWXX"), damage("330200999999022.0")
    ('apostrophe', 'decimal')
    >>> damage("91310115MA1H9YGWXX"), damage("11010549123100200000"), damage(None)
    (None, None, None)
    """
    text = unicodedata.normalize("NFKC", code or "").strip()
    if re.fullmatch(r"[\d.,]+E\+?\d+", text, re.IGNORECASE):
        return SCIENTIFIC
    if re.match(r"['’‘`]", text):
        return APOSTROPHE
    if re.fullmatch(r"\d{9,}\.0+", text):
        return DECIMAL
    cut = re.fullmatch(rf"\d{{{DIGITS}}}(000|0{{5}})", codes.normalise(text))
    return CUT if cut and not codes.is_tax_number(text) else None


def suggestions(code):
    """The well-formed domestic codes that may have been meant, at most three; sorted.

    Nothing is suggested for a good code. First come characters that look alike, two that changed
    places and leading zeros that were lost; then any one wrong character.

    >>> suggestions("913IO115MA1H9YGWXX"), suggestions("9131O115MA1H9YWGXX")
    (['91310115MA1H9YGWXX'], [])
    >>> suggestions("91310115MA1H9YWGXX"), suggestions("91310115MA1H8YGWXX")
    (['91310115MA1H9YGWXX'], ['91310115MA1H9YGWXX'])
    >>> suggestions("PYD00006-0"), suggestions("330200999999202"), suggestions("33020099999902Z")
    (['PDY000060'], ['330020999999202', '330200999999022'], ['330200999999022'])
    >>> suggestions("'91310115MA1H9YGWXX"), suggestions("91310115MA1H9YGWXX"), suggestions("HRB 1")
    (['91310115MA1H9YGWXX'], [], [])
    """
    text = re.sub(r"\.0+$", "", unicodedata.normalize("NFKC", code or "").strip(" '’‘`"))
    typed = codes.normalise(text)
    if len(typed) in _VALID and _VALID[len(typed)](typed):
        return [typed] if damage(code) else []
    padded = [typed.zfill(size) for size in _VALID if len(typed) == size - 1 and typed.isdigit()]
    for tier in (_folded(typed), [*_swapped(typed), *padded], _alike(typed), _replaced(typed)):
        found = {c for c in tier if len(c) in _VALID and _VALID[len(c)](c)}
        found = {c for c in found if c.isdigit()} or found
        if 0 < len(found) <= _MOST:
            return sorted(found)
    return []


def _folded(code):
    """The code with digits for the letters that a USCC never has, all of them or each."""
    table = str.maketrans("OIZSV", "0125Y")
    yield code.translate(table)
    for letter in "OIZSV":
        yield code.replace(letter, letter.translate(table))


def _alike(code):
    """Codes with one character that looks like the one that was typed."""
    for i, c in enumerate(code):
        for twin in _TWINS.get(c, ()):
            yield code[:i] + twin + code[i + 1 :]


def _swapped(code):
    for i in range(len(code) - 1):
        yield code[:i] + code[i + 1] + code[i] + code[i + 2 :]


def _replaced(code):
    for i, c in itertools.product(range(len(code)), codes.ORG_ALPHABET):
        if c.isdigit() == code[i].isdigit():
            yield code[:i] + c + code[i + 1 :]


def _has_province(digits):
    return digits.isdigit() and int(digits) in _PROVINCES
