import json
from types import SimpleNamespace
from unittest.mock import patch

from lxml import html

from odoo import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.common import PaymentCommon
from odoo.addons.payment.tests.http_common import PaymentHttpCommon

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


#: What only the company may know of a held order, in any language of the tests.
SECRETS = ("1,000.00", "200.00", "limit", "overdue", "grade", "counterparty", "ontrol", "admitted")
NOTICE = "Your order is being processed. We will contact you shortly."


class VisitorCommon(CounterpartyCommon, PaymentHttpCommon):
    """A visitor over HTTP who accepts an order of 1,234.56 where 1,000 are allowed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._book_payments()
        cls.salesman.signature = "Your contact"
        cls.party = cls._party("Customer Ltd")
        cls.party.email = "customer@example.com"
        cls.portal = cls.env["res.users"].create(
            {
                "name": "Buyer of Customer",
                "login": "cp_visitor",
                "password": "cp_visitor",
                "email": "buyer@example.com",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
                "partner_id": cls.env["res.partner"]
                .create({"name": "Buyer of Customer", "parent_id": cls.party.id})
                .id,
            }
        )

    @classmethod
    def _book_payments(cls):
        """Have the payments of the provider booked, as its app would set it up."""
        account = cls.env["account.account"].create(
            {
                "name": "Outstanding",
                "code": "OUTSTANDING",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        method = cls.env["account.payment.method"].create(
            {"name": "Dummy", "code": "none", "payment_type": "inbound"}
        )
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["account.payment.method.line"].create(
            {
                "payment_method_id": method.id,
                "journal_id": journal.id,
                "payment_provider_id": cls.provider.id,
                "payment_account_id": account.id,
            }
        )

    def setUp(self):
        self.enable_post_process_patcher = False
        super().setUp()
        self.authenticate(None, None)
        self.first_mail = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        self.first_message = self.env["mail.message"].search([], order="id desc", limit=1).id or 0

    def _order(self, amount=1234.56, partner=None, **values):
        """A quotation that was sent to the customer, who follows it."""
        values = {"require_signature": False, "require_payment": False, **values}
        order = self._sale(amount, partner=partner or self.party, **values)
        order.sudo().state = "sent"
        order.sudo().message_subscribe((self.party | self.portal.partner_id).ids)
        order.order_line.product_id.sudo().taxes_id = False
        self.env.cr.flush()
        return order.sudo()

    def _sign(self, order):
        params = {
            "access_token": order._portal_ensure_token(),
            "name": "Customer",
            "signature": SIGNATURE,
        }
        return self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", params)

    def _start_payment(self, order, amount=None):
        """Begin to pay as the page does; the session of the visitor keeps the transaction."""
        values = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/transaction",
            {
                "access_token": order._portal_ensure_token(),
                "amount": amount or order.amount_total,
                "provider_id": self.provider.id,
                "payment_method_id": self.payment_method_id,
                "token_id": None,
                "flow": "direct",
                "tokenization_requested": False,
                "landing_route": order.get_portal_url(),
            },
        )
        return self._get_tx(values["reference"])

    def _poll(self, transaction):
        """The page asks how the payment stands, which processes it."""
        with mute_logger("odoo.addons.sale.models.payment_transaction"):
            answer = self.make_jsonrpc_request("/payment/status/poll", {})
        self.env.invalidate_all()
        self.assertTrue(transaction.is_post_processed, "it would be tried again for days")
        return answer

    def _page(self, order):
        response = self.url_open(order.get_portal_url())
        self.assertEqual(response.status_code, 200)
        return response.text

    def _assert_held(self, order):
        self.env.invalidate_all()
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertEqual(order.counterparty_held_reasons, "over_limit")
        activity = order.activity_ids
        self.assertEqual(activity.user_id, self.salesman)
        self.assertIn("234.56", activity.note)
        self._assert_discreet(order)

    def _assert_discreet(self, order):
        """Neither page, chatter nor mail tells more than that the order is being processed."""
        page = self._page(order)
        self.assertIn(NOTICE, page)
        self.assertNotIn("has been confirmed", page.replace("payment has been confirmed", ""))
        alerts = html.fromstring(page).xpath("//div[contains(@class, 'alert')]")
        self._assert_no_secret(" ".join(alert.text_content() for alert in alerts))
        thread = {"thread_model": "sale.order", "thread_id": order.id, "token": order.access_token}
        chatter = self.make_jsonrpc_request("/mail/chatter_fetch", thread)
        self.assertIn("mail.message", chatter["data"])
        self._assert_no_secret(json.dumps(chatter))
        outgoing = self.env["mail.mail"].search([("id", ">", self.first_mail)])
        ours = self.salesman.partner_id | self.env.ref("base.partner_root")
        for mail in outgoing.filtered(lambda mail: not mail.recipient_ids <= ours):
            self._assert_no_secret(mail.body_html)
            self.assertNotIn("has been confirmed.\n        </t>", mail.body_html)
        for message in order.message_ids.filtered(lambda m: m.id > self.first_message):
            if not message.is_internal and not message.subtype_id.internal:
                self._assert_no_secret(message.body)
                self.assertFalse(
                    message.tracking_value_ids.filtered(
                        lambda value: value.field_id.name.startswith("counterparty")
                    )
                )

    def _assert_no_secret(self, text):
        for secret in SECRETS:
            self.assertNotIn(secret, text or "")


@tagged("post_install", "-at_install")
class TestVisitor(VisitorCommon):
    """What a real visitor of the portal accepts over the limit is held, without a word of why."""

    def setUp(self):
        super().setUp()
        patcher = mute_logger("odoo.addons.base.models.ir_actions_report")
        patcher.__enter__()
        self.addCleanup(patcher.__exit__, None, None, None)

    def test_signature(self):
        order = self._order(require_signature=True)
        answer = self._sign(order)
        self.assertNotIn("error", answer)
        self._assert_held(order)
        page = self.url_open(answer["redirect_url"]).text
        self.assertIn("Your order has been signed.", page)
        self.assertIn(NOTICE, page)
        self.assertTrue(order.signature)
        self.assertFalse(
            self.env["mail.mail"].search(
                [("id", ">", self.first_mail), ("subject", "ilike", "confirmed")]
            )
        )

    def test_signature_and_payment(self):
        order = self._order(require_signature=True, require_payment=True)
        self._sign(order)
        self.env.invalidate_all()
        self.assertFalse(order.counterparty_is_held, "it is still to be paid")
        self._profile(self.party).grade = "e"
        transaction = self._start_payment(order)
        transaction._set_done()
        self._poll(transaction)
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertEqual(transaction.payment_id.amount, order.amount_total)
        self._assert_discreet(order)

    def test_payment_in_part(self):
        """What was paid is booked and makes room; the rest is over the limit."""
        order = self._order(3000.0, require_payment=True, prepayment_percent=0.3)
        transaction = self._start_payment(order, 900.0)
        transaction._set_done()
        self._poll(transaction)
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertEqual(transaction.payment_id.amount, 900.0)
        self.assertEqual(self._exposure(self.party).deposit, 900.0)
        self._assert_discreet(order)
        self.assertFalse(order._has_to_be_paid(), "nobody is asked to pay twice")

    def test_payment_in_full_makes_its_own_room(self):
        order = self._order(require_payment=True)
        transaction = self._start_payment(order)
        transaction._set_done()
        self._poll(transaction)
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))
        self.assertFalse(order.activity_ids, "nobody was asked in vain")
        self.assertNotIn(NOTICE, self._page(order))

    def test_authorised_card(self):
        """It is held when it is authorised, and once more in silence when it is captured."""
        self._profile(self.party).grade = "e"
        order = self._order(require_payment=True)
        transaction = self._start_payment(order)
        supported = {
            "support_express_checkout": False,
            "support_manual_capture": "full_only",
            "support_refund": "none",
            "support_tokenization": False,
        }
        self.provider.invalidate_recordset()
        with patch.object(
            type(self.provider),
            "_compute_feature_support_fields",
            lambda providers: providers.update(supported),
        ):
            transaction._set_authorized()
        self._poll(transaction)
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self._assert_discreet(order)
        transaction._set_done()
        self._poll(transaction)
        self.assertEqual((order.state, len(order.activity_ids)), ("sent", 1))
        self.assertEqual(transaction.payment_id.amount, order.amount_total)
        self._assert_discreet(order)

    def test_processed_by_the_job(self):
        """The visitor has closed the page: the job processes the payment once."""
        self._profile(self.party).grade = "e"
        order = self._order(require_payment=True)
        transaction = self._start_payment(order)
        transaction._set_done()
        with patch.object(self.env.cr, "commit", self.env.cr.flush):
            self.env["payment.transaction"]._cron_post_process()
        self.assertTrue(transaction.is_post_processed)
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self.assertTrue(transaction.payment_id)

    def test_portal_user(self):
        self.authenticate("cp_visitor", "cp_visitor")
        order = self._order(require_signature=True)
        self._sign(order)
        self._assert_held(order)
        self.assertIn(order.name, self.url_open("/my/quotes").text)
        self.assertNotIn("counterparty", self.url_open("/my/orders").text)

    def test_portal_user_pays(self):
        self.authenticate("cp_visitor", "cp_visitor")
        self._profile(self.party).grade = "e"
        order = self._order(require_payment=True, partner=self.portal.partner_id)
        transaction = self._start_payment(order)
        transaction._set_done()
        self._poll(transaction)
        self.assertEqual((order.state, order.counterparty_is_held), ("sent", True))
        self._assert_discreet(order)

    def test_within_the_limit(self):
        order = self._order(900.0, require_signature=True)
        self._sign(order)
        self.env.invalidate_all()
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))
        mail = self.env["mail.mail"].search(
            [("id", ">", self.first_mail), ("recipient_ids", "in", self.party.ids)]
        )
        message = order.message_ids.filtered(lambda m: "has been confirmed" in (m.body or ""))
        self.assertTrue(mail or message, "who orders is told that it is confirmed")

    def test_observing_company(self):
        """Nothing is held, and it is recorded."""
        self.company.counterparty_mode = "observe"
        order = self._order(require_signature=True)
        self._sign(order)
        self.env.invalidate_all()
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))
        paid = self._order(require_payment=True)
        self._profile(self.party).grade = "e"
        transaction = self._start_payment(paid)
        transaction._set_done()
        self._poll(transaction)
        self.assertEqual((paid.state, paid.counterparty_is_held), ("sale", False))
        for document in (order, paid):
            logged = self.env["counterparty.decision"].search(
                [("kind", "=", "observed"), ("res_id", "=", document.id)]
            )
            self.assertEqual(len(logged), 1)

    def test_confirmed_by_a_page_of_another_app(self):
        """Some pages, as the free tickets of an event, confirm at once and expect no refusal."""
        order, visit = self._order(), SimpleNamespace(env=self.env(user=self.portal))
        with patch("odoo.addons.counterparty_control.models.sale_order.request", visit):
            order.action_confirm()
        self._assert_held(order)

    def test_nothing_of_a_refused_confirmation_stays(self):
        """What another app has booked on the way to the confirmation is undone with it."""
        order = self._order(require_signature=True)
        confirm = type(order).action_confirm

        def reward(orders):
            orders.client_order_ref = "points given"
            return confirm(orders)

        with patch.object(type(order), "action_confirm", reward):
            self._sign(order)
        self._assert_held(order)
        self.assertFalse(order.client_order_ref)

    def test_expired_offer(self):
        """Once it was accepted the customer is not told that the offer has expired."""
        order = self._order(require_signature=True)
        self._sign(order)
        order.validity_date = "2020-01-01"
        self.env.cr.flush()
        self.assertNotIn("This offer expired", self._page(order))


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
