"""What yearly figures of a party say together (information file: 财务状况)."""

#: Years that can be meant.
FIRST_YEAR, LAST_YEAR = 1950, 2999


def net_assets(assets, liabilities):
    """What belongs to the owners.

    >>> net_assets(500.0, 600.0)
    -100.0
    """
    return assets - liabilities


def debt_ratio(assets, liabilities):
    """Liabilities as a share of the assets; zero where no assets are known.

    >>> debt_ratio(500.0, 300.0), debt_ratio(0.0, 300.0)
    (0.6, 0.0)
    """
    return liabilities / assets if assets > 0 else 0.0


def is_possible(year, this_year):
    """Whether a year can have figures: it has begun.

    >>> is_possible(2024, 2026), is_possible(2027, 2026), is_possible(24, 2026)
    (True, False, False)
    """
    return FIRST_YEAR <= year <= min(this_year, LAST_YEAR)
