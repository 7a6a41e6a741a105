"""Whether the licences of an application agree with it, and with each other (article 6)."""

from dataclasses import dataclass
from datetime import date

from . import licence_codes as codes
from . import licences

BUSINESS, ORGANISATION, TAX = "business", "organisation", "tax"
CONSISTENT, INCONSISTENT, UNKNOWN = "consistent", "inconsistent", "unknown"
#: Regimes: one licence with one code, the three old certificates, or foreign documents.
ONE_LICENCE, THREE_LICENCES, FOREIGN = "one_licence", "three_licences", "foreign"

#: The certificates that article 5 asks for in each regime.
REQUIRED = {
    ONE_LICENCE: (BUSINESS,),
    THREE_LICENCES: (BUSINESS, ORGANISATION, TAX),
    FOREIGN: (BUSINESS,),
}


@dataclass(frozen=True)
class Document:
    """What is printed on a certificate."""

    kind: str
    number: str = ""
    holder: str = ""
    representative: str = ""
    expiry: date | None = None
    long_term: bool = False


@dataclass(frozen=True)
class Finding:
    """The outcome of a check with both values; a hard one stops the review."""

    check: str
    result: str
    left: str = ""
    right: str = ""
    hard: bool = True


def check(name, regime, documents, on):
    """All findings on an application of that name with these documents, on a date.

    >>> licence = Document(BUSINESS, "91310115MA1H9YGWXX", "甲公司", "张", long_term=True)
    >>> {f.result for f in check("甲公司", ONE_LICENCE, [licence], date(2026, 1, 1))}
    {'consistent'}
    >>> tax = Document(TAX, "91310115MA1H9YGWXX", "甲公司", "李", long_term=True)
    >>> [f.check for f in check("甲公司", THREE_LICENCES, [licence, tax], date(2026, 1, 1))
    ...  if f.result == INCONSISTENT]
    ['representative']
    """
    main = next((d for d in documents if d.kind == BUSINESS), None)
    findings = [_names(name, document) for document in documents]
    findings += [_validity(document, on) for document in documents]
    if regime != FOREIGN:
        findings += [_code(document, regime) for document in documents if document.kind in _CODES]
    if main:
        others = [d for d in documents if d is not main]
        findings += [_representative(main, d) for d in others if d.kind in (ORGANISATION, TAX)]
    if regime == THREE_LICENCES:
        findings += _tax_contains_organisation(documents)
    return findings


_CODES = {
    BUSINESS: lambda number: codes.is_uscc(number) or codes.is_registration_number(number),
    ORGANISATION: codes.is_org_code,
    TAX: codes.is_tax_number,
}


def _same(left, right):
    if not left or not right:
        return UNKNOWN
    return CONSISTENT if left == right else INCONSISTENT


def _names(name, document):
    result = _same(codes.normalise_name(name), codes.normalise_name(document.holder or name))
    return Finding("name", result, name or "", document.holder or "")


def _representative(main, other):
    left, right = main.representative or "", other.representative or ""
    result = _same(codes.normalise_name(left), codes.normalise_name(right))
    return Finding("representative", result, left, right)


def _validity(document, on):
    known = licences.state(document.expiry, document.long_term, on)
    result = {licences.EXPIRED: INCONSISTENT, licences.UNKNOWN: UNKNOWN}.get(known, CONSISTENT)
    return Finding("validity", result, document.number, str(document.expiry or ""))


def _code(document, regime):
    if not document.number:
        return Finding("code", UNKNOWN)
    if document.kind == BUSINESS and regime == ONE_LICENCE:
        valid = codes.is_uscc(document.number)
    else:
        valid = _CODES[document.kind](document.number)
    return Finding("code", CONSISTENT if valid else INCONSISTENT, document.number)


def _tax_contains_organisation(documents):
    numbers = {d.kind: codes.normalise(d.number) for d in documents}
    tax, organisation = numbers.get(TAX), numbers.get(ORGANISATION)
    if tax and organisation:
        inside = tax[8:17] if codes.is_uscc(tax) else tax[6:15]
        yield Finding("tax_number", _same(inside, organisation), tax, organisation)
