"""What a contract of purchase must hold, and when that is asked for (合同要素检查)."""

from dataclasses import dataclass

from .shared import EPSILON

OFF, WARN, BLOCK = "off", "warn", "block"
#: The clauses, and the signed contract itself.
CONFIDENTIALITY, QUALITY, RETURN, SIGNED = "confidentiality", "quality", "return", "signed"
ELEMENTS = (CONFIDENTIALITY, QUALITY, RETURN, SIGNED)


@dataclass(frozen=True)
class Contract:
    """What a purchase has of a contract, and its amount in company currency."""

    elements: frozenset = frozenset()
    amount: float = 0.0


def missing(contract, threshold):
    """The elements that a purchase lacks; none where its amount is below the threshold.

    >>> missing(Contract(frozenset({QUALITY, SIGNED}), 100.0), 100.0)
    ('confidentiality', 'return')
    >>> missing(Contract(amount=99.0), 100.0)
    ()
    """
    if contract.amount < threshold - EPSILON:
        return ()
    return tuple(name for name in ELEMENTS if name not in contract.elements)


def opened(before, after):
    """The elements that a change of a confirmed purchase leaves missing, and that were not before.

    A purchase that was not confirmed before had none missing.

    >>> opened(("quality",), ("quality", "signed"))
    ('signed',)
    >>> opened(("quality",), ("quality",))
    ()
    """
    return tuple(name for name in after if name not in before)


def strictness(mode, is_controlled, blocks):
    """How strictly a company asks today: one that observes refuses nothing.

    >>> strictness(BLOCK, True, True), strictness(BLOCK, True, False)
    ('block', 'warn')
    >>> strictness(WARN, False, False)
    'off'
    """
    if not is_controlled:
        return OFF
    return WARN if mode == BLOCK and not blocks else mode
