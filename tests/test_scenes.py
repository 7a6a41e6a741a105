from odoo.tests import tagged

from .test_tours import TourCase


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
