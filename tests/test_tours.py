from odoo.tests import HttpCase, tagged

from .demo_common import load_demo


class TourCase(HttpCase):
    """The demo story, and tours through it as the people who live it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)

    def _ref(self, name):
        return self.env.ref(f"counterparty_control.demo_{name}")

    def _tour(self, name, login, path):
        self.start_tour(f"/odoo/{path}", f"counterparty_{name}", login=login, timeout=90)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestTours(TourCase):
    """The scenes of the demo story in a browser, in Chinese, each step as who takes it."""

    def test_scene_1_application(self):
        application = self._ref("application_c06")
        path = f"counterparty-applications/{application.id}"
        self._tour("apply", "sales1", "counterparty-applications")
        self._tour("supplement", "sales1", path)
        self._tour("review", "office_head", path)
        self._tour("approve", "leader", path)
        self._tour("ledger", "office", "counterparties")
        self.assertEqual(application.profile_id.state, "approved")
        actors = application.decision_ids.mapped("user_id.login")
        self.assertEqual(set(actors), {"sales1", "office", "office_head", "leader"})

    def test_scene_1_signed_with_a_reason(self):
        """What does not agree is signed for, and who is known is named while one types."""
        application = self._ref("application_c06")
        application.supplement_ids.is_done = True
        application.with_user(self._ref("user_sales1")).action_submit()
        self._tour("sign", "office_head", f"counterparty-applications/{application.id}")
        [signed] = application.signed_findings.values()
        self.assertEqual(signed["reason"], "已核实工商变更登记")
        self._tour("known", "sales1", "counterparty-applications")

    def test_scene_2_prohibited(self):
        application = self._ref("application_c07")
        self._tour("prohibited", "office", f"counterparty-applications/{application.id}")
        self.assertEqual(application.state, "rejected")
        self.assertFalse(application.profile_id)

    def test_scene_3_passes_with_a_warning(self):
        order = self._ref("order_c02")
        self._tour("order_passes", "sales1", f"sales/{order.id}")
        self.assertEqual(order.state, "sale")

    def test_scene_4_over_the_limit(self):
        order = self._ref("order_c03")
        self._tour("order_refused", "sales1", f"sales/{order.id}")
        self.assertEqual(order.state, "draft")

    def test_scene_4_released_by_an_exception(self):
        order = self._ref("order_c03")
        path = f"sales/{order.id}"
        self._tour("exception_ask", "sales1", path)
        self.assertTrue(order.counterparty_is_held)
        self._tour("exception_release", "leader", "counterparty-held")
        override = self.env["counterparty.override"].search([("sale_order_id", "=", order.id)])
        self.assertEqual(override.approver_id.login, "leader")
        self._tour("exception_confirm", "sales1", path)
        self.assertEqual((order.state, order.amount_total), ("sale", 300_000))
        self.assertEqual(override.state, "used")

    def test_scene_5_restricted(self):
        order = self._ref("order_c04")
        self._tour("order_restricted", "sales1", f"sales/{order.id}")
        self.assertEqual(order.payment_term_id.counterparty_settlement, "advance")
        self.assertEqual(order.state, "sale")

    def test_history(self):
        profile = self._ref("profile_c04")
        self._tour("history", "sales1", f"counterparties/{profile.id}")
