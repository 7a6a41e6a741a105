from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..policy import exposure
from .common import CounterpartyCommon


@tagged("post_install", "-at_install")
class TestGateOrders(CounterpartyCommon):
    """No order gets past the limit, whichever way it is confirmed or changed."""

    def test_within_limit_passes(self):
        order = self._sale(1000.0)
        self._call(self.salesman, order, "action_confirm")
        self.assertEqual(order.state, "sale")
        self.assertEqual(exposure.projected(self._exposure()), 1000.0)

    def test_over_limit_is_refused_with_figures(self):
        self._call(self.salesman, self._sale(600.0), "action_confirm")
        order = self._sale(600.0)
        message = self._refused(self.salesman, order, "action_confirm")
        for figure in ("1,000.00", "600.00", "200.00"):
            self.assertIn(figure, message)
        self.assertEqual(order.state, "draft")

    def test_batch_is_judged_together(self):
        orders = self._sale(600.0) | self._sale(600.0)
        self._refused(self.salesman, orders, "action_confirm")

    def test_state_by_write_create_default_and_import(self):
        order = self._sale(1200.0)
        self._refused(self.salesman, order, "write", {"state": "sale"})
        self._refused(self.salesman, order, "web_save", {"state": "sale"}, specification={})
        line = Command.create(
            {"product_id": self.service.id, "price_unit": 1200.0, "tax_ids": False}
        )
        values = {"partner_id": self.partner.id, "order_line": [line]}
        model = self.env["sale.order"]
        self._refused(self.salesman, model, "create", [{**values, "state": "sale"}])
        self._refused(self.salesman, model, "create", [values], context={"default_state": "sale"})
        names = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/price_unit"]
        row = [str(self.partner.id), "sale", str(self.service.id), "1200"]
        result = self._call(self.salesman, model, "load", names, [row])
        self.assertFalse(result["ids"])
        self.assertIn("1,000.00", result["messages"][0]["message"])

    def test_links_that_a_new_line_has_none_of(self):
        """The web client names them when it saves a line that a dialog added."""
        order = self._sale(100.0)
        line = {"product_id": self.service.id, "invoice_lines": []}
        self._call(self.salesman, order, "write", {"order_line": [Command.create(line)]})
        self.assertEqual(len(order.order_line), 2)

    def test_figures_cannot_be_forged(self):
        order = self._sale(1200.0)
        forged = ({"untaxed_amount_invoiced": 9e9}, {"price_total": 0.0}, {"state": "cancel"})
        for values in forged:
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._call(self.salesman, order.order_line, "write", values)
        with self.assertRaises(AccessError):
            line = Command.update(order.order_line.id, forged[0])
            self._call(self.salesman, order, "write", {"order_line": [line]})
        with self.assertRaises(AccessError):
            self._call(self.salesman, order, "write", {"amount_total": 1.0})
        with self.assertRaises(AccessError):
            line = {"product_id": self.service.id, "order_id": order.id, **forged[0]}
            self._call(self.salesman, order.order_line.browse(), "create", [line])
        self._call(self.salesman, order.order_line, "write", {"is_downpayment": True})
        self._refused(self.salesman, order, "action_confirm")

    def test_context_keys_do_not_help(self):
        order = self._sale(1200.0)
        context = {
            "bypass_risk": True,
            "check_exception": False,
            "credit_skip": True,
            "install_mode": 1,
        }
        self._refused(self.salesman, order, "action_confirm", context=context)

    def test_raising_a_confirmed_order(self):
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        line = order.order_line
        self._refused(self.salesman, line, "write", {"product_uom_qty": 100})
        self._refused(self.salesman, line, "write", {"price_unit": 9600.0})
        self._refused(self.salesman, line, "write", {"discount": -500})
        extra = Command.create(
            {"product_id": self.service.id, "price_unit": 500.0, "tax_ids": False}
        )
        self._refused(self.salesman, order, "write", {"order_line": [extra]})
        values = {"order_id": order.id, "product_id": self.service.id, "price_unit": 500.0}
        self._refused(self.salesman, line.browse(), "create", [{**values, "tax_ids": False}])
        other = self._sale(500.0)
        self._refused(self.salesman, other.order_line, "write", {"order_id": order.id})
        self._call(self.salesman, line, "write", {"price_unit": 1000.0})
        self._call(self.salesman, line, "write", {"price_unit": 100.0})

    def test_over_limit_party_may_lower_but_not_raise(self):
        order = self._sale(900.0)
        self._call(self.salesman, order, "action_confirm")
        self._profile(self.partner)._set_limit(300.0, "test")
        self._call(self.salesman, order.order_line, "write", {"price_unit": 800.0})
        self._refused(self.salesman, order.order_line, "write", {"price_unit": 801.0})

    def test_other_invoice_address(self):
        debtor = self._party("Debtor", limit=100.0)
        order = self._sale(600.0, partner_invoice_id=debtor.id)
        self._refused(self.salesman, order, "action_confirm", contains="Debtor")
        stranger = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        order = self._sale(50.0, partner=stranger, partner_invoice_id=debtor.id)
        self._refused(self.salesman, order, "action_confirm", contains="Unknown")
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        self._refused(self.salesman, order, "write", {"partner_invoice_id": debtor.id})

    def test_not_approved_even_for_nothing(self):
        stranger = self.env["res.partner"].create({"name": "Unknown"})
        order = self._sale(0.0, partner=stranger)
        self._refused(self.salesman, order, "action_confirm", contains="admitted")

    def test_contact_of_a_party_counts_for_the_party(self):
        contact = self.env["res.partner"].create({"name": "Person", "parent_id": self.partner.id})
        self._refused(self.salesman, self._sale(1200.0, partner=contact), "action_confirm")

    def test_company_of_the_order_decides(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.salesman.company_ids |= other
        self._party("x", company=other)
        self.env["counterparty.profile"].create(
            {"partner_id": self.partner.id, "company_id": other.id, "state": "approved"}
        )._set_limit(1000000.0, "test")
        order = self._sale(1200.0)
        context = {"allowed_company_ids": [other.id, self.company.id]}
        self._refused(self.salesman, order, "action_confirm", context=context)

    def test_cancelled_order_is_judged_again(self):
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        self._call(self.salesman, order, "action_cancel")
        self._call(self.salesman, self._sale(600.0), "action_confirm")
        self._refused(self.salesman, order, "write", {"state": "sale"})

    def test_invoicing_the_order_passes(self):
        order = self._sale(1000.0)
        self._call(self.salesman, order, "action_confirm")
        self._profile(self.partner)._set_limit(10.0, "test")
        invoice = order.sudo()._create_invoices()
        self.assertEqual(exposure.projected(self._exposure()), 1000.0)
        self._call(self.accountant, invoice, "action_post")
        self.assertEqual(self._exposure().receivable, 1000.0)

    def test_draft_invoice_does_not_make_room(self):
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        order.sudo()._create_invoices()
        self._refused(self.salesman, self._sale(600.0), "action_confirm")

    def test_purchase(self):
        supplier = self._party("Supplier")
        self._refused(self.buyer, self._purchase(90000.0, supplier), "button_confirm")
        self._refused(self.buyer, self._purchase(90000.0, supplier), "button_approve")
        self._refused(self.buyer, self._purchase(90000.0, supplier), "write", {"state": "purchase"})
        order = self._purchase(600.0, supplier)
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "purchase")
        self._refused(self.buyer, order.order_line, "write", {"product_qty": 100})
        self._refused(
            self.buyer,
            self._purchase(600.0, supplier) | self._purchase(1.0, supplier),
            "button_confirm",
        )
        cancelled = self._purchase(2000.0, supplier)
        self._call(self.buyer, cancelled, "button_cancel")
        self._refused(self.buyer, cancelled, "button_approve")

    def test_mode_off_lets_all_through(self):
        """The attacks of this class are stopped by the gate and by nothing else."""
        self.company.counterparty_mode = "off"
        orders = self._sale(6000.0) | self._sale(6000.0)
        self._call(self.salesman, orders, "action_confirm")
        self.assertEqual(set(orders.mapped("state")), {"sale"})

    def test_links_cannot_be_forged(self):
        invoiced = self._invoice(500.0, partner=self._party("Other")).invoice_line_ids
        order = self._sale(1200.0)
        with self.assertRaises(AccessError):
            values = {"invoice_lines": [Command.link(invoiced.id)]}
            self._call(self.salesman, order.order_line, "write", values)
        purchase = self._purchase(600.0)
        with self.assertRaises(AccessError):
            self._call(self.buyer, purchase.order_line, "write", {"move_ids": [Command.clear()]})

    def test_orderer_is_judged_when_it_changes(self):
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        stranger = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        values = {"partner_id": stranger.id, "partner_invoice_id": self.partner.id}
        self._refused(self.salesman, order, "write", values, contains="Unknown")

    def test_confirmed_order_is_left_by_cancelling(self):
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        for state in ("draft", "sent"):
            with self.assertRaises(UserError):
                self._call(self.salesman, order, "write", {"state": state})
        purchase = self._purchase(100.0)
        self._call(self.buyer, purchase, "button_confirm")
        with self.assertRaises(UserError):
            self._call(self.buyer, purchase, "write", {"state": "sent"})
        self._call(self.buyer, purchase, "button_cancel")
        self._call(self.salesman, order, "action_cancel")
        self.assertEqual((order.state, purchase.state), ("cancel", "cancel"))

    def test_what_was_delivered_counts_after_cancelling(self):
        self.service.invoice_policy = "delivery"
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        self._call(self.salesman, order.order_line, "write", {"qty_delivered": 1})
        self._call(self.salesman, order, "action_cancel")
        self.assertEqual(exposure.projected(self._exposure()), 600.0)
        self._refused(self.salesman, self._sale(600.0), "action_confirm")

    def test_negative_order_makes_no_room(self):
        for order, method, user in (
            (self._purchase(-900.0), "button_confirm", self.buyer),
            (self._sale(-900.0), "action_confirm", self.salesman),
        ):
            self._call(user, order, method)
        self._refused(self.buyer, self._purchase(1100.0), "button_confirm")
        self._refused(self.salesman, self._sale(1100.0), "action_confirm")

    def test_receipts_are_not_written_on_the_line(self):
        goods = self.env["product.product"].create({"name": "Goods", "type": "consu"})
        order = self._purchase(0.0)
        order.order_line.product_id = goods
        order.order_line.write({"price_unit": 1000.0, "tax_ids": False, "product_qty": 1})
        self._call(self.buyer, order, "button_confirm")
        for values in (
            {"qty_received": 1},
            {"qty_received_method": "manual", "qty_received_manual": 1},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._call(self.buyer, order.order_line, "write", values)
        self._refused(self.buyer, self._purchase(1.0), "button_confirm")

    def test_service_counts_until_it_is_billed(self):
        order = self._purchase(1000.0)
        self._call(self.buyer, order, "button_confirm")
        self._call(self.buyer, order.order_line, "write", {"qty_received": 1})
        self._refused(self.buyer, self._purchase(1.0), "button_confirm")
        order.sudo().action_create_invoice()
        self.assertEqual(self._exposure().purchase_open, 1000.0)
        order.sudo().invoice_ids.write({"invoice_date": "2026-01-01"})
        order.sudo().invoice_ids.action_post()
        self.assertEqual(self._exposure().purchase_open, 0.0)

    def test_strip(self):
        self._call(self.salesman, self._sale(600.0), "action_confirm")
        order = self._sale(600.0)
        own = order.with_user(self.salesman).counterparty_summary
        self.assertEqual((own["limit"], own["occupied"], own["available"]), (1000.0, 600.0, 400.0))
        self.assertIn("200.00", own["reasons"][0])
        self.env.invalidate_all()
        foreign = order.with_user(self.stranger).counterparty_summary
        self.assertTrue(foreign["is_private"] and foreign["reasons"])
        self.assertNotIn("limit", foreign)
        self.assertNotIn("200.00", str(foreign))
