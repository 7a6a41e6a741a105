from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon

RISK = "counterparty_control.mail_activity_type_risk"


class DossierCase(WorkflowCommon):
    def _figures(self, user=None, **values):
        model = self.env["counterparty.financial"]
        values = {"partner_id": self.partner.id, "year": 2024, **values}
        return model.browse(self._call(user or self.salesman, model, "create", [values]))

    def _event(self, user=None, partner=None, **values):
        model = self.env["counterparty.event"]
        values = {
            "profile_id": self._profile(partner or self.partner).id,
            "event_type": "complaint",
            "source": "A letter",
            **values,
        }
        return model.browse(self._call(user or self.salesman, model, "create", [values]))

    def _count(self, operation):
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestInformationFile(DossierCase):
    """What the information file of a party holds, and where it comes from."""

    def test_the_ledger_takes_over_what_was_applied_for(self):
        application = self._application(
            establishment_date="2001-02-03",
            paid_in_capital=800.0,
            licensed_scope="Steel",
            financial_ids=[Command.create({"year": 2024, "revenue": 10.0})],
        )
        profile = self._to_approved(application).profile_id
        self.assertEqual(str(profile.establishment_date), "2001-02-03")
        self.assertEqual((profile.paid_in_capital, profile.licensed_scope), (800.0, "Steel"))
        self.assertEqual(profile.financial_ids.mapped("revenue"), [10.0])
        self.assertEqual(application.financial_ids.partner_id, self.env["res.partner"])

    def test_what_is_open_comes_from_the_licence(self):
        licence = self._licence_values(licensed_scope="Parts", establishment_date="1999-01-01")
        application = self._application(licence_ids=[Command.create(licence)])
        profile = self._to_approved(application).profile_id
        self.assertEqual(profile.licensed_scope, "Parts")
        self.assertEqual(str(profile.establishment_date), "1999-01-01")

    def test_years_that_the_party_has_stay(self):
        party = self.env["res.partner"].create({"name": "New Party", "is_company": True})
        own = self.env["counterparty.financial"].create(
            {"partner_id": party.id, "year": 2024, "revenue": 7.0}
        )
        application = self._application(
            partner_id=party.id,
            financial_ids=[Command.create({"year": year, "revenue": 1.0}) for year in (2023, 2024)],
        )
        profile = self._to_approved(application).profile_id
        self.assertEqual(profile.financial_ids.mapped("revenue"), [7.0, 1.0])
        self.assertIn(own, profile.financial_ids)

    def test_what_was_handed_in_is_frozen(self):
        application = self._application(
            financial_ids=[Command.create({"year": 2024, "revenue": 10.0})]
        )
        handed_in = application.financial_ids
        self._call(self.salesman, handed_in, "write", {"revenue": 11.0})
        self._to_submitted(application)
        self._barred(self.salesman, handed_in, "write", {"revenue": 12.0})
        self._barred(self.salesman, handed_in, "unlink")
        self._barred(self.officer, handed_in, "write", {"revenue": 12.0})

    def test_figures(self):
        figures = self._figures(total_assets=500.0, total_liabilities=300.0)
        self.assertEqual((figures.net_assets, figures.debt_ratio), (200.0, 0.6))
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._figures()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._figures(year=2999)

    def test_figures_are_entered_by_the_department_and_the_office(self):
        figures = self._figures(self.colleague)
        self._call(self.salesman, figures, "write", {"revenue": 1.0})
        self._call(self.officer, figures, "write", {"revenue": 2.0})
        self._figures(self.officer, year=2023)
        self._barred(self.stranger, figures, "write", {"revenue": 3.0})
        self._barred(self.stranger, figures, "read", ["revenue"])
        for user in (self.stranger, self.leader, self.accountant, self.auditor):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._figures(user, year=2022)
        for user in (self.salesman, self.officer):
            self._barred(user, figures, "unlink")

    def test_figures_are_not_moved_to_a_party_of_others(self):
        other = self._party("Other", responsible_id=False, department_id=self.other_department.id)
        figures = self._figures()
        self._barred(self.salesman, figures, "write", {"partner_id": other.id})


@tagged("post_install", "-at_install")
class TestRiskEvents(DossierCase):
    """The credit record: who enters, who corrects, who ends, who is told."""

    def test_severity_follows_the_type_unless_it_is_said(self):
        self.assertEqual(self._event(event_type="fraud").severity, "high")
        self.assertEqual(self._event(event_type="fraud", severity="low").severity, "low")

    def test_only_the_author_corrects_and_only_on_the_day(self):
        event = self._event()
        self._call(self.salesman, event, "write", {"description": "Late."})
        for user in (self.colleague, self.officer, self.accountant):
            self._barred(user, event, "write", {"description": "x"}, contains="credit record")
        event.entry_date -= timedelta(days=1)
        text = self._barred(self.salesman, event, "write", {"description": "x"})
        self.assertIn(self.salesman.name, text)
        self.assertEqual(event.description, "Late.")

    def test_what_the_workflow_keeps_is_not_written(self):
        event = self._event()
        for values in (
            {"state": "ended"},
            {"entry_date": "2000-01-01"},
            {"user_id": self.officer.id},
            {"date_end": "2000-01-01"},
            {"profile_id": self._profile(self._party("Other")).id},
        ):
            self._barred(self.salesman, event, "write", values)

    def test_nobody_deletes(self):
        event = self._event()
        for user in (self.salesman, self.officer, self.accountant, self.leader):
            self._barred(user, event, "unlink")
        with self.assertRaises(UserError):
            event.unlink()

    def test_ending_needs_a_reason_and_another_person(self):
        event = self._event()
        self._barred(self.salesman, event, "action_end_event", "Over.")
        self.assertEqual(
            self._call(self.officer, event, "action_end_event")["res_model"], "counterparty.step"
        )
        self._profile(self.partner).responsible_id = self.officer
        self._barred(self.officer, event, "action_end_event", "Over.")
        self._profile(self.partner).responsible_id = self.salesman
        self._call(self.officer, event, "action_end_event", "Settled.")
        self.assertEqual((event.state, event.resolution), ("ended", "Settled."))
        self.assertTrue(event.date_end)
        self.assertEqual(event.decision_ids.mapped("step"), ["end_event", "enter_event"])
        self._barred(self.salesman, event, "write", {"description": "x"})

    def test_grave_events_are_told_at_once(self):
        event = self._event(self.accountant, event_type="bankruptcy")
        asked = event.activity_search([RISK]).user_id
        self.assertLessEqual(self.salesman | self.officer, asked)
        self.assertNotIn(self.accountant, asked)
        self._call(self.officer, event, "action_end_event", "An error.")
        self.assertFalse(event.activity_search([RISK]))
        self.assertFalse(self._event().activity_search([RISK]))

    def test_graver_than_thought(self):
        event = self._event(self.accountant)
        for _ in range(2):
            self._call(self.accountant, event, "write", {"severity": "high"})
        activities = event.activity_search([RISK])
        self.assertEqual(len(activities), len(activities.user_id))
        self.assertIn(self.salesman, activities.user_id)

    def test_whoever_sees_the_party_sees_its_events(self):
        event = self._event(self.officer)
        for user in (self.salesman, self.colleague, self.leader, self.accountant, self.auditor):
            self.assertTrue(event.with_user(user).has_access("read"), user.login)
        self._barred(self.stranger, event, "read", ["source"])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._event(self.stranger)

    def test_the_ledger_counts_and_finds_them(self):
        profile, quiet = self._profile(self.partner), self._profile(self._party("Quiet"))
        ended = self._event()
        self._event()
        self._call(self.officer, ended, "action_end_event", "Over.")
        profiles = profile | quiet
        profiles.invalidate_recordset()
        self.assertEqual(profiles.mapped("open_event_count"), [1, 0])
        found = profiles.search([("event_ids.state", "=", "open"), ("id", "in", profiles.ids)])
        self.assertEqual(found, profile)

    def test_leaders_read_of_them_on_ratings_and_applications(self):
        self._event(self.officer, event_type="fraud")
        rating = self._rating()
        self.assertEqual(len(self._as(self.leader, rating).open_event_ids), 1)
        known = self._party("Known", state="prospect")
        self._event(self.officer, partner=known, event_type="fraud")
        application = self._to_submitted(self._application(partner_id=known.id))
        flags = self._as(self.leader, application).flag_text
        self.assertIn("A letter", flags)
        self.assertTrue(application.is_flagged)

    def test_a_list_of_documents_reads_them_at_once(self):
        parties = [self._party(f"Party {number}") for number in range(6)]
        ratings = self.env["counterparty.rating"]
        for party in parties:
            self._event(self.officer, partner=party)
            ratings |= self._rating(party)
        few = self._count(lambda: ratings[:2].mapped("open_event_ids.severity"))
        self.assertEqual(few, self._count(lambda: ratings.mapped("open_event_ids.severity")))
        profiles = self.env["counterparty.profile"].browse(ratings.profile_id.ids)
        few = self._count(lambda: profiles[:2].mapped("open_event_count"))
        self.assertEqual(few, self._count(lambda: profiles.mapped("open_event_count")))
