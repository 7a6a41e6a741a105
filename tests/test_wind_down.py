from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_limits import LimitCase

CRON = "counterparty_control.cron_wind_down"
ACTIVITY = "counterparty_control.mail_activity_type_wind_down"
FIELDS = ("wind_down_start_amount", "wind_down_start_date", "wind_down_deadline")


@tagged("post_install", "-at_install")
class TestWindDown(LimitCase):
    """A limit below what is occupied: target, deadline and progress; nothing is cancelled."""

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice(900.0)
        self.env.invalidate_all()

    def _plan(self):
        self.env.invalidate_all()
        return tuple(self.profile[name] for name in FIELDS)

    def _pay(self, amount):
        payment = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        payment.create({"amount": amount})._create_payments()
        self.env.cr.flush()

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _asked(self):
        return self.profile.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(ACTIVITY)
        )

    def test_by_a_rating(self):
        order = self._sale(100.0)
        self._call(self.salesman, order, "action_confirm")
        rating = self._rating(proposed_grade="c", proposed_limit=300.0)
        self.assertEqual(rating.wind_down_amount, 600.0)
        deadline = self._day(45)
        self._call(self.salesman, rating, "write", {"wind_down_deadline": str(deadline)})
        self._to_approved(rating)
        self.assertEqual(self._plan(), (900.0, self.today, deadline))
        self.assertEqual(self.profile.wind_down_state, "on_track")
        self.assertEqual((self.profile.wind_down_progress, self.profile.wind_down_excess), (0, 600))
        self.assertEqual(order.state, "sale")

    def test_by_a_request(self):
        request = self._request(kind="permanent", proposed_limit=500.0)
        self.assertEqual(request.wind_down_amount, 400.0)
        self.company.counterparty_wind_down_days = 30
        self._to_approved(request)
        self.assertEqual(self._plan(), (900.0, self.today, self._day(30)))

    def test_deadline_that_is_over(self):
        for document in (
            self._request(kind="permanent", proposed_limit=500.0),
            self._rating(proposed_limit=500.0),
        ):
            values = {"wind_down_deadline": str(self.today)}
            self._call(self.salesman, document, "write", values)
            self._barred(self.salesman, document, "action_submit", contains="deadline")

    def test_temporary_and_sufficient_limits_need_none(self):
        self.assertFalse(self._request(proposed_limit=100.0).wind_down_amount)
        self._to_approved(self._rating(proposed_limit=900.0))
        self.assertEqual(self._plan(), (0.0, False, False))
        self.assertFalse(self.profile.wind_down_state)

    def test_progress(self):
        self.profile.sudo()._set_limit(300.0, "test")
        for paid, progress, excess in ((150.0, 25.0, 450.0), (300.0, 75.0, 150.0)):
            self._pay(paid)
            self.env.invalidate_all()
            self.assertAlmostEqual(self.profile.wind_down_progress, progress)
            self.assertEqual(self.profile.wind_down_excess, excess)
        self.company.counterparty_mode = "observe"
        self._invoice(750.0)
        self.env.invalidate_all()
        self.assertEqual(self.profile.wind_down_progress, 0.0)

    def test_a_plan_under_way(self):
        """A new limit moves the target; the deadline moves only if it is said."""
        profile = self.profile.sudo()
        profile._set_limit(300.0, "test", self._day(10))
        self._pay(100.0)
        profile._set_limit(200.0, "test")
        self.assertEqual(self._plan(), (900.0, self.today, self._day(10)))
        profile._set_limit(200.0, "test", self._day(20))
        self.assertEqual(self._plan(), (900.0, self.today, self._day(20)))
        profile._set_limit(5000.0, "test")
        self.assertEqual(self._plan(), (0.0, False, False))

    def test_filters(self):
        def found(state):
            domain = [("wind_down_state", "=", state), ("id", "=", self.profile.id)]
            return bool(self._call(self.officer, self.profile.browse(), "search", domain))

        self.assertTrue(found(False))
        self.profile.sudo()._set_limit(300.0, "test")
        self.assertEqual([found(s) for s in (False, "on_track", "overdue")], [False, True, False])
        self.profile.sudo().wind_down_deadline = self._day(-1)
        self.env.invalidate_all()
        self.assertEqual([found(s) for s in ("on_track", "overdue", "done")], [False, True, False])
        self._pay(600.0)
        self.env.invalidate_all()
        self.assertEqual([found(s) for s in ("overdue", "done")], [False, True])

    def test_overdue(self):
        """Who is responsible and the finance department are asked, once."""
        self.profile.sudo()._set_limit(300.0, "test", self._day(1))
        self._run()
        self.assertFalse(self._asked())
        self.profile.sudo().wind_down_deadline = self._day(-1)
        self._run()
        asked = self._asked()
        self.assertLessEqual(self.salesman | self.accountant, asked.user_id)
        self.assertNotIn(self.stranger, asked.user_id)
        self.assertIn("600.00", asked[0].summary)
        self._run()
        self.assertEqual(self._asked(), asked)

    def test_done(self):
        self.profile.sudo()._set_limit(300.0, "test", self._day(5))
        self.profile.sudo().wind_down_deadline = self._day(-1)
        self._run()
        self.assertTrue(self._asked())
        self._pay(600.0)
        self._run()
        self.assertEqual(self._plan(), (0.0, False, False))
        self.assertFalse(self._asked())
        self.assertTrue(self.profile.message_ids.filtered(lambda m: "900.00" in m.body))
        messages = self.profile.message_ids
        self._run()
        self.assertEqual(self.profile.message_ids, messages)

    def test_of_a_group(self):
        sister = self._party("Sister")
        group = self._group(self.partner, sister)
        request = self._request(
            group,
            kind="permanent",
            proposed_limit=500.0,
            wind_down_deadline=str(self.today + timedelta(days=7)),
        )
        self.assertEqual(request.wind_down_amount, 400.0)
        self._to_approved(request)
        self.assertEqual(group.wind_down_deadline, self._day(7))
        self._pay(200.0)
        self.env.invalidate_all()
        self.assertEqual((group.wind_down_state, group.wind_down_progress), ("on_track", 50.0))
        self._pay(200.0)
        self._run()
        self.assertFalse(group.wind_down_deadline)

    def test_attacks(self):
        self.profile.sudo()._set_limit(300.0, "test")
        before = self._plan()
        for values in (
            {"wind_down_deadline": "2999-01-01"},
            {"wind_down_deadline": False},
            {"wind_down_start_amount": 9e9},
            {"wind_down_start_date": False},
            {"credit_limit": 9e9},
        ):
            for user in (self.salesman, self.officer, self.leader, self.everything):
                with self.subTest(user=user.login, values=values):
                    self._barred(user, self.profile, "write", values)
        self.assertEqual(self._plan(), before)
        for method in ("_follow_wind_down", "_wind_down_values"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._call(self.everything, self.profile, method)
