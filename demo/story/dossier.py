"""Information files: yearly figures of some parties, and what is in their credit record."""

from typing import NamedTuple


class Year(NamedTuple):
    """Figures of a year, in 10,000 yuan, the last year first."""

    revenue: float
    profit: float
    assets: float
    liabilities: float


FIGURES = {
    "c01": ((18_600, 1_210, 14_300, 5_900), (17_200, 1_080, 13_100, 5_600)),
    "c02": ((9_400, 260, 8_800, 5_700), (9_900, 410, 8_300, 5_100), (9_100, 380, 7_600, 4_700)),
    "c05": ((2_300, -640, 3_100, 3_400), (3_900, -210, 3_600, 3_200), (5_200, 90, 4_100, 3_300)),
    "s01": ((42_000, 1_900, 36_500, 20_400), (39_500, 2_300, 34_000, 18_900)),
}
_UNIT = 10_000
#: Party, who entered it, days ago, type, source, description.
EVENTS = (
    (
        "c05",
        "finance",
        -45,
        "lawsuit_own",
        "(示例)民初0005号",
        "买卖合同纠纷:我司起诉追收逾期货款35万元,已立案。",
    ),
    (
        "c04",
        "office",
        -20,
        "lawsuit_other",
        "公开裁判信息(示例)",
        "与其他供应商存在货款纠纷,标的额不大。",
    ),
)


def build(stage):
    """Enter the figures and the events, on the days on which they became known."""
    figures = stage.by("office")["counterparty.financial"]
    figures.create(
        [
            {
                "partner_id": stage.parties[key].id,
                "year": stage.today.year - 1 - back,
                "revenue": year.revenue * _UNIT,
                "net_profit": year.profit * _UNIT,
                "total_assets": year.assets * _UNIT,
                "total_liabilities": year.liabilities * _UNIT,
                "source": "party" if key == "c05" else "audited",
            }
            for key, years in FIGURES.items()
            for back, year in enumerate(Year(*row) for row in years)
        ]
    )
    for key, login, day, kind, source, description in EVENTS:
        event = stage.by(login)["counterparty.event"].create(
            {
                "profile_id": stage.profile(key).id,
                "event_type": kind,
                "date": stage.day(day),
                "source": source,
                "description": description,
            }
        )
        event.sudo().entry_date = stage.day(day)
        stage.name(f"event_{key}", event)
