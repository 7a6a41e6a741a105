from odoo.tests import HttpCase, tagged

from .demo_common import load_demo


@tagged("post_install", "-at_install")
class TestDrillTours(HttpCase):
    """From the figures of the demo to their documents, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)

    def _tour(self, name, login, path):
        self.start_tour(f"/odoo/{path}", f"counterparty_drill_{name}", login=login, timeout=90)

    def test_profile(self):
        partner = self.env.ref("counterparty_control.demo_partner_c08")
        company = self.env.ref("counterparty_control.demo_company")
        profile = partner._counterparty_profile(company)
        self._tour("profile", "finance", f"counterparties/{profile.id}")

    def test_list(self):
        self._tour("list", "finance", "counterparties")

    def test_strip(self):
        order = self.env.ref("counterparty_control.demo_order_c03")
        self._tour("strip", "sales1", f"sales/{order.id}")

    def test_analysis(self):
        self._tour("analysis", "finance", "counterparty-exposure")
