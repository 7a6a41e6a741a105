from odoo import Command, fields
from odoo.tests import tagged

from .doors_common import DoorsCase, attack, attempt, forgery


@tagged("post_install", "-at_install")
class TestDoorsSales(DoorsCase):
    """Every way to sell more than the limit of 1,000 allows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poor = cls._party("Poor", limit=100.0)
        cls.stranger_party = cls.env["res.partner"].create({"name": "Unknown", "is_company": True})
        cls.dear = cls.env["res.currency"].create({"name": "DEA", "symbol": "D"})
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.dear.id, "rate": 0.1, "name": "2020-01-01"}
        )
        cls.tax, cls.heavy_tax = cls.env["account.tax"].create(
            [{"name": "0", "amount": 0.0}, {"name": "900", "amount": 900.0}]
        )

    def _confirmed(self, amount=600.0, **values):
        order = self._sale(amount, **values)
        self._call(self.salesman, order, "action_confirm")
        return order

    def _tried(self, records, method, *args, **kwargs):
        return attempt(self.salesman, records, method, *args, **kwargs)

    def _line(self, **values):
        return {"product_id": self.service.id, "price_unit": 1200.0, "tax_ids": False, **values}

    # Becoming an order

    @attack
    def attack_confirm_button(self):
        return self._tried(self._sale(1200.0), "action_confirm")

    @attack
    def attack_batch_of_two(self):
        return self._tried(self._sale(600.0) | self._sale(600.0), "action_confirm")

    @attack
    def attack_state_written(self):
        return self._tried(self._sale(1200.0), "write", {"state": "sale"})

    @attack
    def attack_state_saved_by_the_form(self):
        return self._tried(self._sale(1200.0), "web_save", {"state": "sale"}, specification={})

    @attack
    def attack_created_as_order(self):
        values = {"partner_id": self.partner.id, "order_line": [Command.create(self._line())]}
        return self._tried(self.env["sale.order"], "create", [{**values, "state": "sale"}])

    @attack
    def attack_created_by_default_state(self):
        values = {"partner_id": self.partner.id, "order_line": [Command.create(self._line())]}
        context = {"default_state": "sale"}
        return self._tried(self.env["sale.order"], "create", [values], context=context)

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
    def attack_cancelled_order_reopened_and_confirmed(self):
        order = self._confirmed()
        self._call(self.salesman, order, "action_cancel")
        self._confirmed()
        self._call(self.salesman, order, "action_draft")
        return self._tried(order, "action_confirm")

    @attack
    def attack_second_order_beside_a_draft_invoice(self):
        self._confirmed().sudo()._create_invoices()
        return self._tried(self._sale(600.0), "action_confirm")

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
    def attack_partner_that_was_never_admitted(self):
        return self._tried(self._sale(0.0, partner=self.stranger_party), "action_confirm")

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
    def attack_quantity(self):
        return self._tried(self._confirmed().order_line, "write", {"product_uom_qty": 100})

    @attack
    def attack_quantity_through_the_order(self):
        order = self._confirmed()
        update = Command.update(order.order_line.id, {"product_uom_qty": 100})
        return self._tried(order, "web_save", {"order_line": [update]}, specification={})

    @attack
    def attack_price(self):
        return self._tried(self._confirmed().order_line, "write", {"price_unit": 9600.0})

    @attack
    def attack_negative_discount(self):
        return self._tried(self._confirmed().order_line, "write", {"discount": -500})

    @attack
    def attack_tax(self):
        values = {"tax_ids": [Command.set(self.heavy_tax.ids)]}
        return self._tried(self._confirmed().order_line, "write", values)

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
    def attack_line_added(self):
        values = self._line(order_id=self._confirmed().id)
        return self._tried(self.env["sale.order.line"], "create", [values])

    @attack
    def attack_line_added_by_a_default(self):
        context = {"default_order_id": self._confirmed().id}
        return self._tried(self.env["sale.order.line"], "create", [self._line()], context=context)

    @attack
    def attack_line_added_through_the_order(self):
        values = {"order_line": [Command.create(self._line())]}
        return self._tried(self._confirmed(), "write", values)

    @attack
    def attack_line_moved_in_from_a_draft(self):
        line = self._sale(500.0).order_line
        return self._tried(line, "write", {"order_id": self._confirmed().id})

    @attack
    def attack_negative_line_emptied(self):
        lines = [Command.create(self._line(price_unit=price)) for price in (2000.0, -1400.0)]
        order = self._sale(0.0, order_line=lines)
        self._call(self.salesman, order, "action_confirm")
        return self._tried(order.order_line[1], "write", {"product_uom_qty": 0})

    @attack
    def attack_currency(self):
        return self._tried(self._confirmed(), "write", {"currency_id": self.dear.id})

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
    def attack_payment_term(self):
        term = self.env["account.payment.term"].create(
            {"name": "Advance", "counterparty_settlement": "advance"}
        )
        order = self._confirmed(5000.0, payment_term_id=term.id)
        return self._tried(order, "write", {"payment_term_id": False})

    @attack
    def attack_date_within_the_horizon(self):
        self.company.counterparty_horizon_days = 30
        far = fields.Datetime.add(fields.Datetime.now(), days=90)
        order = self._confirmed(5000.0, commitment_date=far)
        return self._tried(order, "write", {"commitment_date": fields.Datetime.now()})

    @attack
    def attack_unlocked_order(self):
        order = self._confirmed()
        order.sudo().action_lock()
        order.sudo().action_unlock()
        return self._tried(order.order_line, "write", {"product_uom_qty": 100})

    # Figures that the exposure reads

    @forgery
    def attack_forged_invoiced_amount(self):
        line = self._confirmed().order_line
        return self._tried(line, "write", {"untaxed_amount_invoiced": 9e9})

    @forgery
    def attack_forged_total_of_a_line(self):
        return self._tried(self._confirmed().order_line, "write", {"price_total": 0.0})

    @forgery
    def attack_forged_total_of_an_order(self):
        return self._tried(self._confirmed(), "write", {"amount_total": 0.0})

    @forgery
    def attack_forged_state_of_a_line(self):
        return self._tried(self._confirmed().order_line, "write", {"state": "cancel"})

    @forgery
    def attack_forged_party_of_a_line(self):
        values = {"counterparty_party_id": self.poor.id}
        return self._tried(self._confirmed().order_line, "write", values)

    @forgery
    def attack_forged_invoiced_quantity(self):
        return self._tried(self._confirmed().order_line, "write", {"qty_invoiced": 9})

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

    @forgery
    def attack_foreign_invoice_linked_from_the_line(self):
        foreign = self._invoice(500.0, partner=self._party("Other")).invoice_line_ids
        values = {"invoice_lines": [Command.link(foreign.id)]}
        return self._tried(self._confirmed().order_line, "write", values)

    def test_import_of_confirmed_orders(self):
        names = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/price_unit"]
        row = [str(self.partner.id), "sale", str(self.service.id), "1200"]
        orders = self.env["sale.order"]
        result = self._call(self.salesman, orders, "load", names, [row])
        self.assertFalse(result["ids"])
        self.assertIn("200.00", result["messages"][0]["message"])
        self.company.counterparty_mode = "off"
        self.assertTrue(self._call(self.salesman, orders, "load", names, [row])["ids"])

    def test_innocent_order_of_a_batch_is_named(self):
        """Odoo confirms a batch in one transaction: who holds up whom is said."""
        innocent = self._sale(50.0, partner=self.poor)
        blocked = self._sale(1200.0)
        message = self._refused(self.salesman, innocent | blocked, "action_confirm")
        self.assertIn(f"Nothing speaks against {innocent.name}", message)
        self.assertIn("Party", message.split("Nothing speaks")[1])
        self._call(self.salesman, innocent, "action_confirm")
        self.assertEqual(innocent.state, "sale")

    def test_without_the_gate_every_attack_goes_through(self):
        self._prove()
