"""Suppliers: how hard each is to replace, whom a customer designated, what is to be corrected."""

#: Positions of suppliers in supply.
POSITIONS = {"s01": "strategic", "s02": "ordinary", "s03": "bottleneck", "s04": "leverage"}
#: A carrier that a customer prescribes.
DESIGNATED, CUSTOMER = "s02", "c01"
#: Issued that many days ago, and the days until the deadline.
ISSUED, DEADLINE = -12, 15
ISSUE = (
    "现场审核发现:危险化学品仓库分区标识不全,批次检验记录缺失;已预付的50吨合成树脂逾期40天未到货。"
)
MEASURE = "补齐仓库分区标识和批次检验记录并提供照片;书面说明逾期原因,确定到货日期或退还预付款。"


def build(stage):
    """Place the suppliers, and issue the notice to the one whose audit failed."""
    for key, position in POSITIONS.items():
        stage.profile(key).with_env(stage.by("office")).supply_position = position
    row = stage.profile(DESIGNATED).with_env(stage.by("office"))
    row.designated_by_id = stage.parties[CUSTOMER]
    actions = stage.by("office")["counterparty.corrective"]
    action = actions.create(
        {
            "profile_id": stage.profile("s04").id,
            "issue": ISSUE,
            "measure": MEASURE,
            "severity": "high",
            "is_warning": True,
            "deadline": stage.day(DEADLINE),
        }
    )
    action.action_issue()
    action.with_env(stage.env).issue_date = stage.day(ISSUED)
    stage.name("corrective_s04", action)
