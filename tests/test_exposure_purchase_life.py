from odoo.tests import tagged

from ..policy import exposure
from .exposure_common import ExposureCommon


@tagged("post_install", "-at_install")
class TestExposurePurchaseLife(ExposureCommon):
    """Our money is at risk from the order to the receipt, and is counted once on the way."""

    def _assert(self, prepayment, commitment):
        parts = self._exposure()
        self.assertAlmostEqual(parts.prepayment, prepayment, 2)
        self.assertAlmostEqual(parts.purchase_commitment, commitment, 2)
        self.assertAlmostEqual(exposure.projected(parts), prepayment + commitment, 2)

    def test_life_cycle(self):
        order = self._buy()
        self._assert(0, 1130)
        prepaid = self._money("supplier", 300)
        self._assert(300, 830)
        self._transfer(order, 4)
        self._assert(300, 378)
        bill = self._bill(order, post=False)
        self._assert(300, 378)
        bill.action_post()
        self._assert(300, 378)
        self._match(bill, prepaid.move_id)
        self._assert(0, 678)
        self._pay(bill)
        self._assert(0, 678)
        self._transfer(order, 6)
        self._assert(0, 0)
        final = self._bill(order)
        self._pay(final)
        self._assert(0, 0)
        self._credit(final)
        self._assert(678, 0)

    def test_goods_that_go_back(self):
        """What is sent back is to be delivered again or refunded: our money either way."""
        order = self._buy()
        picking = self._transfer(order, 10)
        self._pay(self._bill(order))
        self._assert(0, 0)
        self._return(picking, 3)
        self._assert(339, 0)
        note = self._bill(order)
        self.assertEqual(note.move_type, "in_refund")
        self._assert(339, 0)
        self._pay(note)
        self._assert(0, 339)
        order.order_line.product_qty = 7
        self._assert(0, 0)

    def test_billed_and_paid_before_the_receipt(self):
        order = self._buy(line={"product_id": self.ordered_goods.id})
        bill = self._bill(order)
        self._assert(0, 1130)
        self._pay(bill, 565)
        self._assert(565, 565)
        self._pay(bill)
        self._assert(1130, 0)
        self._transfer(order, 4)
        self._assert(678, 0)
        self._transfer(order, 6)
        self._assert(0, 0)

    def test_services(self):
        """What nobody receives counts as received when its bill is posted."""
        order = self._buy(line={"product_id": self.service.id})
        self._assert(0, 1130)
        bill = self._bill(order)
        self._assert(0, 0)
        self._pay(bill)
        self._assert(0, 0)

    def test_terms(self):
        after = self._buy(payment_term_id=self._term("after_receipt").id)
        self._assert(0, 0)
        self._transfer(after, 10)
        self._bill(after)
        advance = self._term("advance", 30)
        order = self._buy(payment_term_id=advance.id)
        self._assert(0, 1130)
        self.company.counterparty_purchase_basis = "advance"
        self._assert(0, 339)
        self._money("supplier", 339)
        self._assert(339, 0)
        self._transfer(order, 5)
        self._assert(339, 0)
        self._buy()
        self._assert(339, 0)

    def test_prepayment_account(self):
        """The balance of a prepayment account counts until the bill takes it over."""
        account = self._account("112301", "asset_prepayments")
        order = self._buy()
        self._money("supplier", 400, destination_account_id=account.id)
        self._assert(400, 730)
        self._transfer(order, 10)
        self._assert(400, 0)
        entry = self._entry(account, -400, self.partner.property_account_payable_id)
        self._assert(400, 0)
        self._match(self._bill(order), entry)
        self._assert(0, 0)
        self._entry(account, -50, self._bank().default_account_id)
        self._assert(0, 0)

    def test_foreign_currency_at_todays_rate(self):
        self._rate(0.25, days=40)
        self._rate(0.5)
        order = self._buy(5, currency_id=self.euro.id)
        self._assert(0, 1130)
        self._transfer(order, 2)
        self._assert(0, 678)
        self._rate(0.25)
        self._assert(0, 1356)

    def test_contacts_count_with_their_company(self):
        contact = self.env["res.partner"].create({"name": "Person", "parent_id": self.partner.id})
        order = self._buy(1, partner_id=contact.id)
        self._assert(0, 113)
        order.button_cancel()
        self._assert(0, 0)
