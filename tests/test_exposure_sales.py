from odoo import Command, fields
from odoo.tests import tagged

from .common import CounterpartyCommon


@tagged("post_install", "-at_install")
class TestExposureSales(CounterpartyCommon):
    """A sale keeps its value through its whole life, whatever is drafted, posted or credited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_mode = "off"
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "13 %",
                "amount": 13.0,
                "type_tax_use": "sale",
                "price_include_override": "tax_excluded",
            }
        )
        cls.goods = cls.env["product.product"].create(
            {"name": "Goods", "type": "consu", "invoice_policy": "delivery", "taxes_id": False}
        )
        cls.down_payment_product = cls.env["product.product"].create(
            {
                "name": "Down payment",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": False,
            }
        )

    def _order(self, qty=10, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "product_uom_qty": qty,
                            "price_unit": 100.0,
                            "tax_ids": [Command.set(self.tax.ids)],
                            **values.pop("line", {}),
                        }
                    )
                ],
                **values,
            }
        )
        order.action_confirm()
        return order

    def _assert(self, delivered, commitment, receivable=0.0):
        parts = self._exposure()
        self.assertAlmostEqual(parts.delivered_uninvoiced, delivered, 2)
        self.assertAlmostEqual(parts.order_commitment, commitment, 2)
        self.assertAlmostEqual(parts.receivable - parts.deposit, receivable, 2)

    def _deliver(self, order, quantity):
        order.order_line.filtered(lambda line: not line.is_downpayment).qty_delivered = quantity

    def _down_payment(self, order, percent):
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        wizard = wizard.create({"advance_payment_method": "percentage", "amount": percent})
        wizard.create_invoices()
        return order.invoice_ids.filtered(lambda move: move.state == "draft")

    def _pay(self, invoice):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({})._create_payments()

    def test_life_cycle(self):
        order = self._order()
        self._assert(0, 1130)
        self._deliver(order, 4)
        self._assert(452, 678)
        invoice = order._create_invoices()
        self._assert(452, 678)
        invoice.action_post()
        self._assert(0, 678, 452)
        order.order_line.product_uom_qty = 12
        self._assert(0, 904, 452)
        self._deliver(order, 13)
        self._assert(1017, 0, 452)
        final = order._create_invoices()
        final.action_post()
        self._assert(0, 0, 1469)
        reversal = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=final.ids
        )
        reversal.create({"journal_id": final.journal_id.id}).refund_moves()
        final.reversal_move_ids.action_post()
        self._assert(1017, 0, 452)

    def test_down_payment_is_counted_once(self):
        order = self._order()
        invoice = self._down_payment(order, 30)
        self._assert(0, 1130)
        invoice.action_post()
        self._assert(0, 791, 339)
        self._pay(invoice)
        self._assert(0, 791, 0)
        self._deliver(order, 10)
        self._assert(791, 0, 0)
        order._create_invoices(final=True).action_post()
        self._assert(0, 0, 791)

    def test_foreign_currency_at_todays_rate(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        today = fields.Date.today()
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "name": fields.Date.add(today, days=-40), "rate": 0.25},
                {"currency_id": euro.id, "name": today, "rate": 0.5},
            ]
        )
        pricelist = self.env["product.pricelist"].create({"name": "EUR", "currency_id": euro.id})
        self._order(5, pricelist_id=pricelist.id, date_order=fields.Date.add(today, days=-30))
        self._assert(0, 1130)

    def test_free_goods_and_contacts(self):
        self._order(line={"discount": 100})
        self._assert(0, 0)
        contact = self.env["res.partner"].create({"name": "Person", "parent_id": self.partner.id})
        self._order(1, partner_id=contact.id)
        self._assert(0, 113)

    def test_terms(self):
        term = self.env["account.payment.term"].create(
            {"name": "款到发货", "counterparty_settlement": "advance"}
        )
        order = self._order(payment_term_id=term.id)
        self._assert(0, 0)
        self.assertEqual(self._exposure().order_open, 1130)
        term.counterparty_advance_percent = 40
        self._assert(0, 678)
        self._deliver(order, 10)
        self._assert(1130, 0)

    def test_foreign_invoice_is_counted_as_booked(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "name": fields.Date.today(), "rate": 0.125}
        )
        self._invoice(100.0, currency_id=euro.id)
        self._assert(0, 0, 800)

    def test_settings_leave_components_out(self):
        self._order()
        self.company.counterparty_count_order_commitment = False
        self._assert(0, 0)
        self._invoice(50.0)
        payment = self.env["account.payment"].create(
            {"payment_type": "inbound", "partner_id": self.partner.id, "amount": 20.0}
        )
        payment.action_post()
        self._assert(0, 0, 30)
        self.company.counterparty_count_deposit = False
        self._assert(0, 0, 50)
