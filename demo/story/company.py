"""The company: currencies, chart of accounts, warehouse, taxes, payment terms and products."""

from odoo import Command

from .stage import LANG

NAME = "示例供应链管理有限公司"
CODE = "91310115PDY000909H"
GROUP_NAME = "示例集团股份有限公司"
GROUP_CODE = "91110000PDY0009172"
#: Company currency per unit of a foreign one.
RATES = {"EUR": 7.80, "USD": 7.10}
#: Key, name, settlement, days.
TERMS = (
    ("advance", "款到发货", "advance", 0),
    ("after_receipt", "货到付款/月结30天", "after_receipt", 30),
    ("net30", "月结30天", "credit", 30),
    ("net60", "月结60天", "credit", 60),
)
#: Key, name, storable, price and cost.
PRODUCTS = (
    ("steel", "热轧钢板(示例)", True, 4000.0, 3000.0),
    ("mould", "冲压模具(示例)", True, 20000.0, 16000.0),
    ("resin", "合成树脂(示例)", True, 10000.0, 8000.0),
    ("solvent", "工业丙酮(示例)", True, 6000.0, 5000.0),
    ("freight", "公路运输服务(示例)", False, 1000.0, 800.0),
)


def exists(stage):
    """Whether the story was told here before, by this or an earlier installation."""
    return bool(stage.env["res.company"].search_count([("partner_id.company_registry", "=", CODE)]))


def build(stage):
    """Create the company without control: what happened before it was introduced passes."""
    env = stage.env
    env["res.lang"]._activate_and_install_lang(LANG)
    # while this addon is being installed, its own data are not translated yet
    env["ir.module.module"]._load_module_terms(["counterparty_control"], [LANG])
    currencies = env["res.currency"].with_context(active_test=False)
    currencies.search([("name", "in", ["CNY", *RATES]), ("active", "=", False)]).active = True
    china = env.ref("base.cn")
    parent = env["res.partner"].create(
        {
            "name": GROUP_NAME,
            "is_company": True,
            "country_id": china.id,
            "company_registry": GROUP_CODE,
            "vat": GROUP_CODE,
            "lang": LANG,
        }
    )
    stage.name("partner_x00", parent)
    company = env["res.company"].create(
        {
            "name": NAME,
            "country_id": china.id,
            "currency_id": env.ref("base.CNY").id,
            "street": "示例路1号",
            "city": "上海市",
            "company_registry": CODE,
            "vat": CODE,
            "counterparty_mode": "off",
            "counterparty_parent_id": parent.id,
            "counterparty_report_scope": "all",
        }
    )
    stage.name("company", company)
    stage.enter(company)
    _accounts(stage)
    _trade(stage)
    stage.company.partner_id.lang = LANG


def switch_on(stage):
    """Introduce the control."""
    stage.company.counterparty_mode = "block"


def _accounts(stage):
    env, company = stage.env, stage.company
    env["account.chart.template"]._load("cn", company, install_demo=False)
    env["ir.default"].set("res.partner", "lang", LANG, company_id=company.id)
    env["res.currency.rate"].create(
        [
            {
                "currency_id": env.ref(f"base.{code}").id,
                "company_id": company.id,
                "name": stage.day(-500),
                "inverse_company_rate": rate,
            }
            for code, rate in RATES.items()
        ]
    )
    bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
    methods = bank.inbound_payment_method_line_ids + bank.outbound_payment_method_line_ids
    methods.payment_account_id = bank.default_account_id


def _trade(stage):
    env, company = stage.env, stage.company
    warehouses = env["stock.warehouse"]
    here = warehouses.search([("company_id", "=", company.id)])  # tests find one, others do not
    stage.warehouse = here or warehouses.create({"code": "WH", "company_id": company.id})
    stage.warehouse.name = "示例仓库"
    for key, tax in (
        ("sale", company.account_sale_tax_id),
        ("purchase", company.account_purchase_tax_id),
    ):
        included = {"name": f"{tax.name} 含税", "price_include_override": "tax_included"}
        stage.taxes[key] = tax.copy(included)
    terms = env["account.payment.term"].create([_term(company, *row[1:]) for row in TERMS])
    stage.terms = dict(zip((row[0] for row in TERMS), terms, strict=True))
    stage.name_all({f"term_{key}": term for key, term in stage.terms.items()})
    products = env["product.product"].create([_product(stage, *row[1:]) for row in PRODUCTS])
    stage.products = dict(zip((row[0] for row in PRODUCTS), products, strict=True))
    stage.name_all({f"product_{key}": product for key, product in stage.products.items()})


def _term(company, name, settlement, days):
    due = {"value": "percent", "value_amount": 100.0, "nb_days": days}
    return {
        "name": name,
        "company_id": company.id,
        "counterparty_settlement": settlement,
        "line_ids": [Command.create(due)],
    }


def _product(stage, name, storable, price, cost):
    kind = {"type": "consu", "is_storable": True} if storable else {"type": "service"}
    return {
        **kind,
        "name": name,
        "company_id": stage.company.id,
        "invoice_policy": "delivery" if storable else "order",
        "purchase_method": "receive" if storable else "purchase",
        "list_price": price,
        "standard_price": cost,
        "taxes_id": [Command.set(stage.taxes["sale"].ids)],
        "supplier_taxes_id": [Command.set(stage.taxes["purchase"].ids)],
    }
