from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..policy import exposure
from .ledger_common import LedgerCommon
from .workflow_common import WorkflowCommon


class RatingCase(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)

    def _version(self, partner=None):
        lock = self.env["counterparty.lock"]
        lock.invalidate_model()
        return lock.search([("partner_id", "=", (partner or self.partner).id)]).version


@tagged("post_install", "-at_install")
class TestRating(RatingCase):
    """A rating is the only way in which a grade changes, and a limit after admission."""

    def test_only_the_responsible_submits(self):
        rating = self._rating()
        self.assertEqual(rating.rater_id, self.salesman)
        for user in (self.colleague, self.officer, self.leader):
            with self.subTest(user=user.login):
                self._barred(user, rating, "action_submit")
        self._barred(self.stranger, rating, "action_submit")
        self._to_submitted(rating)

    def test_only_the_responsible_rates(self):
        """The office may open a rating for whoever is responsible; nobody else may."""
        values = {"profile_id": self.profile.id}
        for user in (self.colleague, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._call(user, self.env["counterparty.rating"], "create", [values])
        model = self.env["counterparty.rating"]
        rating = model.browse(self._call(self.officer, model, "create", [values]))
        self.assertEqual(rating.rater_id, self.salesman)
        self._barred(
            self.officer, rating, "action_submit", contains="members of Business Department."
        )
        proposal = {"proposed_grade": "a", "proposed_limit": 5.0, "reason": "x"}
        self._call(self.salesman, rating, "write", proposal)
        self._to_submitted(rating)

    def test_a_new_responsible_takes_over_an_open_draft(self):
        rating = self._rating()
        self.profile.responsible_id = self.colleague
        self.assertEqual(rating.rater_id, self.colleague)
        self._to_submitted(rating, self.colleague)
        self.profile.responsible_id = self.salesman
        self.assertEqual(rating.rater_id, self.colleague, "who submitted stays the rater")

    def test_nothing_changes_before_the_approval(self):
        rating = self._rating(proposed_grade="c", proposed_limit=700.0)
        before = self._version()

        def standing():
            self.env.invalidate_all()
            profile = self.profile
            return (
                profile.grade,
                profile.credit_limit,
                profile.effective_limit,
                len(profile.limit_ids),
            )

        self.assertEqual(standing(), ("b", 1000.0, 1000.0, 1))
        self._to_submitted(rating)
        self.assertEqual(standing(), ("b", 1000.0, 1000.0, 1))
        self._call(self.officer, rating, "action_review")
        self.assertEqual(standing(), ("b", 1000.0, 1000.0, 1))
        self.assertEqual(self._version(), before)
        self._call(self.leader, rating, "action_approve")
        self.assertEqual(standing(), ("c", 700.0, 700.0, 2))
        self.assertGreater(self._version(), before)
        self.assertEqual((rating.reviewer_id, rating.review_date), (self.officer, self.today))
        self.assertEqual((rating.approver_id, rating.approval_date), (self.leader, self.today))
        latest = self.profile.limit_ids.sorted("id")[-1]
        self.assertEqual((latest.amount, latest.approved_by_id), (700.0, self.leader))
        self.assertEqual(latest.origin, rating.display_name)
        self.assertEqual(self.partner.with_company(self.company).credit_limit, 700.0)

    def test_rejected_and_cancelled_change_nothing(self):
        for finish in ("reject", "cancel", "refuse"):
            rating = self._to_submitted(self._rating(proposed_grade="e", proposed_limit=0.0))
            if finish == "reject":
                self._call(self.officer, rating, "action_review")
                self._call(self.leader, rating, "action_reject", "No.")
            elif finish == "refuse":
                self._call(self.officer, rating, "action_refuse", "No.")
                self.assertEqual((rating.state, rating.review_opinion), ("rejected", "No."))
            else:
                self._call(self.officer, rating, "action_cancel")
            with self.subTest(finish=finish):
                self.assertEqual((self.profile.grade, self.profile.credit_limit), ("b", 1000.0))

    def test_what_a_rating_must_hold(self):
        rating = self._rating(proposed_grade=False, reason=" ", period_start=False)
        message = self._barred(self.salesman, rating, "action_submit")
        for text in ("the proposed grade", "the reasons", "the beginning of the period"):
            self.assertIn(text, message)
        values = {"proposed_grade": "a", "reason": "x", "period_start": self.today}
        self._call(self.salesman, rating, "write", values)
        self._to_submitted(rating)

    def test_grade_d_does_not_raise_the_limit(self):
        rating = self._rating(proposed_grade="d", proposed_limit=1000.01)
        self._barred(self.salesman, rating, "action_submit", contains="grade D reduces")
        self._call(self.salesman, rating, "write", {"proposed_limit": 1000.0})
        self._to_approved(rating)
        self.assertEqual((self.profile.grade, self.profile.credit_limit), ("d", 1000.0))
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="grade is D")

    def test_grade_e_ends_the_cooperation(self):
        rating = self._rating(proposed_grade="e", proposed_limit=0.01)
        self._barred(self.salesman, rating, "action_submit", contains="grade E ends")
        self._call(self.salesman, rating, "write", {"proposed_limit": 0.0})
        self._to_approved(rating)
        self._refused(self.salesman, self._sale(0.0), "action_confirm", contains="grade is E")

    def test_new_grade_and_limit_hold_at_once(self):
        order = self._sale(1500.0)
        self._refused(self.salesman, order, "action_confirm")
        self._to_approved(self._rating(proposed_limit=1500.0))
        self._call(self.salesman, order, "action_confirm")
        self._to_approved(self._rating(proposed_grade="b", proposed_limit=100.0))
        self._refused(self.salesman, self._sale(1.0), "action_confirm", contains="1,401.00")

    def test_lowering_and_raising_meet_orders_under_way(self):
        """Whatever changes the standing of a party raises the lock of its documents."""
        version = self._version()
        for grade, limit in (("b", 500.0), ("b", 500.0), ("a", 500.0)):
            self._to_approved(self._rating(proposed_grade=grade, proposed_limit=limit))
            self.assertGreater(self._version(), version)
            version = self._version()

    def test_one_open_rating_per_party(self):
        rating = self._rating()
        for user in (self.salesman, self.officer):
            with (
                self.subTest(user=user.login),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._rating(user=user)
        self._rating(partner=self._party("Other"))
        self._to_approved(rating)
        self._rating()

    def test_period_follows_the_last_rating(self):
        self.profile.application_date = self.today - timedelta(days=100)
        first = self._rating(period_end=self.today - timedelta(days=10))
        self.assertEqual(first.period_start, self.today - timedelta(days=100))
        self._to_approved(first)
        second = self._rating(partner=self.partner)
        self.assertEqual(second.period_start, self.today - timedelta(days=9))
        self.assertEqual(second.previous_grade, "a")
        self.assertEqual(second.previous_limit, 2000.0)
        self._to_approved(second)
        third = self._rating()
        self.assertEqual((third.period_start, third.period_end), (self.today, self.today))

    def test_bad_input(self):
        for values in (
            {"proposed_limit": -1.0},
            {"period_start": self.today, "period_end": self.today - timedelta(days=1)},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._rating(**values)

    def test_rate_from_the_ledger(self):
        action = self._call(self.salesman, self.profile, "action_rate")
        model = self.env[action["res_model"]]
        created = self._call(self.salesman, model, "create", [{}], context=action["context"])
        self.assertEqual(model.browse(created).profile_id, self.profile)


@tagged("post_install", "-at_install")
class TestRatingStatistics(LedgerCommon):
    """The funds occupied between two ratings, from the history of each day (article 18)."""

    def _submitted(self, first=1, last=10):
        """Return the statistics that submitting a rating of some days of January leaves."""
        self._rebuild()
        rating = self._rating(period_start=self._day(first), period_end=self._day(last))
        self._to_submitted(rating)
        return (
            rating.peak_amount,
            rating.peak_date,
            rating.average_amount,
            rating.closing_amount,
            rating.days_over_limit,
        )

    def test_known_days(self):
        self._bill(2, 600.0)
        self._bill(4, 900.0)
        self._entry(6, self.receivable, -1000.0)  # a receipt
        payment = self._entry(8, self.payable, 300.0)  # a supplier paid in advance …
        bill = self._bill(10, 300.0, move_type="in_invoice")  # … whose bill comes two days later
        (payment | bill.line_ids.filtered(lambda line: line.account_id == self.payable)).reconcile()
        days = [0.0, 600.0, 600.0, 1500.0, 1500.0, 500.0, 500.0, 800.0, 800.0, 500.0]
        expected = (1500.0, self._day(4), sum(days) / 10, 500.0, 2)
        self.assertEqual(self._submitted(), expected)

    def test_part_of_a_prepayment_that_was_settled(self):
        payment = self._entry(2, self.payable, 300.0)
        bill = self._bill(5, 100.0, move_type="in_invoice")
        (payment | bill.line_ids.filtered(lambda line: line.account_id == self.payable)).reconcile()
        days = [0.0, 300.0, 300.0, 300.0, *[200.0] * 6]
        self.assertEqual(self._submitted(), (300.0, self._day(2), sum(days) / 10, 200.0, 0))

    def test_prepayment_account(self):
        self._entry(3, self.prepaid, 400.0)
        self._entry(6, self.prepaid, -400.0)
        self.assertEqual(self._submitted(), (400.0, self._day(3), 120.0, 0.0, 0))

    def test_advances_are_deducted_but_never_negative(self):
        self._entry(1, self.receivable, -500.0)
        self._bill(5, 700.0)
        days = [0.0] * 4 + [200.0] * 6
        self.assertEqual(self._submitted(), (200.0, self._day(5), sum(days) / 10, 200.0, 0))

    def test_what_happened_before_the_period_counts(self):
        self._bill(1, 250.0)
        self._bill(20, 9000.0)
        self.assertEqual(self._submitted(5, 8), (250.0, self._day(5), 250.0, 250.0, 0))

    def test_drafts_and_other_parties_do_not_count(self):
        self._bill(2, 600.0, post=False)
        self._entry(2, self.receivable, 600.0, partner=self._party("Other"))
        self._bill(2, 600.0, move_type="in_invoice")  # we owe them: no funds of ours
        self.assertEqual(self._submitted(), (0.0, self._day(1), 0.0, 0.0, 0))

    def test_contacts_of_the_party_count(self):
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.partner.id})
        self._entry(2, self.receivable, 600.0, partner=person)
        self.assertEqual(self._submitted()[3], 600.0)

    def test_days_over_the_limit_of_each_day(self):
        self.env["counterparty.limit"].create(
            [
                {"profile_id": self.profile.id, "amount": 2000.0, "date_from": self._day(4)},
                {
                    "profile_id": self.profile.id,
                    "amount": 100.0,
                    "kind": "temporary",
                    "date_from": self._day(6),
                    "date_to": self._day(7),
                },
            ]
        )
        self._bill(2, 1500.0)
        self.assertEqual(self._submitted()[4], 4)  # on the 2nd and 3rd, the 6th and 7th

    def test_equal_to_the_limit_is_not_over(self):
        self._bill(1, 1000.0)
        self.assertEqual(self._submitted()[4], 0)

    def test_closing_is_what_the_ledger_shows(self):
        """Today's last day agrees with the live figure, by whatever way it came about."""
        payment = self._entry(2, self.payable, 300.0)
        bill = self._bill(5, 500.0, move_type="in_invoice")
        (payment | bill.line_ids.filtered(lambda line: line.account_id == self.payable)).reconcile()
        self._bill(6, 450.0)
        self._bill(7, 50.0, move_type="out_refund")
        self._entry(8, self.prepaid, 70.0)
        self._entry(9, self.payable, 30.0)
        self._rebuild()
        rating = self._rating(period_start=self.start, period_end=self.today)
        self._to_submitted(rating)
        self.assertEqual(rating.closing_amount, exposure.actual(self._exposure()))
        self.assertEqual(rating.closing_amount, 500.0)
        self.assertEqual(self.profile.exposure_amount, 500.0)

    def test_statistics_are_those_of_the_submission(self):
        rating = self._rating(period_start=self._day(1), period_end=self._day(10))
        self.assertFalse(rating.peak_amount)
        self._to_submitted(rating)
        self._bill(2, 600.0)
        self._rebuild()
        self._call(self.officer, rating, "action_send_back", "Please look again.")
        self.assertFalse(rating.peak_amount)
        self._to_submitted(rating)
        self.assertEqual(rating.peak_amount, 600.0)
