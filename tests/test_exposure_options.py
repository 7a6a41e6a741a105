from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import exposure_plan
from ..policy import exposure
from .common import CounterpartyCommon


@tagged("post_install", "-at_install")
class TestExposureOptions(CounterpartyCommon):
    """What a company chooses to count, and what secures what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "13 %",
                "amount": 13.0,
                "type_tax_use": "sale",
                "price_include_override": "tax_excluded",
            }
        )
        terms = cls.env["account.payment.term"]
        cls.advance = terms.create({"name": "款到发货", "counterparty_settlement": "advance"})
        cls.third = terms.create(
            {
                "name": "30 % in advance",
                "counterparty_settlement": "advance",
                "counterparty_advance_percent": 30,
            }
        )
        cls.today = cls.company._counterparty_today()

    def _account(self, code, name, account_type="asset_current"):
        return self.env["account.account"].create(
            {"code": code, "name": name, "account_type": account_type}
        )

    def _book(self, account, amount, partner=None):
        """Book an amount on an account of the party, against the bank."""
        other = self.env["account.account"].search([("account_type", "=", "asset_cash")], limit=1)
        lines = [
            {"account_id": account.id, "partner_id": (partner or self.partner).id},
            {"account_id": other.id},
        ]
        lines[0]["debit"], lines[1]["credit"] = max(amount, 0), max(amount, 0)
        lines[0]["credit"], lines[1]["debit"] = max(-amount, 0), max(-amount, 0)
        move = self.env["account.move"].create({"line_ids": [Command.create(v) for v in lines]})
        move.action_post()
        return move

    def _receive_money(self, amount, post=True):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner.id,
                "amount": amount,
            }
        )
        if post:
            payment.action_post()
        return payment

    def _confirm(self, amount, **values):
        order = self._sale(amount, **values)
        order.action_confirm()
        return order

    def test_notes_count_unless_a_bank_accepted_them(self):
        notes = self._account("112101", "商业承兑汇票")
        bank = self._account("112102", "银行承兑汇票")
        self._book(bank, 500.0)
        self.assertEqual(self._exposure().receivable, 0.0)
        self._book(notes, 300.0)
        self.assertEqual(self._exposure().receivable, 300.0)
        self._book(notes, -400.0)
        self.assertEqual(self._exposure().receivable, 0.0, "a balance on the wrong side is nothing")
        self.company.counterparty_note_account_ids = bank
        self.assertEqual(self._exposure().receivable, 500.0)
        self.company.counterparty_count_notes = False
        self.assertEqual(self._exposure().receivable, 0.0)

    def test_other_receivables_count_where_chosen(self):
        account = self._account("122100", "其他应收款")
        self._book(account, 200.0)
        self.assertEqual(self._exposure().receivable, 0.0)
        self.company.counterparty_other_account_ids = account
        self.assertEqual(self._exposure().receivable, 200.0)

    def test_deposit_account_on_the_wrong_side_is_owed(self):
        account = self._account("220300", "预收账款", "liability_current")
        self._book(account, -100.0)
        self.assertEqual(self._exposure().deposit, 100.0)
        self._book(account, 250.0)
        self.assertEqual(exposure.actual(self._exposure()), 150.0)

    def test_an_advance_secures_its_order_and_no_other(self):
        self._profile(self.partner)._set_limit(0.0, "test")
        self._confirm(1000.0, payment_term_id=self.advance.id)
        self.assertEqual(exposure.projected(self._exposure()), 0.0)
        self._receive_money(1000.0)
        self.env.cr.flush()
        parts = self._exposure()
        self.assertEqual((parts.deposit, parts.deposit_tied), (1000.0, 1000.0))
        self.assertEqual(exposure.projected(parts), 0.0)
        self._refused(self.salesman, self._sale(400.0), "action_confirm", contains="400.00")
        order = self._sale(400.0, payment_term_id=self.advance.id)
        self._call(self.salesman, order, "action_confirm")
        self.assertEqual(order.state, "sale", "an order that is paid in advance costs no credit")

    def test_advance_received_is_not_counted_twice(self):
        order = self._confirm(1000.0, payment_term_id=self.third.id)
        self.assertEqual(exposure.projected(self._exposure()), 700.0)
        self._receive_money(300.0)
        self.assertEqual(exposure.projected(self._exposure()), 700.0)
        self.assertEqual(exposure.actual(self._exposure()), 0.0)
        order.order_line.qty_delivered = 0.5
        self.assertEqual(exposure.projected(self._exposure()), 700.0)
        order.order_line.qty_delivered = 1
        self.assertEqual(exposure.projected(self._exposure()), 700.0)

    def test_what_is_delivered_has_no_advance_to_come(self):
        order = self._confirm(1000.0, payment_term_id=self.third.id)
        order.order_line.qty_delivered = 0.5
        parts = self._exposure()
        self.assertEqual((parts.delivered_uninvoiced, parts.order_commitment), (500.0, 500.0))

    def test_whole_quantity_invoiced_below_the_price_has_no_rest(self):
        order = self._confirm(1000.0)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.price_unit = 900.0
        self.assertEqual(self._exposure().order_commitment, 1000.0)
        invoice.action_post()
        parts = self._exposure()
        self.assertEqual((parts.receivable, parts.order_commitment), (900.0, 0.0))
        invoice.button_draft()
        parts = self._exposure()
        self.assertEqual((parts.receivable, parts.order_commitment), (0.0, 1000.0))

    def _taxed(self, amount, **values):
        order = self._sale(amount, **values)
        order.order_line.tax_ids = self.tax
        return order

    def test_commitments_without_tax(self):
        self.company.counterparty_commitment_untaxed = True
        order = self._taxed(100.0)
        order.action_confirm()
        parts = self._exposure()
        self.assertAlmostEqual(parts.order_commitment, 100.0, 2)
        self.assertAlmostEqual(parts.order_open, 113.0, 2)
        self._profile(self.partner)._set_limit(100.0, "test")
        invoice = order._create_invoices()
        self._call(self.accountant, invoice, "action_post")
        self.assertAlmostEqual(self._exposure().receivable, 113.0, 2)

    def test_horizon(self):
        self.company.counterparty_horizon_days = 30
        far = fields.Datetime.now() + timedelta(days=60)
        order = self._confirm(600.0, commitment_date=far)
        self.assertEqual(self._exposure().order_commitment, 0.0)
        self._confirm(500.0, commitment_date=fields.Datetime.now() + timedelta(days=10))
        self.assertEqual(self._exposure().order_commitment, 500.0)
        near = fields.Datetime.now() + timedelta(days=5)
        self._refused(self.salesman, order, "write", {"commitment_date": near}, contains="600.00")
        purchase = self._purchase(700.0, date_planned=far)
        self._call(self.buyer, purchase, "button_confirm")
        self.assertEqual(self._exposure().purchase_commitment, 0.0)
        self.company.counterparty_horizon_days = 0
        self.assertEqual(self._exposure().purchase_commitment, 700.0)

    def test_draft_invoices_are_shown_and_not_counted(self):
        profile = self._profile(self.partner)
        self._invoice(300.0, post=False)
        self._invoice(100.0, move_type="out_refund", post=False)
        self.assertEqual(profile.draft_invoice_amount, 0.0)
        self.company.counterparty_show_drafts = True
        profile.invalidate_recordset()
        self.assertEqual(profile.draft_invoice_amount, 200.0)
        self.assertEqual(profile.exposure_amount, 0.0)

    def test_preview_and_statement_agree(self):
        self.company.counterparty_mode = "off"
        far = fields.Datetime.now() + timedelta(days=60)
        for untaxed in (False, True):
            for horizon in (0, 30):
                self.company.counterparty_commitment_untaxed = untaxed
                self.company.counterparty_horizon_days = horizon
                for basis in ("whole", "advance"):
                    self.company.counterparty_purchase_basis = basis
                    for term in (self.advance, self.third, self.third.browse()):
                        sale = self._taxed(113.7, payment_term_id=term.id)
                        late = self._taxed(90.0, payment_term_id=term.id, commitment_date=far)
                        bought = self._purchase(77.0, payment_term_id=term.id)
                        for order, method in (
                            (sale, "action_confirm"),
                            (late, "action_confirm"),
                            (bought, "button_confirm"),
                        ):
                            self._assert_preview(order, method)

    def _assert_preview(self, order, method):
        trial = self.env["counterparty.trial"]
        expected = trial._with_order(self._exposure(), order, order._counterparty_amount())
        getattr(order, method)()
        found = self._exposure()
        for name in exposure.Components.__dataclass_fields__:
            self.assertAlmostEqual(getattr(found, name), getattr(expected, name), 2, msg=name)

    def test_payables_are_set_off_by_agreement(self):
        profile = self._profile(self.partner)
        self._invoice(800.0)
        self._invoice(500.0, move_type="in_invoice")
        self.assertEqual(profile.exposure_amount, 800.0)
        with self.assertRaises(UserError):
            self._call(self.leader, profile, "action_allow_offset", "No paper yet")
        for user in (self.salesman, self.officer, self.accountant, self.leader):
            with self.assertRaises(AccessError):
                self._call(user, profile, "write", {"offset_payable": True})
        paper = self.env["ir.attachment"].with_user(self.officer)
        paper = paper.create(
            {
                "name": "抵账协议.pdf",
                "raw": b"paper",
                "res_model": profile._name,
                "res_id": profile.id,
            }
        )
        self._call(self.officer, profile, "write", {"offset_agreement_ids": [(4, paper.id)]})
        with self.assertRaises(UserError):
            self._call(self.officer, profile, "action_allow_offset", "Agreed")
        self._call(self.leader, profile, "action_allow_offset", "Agreement of 1 March")
        profile.invalidate_recordset()
        self.assertEqual((profile.offset, profile.exposure_amount), (500.0, 300.0))
        with self.assertRaises(UserError):
            self._call(self.officer, profile, "write", {"offset_agreement_ids": [(5,)]})
        order = self._sale(800.0)
        self._refused(
            self.salesman, order, "action_confirm", contains="occupied and committed $\xa0300.00"
        )
        self._call(self.leader, profile, "action_end_offset", "Terminated")
        profile.invalidate_recordset()
        self.assertEqual((profile.offset, profile.exposure_amount), (0.0, 800.0))

    def test_paying_a_bill_that_is_set_off_passes(self):
        profile = self._profile(self.partner)
        self._invoice(1400.0 - 500.0)
        bill = self._invoice(500.0, move_type="in_invoice")
        profile.sudo().offset_payable = True
        profile._set_limit(400.0, "test")
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        self._call(self.accountant, wizard.create({}), "action_create_payments")
        self.assertEqual(exposure.actual(self._exposure()), 900.0)

    def test_payment_without_an_entry(self):
        self.company.counterparty_mode = "off"
        bill = self._invoice(300.0, move_type="in_invoice")
        values = {"partner_id": self.partner.id}
        payments = self.env["account.payment"].create(
            [
                {**values, "payment_type": "outbound", "partner_type": "supplier", "amount": 200.0},
                {
                    **values,
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "amount": 350.0,
                    "invoice_ids": [Command.link(bill.id)],
                },
                {**values, "payment_type": "inbound", "partner_type": "customer", "amount": 40.0},
            ]
        )
        self.assertEqual(self._exposure().prepayment, 0.0)
        payments.outstanding_account_id = False
        payments.action_post()
        self.assertFalse(payments.move_id)
        self.assertEqual(set(payments.mapped("state")), {"in_process"})
        parts = self._exposure()
        self.assertEqual((parts.prepayment, parts.deposit), (200.0 + 50.0, 40.0))
        payments.action_cancel()
        self.assertEqual(self._exposure().prepayment, 0.0)

    def test_a_lost_plan_is_made_up_for(self):
        self._invoice(300.0)
        self.assertEqual(self._exposure().receivable, 300.0)
        database = self.env.cr.dbname
        self.addCleanup(exposure_plan._pooled.discard, database)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(SerializationFailure),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DEALLOCATE ALL")
            self._exposure()
        self.assertFalse(exposure_plan.can_keep(self.env.cr))
        self.assertEqual(self._exposure().receivable, 300.0)
        exposure_plan._pooled.discard(database)
        exposure_plan._prepared.clear()
        self.assertEqual(self._exposure().receivable, 300.0)

    def test_payment_without_an_entry_meets_the_gate(self):
        moves = self.env.registry["account.move"]
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.partner.id,
                "payment_type": "outbound",
                "partner_type": "supplier",
                "amount": 900.0,
            }
        )
        payment.outstanding_account_id = False
        with patch.object(moves, "_get_invoice_in_payment_state", lambda move: "in_payment"):
            self._call(self.accountant, payment, "action_post")
            self.assertEqual((payment.state, payment.move_id.id), ("in_process", False))
            self.assertEqual(self._exposure().prepayment, 900.0)
            self._refused(self.accountant, payment, "write", {"amount": 1200.0}, contains="200.00")
            other = payment.copy()
            other.outstanding_account_id = False
            self._refused(self.accountant, other, "action_post", contains="1,000.00")
