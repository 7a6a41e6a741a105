"""Grades A to E (articles 12 and 15): their order and what each allows by default."""

from dataclasses import dataclass

#: Behaviour at confirmation, from mild to strict.
OVER_LIMIT, NO_RISE, BARRED = "over_limit", "no_rise", "barred"


@dataclass(frozen=True)
class GradePolicy:
    """Days and percent; ``overdue_days`` is how late an item may be before orders stop."""

    code: str
    coefficient: float
    max_term_days: int
    max_prepayment_percent: float
    cycle_months: int
    behaviour: str
    overdue_days: int


DEFAULTS = (
    GradePolicy("a", 1.2, 90, 100.0, 12, OVER_LIMIT, 60),
    GradePolicy("b", 1.0, 60, 80.0, 6, OVER_LIMIT, 60),
    GradePolicy("c", 0.7, 30, 50.0, 6, OVER_LIMIT, 30),
    GradePolicy("d", 0.3, 0, 0.0, 3, NO_RISE, 30),
    GradePolicy("e", 0.0, 0, 0.0, 0, BARRED, 0),
)
#: An unrated party is treated like this grade.
UNRATED_AS = "c"


def effective(grade):
    """The grade whose policy applies.

    >>> effective(None), effective("a")
    ('c', 'a')
    """
    return grade or UNRATED_AS
