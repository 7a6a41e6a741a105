"""The names and codes by which a party is recognised, in one form for every comparison."""

import re

from . import licence_codes as codes

#: What a key stands for: the name, a name of the past, or a code of any kind.
NAME, FORMER_NAME, CODE = "name", "former_name", "code"

#: Characters; what is shorter would bring strangers together.
_SHORTEST = 4
_PREFIXED = re.compile(r"[A-Z]{2}\d{8,}")


def names(texts):
    """The keys of names; empty ones fall out.

    >>> sorted(names(["示例（东海）公司", "", None]))
    ['示例(东海)公司']
    """
    return {codes.normalise_name(text) for text in texts} - {""}


def lines(text):
    """The entries of a field that holds one a line.

    >>> lines("甲公司\\n 乙公司 \\n"), lines(None)
    (['甲公司', '乙公司'], [])
    """
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def code_keys(texts):
    """The keys of codes: each code, and the organisation code inside.

    What is no code, such as ``/`` or ``无``, has no key. A country before a tax number is one
    more key, for some write it and some do not.

    >>> sorted(code_keys(["91310115ma1h9ygwxx", "/", "0000"]))
    ['91310115MA1H9YGWXX', 'MA1H9YGWX']
    >>> sorted(code_keys(["330200PDY000060", "DE123456788"]))
    ['123456788', '330200PDY000060', 'DE123456788', 'PDY000060']
    """
    result = set()
    for text in texts:
        code = codes.normalise(text)
        code = code[2:] if code[:2] == "CN" and codes.is_tax_number(code[2:]) else code
        if len(code) < _SHORTEST or not re.search(r"[1-9]", code):
            continue
        result.add(code)
        if codes.is_uscc(code):
            result.add(code[8:17])
        elif re.fullmatch(r"\d{6}[0-9A-Z]{9}", code) and codes.is_org_code(code[6:]):
            if not codes.is_registration_number(code):
                result.add(code[6:])
        elif _PREFIXED.fullmatch(code):
            result.add(code[2:])
    return result
