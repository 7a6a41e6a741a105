import time

from odoo.tests import tagged
from odoo.tools import float_is_zero

from ..policy import exposure
from .exposure_generator import GeneratedCase
from .exposure_oracle import Oracle

SETTINGS = (
    {},
    {"counterparty_commitment_untaxed": True, "counterparty_horizon_days": 20},
    {"counterparty_purchase_basis": "advance", "counterparty_stock_mode": "manual"},
    {
        "counterparty_count_deposit": False,
        "counterparty_count_delivered_uninvoiced": False,
        "counterparty_stock_mode": "off",
    },
    {
        "counterparty_count_order_commitment": False,
        "counterparty_count_purchase_commitment": False,
        "counterparty_count_notes": False,
    },
)


@tagged("post_install", "-at_install")
class TestExposureDrillDown(GeneratedCase):
    """What a figure opens adds up to it to the cent, and is what the documents say."""

    def _rows(self, user=None):
        report = self.env["counterparty.exposure.report"]
        report = report.with_context(allowed_company_ids=self.companies.ids)
        return report.with_user(user) if user else report

    def _profiles(self, user=None):
        domain = [("partner_id", "in", [party.partner.id for party in self.parties])]
        profiles = self.env["counterparty.profile"]
        profiles = profiles.with_context(allowed_company_ids=self.companies.ids)
        return (profiles.with_user(user) if user else profiles).search(domain)

    def _assert_adds_up(self, sums, profile):
        for name in exposure.SHOWN:
            with self.subTest(party=profile.display_name, component=name):
                self.assertAlmostEqual(sums.get(name, 0.0), profile[name], places=6)

    def test_every_component_occurs(self):
        """The documents are not so tame that a component is empty."""
        for company in self.companies:
            profiles = self._profiles().filtered(lambda row: row.company_id == company)
            self.assertEqual(len(profiles), 12 if company == self.company else 4)
            for name in exposure.SHOWN:
                if company == self.company or name not in ("stock", "offset"):
                    with self.subTest(company=company.name, component=name):
                        self.assertTrue(any(profiles.mapped(name)))

    def test_all_at_once(self):
        start=time.time()
        groups = self._rows()._read_group(
            [("profile_id", "!=", False)], ["profile_id", "component"], ["amount:sum"]
        )
        print("GROUP", time.time()-start, len(groups))
        sums = {}
        for profile, name, amount in groups:
            sums.setdefault(profile, {})[name] = amount
        for profile in self._profiles():
            self._assert_adds_up(sums.get(profile, {}), profile)

    def test_oracle(self):
        for profile in self._profiles():
            expected = Oracle(profile.partner_id, profile.company_id).components()
            delta = 0.05 if int(profile.partner_id.name.split()[-1]) % 3 == 2 else 0.005
            for name, amount in expected.items():
                with self.subTest(party=profile.display_name, company=profile.company_id.name, component=name):
                    self.assertAlmostEqual(profile[name], amount, delta=delta)
