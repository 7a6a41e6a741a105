from odoo import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.common import PaymentCommon

from .common import CounterpartyCommon

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestPortal(CounterpartyCommon, HttpCase):
    """A visitor of the portal sees neither an error nor a figure, and the order is held."""

    def _accept(self, order):
        order.order_line.product_id.sudo().taxes_id = False
        params = {
            "order_id": order.id,
            "access_token": order.sudo()._portal_ensure_token(),
            "name": "Customer",
            "signature": SIGNATURE,
        }
        url = f"/my/orders/{order.id}/accept"
        return self.url_open(url, json={"jsonrpc": "2.0", "params": params}).json()

    def _quotation(self, amount):
        order = self._sale(amount, require_signature=True, require_payment=False)
        order.sudo().state = "sent"
        return order

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_signing_over_the_limit_holds_the_order(self):
        order = self._quotation(1200.0)
        answer = self._accept(order)
        self.assertNotIn("error", answer, answer)
        self.assertNotIn("1,000.00", str(answer))
        self.env.invalidate_all()
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertTrue(order.signature, "the signature is kept")
        activity = order.sudo().activity_ids
        self.assertEqual(activity.user_id, self.salesman)
        self.assertIn("200.00", activity.note)
        self.assertNotIn("1,000.00", str(order.sudo().message_ids.mapped("body")))

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_signing_within_the_limit_confirms(self):
        order = self._quotation(900.0)
        self.assertNotIn("error", self._accept(order))
        self.env.invalidate_all()
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))

    def test_held_order_is_released_by_confirming(self):
        order = self._quotation(1200.0)
        order.sudo()._counterparty_hold()
        self._refused(self.salesman, order, "action_confirm")
        self._profile(self.partner)._set_limit(2000.0, "test")
        self._call(self.salesman, order, "action_confirm")
        self.assertFalse(order.counterparty_is_held)

    def test_order_of_a_portal_user(self):
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "cp_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                "partner_id": self.env["res.partner"]
                .create({"name": "Visitor", "parent_id": self.partner.id})
                .id,
            }
        )
        order = self._quotation(1200.0)
        message = self._refused(self.salesman, order, "action_confirm")
        self.assertIn("1,000.00", message)
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            order.with_user(portal).sudo().action_confirm()
        self.assertNotIn("1,000.00", str(caught.exception))


@tagged("post_install", "-at_install")
class TestOnlinePayment(CounterpartyCommon, PaymentCommon):
    """An online payment is never lost because of the gate."""

    def test_paid_order_over_the_limit_is_held(self):
        self._profile(self.partner).grade = "e"
        order = self._sale(1200.0, require_signature=False, require_payment=True)
        transaction = self._create_transaction(
            "direct",
            amount=1200.0,
            currency_id=order.currency_id.id,
            partner_id=self.partner.id,
            sale_order_ids=[Command.set(order.ids)],
            state="done",
        )
        transaction._post_process()
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertEqual(transaction.state, "done")
