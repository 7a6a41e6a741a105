"""The ratings of the last half year, as they were submitted, reviewed and approved."""

from typing import NamedTuple


class Rating(NamedTuple):
    """What the leadership approved for a party, and why."""

    party: str
    grade: str
    limit: float
    reason: str


#: The period rated, and when the leadership approved, in days from today.
PERIOD, REVIEWED, APPROVED = (-190, -10), -8, -7
#: Until when limits that lie below what is occupied are to be reached.
WOUND_DOWN = 60
RATINGS = (
    Rating("c01", "a", 4_000_000, "一贯提前付款;额度高于测算值,因年度框架协议已签订。"),
    Rating("c02", "b", 3_000_000, "付款基本准时,逾期不超过6天。"),
    Rating("c03", "c", 1_500_000, "回款逾期10至20天,降低额度。"),
    Rating("c04", "d", 200_000, "五笔回款中两笔逾期超过30天,现有货款逾期,限制合作并压降。"),
    Rating("c05", "e", 0, "货款逾期超过120天,终止合作,启动诉讼。"),
    Rating("c08", "b", 2_500_000, "往来正常,采购与销售互抵后占用下降。"),
    Rating("c09", "b", 1_000_000, "准时付款,与母公司合并控制。"),
    Rating("s01", "a", 4_000_000, "十次供货中一次迟交,质量稳定。"),
    Rating("s02", "b", 300_000, "服务及时,对账清楚。"),
    Rating("s03", "c", 300_000, "质量合格,证照更新不及时。"),
    Rating("s04", "d", 500_000, "现场审核未通过,预付货款逾期未到货,限制合作。"),
    Rating("f01", "b", 1_000_000, "按期付款。"),
    Rating("f02", "c", 500_000, "新供应商,预付比例较高。"),
)


def build(stage):
    """Rate every party of the ledger through the workflow, on the days of then."""
    for row in RATINGS:
        rating = _submit(stage, row)
        rating.with_env(stage.by("office")).action_review()
        rating.with_env(stage.by("leader")).action_approve("同意")
        stage.name(f"rating_{row.party}", rating)
        _backdate(stage, rating.with_env(stage.env))


def _submit(stage, row):
    profile = stage.profile(row.party)
    start, end = (stage.day(offset) for offset in PERIOD)
    ratings = stage.env(user=profile.responsible_id.id, su=False)["counterparty.rating"]
    rating = ratings.create(
        {
            "profile_id": profile.id,
            "period_start": start,
            "period_end": end,
            "proposed_grade": row.grade,
            "proposed_limit": row.limit,
            "reason": row.reason,
        }
    )
    rating.action_submit()
    return rating


def _backdate(stage, rating):
    rating.write({"review_date": stage.day(REVIEWED), "approval_date": stage.day(APPROVED)})
    profile = rating.profile_id
    profile.limit_ids.sorted("id")[-1:].date_from = stage.day(APPROVED)
    if profile.wind_down_deadline:
        profile.wind_down_start_date = stage.day(APPROVED)
        profile.wind_down_deadline = stage.day(WOUND_DOWN)
