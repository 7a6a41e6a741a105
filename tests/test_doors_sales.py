from odoo import Command, fields
from odoo.tests import tagged

from .doors_common import SALE, OrderDoorsCase, attack, forgery


@tagged("post_install", "-at_install")
class TestDoorsSales(OrderDoorsCase):
    """Every way to sell more than the limit of 1,000 allows."""

    kind = SALE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.salesman
        cls.poor = cls._party("Poor", limit=100.0)
        cls.tax = cls.env["account.tax"].create({"name": "0", "amount": 0.0})

    def _made(self, amount, **values):
        return self._sale(amount, **values)

    # Becoming an order

    @attack
    def attack_copied_with_a_default_state(self):
        return self._tried(self._sale(1200.0), "copy", {"state": "sale"})

    @attack
    def attack_known_bypass_keys(self):
        context = {
            "bypass_risk": True,
            "check_exception": False,
            "credit_skip": True,
            "install_mode": True,
            "tracking_disable": True,
        }
        return self._tried(self._sale(1200.0), "action_confirm", context=context)

    @attack
    def attack_server_action_that_writes(self):
        order = self._sale(1200.0)
        action = self.env["ir.actions.server"].create(
            {
                "name": "Confirm",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "state": "object_write",
                "update_path": "state",
                "selection_value": self.env["ir.model.fields.selection"]
                .search(
                    [
                        ("field_id.model", "=", "sale.order"),
                        ("field_id.name", "=", "state"),
                        ("value", "=", "sale"),
                    ]
                )
                .id,
                "group_ids": [Command.link(self.env.ref("base.group_user").id)],
            }
        )
        context = {"active_model": "sale.order", "active_ids": order.ids, "active_id": order.id}
        return self._tried(action, "run", context=context)

    @attack
    def attack_server_action_that_runs_code(self):
        """Code of an action may use superuser mode; the limit is checked all the same."""
        order = self._sale(1200.0)
        action = self.env["ir.actions.server"].create(
            {
                "name": "Confirm",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "state": "code",
                "code": "records.sudo().action_confirm()",
                "group_ids": [Command.link(self.env.ref("base.group_user").id)],
            }
        )
        context = {"active_model": "sale.order", "active_ids": order.ids, "active_id": order.id}
        return self._tried(action, "run", context=context)

    @attack
    def attack_cancelled_order_written_back(self):
        order = self._confirmed()
        self._call(self.salesman, order, "action_cancel")
        self._confirmed()
        return self._tried(order, "write", {"state": "sale"})

    @attack
    def attack_other_company_first_in_the_switcher(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.salesman.company_ids |= other
        self.env["counterparty.profile"].create(
            {"partner_id": self.partner.id, "company_id": other.id, "state": "approved"}
        )._set_limit(1000000.0, "test")
        context = {"allowed_company_ids": [other.id, self.company.id]}
        return self._tried(self._sale(1200.0), "action_confirm", context=context)

    # Who owes it

    @attack
    def attack_invoice_address_before_confirmation(self):
        return self._tried(self._sale(600.0, partner_invoice_id=self.poor.id), "action_confirm")

    @attack
    def attack_invoice_address_after_confirmation(self):
        return self._tried(self._confirmed(), "write", {"partner_invoice_id": self.poor.id})

    @attack
    def attack_partner_after_confirmation(self):
        values = {"partner_id": self.stranger_party.id, "partner_invoice_id": self.partner.id}
        return self._tried(self._confirmed(), "write", values)

    # What it is worth

    @attack
    def attack_fiscal_position(self):
        order = self._sale(600.0)
        self.service.taxes_id = self.tax
        order.order_line.tax_ids = self.tax
        self._call(self.salesman, order, "action_confirm")
        position = self.env["account.fiscal.position"].create({"name": "Heavy"})
        self.heavy_tax.write(
            {
                "fiscal_position_ids": [Command.link(position.id)],
                "original_tax_ids": [Command.link(self.tax.id)],
            }
        )
        self._call(self.salesman, order, "write", {"fiscal_position_id": position.id})
        return self._tried(order, "action_update_taxes")

    @attack
    def attack_product(self):
        values = {"product_id": self.service.copy().id, "price_unit": 5000.0}
        return self._tried(self._confirmed().order_line, "write", values)

    @attack
    def attack_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        return self._tried(self._confirmed().order_line, "write", {"product_uom_id": dozen.id})

    @attack
    def attack_negative_line_emptied(self):
        lines = [Command.create(self._line(price_unit=price)) for price in (2000.0, -1400.0)]
        order = self._sale(0.0, order_line=lines)
        self._call(self.salesman, order, "action_confirm")
        return self._tried(order.order_line[1], "write", {"product_uom_qty": 0})

    @attack
    def attack_company(self):
        other = self.env["res.company"].create({"name": "Other", "counterparty_mode": "block"})
        self.salesman.company_ids |= other
        order = self._confirmed()
        order.pricelist_id.sudo().company_id = False
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        context = {"allowed_company_ids": [self.company.id, other.id]}
        values = {"company_id": other.id, "warehouse_id": warehouse.id}
        return self._tried(order, "write", values, context=context)

    @attack
    def attack_date_within_the_horizon(self):
        self.company.counterparty_horizon_days = 30
        far = fields.Datetime.add(fields.Datetime.now(), days=90)
        order = self._confirmed(5000.0, commitment_date=far)
        return self._tried(order, "write", {"commitment_date": fields.Datetime.now()})

    # Figures that the exposure reads

    @forgery
    def attack_forged_invoiced_amount(self):
        line = self._confirmed().order_line
        return self._tried(line, "write", {"untaxed_amount_invoiced": 9e9})

    @forgery
    def attack_forged_state_of_a_line(self):
        return self._tried(self._confirmed().order_line, "write", {"state": "cancel"})

    @forgery
    def attack_forged_way_of_delivery(self):
        line = self._confirmed().order_line
        return self._tried(line, "write", {"qty_delivered_method": "stock_move"})

    @forgery
    def attack_forged_by_a_new_line(self):
        values = self._line(order_id=self._confirmed().id, price_unit=0, price_total=-500.0)
        return self._tried(self.env["sale.order.line"], "create", [values])

    @forgery
    def attack_line_made_a_down_payment(self):
        return self._tried(self._confirmed().order_line, "write", {"is_downpayment": True})

    @forgery
    def attack_delivered_emptied_after_cancelling(self):
        self.service.invoice_policy = "delivery"
        order = self._confirmed()
        self._call(self.salesman, order.order_line, "write", {"qty_delivered": 1})
        self._call(self.salesman, order, "action_cancel")
        return self._tried(order.order_line, "write", {"qty_delivered": 0})

    def test_import_of_confirmed_orders(self):
        self._check_import()

    def test_innocent_order_of_a_batch_is_named(self):
        self._check_innocent()

    def test_without_the_gate_every_attack_goes_through(self):
        self._prove()
