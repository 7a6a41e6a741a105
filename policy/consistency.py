"""Whether the licences of an application agree with it, and with each other (article 6)."""

from datetime import date

from . import agreement, code_slips, foreign_codes, licences
from . import licence_codes as codes
from .agreement import CONSISTENT, INCONSISTENT, UNKNOWN
from .finding import (
    BUSINESS,
    CHECKS,
    FOREIGN,
    NEVER_SIGNED,
    ONE_LICENCE,
    ORGANISATION,
    RENAMED,
    REQUIRED,
    TAX,
    THREE_LICENCES,
    Document,
    Finding,
    Party,
)

__all__ = [
    "BUSINESS",
    "CONSISTENT",
    "FOREIGN",
    "INCONSISTENT",
    "NEVER_SIGNED",
    "ONE_LICENCE",
    "ORGANISATION",
    "RENAMED",
    "REQUIRED",
    "TAX",
    "THREE_LICENCES",
    "UNKNOWN",
    "Document",
    "Finding",
    "Party",
    "check",
]

#: From this day the three old certificates are no longer valid.
REFORM = date(2018, 1, 1)
#: Years that a certificate of the organisation code was valid at most.
_ORGANISATION_YEARS = 4
#: Digits of a registration number from before 2007, which had no check digit.
_OLD_NUMBER = 13
#: Digits of a district that name its city.
_CITY = 4


def check(party, documents, on):
    """All findings on a party with its documents, on a date, in the order of ``CHECKS``.

    >>> licence = Document(BUSINESS, "91310115MA1H9YGWXX", "甲公司", "张", long_term=True)
    >>> party = Party("甲公司", representative="张")
    >>> {f.result for f in check(party, [licence], date(2026, 1, 1))} - {UNKNOWN}
    {'consistent'}
    >>> tax = Document(TAX, "91310115MA1H9YGWXX", "甲公司", "李", long_term=True)
    >>> [f.check for f in check(party, [licence, tax], date(2026, 1, 1)) if f.stops]
    ['representative']
    >>> [f.key for f in check(Party("乙公司"), [licence], date(2026, 1, 1)) if f.stops]
    ['name|business|乙公司|甲公司']
    """
    found = [*_of_party(party), *_between(party, documents, on)]
    for document in documents:
        found += _of_document(party, document, on)
    order = list(CHECKS)
    return sorted(found, key=lambda finding: order.index(finding.check))


def _of_party(party):
    for name, hits in (("duplicate", party.duplicates), ("prohibited", party.prohibitions)):
        yield from (Finding(name, INCONSISTENT, party.name, hit) for hit in hits)
        if not hits:
            yield Finding(name, CONSISTENT, party.name)
    for holder in party.bank_holders:
        yield Finding("bank_holder", agreement.same(party.name, holder), party.name, holder)
    if not party.bank_holders:
        yield Finding("bank_holder", UNKNOWN)
    if party.outside is not None:
        yield from (Finding("category", INCONSISTENT, name) for name in party.outside)
        inside = [name for name in party.categories if name not in party.outside]
        if not party.outside:
            result = CONSISTENT if inside else UNKNOWN
            yield Finding("category", result, "、".join(inside))


def _between(party, documents, on):
    """What the documents say of each other and of the application."""
    of = {document.kind: document for document in reversed(documents)}
    main = of.get(BUSINESS, Document(BUSINESS))
    others = [of[kind] for kind in (ORGANISATION, TAX) if kind in of]
    yield _pair("representative", party.representative, main.representative, BUSINESS)
    yield _pair("address", party.address, main.address, BUSINESS, agreement.addresses)
    for other in others:
        yield _pair("representative", main.representative, other.representative, other.kind)
        yield _pair("address", main.address, other.address, other.kind, agreement.addresses)
    result = agreement.amounts(party.capital, main.capital)
    shown = [f"{amount:,.2f}" if amount else "" for amount in (party.capital, main.capital)]
    yield Finding("capital", result, *shown)
    yield _pair("scope", party.cooperation, main.scope, by=agreement.scopes)
    yield _regime(party, main, on)
    if party.regime != FOREIGN:
        yield from _codes(of)


def _pair(check_name, left, right, kind="", by=agreement.same):
    return Finding(check_name, by(left, right), left or "", right or "", kind)


def _regime(party, main, on):
    """Old certificates are not valid any more; foreign documents are not for the mainland."""
    foreign = foreign_codes.is_foreign(party.country)
    if party.regime == THREE_LICENCES and on >= REFORM:
        return Finding("regime", INCONSISTENT, main.number, str(REFORM))
    if not party.country:
        return Finding("regime", UNKNOWN)
    fits = foreign == (party.regime == FOREIGN)
    return Finding("regime", CONSISTENT if fits else INCONSISTENT, main.number, party.country)


def _codes(of):
    """Codes inside codes, and the districts at their beginning."""
    kinds = (BUSINESS, ORGANISATION, TAX)
    business, organisation, tax = (codes.normalise(of[k].number) if k in of else "" for k in kinds)
    if organisation and codes.is_uscc(business):
        yield _pair("organisation_in_code", business[8:17], organisation, ORGANISATION)
    if tax and codes.is_uscc(business):
        whole = codes.is_uscc(tax)
        left, right = (tax, business) if whole else (codes.organisation_in(tax), business[8:17])
        yield Finding("tax_number", agreement.same(left, right), tax, business, TAX)
    elif tax and organisation:
        result = agreement.same(codes.organisation_in(tax), organisation)
        yield Finding("tax_number", result, tax, organisation, TAX)
    districts = [d for d in (codes.district_of(business), codes.district_of(tax)) if d]
    result = CONSISTENT if len({d[:_CITY] for d in districts}) == 1 else INCONSISTENT
    shown = (districts[0] if districts else "", districts[-1] if districts else "")
    yield Finding("district", result if districts else UNKNOWN, *shown)


def _of_document(party, document, on):
    kind, holder = document.kind, document.holder
    note = RENAMED if agreement.renamed(party.name, holder, party.former_names) else ""
    result = agreement.same(party.name, holder)
    yield Finding("name", result, party.name, holder, kind, note if result != CONSISTENT else "")
    known = licences.state(document.expiry, document.long_term, on)
    result = {licences.EXPIRED: INCONSISTENT, licences.UNKNOWN: UNKNOWN}.get(known, CONSISTENT)
    expiry = str(document.expiry or "")
    yield Finding("validity", result, document.number, expiry, kind)
    yield _dates(document, on)
    yield from _code(party, document)


def _dates(document, on):
    known = [d for d in (document.established, document.issued) if d]
    good = known == sorted(known) and max(known, default=on) <= on
    if document.kind == ORGANISATION and document.issued and document.expiry:
        months = 12 * (document.expiry.year - document.issued.year)
        months += document.expiry.month - document.issued.month
        good = good and months <= 12 * _ORGANISATION_YEARS
    result = (CONSISTENT if good else INCONSISTENT) if known else UNKNOWN
    shown = " – ".join(map(str, known)), str(document.expiry or "")
    return Finding("dates", result, *shown, document.kind)


def _code(party, document):
    """The check digit of a number; what may have been meant stands beside it."""
    kind, number = document.kind, document.number
    if party.regime == FOREIGN:
        rules = {
            BUSINESS: ("registration_number", lambda n: None),
            ORGANISATION: ("organisation_code", foreign_codes.identifier),
            TAX: ("code", lambda n: foreign_codes.tax_number(party.country, n)),
        }
    else:
        old = party.regime == THREE_LICENCES and not codes.is_uscc(number)
        rules = {
            BUSINESS: ("registration_number", _registration) if old else ("code", codes.is_uscc),
            ORGANISATION: ("organisation_code", codes.is_org_code),
            TAX: ("code", codes.is_tax_number),
        }
    if kind not in rules:
        return
    name, rule = rules[kind]
    valid = rule(number) if number else None
    result = {None: UNKNOWN, True: CONSISTENT, False: INCONSISTENT}[valid]
    meant = "" if valid or party.regime == FOREIGN else " / ".join(code_slips.suggestions(number))
    yield Finding(name, result, number, meant, kind)


def _registration(number):
    """Numbers of 13 digits are from before 2007 and have no check digit."""
    if len(codes.normalise(number)) == _OLD_NUMBER:
        return None
    return codes.is_registration_number(number)
