"""What the parties of a group share (article 17)."""

from dataclasses import dataclass

#: Amounts are compared to half a cent: equal to the limit passes.
EPSILON = 0.005


@dataclass(frozen=True)
class Shared:
    """The limit that the parties of a group share, and what they occupy together.

    ``before`` and ``after`` the operation; amounts are in company currency.
    """

    name: str
    limit: float
    before: float
    after: float

    @property
    def excess(self):
        """By how much the group would exceed its limit, if the operation adds to it at all.

        What moves from one party of a group to another adds nothing.

        >>> Shared("g", 100.0, 80.0, 120.0).excess, Shared("g", 100.0, 120.0, 120.0).excess
        (20.0, 0.0)
        """
        rises = self.after - self.before > EPSILON
        return self.after - self.limit if rises else 0.0
