from odoo import Command
from odoo.tests import tagged

from .test_portal import NOTICE, VisitorCommon


@tagged("-standard", "post_install", "-at_install", "counterparty_website")
class TestWebsite(VisitorCommon):
    """A customer of the online shop: needs the app of the shop, so it runs with it alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        address = {
            "street": "1 Road",
            "city": "City",
            "zip": "10000",
            "phone": "111",
            "country_id": cls.env.ref("base.be").id,
        }
        cls.party.write(address)
        cls.portal.partner_id.write({**address, "email": "buyer@example.com"})
        website = cls.env["website"].get_current_website()
        website.write({"company_id": cls.company.id, "salesperson_id": False})
        cls.article = cls.env["product.product"].create(
            {
                "name": "Course",
                "type": "service",
                "list_price": 1234.56,
                "invoice_policy": "order",
                "taxes_id": False,
                "is_published": True,
                "sale_ok": True,
            }
        )

    def _cart(self, price=1234.56):
        """Put an article in the cart of the customer, who is logged in, as the page does."""
        self.article.list_price = price
        self.env.cr.flush()
        self.authenticate("cp_visitor", "cp_visitor")
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": self.article.product_tmpl_id.id,
                "product_id": self.article.id,
                "quantity": 1,
            },
        )
        order = self.env["sale.order"].search([], order="id desc", limit=1)
        self.assertEqual(order.website_id.company_id, self.company)
        self.assertEqual(order.partner_id, self.portal.partner_id)
        self.assertEqual(self.url_open("/shop/checkout").status_code, 200)
        return order

    def _pay(self, order):
        values = self.make_jsonrpc_request(
            f"/shop/payment/transaction/{order.id}",
            {
                "access_token": order._portal_ensure_token(),
                "amount": order.amount_total,
                "provider_id": self.provider.id,
                "payment_method_id": self.payment_method_id,
                "token_id": None,
                "flow": "direct",
                "tokenization_requested": False,
                "landing_route": "/shop/payment/validate",
            },
        )
        transaction = self._get_tx(values["reference"])
        transaction._set_done()
        self._poll(transaction)
        return transaction

    def _finish(self):
        """The customer comes back to the shop; return the page of the confirmation."""
        response = self.url_open("/shop/payment/validate")
        self.assertEqual(response.status_code, 200)
        self.assertIn("/shop/confirmation", response.url)
        self.env.invalidate_all()
        return response.text

    def _assert_neutral(self, page):
        self.assertIn(NOTICE, page)
        self.assertIn("Thank you for your order.", page)
        self.assertNotIn("Shop - Confirmed", page)
        self.assertNotIn("can not be confirmed", page)
        self.assertNotIn("counterparty_held", page)
        for secret in ("credit limit", "1,000.00", "not been admitted"):
            self.assertNotIn(secret, page)

    def test_paid_cart_is_held(self):
        self._profile(self.party).grade = "e"
        order = self._cart()
        transaction = self._pay(order)
        self._assert_neutral(self._finish())
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertEqual(transaction.payment_id.amount, order.amount_total)
        self.assertEqual(order.activity_ids.user_id, self.salesman)
        self.assertNotIn(order.name, self.url_open("/shop/cart").text, "the cart is done with")

    def test_cart_that_is_paid_in_full_passes(self):
        order = self._cart()
        self._pay(order)
        page = self._finish()
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))
        self.assertNotIn(NOTICE, page)
        self.assertIn("Shop - Confirmed", page)

    def test_cart_that_costs_nothing_is_held(self):
        """Nothing is at risk, and yet nobody trades with who is not admitted."""
        self._profile(self.party).state = "closed"
        order = self._cart(0.0)
        self._assert_neutral(self._finish())
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertEqual(order.counterparty_held_reasons, "closed")

    def test_cart_that_costs_nothing_passes(self):
        order = self._cart(0.0)
        self._finish()
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))

    def test_observing_company(self):
        self.company.counterparty_mode = "observe"
        self._profile(self.party).state = "closed"
        order = self._cart(0.0)
        self.assertNotIn(NOTICE, self._finish())
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))
        logged = [("kind", "=", "observed"), ("res_id", "=", order.id)]
        self.assertEqual(self.env["counterparty.decision"].search(logged).reasons, "closed")

    def test_cash_on_delivery(self):
        """Odoo confirms such an order while it processes the payment, which must not fail."""
        self._profile(self.party).grade = "e"
        order = self._cart()
        provider = self.env["payment.provider"].create(
            {"name": "COD", "code": "custom", "custom_mode": "cash_on_delivery"}
        )
        transaction = self._create_transaction(
            "direct",
            provider_id=provider.id,
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
            state="pending",
        )
        transaction._post_process()
        self.assertTrue(transaction.is_post_processed)
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertEqual(len(order.activity_ids), 1)

    def test_page_is_extended_once(self):
        views = self.env["ir.ui.view"].with_context(active_test=False)
        domain = [("key", "=", "counterparty_control.shop_confirmation")]
        self.assertEqual(views.search_count(domain), 1)
        self.env["counterparty.shop"]._register_hook()
        self.assertEqual(views.search_count(domain), 1)
