"""What is compared in the review of an application, and what comes out (article 6)."""

from dataclasses import dataclass
from datetime import date

from .agreement import INCONSISTENT, UNKNOWN

BUSINESS, ORGANISATION, TAX = "business", "organisation", "tax"
#: Regimes: one licence with one code, the three old certificates, or foreign documents.
ONE_LICENCE, THREE_LICENCES, FOREIGN = "one_licence", "three_licences", "foreign"

#: The certificates that article 5 asks for in each regime.
REQUIRED = {
    ONE_LICENCE: (BUSINESS,),
    THREE_LICENCES: (BUSINESS, ORGANISATION, TAX),
    FOREIGN: (BUSINESS,),
}
#: ``{check: whether it is hard}``: a hard one stops the review unless it is signed with a reason.
CHECKS = {
    "name": True,
    "representative": True,
    "address": False,
    "code": True,
    "organisation_code": True,
    "registration_number": False,
    "organisation_in_code": True,
    "tax_number": True,
    "district": False,
    "capital": False,
    "validity": True,
    "dates": False,
    "regime": False,
    "scope": False,
    "bank_holder": False,
    "category": False,
    "duplicate": True,
    "prohibited": True,
}
#: What no signature helps against.
NEVER_SIGNED = ("prohibited",)
#: A different name that may be the same company's before or after a change.
RENAMED = "renamed"


@dataclass(frozen=True)
class Document:
    """What is printed on a certificate."""

    kind: str
    number: str = ""
    holder: str = ""
    representative: str = ""
    address: str = ""
    capital: float = 0.0
    scope: str = ""
    established: date | None = None
    issued: date | None = None
    expiry: date | None = None
    long_term: bool = False


@dataclass(frozen=True)
class Party:
    """What an application says of a party; duplicates and prohibitions are names found.

    ``outside`` are those of its product categories that are not within the scope of the company,
    or None where the company has set none.
    """

    name: str
    regime: str = ONE_LICENCE
    country: str | None = None
    former_names: tuple = ()
    representative: str = ""
    address: str = ""
    capital: float = 0.0
    cooperation: str = ""
    bank_holders: tuple = ()
    categories: tuple = ()
    outside: tuple | None = None
    duplicates: tuple = ()
    prohibitions: tuple = ()


@dataclass(frozen=True)
class Finding:
    """The outcome of a check, with both values; ``kind`` is that of the document checked."""

    check: str
    result: str
    left: str = ""
    right: str = ""
    kind: str = ""
    note: str = ""

    @property
    def stops(self):
        """Whether it stops the review as long as nobody signed it.

        >>> Finding("name", "inconsistent").stops, Finding("address", "inconsistent").stops
        (True, False)
        >>> Finding("name", "inconsistent", note=RENAMED).stops
        False
        """
        return self.result == INCONSISTENT and CHECKS[self.check] and self.note != RENAMED

    @property
    def asks(self):
        """Whether the applicant can mend it: a conflict, or a value without its counterpart.

        >>> Finding("address", "unknown").asks, Finding("address", "unknown", "Road 1").asks
        (False, True)
        """
        half = self.result == UNKNOWN and bool(self.left) != bool(self.right)
        return self.result == INCONSISTENT or half

    @property
    def key(self):
        """What a signature is for: this check of these values, and of no others."""
        return f"{self.check}|{self.kind}|{self.left}|{self.right}"
