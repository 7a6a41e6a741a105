"""Not light management and heavy elimination: what a bad grade for a supplier asks for first."""

from dataclasses import dataclass

#: What a company does where nobody asked a supplier to correct before it gets grade D or E.
OFF, WARN, BLOCK = "off", "warn", "block"
ORDINARY, LEVERAGE, BOTTLENECK, STRATEGIC = "ordinary", "leverage", "bottleneck", "strategic"

_RESTRICTING = ("d", "e")
_ENDING = "e"
_HARD_TO_REPLACE = (BOTTLENECK, STRATEGIC)


@dataclass(frozen=True)
class Proposal:
    """The grade proposed for a party; ``tried`` says whether it was asked to correct before."""

    grade: str | None
    is_supplier: bool
    position: str | None = None
    tried: bool = False


def corrective(proposal, mode):
    """What happens for want of a corrective action: ``WARN``, ``BLOCK`` or None.

    >>> bad = Proposal("d", True)
    >>> corrective(bad, WARN), corrective(bad, BLOCK), corrective(bad, OFF)
    ('warn', 'block', None)
    >>> corrective(Proposal("e", True, tried=True), BLOCK) is None
    True
    >>> corrective(Proposal("e", False), BLOCK) is None, corrective(Proposal("c", True), BLOCK)
    (True, None)
    """
    wanted = proposal.is_supplier and proposal.grade in _RESTRICTING and not proposal.tried
    return mode if wanted and mode in (WARN, BLOCK) else None


def needs_replacement(proposal):
    """Whether the rater plans who replaces the supplier, and the leadership says why.

    >>> needs_replacement(Proposal("e", True, STRATEGIC))
    True
    >>> needs_replacement(Proposal("d", True, STRATEGIC))
    False
    >>> needs_replacement(Proposal("e", True, LEVERAGE)), needs_replacement(Proposal("e", True))
    (False, False)
    >>> needs_replacement(Proposal("e", False, BOTTLENECK))
    False
    """
    ends = proposal.is_supplier and proposal.grade == _ENDING
    return ends and proposal.position in _HARD_TO_REPLACE
