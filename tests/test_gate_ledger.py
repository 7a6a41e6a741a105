from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..policy import exposure
from .ledger_common import EntriesCommon


@tagged("post_install", "-at_install")
class TestGateLedger(EntriesCommon):
    """Entries and payments meet the gate; paying, crediting and settling always pass."""

    def test_prepayment_over_the_limit(self):
        payment = self._payment(1200.0)
        self._refused(self.accountant, payment, "action_post", contains="200.00")
        self._refused(self.accountant, payment, "action_validate")
        self._refused(self.accountant, payment, "write", {"state": "paid"})
        self._call(self.accountant, self._payment(1000.0), "action_post")
        self.assertEqual(self._exposure().prepayment, 1000.0)

    def test_payment_is_not_created_done(self):
        values = {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": self.partner.id,
            "journal_id": self.bank.id,
            "amount": 1.0,
            "state": "in_process",
        }
        with self.assertRaises(UserError):
            self._call(self.accountant, self.env["account.payment"], "create", [values])

    def test_prepaying_an_order_does_not_raise(self):
        order = self._purchase(1000.0)
        self._call(self.buyer, order, "button_confirm")
        self._call(self.accountant, self._payment(1000.0), "action_post")
        parts = self._exposure()
        self.assertEqual((parts.prepayment, parts.purchase_commitment), (1000.0, 0.0))
        self._refused(self.accountant, self._payment(1.0), "action_post")

    def test_paying_a_bill_passes(self):
        self._profile(self.partner)._set_limit(0.0, "test")
        bill = self._invoice(5000.0, move_type="in_invoice")
        self._call(self.accountant, self._register(bill), "action_create_payments")
        self.assertEqual(exposure.projected(self._exposure()), 0.0)

    def test_overpaying_a_bill_is_a_prepayment(self):
        bill = self._invoice(5000.0, move_type="in_invoice")
        self._refused(self.accountant, self._register(bill, 9000.0), "action_create_payments")

    def test_entries(self):
        for account in (self.prepayments, self.receivable, self.payable):
            with self.subTest(account=account.name):
                entry = self._entry(account, 1200.0)
                self._refused(self.accountant, entry, "action_post")
                self._refused(self.accountant, entry, "write", {"state": "posted"})
        self._call(self.accountant, self._entry(self.prepayments, 1000.0), "action_post")
        self.assertEqual(self._exposure().prepayment, 1000.0)

    def test_invoice_without_order(self):
        invoice = self._invoice(1200.0, post=False)
        self._refused(self.accountant, invoice, "action_post")
        invoice = self._invoice(800.0)
        self._call(self.accountant, invoice, "button_draft")
        self._call(self.accountant, invoice.invoice_line_ids, "write", {"price_unit": 2000.0})
        self._refused(self.accountant, invoice, "action_post")

    def test_moving_a_posted_item_to_another_party(self):
        rich = self._party("Rich", limit=100000.0)
        invoice = self._invoice(5000.0, partner=rich)
        line = invoice.line_ids.filtered(lambda item: item.account_id == self.receivable)
        self._refused(self.accountant, line, "write", {"partner_id": self.partner.id})

    def test_figures_cannot_be_forged(self):
        items = self._invoice(900.0).line_ids
        for values in ({"amount_residual": 0.0}, {"reconciled": True}, {"parent_state": "draft"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._call(self.accountant, items, "write", values)

    def test_crediting_and_collecting_pass_for_a_barred_party(self):
        invoice = self._invoice(900.0)
        self._profile(self.partner).grade = "e"
        self._profile(self.partner)._set_limit(0.0, "test")
        self._call(
            self.accountant, self._invoice(100.0, move_type="out_refund", post=False), "action_post"
        )
        self._call(
            self.accountant, self._invoice(100.0, move_type="in_refund", post=False), "action_post"
        )
        receipt = self._payment(500.0, payment_type="inbound", partner_type="customer")
        self._call(self.accountant, receipt, "action_post")
        self._call(self.accountant, self._register(invoice, 300.0), "action_create_payments")
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="E")

    def test_paid_in_advance_costs_no_credit(self):
        self._profile(self.partner)._set_limit(0.0, "test")
        receipt = self._payment(700.0, payment_type="inbound", partner_type="customer")
        self._call(self.accountant, receipt, "action_post")
        self._call(self.salesman, self._sale(700.0), "action_confirm")
        self._refused(self.salesman, self._sale(1.0), "action_confirm")

    def test_prepaid_term(self):
        term = self.env["account.payment.term"].create(
            {"name": "款到发货", "counterparty_settlement": "advance"}
        )
        order = self._sale(5000.0, payment_term_id=term.id)
        self._call(self.salesman, order, "action_confirm")
        invoice = order.sudo()._create_invoices()
        self._call(self.accountant, invoice, "action_post")
        other = self._sale(5000.0, payment_term_id=term.id)
        self._call(self.salesman, other, "action_confirm")
        self._refused(self.salesman, other, "write", {"payment_term_id": False})

    def test_overdue_and_restricted(self):
        late = fields.Date.add(fields.Date.today(), days=-70)
        self.company.counterparty_mode = "off"
        self._invoice(100.0, invoice_date=late, invoice_date_due=late)
        self.company.counterparty_mode = "block"
        message = self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="70")
        self.assertIn("100.00", message)
        self._profile(self.partner).grade = "d"
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="D")
        term = self.env["account.payment.term"].create(
            {"name": "款到发货", "counterparty_settlement": "advance"}
        )
        self._call(self.salesman, self._sale(1.0, payment_term_id=term.id), "action_confirm")

    def test_expired_licence(self):
        today = fields.Date.today()
        licence = self.env["counterparty.licence"].create(
            {
                "partner_id": self.partner.id,
                "type_id": self.env.ref("counterparty_control.licence_type_business").id,
                "number": "91310115MA1H9YGWXX",
                "expiry_date": fields.Date.add(today, days=-1),
            }
        )
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains=licence.number)
        self.company.counterparty_licence_grace_days = 1
        self._call(self.salesman, self._sale(1.0), "action_confirm")
        self.company.counterparty_licence_grace_days = 0
        licence.copy({"expiry_date": fields.Date.add(today, days=300)})
        self._call(self.salesman, self._sale(1.0), "action_confirm")

    def test_prohibited(self):
        self.partner.vat = "91310115MA1H9YGWXX"
        entry = self.env["counterparty.prohibition"].create(
            {"name": "Somebody", "codes": "91310115ma1h9ygwxx", "document_number": "2026-7"}
        )
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="2026-7")
        entry.date_to = fields.Date.add(fields.Date.today(), days=-1)
        entry.date_from = fields.Date.add(fields.Date.today(), days=-9)
        self._call(self.salesman, self._sale(1.0), "action_confirm")

    def test_observing_records_once_and_lets_through(self):
        self.company.counterparty_mode = "observe"
        order = self._sale(1200.0)
        self._call(self.salesman, order, "action_confirm")
        domain = [("kind", "=", "observed"), ("res_id", "=", order.id)]
        decision = self.env["counterparty.decision"].search(domain)
        self.assertEqual((decision.reasons, decision.excess), ("over_limit", 200.0))
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1300.0})
        self.assertEqual(len(self.env["counterparty.decision"].search(domain)), 1)

    def test_enforced_from(self):
        self.company.counterparty_enforce_from = fields.Date.add(fields.Date.today(), days=1)
        self._call(self.salesman, self._sale(1200.0), "action_confirm")
        self.company.counterparty_enforce_from = fields.Date.today()
        self._refused(self.salesman, self._sale(1.0), "action_confirm")

    def test_refusals_are_recorded_after_the_rollback(self):
        order = self._sale(1200.0)
        self._refused(self.salesman, order, "action_confirm")
        with self.enter_registry_test_mode():
            self.env.cr.postrollback.run()
        decision = self.env["counterparty.decision"].search([("res_id", "=", order.id)])
        self.assertEqual((decision.kind, decision.user_id), ("refused", self.salesman))
        self.assertEqual(decision.facts["after"], 1200.0)

    def test_prepaying_what_is_payable_after_receipt(self):
        term = self.env["account.payment.term"].create(
            {"name": "After receipt", "counterparty_settlement": "after_receipt"}
        )
        order = self._purchase(5000.0, payment_term_id=term.id)
        self._call(self.buyer, order, "button_confirm")
        self._refused(self.accountant, self._payment(5000.0), "action_post")

    def test_entry_is_not_created_posted(self):
        entry = self._entry(self.receivable, 5000.0).copy_data()[0]
        moves = self.env["account.move"]
        context = {"default_state": "posted"}
        created = self._call(self.accountant, moves, "create", [entry], context=context)
        self.assertEqual(moves.browse(created).state, "draft")

    def test_moving_a_posted_item_to_a_prepayment_account(self):
        expense = self.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        entry = self._entry(expense, 5000.0)
        self._call(self.accountant, entry, "action_post")
        line = entry.line_ids.filtered("debit")
        self._refused(self.accountant, line, "write", {"account_id": self.prepayments.id})

    def test_refund_onto_a_prepayment_account(self):
        refund = self._invoice(5000.0, move_type="out_refund", post=False)
        refund.invoice_line_ids.account_id = self.prepayments
        self._refused(self.accountant, refund, "action_post")

    def test_payment_without_a_counterparty(self):
        with self.assertRaises(UserError):
            self._call(self.accountant, self._payment(1.0, partner_id=False), "action_post")

    def test_payment_without_an_entry(self):
        payment = self._payment(5000.0)
        self._call(self.accountant, payment, "write", {"outstanding_account_id": False})
        for method in ("action_post", "action_validate"):
            with self.assertRaises(UserError):
                self._call(self.accountant, payment, method)

    def test_rounding_does_not_stop_an_invoice(self):
        tax = self.env["account.tax"].create(
            {"name": "13 %", "amount": 13.0, "price_include_override": "tax_included"}
        )
        order = self._sale(1000.0)
        order.order_line.sudo().write({"product_uom_qty": 2, "tax_ids": tax.ids, "price_unit": 500})
        self._call(self.salesman, order, "action_confirm")
        self._profile(self.partner).grade = "e"
        self._profile(self.partner)._set_limit(0.0, "test")
        for _half in range(2):
            invoice = order.sudo()._create_invoices()
            invoice.invoice_line_ids.quantity = 1
            self._call(self.accountant, invoice, "action_post")
        self.assertEqual(self._exposure().receivable, 1000.0)

    def test_money_received_is_not_overdue(self):
        late = fields.Date.add(fields.Date.today(), days=-70)
        self.company.counterparty_mode = "off"
        self._invoice(400.0, invoice_date=late, invoice_date_due=late)
        self._payment(400.0, payment_type="inbound", partner_type="customer").action_post()
        self.company.counterparty_mode = "block"
        self._call(self.salesman, self._sale(500.0), "action_confirm")

    def test_prohibited_by_the_name_on_its_licence(self):
        self.env["counterparty.licence"].create(
            {
                "partner_id": self.partner.id,
                "type_id": self.env.ref("counterparty_control.licence_type_business").id,
                "holder_name": "Printed Name",
                "is_long_term": True,
            }
        )
        self.env["counterparty.prohibition"].create({"name": "printed name"})
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="rinted")
