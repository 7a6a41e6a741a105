"""Exceptions that wait to be decided, who decides on small ones, and a party on forced hold."""

#: The office decides up to that excess in percent of the limit, for so many days.
PERCENT, DAYS = 10.0, 15
#: Order, who asks, reason and plan.
ASKED = (
    ("order_c09", "sales1", "母公司担保,超额5万元为季末集中发货。", "30日内回款15万元。"),
    ("rfq_s04", "buyer", "停产在即,需备料一周。", "10日内到货,货到冲抵预付款。"),
)
#: A party that finance stopped.
STOPPED, WHY = "c05", "客户涉诉,账户被冻结,暂停一切新业务。"


def build(stage):
    """Set the tier, ask for two exceptions, and stop a party."""
    stage.env["counterparty.override.tier"].create(
        {"company_id": stage.company.id, "max_percent": PERCENT, "valid_days": DAYS}
    )
    for name, login, reason, plan in ASKED:
        order = stage.env.ref(f"counterparty_control.demo_{name}")
        override = stage.by(login)["counterparty.override"].create(
            {order._counterparty_field: order.id, "reason": reason, "plan": plan}
        )
        override.action_submit()
        stage.name(f"override_{name}", override)
    hold = stage.by("finance")["counterparty.hold"].create(
        {"profile_id": stage.profile(STOPPED).id, "reason": WHY}
    )
    stage.name(f"hold_{STOPPED}", hold)
