from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..policy import exposure
from .doors_common import DoorsCase, attack, attempt, fixed, forgery, never
from .ledger_common import EntriesCommon


@tagged("post_install", "-at_install")
class TestDoorsLedger(EntriesCommon, DoorsCase):
    """Every way to book more at risk than the limit of 1,000; all by an accountant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rich = cls._party("Rich", limit=1000000.0)
        cls.bookkeeper = new_test_user(
            cls.env, "cp_bookkeeper", "base.group_user,account.group_account_manager"
        )
        cls.clerk = cls.bookkeeper

    def _tried(self, records, method, *args, **kwargs):
        return attempt(self.bookkeeper, records, method, *args, **kwargs)

    def _items(self, move, account=None):
        return move.line_ids.filtered(lambda line: line.account_id == (account or self.receivable))

    def _overdue(self, amount=400.0):
        late = fields.Date.add(fields.Date.today(), days=-90)
        return self._invoice(amount, invoice_date=late, invoice_date_due=late)

    # Entries

    @attack
    def attack_entry_on_a_receivable(self):
        return self._tried(self._entry(self.receivable, 1200.0), "action_post")

    @attack
    def attack_entry_on_a_prepayment(self):
        return self._tried(self._entry(self.prepayments, 1200.0), "action_post")

    @attack
    def attack_entry_on_a_payable(self):
        return self._tried(self._entry(self.payable, 1200.0), "action_post")

    @attack
    def attack_entry_posted_by_its_state(self):
        return self._tried(self._entry(self.payable, 1200.0), "write", {"state": "posted"})

    @attack
    def attack_invoice_without_an_order(self):
        return self._tried(self._invoice(1200.0, post=False), "action_post")

    @attack
    def attack_two_invoices_posted_at_once(self):
        invoices = self._invoice(600.0, post=False) | self._invoice(600.0, post=False)
        return self._tried(invoices, "action_post")

    @attack
    def attack_invoice_to_a_party_never_admitted(self):
        stranger = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        return self._tried(self._invoice(1.0, partner=stranger, post=False), "action_post")

    @attack
    def attack_refund_onto_a_prepayment_account(self):
        refund = self._invoice(5000.0, move_type="out_refund", post=False)
        refund.invoice_line_ids.account_id = self.prepayments
        return self._tried(refund, "action_post")

    @attack
    def attack_reset_invoice_posted_higher(self):
        invoice = self._invoice(800.0)
        self._call(self.bookkeeper, invoice, "button_draft")
        self._call(self.bookkeeper, invoice.invoice_line_ids, "write", {"price_unit": 1200.0})
        return self._tried(invoice, "action_post")

    @attack
    def attack_order_while_an_invoice_is_reset(self):
        """Correcting an invoice makes no room."""
        self._call(self.bookkeeper, self._invoice(800.0), "button_draft")
        return attempt(self.salesman, self._sale(800.0), "action_confirm")

    @attack
    def attack_order_while_an_overdue_invoice_is_reset(self):
        self.company.counterparty_mode = "off"
        invoice = self._overdue()
        self.company.counterparty_mode = "block"
        self._call(self.bookkeeper, invoice, "button_draft")
        return attempt(self.salesman, self._sale(1.0), "action_confirm")

    @attack
    def attack_cancelled_invoice_posted_again(self):
        invoice = self._invoice(800.0)
        self._call(self.bookkeeper, invoice, "button_draft")
        self._call(self.bookkeeper, invoice, "button_cancel")
        self._call(self.salesman, self._sale(800.0), "action_confirm")
        self._call(self.bookkeeper, invoice, "button_draft")
        return self._tried(invoice, "action_post")

    # Corrections of what is posted

    @attack
    def attack_item_moved_to_another_party(self):
        items = self._items(self._invoice(5000.0, partner=self.rich))
        return self._tried(items, "write", {"partner_id": self.partner.id})

    @attack
    def attack_invoice_moved_to_another_party(self):
        invoice = self._invoice(5000.0, partner=self.rich)
        context = {"skip_readonly_check": True}
        return self._tried(invoice, "write", {"partner_id": self.partner.id}, context=context)

    @attack
    def attack_item_moved_to_a_prepayment_account(self):
        expense = self.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        entry = self._entry(expense, 5000.0)
        self._call(self.bookkeeper, entry, "action_post")
        line = self._items(entry, expense)
        return self._tried(line, "write", {"account_id": self.prepayments.id})

    @attack
    def attack_items_added_to_a_posted_entry(self):
        entry = self._entry(self.prepayments, 1.0)
        self._call(self.bookkeeper, entry, "action_post")
        lines = [{**v, "move_id": entry.id} for v in self._entry_lines(self.prepayments, 5000.0)]
        return self._tried(self.env["account.move.line"], "create", lines)

    @attack
    def attack_items_added_through_a_posted_entry(self):
        entry = self._entry(self.prepayments, 1.0)
        self._call(self.bookkeeper, entry, "action_post")
        lines = [Command.create(v) for v in self._entry_lines(self.prepayments, 5000.0)]
        context = {"skip_readonly_check": True}
        return self._tried(entry, "write", {"line_ids": lines}, context=context)

    @attack
    def attack_advance_deleted_from_a_posted_entry(self):
        self._profile(self.partner)._set_limit(0.0, "test")
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({**v, "debit": v.get("credit", 0), "credit": v.get("debit", 0)})
                    for v in self._entry_lines(self.receivable, 800.0)
                ],
            }
        )
        self._call(self.bookkeeper, entry, "action_post")
        self._call(self.salesman, self._sale(800.0), "action_confirm")
        context = {"force_delete": True, "dynamic_unlink": True}
        return self._tried(entry.line_ids, "unlink", context=context)

    @attack
    def attack_matching_with_the_advance_of_another_party(self):
        """What settles the item of one party is missing at the other."""
        other = self._party("Other")
        values = {"payment_type": "inbound", "partner_type": "customer", "partner_id": other.id}
        advance = self._payment(900.0, **values)
        advance.action_post()
        self._call(self.salesman, self._sale(1900.0, partner=other), "action_confirm")
        items = self._items(self._invoice(900.0)) | self._items(advance.move_id)
        return self._tried(items, "reconcile")

    @fixed
    def attack_party_cleared_from_a_posted_item(self):
        return self._tried(self._items(self._invoice(800.0)), "write", {"partner_id": False})

    @fixed
    def attack_due_date_of_a_posted_item(self):
        self.company.counterparty_mode = "off"
        item = self._items(self._overdue())
        self.company.counterparty_mode = "block"
        return self._tried(item, "write", {"date_maturity": "2099-01-01"})

    @fixed
    def attack_due_date_of_a_posted_invoice(self):
        self.company.counterparty_mode = "off"
        invoice = self._overdue()
        self.company.counterparty_mode = "block"
        return self._tried(invoice, "write", {"invoice_date_due": "2099-01-01"})

    @fixed
    def attack_due_date_by_posting_again(self):
        self.company.counterparty_mode = "off"
        invoice = self._overdue()
        self.company.counterparty_mode = "observe"
        self._call(self.bookkeeper, invoice, "button_draft")
        self._call(self.bookkeeper, invoice, "write", {"invoice_date_due": "2099-01-01"})
        self.company.counterparty_mode = "block"
        return self._tried(invoice, "action_post")

    # Payments

    @attack
    def attack_prepayment(self):
        return self._tried(self._payment(1200.0), "action_post")

    @attack
    def attack_prepayment_validated_at_once(self):
        return self._tried(self._payment(1200.0), "action_validate")

    @attack
    def attack_prepayment_by_its_state(self):
        return self._tried(self._payment(1200.0), "write", {"state": "paid"})

    @attack
    def attack_money_out_to_a_customer(self):
        return self._tried(self._payment(1200.0, partner_type="customer"), "action_post")

    @attack
    def attack_bill_overpaid_in_the_wizard(self):
        bill = self._invoice(5000.0, move_type="in_invoice")
        return self._tried(self._register(bill, 9000.0), "action_create_payments")

    @attack
    def attack_payment_onto_a_prepayment_account(self):
        payment = self._payment(1200.0, destination_account_id=self.prepayments.id)
        return self._tried(payment, "action_post")

    @attack
    def attack_reset_payment_posted_higher(self):
        payment = self._payment(800.0)
        self._call(self.bookkeeper, payment, "action_post")
        self._call(self.bookkeeper, payment, "action_draft")
        self._call(self.bookkeeper, payment, "write", {"amount": 1200.0})
        return self._tried(payment, "action_post")

    @never
    def attack_payment_created_as_paid(self):
        values = self._payment(1.0).copy_data()[0]
        return self._tried(self.env["account.payment"], "create", [{**values, "state": "paid"}])

    @fixed
    def attack_payment_without_a_counterparty(self):
        return self._tried(self._payment(1.0, partner_id=False), "action_post")

    @fixed
    def attack_payment_without_an_entry(self):
        payment = self._payment(5000.0)
        payment.outstanding_account_id = False
        return self._tried(payment, "action_post")

    # Figures that the exposure reads, and links to orders

    @forgery
    def attack_forged_residual(self):
        return self._tried(self._items(self._invoice(800.0)), "write", {"amount_residual": 0.0})

    @forgery
    def attack_forged_settlement(self):
        return self._tried(self._items(self._invoice(800.0)), "write", {"reconciled": True})

    @forgery
    def attack_forged_state_of_an_item(self):
        return self._tried(self._items(self._invoice(800.0)), "write", {"parent_state": "draft"})

    @forgery
    def attack_forged_amount_before_the_reset(self):
        invoice = self._invoice(800.0)
        self._call(self.bookkeeper, invoice, "button_draft")
        return self._tried(invoice, "write", {"counterparty_reset_amount": 0.0})

    def _refused_link(self, items, values):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._call(self.bookkeeper, items, "write", values)

    def test_foreign_invoice_linked_from_its_item(self):
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        item = self._invoice(600.0, partner=self.rich).invoice_line_ids
        link = {"sale_line_ids": [Command.link(order.order_line.id)]}
        self._refused_link(item, link)
        item.write(link)  # what it would do: the order vanishes, and another party owes
        self.assertEqual(exposure.projected(self._exposure()), 0.0)

    def test_foreign_bill_linked_from_its_item(self):
        order = self._purchase(600.0)
        self._call(self.buyer, order, "button_confirm")
        item = self._invoice(600.0, partner=self.rich, move_type="in_invoice").invoice_line_ids
        self._refused_link(item, {"purchase_line_id": order.order_line.id})
        item.purchase_line_id = order.order_line
        self.assertEqual(exposure.projected(self._exposure()), 0.0)

    def test_one_item_linked_to_two_lines(self):
        lines = [Command.create({"product_id": self.service.id, "price_unit": 400.0})] * 2
        order = self._sale(0.0, order_line=lines)
        self._call(self.salesman, order, "action_confirm")
        item = self._invoice(400.0, post=False).invoice_line_ids
        self._refused_link(item, {"sale_line_ids": [Command.set(order.order_line.ids)]})
        self._call(
            self.bookkeeper,
            item,
            "write",
            {"sale_line_ids": [Command.set(order.order_line[0].ids)]},
        )

    def test_link_in_a_new_invoice(self):
        order = self._sale(600.0)
        self._call(self.salesman, order, "action_confirm")
        line = {"product_id": self.service.id, "price_unit": 1.0}
        line["sale_line_ids"] = [Command.link(order.order_line.id)]
        values = {"move_type": "out_invoice", "invoice_line_ids": [Command.create(line)]}
        moves = self.env["account.move"]
        with self.assertRaises(UserError), self.env.cr.savepoint():
            values["partner_id"] = self.rich.id
            self._call(self.bookkeeper, moves, "create", [values])
        values["partner_id"] = self.partner.id
        self.assertTrue(self._call(self.bookkeeper, moves, "create", [values]))

    # What is bookkeeping passes

    def test_same_or_lower_amount_is_posted_again(self):
        invoice = self._invoice(800.0)
        self._profile(self.partner)._set_limit(10.0, "test")
        self._profile(self.partner).grade = "e"
        for amount in (800.0, 500.0):
            self._call(self.bookkeeper, invoice, "button_draft")
            self.assertEqual(exposure.projected(self._exposure()), invoice.amount_total)
            self._call(self.bookkeeper, invoice.invoice_line_ids, "write", {"price_unit": amount})
            self._call(self.bookkeeper, invoice, "action_post")
            self.assertEqual(self._exposure().receivable, amount)
            self.assertEqual(exposure.projected(self._exposure()), amount)

    def test_reset_invoice_of_an_order_counts_once(self):
        order = self._sale(800.0)
        self._call(self.salesman, order, "action_confirm")
        invoice = order.sudo()._create_invoices()
        self._call(self.bookkeeper, invoice, "action_post")
        self._call(self.bookkeeper, invoice, "button_draft")
        self.assertEqual(exposure.projected(self._exposure()), 800.0)
        self._call(self.bookkeeper, invoice, "action_post")
        self.assertEqual(exposure.projected(self._exposure()), 800.0)
        self._call(self.bookkeeper, self._register(invoice, 300.0), "action_create_payments")
        self._call(self.bookkeeper, invoice, "button_draft")
        self.assertEqual(exposure.projected(self._exposure()), 500.0)

    def test_reset_invoice_that_was_paid_in_part(self):
        invoice = self._invoice(800.0)
        self._call(self.bookkeeper, self._register(invoice, 300.0), "action_create_payments")
        self._call(self.bookkeeper, invoice, "button_draft")
        self.assertEqual(exposure.projected(self._exposure()), 500.0)

    def test_reset_invoice_is_shown_behind_the_figure(self):
        invoice = self._invoice(800.0)
        self._call(self.bookkeeper, invoice, "button_draft")
        row = self.env["counterparty.exposure.report"].search(
            [("partner_id", "=", self.partner.id), ("component", "=", "delivered_uninvoiced")]
        )
        self.assertEqual((row.kind, row.amount), ("reset", 800.0))
        self.assertEqual(row.action_open_document()["res_id"], invoice.id)
        self._call(self.bookkeeper, invoice, "button_cancel")
        self.assertEqual(exposure.projected(self._exposure()), 0.0)

    def test_bounced_receipt_and_reversed_payment(self):
        invoice = self._invoice(800.0)
        self._call(self.bookkeeper, self._register(invoice, 800.0), "action_create_payments")
        bill = self._invoice(900.0, move_type="in_invoice")
        self._call(self.bookkeeper, self._register(bill, 900.0), "action_create_payments")
        self._profile(self.partner)._set_limit(0.0, "test")
        self._profile(self.partner).grade = "e"
        for payment in self.env["account.payment"].search([("partner_id", "=", self.partner.id)]):
            self._call(self.bookkeeper, payment, "action_draft")
            self._call(self.bookkeeper, payment, "action_cancel")
        self.assertEqual(self._exposure().receivable, 800.0)

    def test_credit_note_of_an_invoiced_order(self):
        order = self._sale(800.0)
        self._call(self.salesman, order, "action_confirm")
        invoice = order.sudo()._create_invoices()
        self._call(self.bookkeeper, invoice, "action_post")
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard = wizard.with_user(self.bookkeeper).create({"journal_id": invoice.journal_id.id})
        self._profile(self.partner).grade = "e"
        self._call(self.bookkeeper, wizard, "reverse_moves")
        refund = invoice.reversal_move_ids
        self._call(self.bookkeeper, refund, "action_post")
        self.assertEqual(refund.invoice_line_ids.sale_line_ids, order.order_line)
        self.assertEqual(exposure.projected(self._exposure()), 800.0)

    def test_bill_is_matched_with_its_order(self):
        order = self._purchase(600.0)
        self._call(self.buyer, order, "button_confirm")
        item = self._invoice(600.0, move_type="in_invoice").invoice_line_ids
        self._call(self.bookkeeper, item, "write", {"purchase_line_id": order.order_line.id})
        self.assertEqual(exposure.projected(self._exposure()), 0.0)

    def test_due_date_comes_earlier(self):
        item = self._items(self._invoice(800.0))
        self._call(self.bookkeeper, item, "write", {"date_maturity": "2020-01-01"})

    def test_innocent_entry_of_a_nightly_batch_passes(self):
        """Odoo posts what is due one by one then; by hand, who holds up whom is said."""
        due = {"auto_post": "at_date", "date": fields.Date.today(), "post": False}
        innocent = self._invoice(50.0, partner=self.rich, **due)
        guilty = self._invoice(1200.0, **due)
        message = self._refused(self.bookkeeper, innocent | guilty, "action_post")
        self.assertIn("held up by Party alone", message)
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["account.move"]._autopost_draft_entries()
        self.env.invalidate_all()
        self.assertEqual((innocent.state, guilty.state), ("posted", "draft"))

    def test_without_the_gate_every_attack_goes_through(self):
        self._prove()
