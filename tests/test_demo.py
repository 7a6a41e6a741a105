from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..policy import licence_codes
from .demo_common import load_demo

#: Key: grade, limit, occupied, rate in percent, overdue, days overdue.
TABLE = {
    "c01": ("a", 4_000_000, 3_120_000, 78.0, 0, 0),
    "c02": ("b", 3_000_000, 2_520_000, 84.0, 0, 0),
    "c03": ("c", 1_500_000, 1_430_000, 95.3, 900_000, 20),
    "c04": ("d", 200_000, 420_000, 210.0, 420_000, 75),
    "c05": ("e", 0, 350_000, 0.0, 350_000, 150),
    "c08": ("b", 2_500_000, 2_000_000, 80.0, 0, 0),
    "c09": ("b", 1_000_000, 900_000, 90.0, 0, 0),
    "s01": ("a", 4_000_000, 2_600_000, 65.0, 0, 0),
    "s02": ("b", 300_000, 0, 0.0, 0, 0),
    "s03": ("c", 300_000, 60_000, 20.0, 0, 0),
    "s04": ("d", 500_000, 500_000, 100.0, 0, 0),
    "f01": ("b", 1_000_000, 780_000, 78.0, 0, 0),
    "f02": ("c", 500_000, 355_000, 71.0, 0, 0),
}
#: Document: who confirms it, and what the refusal says; nothing where it passes.
SCENES = {
    "order_c01": ("sales1", ()),
    "order_c02": ("sales1", ()),
    "order_c03": ("sales1", ("230,000.00",)),
    "order_c04": ("sales1", ("420,000.00", "300,000.00")),
    "order_c05": ("sales1", ("410,000.00",)),
    "order_c08": ("sales2", ()),
    "order_c09": ("sales1", ("\xa050,000.00",)),
    "rfq_s01": ("buyer", ("危险化学品", "工业丙酮")),
    "rfq_s02": ("buyer", ()),
    "rfq_s03": ("buyer", ("PDY00013-2",)),
    "rfq_s04": ("buyer", ("100,000.00",)),
}
#: Login: the parties in the ledger that the role sees.
VISIBLE = {
    "sales1": {"c01", "c02", "c03", "c04", "c05", "c09"},
    "sales2": {"c08", "f01"},
    "buyer": {"s01", "s02", "s03", "s04", "f02"},
    "office": set(TABLE),
    "finance": set(TABLE),
    "leader": set(TABLE),
    "auditor": set(TABLE),
}


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo story comes out of Odoo's own documents, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_demo(cls.env)
        cls.company = cls.env.ref("counterparty_control.demo_company")
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})

    def test_what_was_observed_before_the_switch_on(self):
        """The report has something to show, and a switch-on lists who is outside the ledger."""
        report = self.env["counterparty.observation"]
        recent = [("company_id", "=", self.company.id), ("date", ">=", "today -30d")]
        rows = report.search(recent)
        self.assertEqual(set(rows.mapped("reason")), {"not_approved", "over_limit"})
        self.assertEqual(len(set(rows.mapped("documents"))), 2)
        listed = self.env["counterparty.survey"]._proposals(self.company, 12)
        self.assertEqual(
            {row["partner_id"] for row in listed},
            {self.env.ref(f"counterparty_control.demo_partner_{key}").id for key in ("x01", "x02")},
        )

    def test_the_ledger_shows_the_table(self):
        for key, (grade, limit, occupied, rate, overdue, days) in TABLE.items():
            with self.subTest(key):
                profile = self._ref(f"profile_{key}")
                self.assertEqual((profile.state, profile.grade), ("approved", grade))
                self.assertEqual((profile.credit_limit, profile.effective_limit), (limit, limit))
                self.assertAlmostEqual(profile.exposure_amount, occupied, 2)
                self.assertAlmostEqual(profile.exposure_rate * 100, rate, 1)
                self.assertAlmostEqual(profile.overdue_amount, overdue, 2)
                self.assertEqual(profile.overdue_days, days)

    def test_prepaid_orders_commit_nothing_more(self):
        for key, (_grade, _limit, occupied, *_rest) in TABLE.items():
            self.assertAlmostEqual(self._ref(f"profile_{key}").projected_amount, occupied, 2, key)

    def test_components(self):
        for key, component, amount in (
            ("c01", "stock", 120_000),
            ("c02", "delivered_uninvoiced", 240_000),
            ("c08", "prepayment", 1_200_000),
            ("f02", "prepayment", 355_000),
        ):
            self.assertAlmostEqual(self._ref(f"profile_{key}")[component], amount, 2, key)

    def test_a_new_supplier_occupies_nothing(self):
        partner = self._ref("partner_s05")
        exposure = self.env["counterparty.exposure"]._positions(partner, self.company)
        self.assertEqual(partner._counterparty_profile(self.company).state, "applying")
        self.assertEqual(exposure[partner.id, self.company.id].parts.prepayment, 0)

    def test_scenes(self):
        for name, (login, texts) in SCENES.items():
            with self.subTest(name):
                document = self._ref(name).with_user(self._ref(f"user_{login}"))
                confirm = "action_confirm" if document._name == "sale.order" else "button_confirm"
                if not texts:
                    getattr(document, confirm)()
                    self.assertIn(document.state, ("sale", "purchase"))
                    continue
                with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
                    getattr(document, confirm)()
                for text in texts:
                    self.assertIn(text, str(refusal.exception))

    def test_c04_may_pay_in_advance(self):
        order = self._ref("order_c04").with_user(self._ref("user_sales1"))
        order.payment_term_id = self._ref("term_advance")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_signed_order_waits_for_a_payment(self):
        order, recheck = self._ref("order_c09_held"), self.env["counterparty.recheck"]
        self.assertEqual(
            (order.state, order.counterparty_is_held, order.counterparty_held_reasons),
            ("sent", True, "over_limit"),
        )
        self.assertEqual(order.activity_ids.user_id, self._ref("user_sales1"))
        recheck._retest()
        self.assertFalse(order.counterparty_is_ready)
        payment = self.env["account.payment"].create(
            {
                "amount": 20_000,
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order.partner_id.id,
            }
        )
        payment.action_post()
        recheck._retest()
        self.assertTrue(order.counterparty_is_ready)
        order.with_user(self._ref("user_sales1")).action_confirm()
        self.assertEqual((order.state, order.counterparty_is_held), ("sale", False))

    def test_applications(self):
        returned, listed, waiting = (self._ref(f"application_{k}") for k in ("c06", "c07", "s05"))
        self.assertEqual(
            (returned.state, listed.state, waiting.state), ("returned", "submitted", "reviewed")
        )
        stops = [row for row in returned.finding_ids if row["stops"]]
        self.assertEqual(len(stops), 1)
        self.assertEqual(listed.prohibition_ids, self._ref("prohibition_c07"))
        with self.assertRaises(UserError):
            listed.with_user(self._ref("user_office")).action_review()
        self.assertFalse(waiting.missing_text)
        self.assertEqual(waiting.activity_ids.user_id, self._ref("user_leader"))

    def test_who_sees_what(self):
        for login, keys in VISIBLE.items():
            with self.subTest(login):
                profiles = self.env["counterparty.profile"].with_user(self._ref(f"user_{login}"))
                expected = {self._ref(f"profile_{key}").id for key in keys}
                if login not in ("sales1", "sales2"):  # S05 is being applied for by the buyer
                    expected.add(self._ref("partner_s05")._counterparty_profile(self.company).id)
                self.assertEqual(set(profiles.search([]).ids), expected)

    def test_the_codes_are_well_formed(self):
        checks = {
            "business": lambda n: (
                licence_codes.is_uscc(n) or licence_codes.is_registration_number(n)
            ),
            "organisation": licence_codes.is_org_code,
            "tax": licence_codes.is_tax_number,
        }
        applications = self.env["counterparty.application"].search(
            [("company_id", "=", self.company.id), ("regime", "!=", "foreign")]
        )
        self.assertEqual(len(applications), 14)
        for licence in applications.licence_ids.filtered(lambda row: row.kind in checks):
            self.assertTrue(checks[licence.kind](licence.number), licence.number)

    def test_past_ratings(self):
        rating = self._ref("rating_c04")
        self.assertEqual((rating.state, rating.proposed_grade), ("approved", "d"))
        self.assertEqual(rating.peak_amount, 1_220_000)
        self.assertEqual(rating.days_over_limit, 23)

    def test_since_the_last_rating(self):
        """420,000 all the time; the limit was lowered to 200,000 two days after the period."""
        profile = self._ref("profile_c04").with_user(self._ref("user_sales1"))
        today = self.company._counterparty_today()
        found = profile.action_read_history()
        self.assertEqual((found["start"], found["end"]), (today - timedelta(9), today))
        self.assertEqual((found["peak_amount"], found["peak_date"]), (420_000, found["start"]))
        self.assertEqual((found["average_amount"], found["closing_amount"]), (420_000, 420_000))
        self.assertEqual(found["days_over_limit"], 8)
        self.assertEqual([point[2] for point in found["points"]], [800_000, 200_000, 200_000])
        year = profile.action_read_history(months=12)
        self.assertEqual((year["peak_amount"], year["days_over_limit"]), (1_220_000, 31))

    def test_a_group_shares_a_limit(self):
        group = self._ref("group_c01")
        self.assertEqual(group.member_ids, self._ref("profile_c01") | self._ref("profile_c09"))
        self.assertEqual((group.credit_limit, group.projected_amount), (4_500_000, 4_020_000))
        self.assertEqual(self._ref("profile_c01").group_available_amount, 480_000)
        self.assertEqual(self._ref("profile_c01").available_amount, 480_000)
        self.assertEqual(self._ref("profile_c09").available_amount, 100_000)

    def test_limit_requests(self):
        coming, waiting = self._ref("limit_request_f01"), self._ref("limit_request_c03")
        self.assertEqual((coming.state, coming.limit_id.amount), ("approved", 1_200_000))
        self.assertEqual((waiting.state, waiting.available_amount), ("submitted", 70_000))
        self.assertEqual(
            waiting.activity_ids.user_id, self._ref("user_office") | self._ref("user_office_head")
        )

    def test_exceptions(self):
        small, large = self._ref("override_order_c09"), self._ref("override_rfq_s04")
        self.assertEqual((small.approver, small.excess_amount), ("office", 50_000))
        self.assertEqual((large.approver, large.state), ("leadership", "submitted"))
        self.assertEqual(large.activity_ids.user_id, self._ref("user_leader"))
        queue = self.env["counterparty.held"].with_user(self._ref("user_leader")).search([])
        self.assertEqual(set(queue.override_id.ids), {small.id, large.id})
        self.assertTrue(self._ref("profile_c05").counterparty_forced_hold)

    def test_wind_downs(self):
        for key, excess in (("c04", 220_000), ("c05", 350_000)):
            profile = self._ref(f"profile_{key}")
            self.assertEqual(
                (profile.wind_down_state, profile.wind_down_excess), ("on_track", excess)
            )
        planned = self.env["counterparty.profile"].search(
            [("wind_down_deadline", "!=", False), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(planned), 2)

    def test_information_files(self):
        profile = self._ref("profile_c05").with_user(self._ref("user_sales1"))
        self.assertEqual(profile.open_event_count, 1)
        self.assertEqual(profile.event_ids.mapped("event_type"), ["lawsuit_own"])
        self.assertEqual(len(profile.financial_ids), 3)
        events = self.env["counterparty.event"]
        for action in (profile.action_open_events(), profile.action_record_event()):
            self.assertEqual(events.search(action["domain"]), profile.event_ids)
        figures = self.env["counterparty.financial"]
        for action in (profile.action_open_financials(), profile.action_add_financial()):
            self.assertEqual(figures.search(action["domain"]), profile.financial_ids)

    def test_the_story_is_told_once(self):
        companies = self.env["res.company"].search_count([])
        self.env["counterparty.demo"]._load()
        self.assertEqual(self.env["res.company"].search_count([]), companies)
        self.assertEqual(self.company.counterparty_mode, "block")

    def _ref(self, name):
        return self.env.ref(f"counterparty_control.demo_{name}")
