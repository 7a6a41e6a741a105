from odoo import fields
from odoo.tests import tagged

from ..policy import exposure
from .exposure_common import ExposureCommon


class ExposureSalesCase(ExposureCommon):
    def _assert(self, delivered, commitment, receivable=0.0):
        parts = self._exposure()
        self.assertAlmostEqual(parts.delivered_uninvoiced, delivered, 2)
        self.assertAlmostEqual(parts.order_commitment, commitment, 2)
        self.assertAlmostEqual(parts.receivable - parts.deposit, receivable, 2)

    def _invoiced(self, order, **options):
        invoice = order._create_invoices(**options)
        invoice.action_post()
        return invoice


@tagged("post_install", "-at_install")
class TestExposureSales(ExposureSalesCase):
    """A sale keeps its value through its whole life, whatever is drafted, posted or credited."""

    def test_life_cycle(self):
        order = self._order()
        self._assert(0, 1130)
        self._transfer(order, 4)
        self._assert(452, 678)
        invoice = order._create_invoices()
        self._assert(452, 678)
        invoice.action_post()
        self._assert(0, 678, 452)
        order.order_line.product_uom_qty = 12
        self._assert(0, 904, 452)
        self._transfer(order, 9)
        self.assertEqual(order.order_line.qty_delivered, 13)
        self._assert(1017, 0, 452)
        final = self._invoiced(order)
        self._assert(0, 0, 1469)
        note = self._credit(final, post=False)
        self._assert(0, 0, 1469)
        note.action_post()
        self._assert(1017, 0, 452)

    def test_life_cycle_of_what_nobody_delivers(self):
        """A service is delivered when somebody says so, and invoiced as ordered."""
        order = self._order(line={"product_id": self.service.id})
        self._assert(0, 1130)
        order.order_line.qty_delivered = 4
        self._assert(452, 678)
        invoice = order._create_invoices()
        self._assert(452, 678)
        invoice.action_post()
        self._assert(0, 0, 1130)
        self._pay(invoice, 130)
        self._assert(0, 0, 1000)
        self._pay(invoice)
        self._assert(0, 0, 0)

    def test_invoiced_before_delivery(self):
        """Goods that are invoiced as ordered are a receivable, delivered or not."""
        order = self._order(line={"product_id": self.ordered_goods.id})
        self._invoiced(order)
        self._assert(0, 0, 1130)
        self._transfer(order, 10)
        self._assert(0, 0, 1130)
        self._transfer_more(order, 2)
        self._assert(226, 0, 1130)

    def _transfer_more(self, order, quantity):
        order.order_line.product_uom_qty += quantity
        self._assert(0, 113 * quantity, 1130)
        self._transfer(order, quantity)

    def test_down_payment_is_counted_once(self):
        order = self._order()
        invoice = self._down_payment(order, 30)
        self._assert(0, 1130)
        invoice.action_post()
        self._assert(0, 791, 339)
        self._pay(invoice)
        self._assert(0, 791, 0)
        self._transfer(order, 4)
        self._assert(113, 678, 0)
        self._transfer(order, 6)
        self._assert(791, 0, 0)
        final = order._create_invoices(final=True)
        self._assert(791, 0, 0)
        final.action_post()
        self._assert(0, 0, 791)
        self._pay(final)
        self._assert(0, 0, 0)

    def test_goods_that_come_back(self):
        order = self._order()
        picking = self._transfer(order, 10)
        invoice = self._invoiced(order)
        self._assert(0, 0, 1130)
        self._return(picking, 3)
        self._assert(0, 0, 1130)
        note = self._invoiced(order, final=True)
        self.assertEqual(note.move_type, "out_refund")
        self._assert(0, 339, 791)
        self._match(invoice, note)
        self._assert(0, 339, 791)
        order.order_line.product_uom_qty = 7
        self._assert(0, 0, 791)

    def test_cancelled_after_delivery(self):
        """What was delivered is owed, even of an order that is cancelled."""
        order = self._order()
        self._transfer(order, 4)
        order._action_cancel()
        self.assertEqual(order.state, "cancel")
        self._assert(452, 0)
        cancelled = self._order()
        cancelled._action_cancel()
        self._assert(452, 0)

    def test_foreign_currency_at_todays_rate(self):
        self._rate(0.25, days=40)
        self._rate(0.5)
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": self.euro.id}
        )
        ordered = fields.Date.add(self.today, days=-30)
        order = self._order(5, pricelist_id=pricelist.id, date_order=ordered)
        self._assert(0, 1130)
        self._transfer(order, 2)
        self._assert(452, 678)
        invoice = self._invoiced(order)
        self._assert(0, 678, 452)
        self._rate(0.25)
        self._assert(0, 1356, 452)
        self._pay(invoice)
        self._assert(0, 1356, 0)

    def test_foreign_invoice_is_counted_as_booked(self):
        self._rate(0.125)
        self._invoice(100.0, currency_id=self.euro.id)
        self._assert(0, 0, 800)

    def test_discounts_and_free_goods(self):
        free = self._order(line={"discount": 100})
        self._assert(0, 0)
        self._transfer(free, 10)
        self._assert(0, 0)
        order = self._order(line={"discount": 20})
        self._assert(0, 904)
        self._transfer(order, 5)
        self._assert(452, 452)
        self._invoiced(order)
        self._assert(0, 452, 452)

    def test_contacts_count_with_their_company(self):
        contact = self.env["res.partner"].create({"name": "Person", "parent_id": self.partner.id})
        order = self._order(1, partner_id=contact.id)
        self.assertEqual(order.partner_invoice_id, contact)
        self._assert(0, 113)
        self._transfer(order, 1)
        self._assert(113, 0)
        self._invoiced(order)
        self._assert(0, 0, 113)

    def test_the_debtor_owes(self):
        """An order is counted with whoever gets the invoice."""
        other = self._party("Debtor")
        self._order(1, partner_invoice_id=other.id)
        self._assert(0, 0)
        self.assertAlmostEqual(self._exposure(other).order_commitment, 113)

    def test_terms(self):
        term = self._term("advance")
        order = self._order(payment_term_id=term.id)
        self._assert(0, 0)
        self.assertEqual(self._exposure().order_open, 1130)
        term.counterparty_advance_percent = 40
        self._assert(0, 678)
        self._transfer(order, 10)
        self._assert(1130, 0)

    def test_advance_is_counted_once(self):
        """What is invoiced of an order paid partly in advance is the advance, to begin with."""
        order = self._order(payment_term_id=self._term("advance", 30).id)
        self._assert(0, 791)
        invoice = self._down_payment(order, 30)
        invoice.action_post()
        self._assert(0, 791, 339)
        self._pay(invoice)
        self._assert(0, 791, 0)
        self._transfer(order, 4)
        self._assert(113, 678, 0)
        self._transfer(order, 6)
        self._assert(791, 0, 0)

    def test_advance_received_without_an_invoice(self):
        """The money of an order paid in advance secures that order, and no other."""
        self._order(payment_term_id=self._term("advance").id)
        self._money("customer", 1130)
        self._assert(0, 0, -1130)
        self.assertEqual(exposure.projected(self._exposure()), 0)
        self._order(1)
        self._assert(0, 113, -1130)
        self.assertAlmostEqual(exposure.projected(self._exposure()), 113)

    def test_settings_leave_components_out(self):
        self._order()
        self.company.counterparty_count_order_commitment = False
        self._assert(0, 0)
        self._invoice(50.0)
        self._money("customer", 20.0)
        self._assert(0, 0, 30)
        self.company.counterparty_count_deposit = False
        self._assert(0, 0, 50)
