"""What is open today: quotations, requests and applications that wait for somebody."""

from odoo import fields

from . import admission, checks, limits, trade
from .cast import Paper, Party
from .supply import Purchase, request

#: Party, product, quantity, term: what happens when they are confirmed is in the comments.
QUOTATIONS = (
    ("c01", "steel", 50, "net60"),  # 200,000 passes
    ("c02", "steel", 25, "net60"),  # 100,000 passes; the licence expires soon
    ("c03", "steel", 75, "net30"),  # 300,000 exceeds the limit by 230,000
    ("c04", "steel", 20, "net30"),  # 80,000: grade D, overdue, over the limit
    ("c05", "resin", 6, "net30"),  # 60,000: grade E
    ("c08", "steel", 50, "net60"),  # 200,000 passes
    ("c09", "freight", 150, "net60"),  # 150,000 exceeds the limit by 50,000
)
#: Signed in the portal: 120,000 exceeds the limit by 20,000 until something is paid.
HELD = ("c09", "freight", 120, "net60")
_SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
REQUESTS = (
    Purchase("s02", "freight", 40, 1_000),  # 40,000 passes: payable after receipt
    Purchase("s03", "mould", 1, 20_000),  # 20,000: a certificate has expired
    Purchase("s04", "resin", 10, 10_000),  # 100,000: grade D, over the limit
)
_OLD = (
    Paper("business", "330200999999022", representative="示例法定代表人甲"),
    Paper("organisation", "PDY00006-0", 500, "示例法定代表人甲"),
    Paper("tax", "330200PDY000060", representative="示例法定代表人乙"),
)
RETURNED = Party(
    "新港示例电器有限公司",
    _OLD,
    "customer",
    "sales1",
    800_000,
    -9,
    "浙江省宁波市示例路6号",
    "热轧钢板销售,月结30天",
    regime="three_licences",
)
LISTED = Party(
    "云岭示例矿业有限公司",
    (Paper("business", "91530100PDY000079K"),),
    "customer",
    "sales1",
    600_000,
    -3,
    "云南省昆明市示例路7号",
    "热轧钢板销售,月结30天",
    former="云岭虚构矿产有限公司",
)
WAITING = Party(
    "金穗示例村股份经济合作社",
    (Paper("business", "N2330381PDY000159X", 1500),),
    "supplier",
    "buyer",
    200_000,
    -5,
    "浙江省温州市示例村15号",
    "农副产品采购,货到付款",
)


def build(stage):
    """Leave the quotations, requests and applications of today."""
    for party, product, quantity, term in QUOTATIONS:
        stage.name(f"order_{party}", trade.sale(stage, party, product, quantity, term))
    _hold(stage)
    requests = stage.by("buyer")["purchase.order"].create(
        [request(stage, wanted) for wanted in REQUESTS]
    )
    stage.name_all(
        {f"rfq_{row.party}": order for row, order in zip(REQUESTS, requests, strict=True)}
    )
    _applications(stage)
    checks.require(stage)
    limits.ask(stage)


def _hold(stage):
    """What the customer signed last night waits for room."""
    order = trade.sale(stage, *HELD)
    signed = {
        "signed_by": "示例采购员",
        "signed_on": fields.Datetime.now(),
        "signature": _SIGNATURE,
    }
    order.sudo().write(signed)
    order._counterparty_keep()
    order._counterparty_ask()
    stage.name("order_c09_held", order)


def _applications(stage):
    returned = admission.apply(stage, RETURNED)
    returned.with_env(stage.by("office")).action_send_back(
        "营业执照与税务登记证的法定代表人不一致,请补充变更后的证照。"
    )
    listed = admission.apply(stage, LISTED)
    existing = stage.env["res.partner"].create({"name": WAITING.name, "is_company": True})
    stage.parties["s05"] = existing
    waiting = admission.apply(stage, WAITING, partner_id=existing.id)
    checks.answer(stage, waiting)
    admission.review(stage, waiting)
    for key, application, party in (
        ("c06", returned, RETURNED),
        ("c07", listed, LISTED),
        ("s05", waiting, WAITING),
    ):
        application.sudo().application_date = stage.day(party.since)
        stage.name(f"application_{key}", application)
    stage.name("partner_s05", existing)
