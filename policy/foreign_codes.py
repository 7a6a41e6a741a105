"""Numbers of parties outside the mainland: checked where there is a rule, else only compared."""

import re

from stdnum import lei
from stdnum.util import get_cc_module

from . import licence_codes as codes

MAINLAND = "CN"


def is_foreign(country):
    """Whether a party of a country has the foreign regime; Hong Kong, Macao and Taiwan have.

    >>> is_foreign("DE"), is_foreign("HK"), is_foreign("CN"), is_foreign(None)
    (True, True, False, False)
    """
    return bool(country) and country != MAINLAND


def is_lei(code):
    """Whether a code is a legal entity identifier (ISO 17442).

    >>> is_lei("213800KUD8LAJWSQ9D15"), is_lei("213800KUD8LXJWSQ9D15")
    (True, False)
    """
    return lei.is_valid(codes.normalise(code))


def identifier(code):
    """Whether a worldwide identifier is well-formed; a D-U-N-S number has no check digit.

    >>> identifier("213800KUD8LAJWSQ9D15"), identifier("15-048-3782"), identifier("x")
    (True, True, False)
    """
    return is_lei(code) or bool(re.fullmatch(r"\d{9}", codes.normalise(code)))


def tax_number(country, code):
    """Whether a tax number is well-formed in a country; None where no rule is known.

    >>> tax_number("DE", "DE136695976"), tax_number("DE", "136 695 978"), tax_number("HK", "1")
    (True, False, None)
    >>> tax_number("GR", "EL094259216"), tax_number(None, "1"), tax_number("CN", "330200PDY000060")
    (True, None, True)
    """
    if country == MAINLAND:
        return codes.is_tax_number(code)
    module = get_cc_module(country.lower(), "vat") if country else None
    return module.is_valid(codes.normalise(code)) if module else None
