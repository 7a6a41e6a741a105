"""Codes of Chinese and foreign parties: normalise, check, derive.

USCC: GB 32100-2015; organisation code: GB 11714-1997; registration number: GS 15-2006.
"""

import re
import unicodedata

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = tuple(3**i % 31 for i in range(17))
ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_USCC = re.compile(rf"[1-9ANY][{USCC_ALPHABET}]\d{{6}}[{USCC_ALPHABET}]{{10}}")
_ORG = re.compile(r"[0-9A-Z]{8}[0-9X]")
_DASHES = re.compile(r"[\s\-‐-―－–—_.·]+")
_BRACKETS = str.maketrans({"【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")"})


def normalise(code):
    """A code as it is compared: half width, upper case, no blanks or dashes.

    >>> normalise(" ９１３１－０１１５ ma1h９ygwxx ")
    '91310115MA1H9YGWXX'
    >>> normalise(None)
    ''
    """
    return _DASHES.sub("", unicodedata.normalize("NFKC", code or "")).upper()


def normalise_name(name):
    """A company name as it is compared: half width, no blanks, one kind of bracket.

    >>> normalise_name("东海示例（苏州） 公司"), normalise_name("ACME Ltd")
    ('东海示例(苏州)公司', 'acmeltd')
    """
    text = unicodedata.normalize("NFKC", name or "").translate(_BRACKETS)
    return re.sub(r"\s+", "", text).casefold()


def uscc_check_character(body):
    """The 18th character for the first 17.

    >>> uscc_check_character("91310115MA1H9YGWX")
    'X'
    """
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(body, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def org_check_character(body):
    """The 9th character of an organisation code for the first 8.

    >>> org_check_character("PDY00006"), org_check_character("MA1H9YGW")
    ('0', 'X')
    """
    total = sum(ORG_ALPHABET.index(c) * w for c, w in zip(body, ORG_WEIGHTS, strict=True))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def is_uscc(code):
    """Whether a code is a unified social credit code, codes of prefix A, N and Y included.

    >>> is_uscc("91310115MA1H9YGWXX"), is_uscc("N2330381PDY000159X"), is_uscc("91310115MA1H9YGWX1")
    (True, True, False)
    """
    code = normalise(code)
    return bool(_USCC.fullmatch(code)) and uscc_check_character(code[:17]) == code[17]


def is_org_code(code):
    """Whether a code is an organisation code.

    >>> is_org_code("PDY00006-0"), is_org_code("PDY00006-1")
    (True, False)
    """
    code = normalise(code)
    return bool(_ORG.fullmatch(code)) and org_check_character(code[:8]) == code[8]


def is_registration_number(code):
    """Whether a code is a 15-digit business registration number.

    >>> is_registration_number("330200999999022"), is_registration_number("330200999999023")
    (True, False)
    """
    code = normalise(code)
    if not re.fullmatch(r"\d{15}", code):
        return False
    try:
        mod_11_10.validate(code)
    except ValidationError:
        return False
    return True


def is_tax_number(code):
    """Whether a code is a taxpayer number.

    That is a USCC, or district and organisation code, or 18 to 20 digits of a person.

    >>> is_tax_number("330200PDY000060"), is_tax_number("330200PDY000061")
    (True, False)
    """
    code = normalise(code)
    if re.fullmatch(r"\d{6}[0-9A-Z]{9}", code):
        return is_org_code(code[6:])
    return is_uscc(code) or bool(re.fullmatch(r"\d{17}[\dX](\d\d)?|\d{15}0{5}", code))


def org_code_of(uscc):
    """The organisation code inside a USCC, as printed.

    >>> org_code_of("91310115MA1H9YGWXX")
    'MA1H9YGW-X'
    """
    code = normalise(uscc)
    return f"{code[8:16]}-{code[16]}"


def excel_damage(code):
    """Whether a code looks cut by a spreadsheet, which keeps 15 digits.

    >>> excel_damage("913101151234567000"), excel_damage("9.16E+17")
    (True, True)
    >>> excel_damage("91310115MA1H9YGWXX")
    False
    """
    text = unicodedata.normalize("NFKC", code or "").strip()
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        return True
    return bool(re.fullmatch(r"\d{15}000", text)) and not is_uscc(text)
