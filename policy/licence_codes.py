"""Codes of Chinese and foreign parties: normalise, check, derive.

USCC: GB 32100-2015; organisation code: GB 11714-1997; registration number: GS 15-2006. The
arithmetic is that of python-stdnum where it has any; its USCC refuses the prefixes A, N and Y.
"""

import re
import unicodedata

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2, mod_11_10

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_USCC = re.compile(rf"[1-9ANY][{USCC_ALPHABET}]\d{{6}}[{USCC_ALPHABET}]{{10}}")
_ORG = re.compile(r"[0-9A-Z]{8}[0-9X]")
_TAX_15 = re.compile(r"\d{6}[0-9A-Z]{9}")
#: Characters of a tax number from before the reform: a district and an organisation code.
_OLD_TAX = 15
_MONTH_AND_DAY = r"(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
#: Tax numbers of a sole trader: an identity number of 18 and two digits, or one of 15 and zeros.
_PERSON_18 = re.compile(rf"(\d{{6}}(?:19|20)\d\d{_MONTH_AND_DAY}\d{{3}}[\dX])(?:\d\d)?")
_PERSON_15 = re.compile(rf"\d{{8}}{_MONTH_AND_DAY}\d{{3}}0{{5}}")
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
    return uscc.calc_check_digit(body)


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
    return bool(re.fullmatch(r"\d{15}", code)) and mod_11_10.is_valid(code)


def is_tax_number(code):
    """Whether a code is a taxpayer number, with or without CN before it.

    That is a USCC; or district and organisation code, 15 characters; or, of a sole trader, an
    identity number of 18 characters with or without two more digits, or of 15 and five zeros.

    >>> is_tax_number("330200PDY000060"), is_tax_number("330200PDY000061")
    (True, False)
    >>> is_tax_number("CN91310115MA1H9YGWXX"), is_tax_number("N2330381PDY000159X")
    (True, True)
    >>> is_tax_number("11010519491231002X"), is_tax_number("11010519491231002X01")
    (True, True)
    >>> is_tax_number("110105491231002" + "00000"), is_tax_number("11010519491231002101")
    (True, False)
    """
    code = without_country(normalise(code))
    if _TAX_15.fullmatch(code):
        return is_org_code(code[6:])
    person = _PERSON_18.fullmatch(code)
    if person:
        return mod_11_2.is_valid(person[1])
    return is_uscc(code) or bool(_PERSON_15.fullmatch(code))


def without_country(code):
    """A normalised Chinese tax number without CN before it.

    >>> without_country("CN91310115MA1H9YGWXX"), without_country("N2330381PDY000159X")
    ('91310115MA1H9YGWXX', 'N2330381PDY000159X')
    """
    return code.removeprefix("CN") if re.match(r"CN[0-9ANY]", code) else code


def district_of(code):
    """The district in a domestic code, six digits, or nothing where there is none.

    >>> district_of("91310115MA1H9YGWXX"), district_of("330200PDY000060"), district_of("HRB 1")
    ('310115', '330200', '')
    """
    code = normalise(code)
    if is_uscc(code):
        return code[2:8]
    return code[:6] if _TAX_15.fullmatch(code) else ""


def org_code_of(uscc):
    """The organisation code inside a USCC, as printed.

    >>> org_code_of("91310115MA1H9YGWXX")
    'MA1H9YGW-X'
    """
    code = normalise(uscc)
    return f"{code[8:16]}-{code[16]}"


def organisation_in(tax):
    """The organisation code in a normalised tax number; that of a person holds none.

    >>> organisation_in("91310115MA1H9YGWXX"), organisation_in("330200PDY000132")
    ('MA1H9YGWX', 'PDY000132')
    >>> organisation_in("11010519491231002X")
    ''
    """
    if is_uscc(tax):
        return tax[8:17]
    return tax[6:] if len(tax) == _OLD_TAX else ""
