from odoo import Command
from odoo.tests import tagged

from .common import CounterpartyCommon


@tagged("post_install", "-at_install")
class TestExposurePurchases(CounterpartyCommon):
    """What was paid for and has not come is our money, whatever the bill says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_mode = "off"
        cls.goods = cls.env["product.product"].create(
            {
                "name": "Goods",
                "type": "consu",
                "is_storable": True,
                "purchase_method": "purchase",
                "supplier_taxes_id": False,
            }
        )
        cls.after_receipt = cls.env["account.payment.term"].create(
            {"name": "货到付款", "counterparty_settlement": "after_receipt"}
        )

    def _buy(self, quantity=10, **values):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "product_qty": quantity,
                            "price_unit": 100.0,
                            **values.pop("line", {}),
                        }
                    )
                ],
                **values,
            }
        )
        order.button_confirm()
        return order

    def _bill(self, order, quantity=None):
        order.action_create_invoice()
        bill = order.invoice_ids.filtered(lambda move: move.state == "draft")
        bill.invoice_date = self.company._counterparty_today()
        if quantity:
            bill.invoice_line_ids.quantity = quantity
        return bill

    def _pay(self, bill, amount=None):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard = wizard.create({"amount": amount} if amount else {})
        wizard._create_payments()

    def _receive(self, order, quantity):
        picking = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(cancel_backorder=False)._action_done()

    def _assert(self, prepayment, commitment):
        parts = self._exposure()
        self.assertAlmostEqual(parts.prepayment, prepayment, 2)
        self.assertAlmostEqual(parts.purchase_commitment, commitment, 2)

    def test_billed_and_paid_before_the_receipt(self):
        order = self._buy()
        self._assert(0, 1000)
        bill = self._bill(order)
        self._assert(0, 1000)
        bill.action_post()
        self._assert(0, 1000)
        self._pay(bill, 400.0)
        self._assert(400, 600)
        self._receive(order, 3)
        self._assert(100, 600)
        self._pay(bill)
        self._assert(700, 0)
        self._receive(order, 7)
        self._assert(0, 0)

    def test_payable_after_receipt_and_paid_before(self):
        order = self._buy(payment_term_id=self.after_receipt.id)
        self._assert(0, 0)
        bill = self._bill(order)
        bill.action_post()
        self._assert(0, 0)
        self._pay(bill)
        self._assert(1000, 0)

    def test_bill_in_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._buy(24, line={"price_unit": 10.0})
        bill = self._bill(order)
        bill.invoice_line_ids.write(
            {"product_uom_id": dozen.id, "quantity": 1, "price_unit": 120.0}
        )
        bill.action_post()
        self.assertEqual(order.order_line.counterparty_qty_billed, 12.0)
        self._pay(bill)
        self._assert(120, 120)

    def test_bill_on_a_prepayment_account_is_not_counted_twice(self):
        account = self.env["account.account"].create(
            {"code": "112399", "name": "预付账款", "account_type": "asset_prepayments"}
        )
        order = self._buy()
        bill = self._bill(order)
        bill.invoice_line_ids.account_id = account
        bill.action_post()
        self._assert(1000, 0)
        self._pay(bill)
        self._assert(1000, 0)

    def test_credit_note_and_drafts(self):
        order = self._buy(line={"product_id": self.service.id})
        bill = self._bill(order)
        self._assert(0, 1000)
        bill.action_post()
        self._assert(0, 0)
        self.assertEqual(order.order_line.counterparty_qty_billed, 10.0)
        bill.button_draft()
        self._assert(0, 1000)
        bill.button_cancel()
        self._assert(0, 1000)
