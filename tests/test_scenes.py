from odoo import Command
from odoo.tests import tagged

from .test_tours import TourCase
from .workflow_common import REVIEW


@tagged("post_install", "-at_install")
class TestScenes(TourCase):
    """Later scenes of the demo story in a browser, in Chinese, each step as who takes it."""

    def test_scene_6_ended(self):
        order, invoice = self._ref("order_c05"), self._ref("invoice_c05_210")
        profile = self._ref("profile_c05")
        self._tour("barred", "sales1", f"sales/{order.id}")
        self.assertEqual(order.state, "draft")
        self._tour("receipt", "finance", f"customer-invoices/{invoice.id}")
        self.assertFalse(invoice.amount_residual)
        self._tour("wound_down", "office", f"counterparties/{profile.id}")
        self.assertEqual(profile.wind_down_state, "done")

    def test_report_to_the_parent_company(self):
        request, late = self._ref("group_request_s02"), self._ref("group_request_c09")
        self._tour("report", "office", f"counterparty-reports/{request.id}")
        self.assertEqual(request.state, "reported")
        self.assertEqual(request.batch_id.user_id.login, "office")
        self._tour("code", "office", f"counterparty-reports/{late.id}")
        self.assertEqual((late.state, late.profile_id.group_erp_code), ("received", "KH600099"))
        self._tour("code_found", "sales1", "counterparties")

    def test_scene_7_expired_certificate(self):
        order, profile = self._ref("rfq_s03"), self._ref("profile_s03")
        self._tour("expired", "buyer", f"purchase/{order.id}")
        self.assertEqual(order.state, "draft")
        self._tour("renew", "office", f"counterparties/{profile.id}")
        self._approve_change(profile)
        self._tour("renewed", "buyer", f"purchase/{order.id}")
        self.assertEqual(order.state, "purchase")

    def _approve_change(self, profile):
        """A document of an approved party counts once its change is approved, by others."""
        change = self.env["counterparty.application"].search(
            [("kind", "=", "change"), ("profile_id", "=", profile.id)]
        )
        copy = Command.create({"name": "licence.pdf", "raw": b"copy"})
        change.licence_ids.attachment_ids = [copy]
        office, head, leader = (
            change.with_user(self.env["res.users"].search([("login", "=", login)]))
            for login in ("office", "office_head", "leader")
        )
        self.assertEqual(change.applicant_id, office.env.user)
        office.change_reason = "换发新证"
        office.action_submit()
        head.write(REVIEW)
        head.action_review()
        leader.action_approve()

    def test_scene_9_codes(self):
        """Each regime of codes is entered and checked as its own."""
        self._tour("slip", "buyer", "counterparty-applications")
        waiting, german = self._ref("application_s05"), self._ref("application_f01")
        singapore = self._ref("application_f02")
        self._tour("village", "leader", f"counterparty-applications/{waiting.id}")
        self.assertEqual(waiting.profile_id.state, "approved")
        self._tour("german", "sales2", f"counterparty-applications/{german.id}")
        self._tour("singapore", "buyer", f"counterparty-applications/{singapore.id}")

    def test_scene_10_new_list(self):
        version, order = self._ref("prohibition_version_2"), self._ref("rfq_s02")
        self._tour("new_list", "office", f"counterparty-prohibited-lists/{version.id}")
        self.assertEqual(version.state, "in_force")
        self.assertTrue(order.counterparty_is_held)
        self._tour("held", "buyer", f"purchase/{order.id}")
        self.assertEqual(order.state, "draft")
        self._tour("hits", "leader", "counterparty-hits")
