from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .workflow_common import REVIEW, USCC, WorkflowCommon

ORG_CODE, REGISTRATION, TAX = "PDY00006-0", "330200999999022", "330200PDY000060"


class AdmissionCase(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()

    def _licences(self, *rows):
        return [Command.create(self._licence_values(**row)) for row in rows]

    def _three(self, **of_tax):
        return self._licences(
            {"kind": "business", "number": REGISTRATION},
            {"kind": "organisation", "number": ORG_CODE},
            {"kind": "tax", "number": TAX, **of_tax},
        )

    def _review_message(self, application, **review):
        """Return what stops the review of a submitted application."""
        self._to_submitted(application)
        review = {**REVIEW, **review}
        self._call(self.officer, application, "write", review)
        message = self._barred(self.officer, application, "action_review")
        self.assertEqual(application.state, "submitted")
        return message


@tagged("post_install", "-at_install")
class TestAdmissionSubmit(AdmissionCase):
    """An application is complete or stays a draft, and says so at once (articles 4 and 5)."""

    def test_all_that_is_missing_at_once(self):
        model = self.env["counterparty.application"]
        application = model.browse(self._call(self.salesman, model, "create", [{}]))
        message = self._barred(self.salesman, application, "action_submit")
        wanted = (
            "the name of the counterparty",
            "whether it is customer, supplier or both",
            "an introduction",
            "the business contact",
            "the phone of the business contact",
            "the business principal",
            "the phone of the business principal",
            "the scope of cooperation",
            "the document: Business licence",
        )
        for text in wanted:
            self.assertIn(f"- {text}\n", f"{message}\n")
        shown = application.with_user(self.salesman).missing_text.splitlines()
        self.assertEqual(set(shown), set(wanted))
        self.assertEqual(application.state, "draft")

    def test_each_field_is_needed(self):
        for name in (
            "partner_name",
            "role_customer",
            "intro",
            "contact_name",
            "contact_phone",
            "principal_name",
            "principal_phone",
            "business_scope",
            "licence_ids",
        ):
            application = self._application(**{name: False})
            with self.subTest(field=name):
                message = self._barred(self.salesman, application, "action_submit")
                self.assertEqual(message.count("\n- "), 1, message)
                self._call(self.salesman, application, "unlink")
        self._to_submitted(self._application(role_customer=False, role_supplier=True))

    def test_each_part_of_a_licence_is_needed(self):
        for values, text in (
            ({"number": False}, "the number"),
            ({"is_long_term": False}, "the expiry date, or long-term"),
            ({"attachment_ids": False}, "a copy"),
        ):
            application = self._application(licence_ids=self._licences(values))
            with self.subTest(values=values):
                message = self._barred(self.salesman, application, "action_submit")
                self.assertIn(f"Business licence: {text}", message)

    def test_documents_of_each_regime(self):
        application = self._application(regime="three_licences")
        message = self._barred(self.salesman, application, "action_submit")
        self.assertIn("Organisation code certificate", message)
        self.assertIn("Tax registration", message)
        self._to_submitted(self._application(regime="foreign"))
        values = {"regime": "three_licences", "licence_ids": self._three()}
        self._to_submitted(self._application(**values))

    def test_submitting_dates_the_application(self):
        application = self._application()
        self.assertFalse(application.application_date)
        self.assertEqual(application.department_id, self.department)
        self._to_submitted(application)
        self.assertEqual(application.application_date, self.today)

    def test_boards_stand_in_the_order_of_the_way(self):
        first, second = self._application(), self._application(partner_name="Second")
        self._call(self.salesman, second, "action_cancel")
        applications = self.env["counterparty.application"].with_context(read_group_expand=True)
        groups = applications.formatted_read_group(
            [("id", "in", (first | second).ids)], ["state"], ["__count"]
        )
        self.assertEqual([group["state"] for group in groups], ["draft", "cancelled"])

    def test_establishment_comes_from_the_licence(self):
        values = self._licence_values(establishment_date="2010-05-01")
        application = self._application(licence_ids=[Command.create(values)])
        self.assertEqual(str(application.establishment_date), "2010-05-01")
        self._call(self.salesman, application, "write", {"establishment_date": "2011-01-01"})
        self.env.invalidate_all()
        self.assertEqual(str(application.establishment_date), "2011-01-01")

    def test_numbers_by_year(self):
        """KS-2031-0001, and from 0001 again in the next year."""
        with freeze_time("2031-05-01"):
            first, second = self._application(), self._application()
        with freeze_time("2032-01-01"):
            third = self._application()
        self.assertEqual(
            [a.name for a in (first, second, third)],
            ["KS-2031-0001", "KS-2031-0002", "KS-2032-0001"],
        )

    def test_limit_is_not_negative(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as caught,
            self.env.cr.savepoint(),
        ):
            self._application(requested_limit=-1.0)
        self.assertIn("limit_check", str(caught.exception))

    def test_excel_damage(self):
        """A number that a spreadsheet cut to 15 digits is refused, with what to do."""
        for number in ("913101151234567000", "9.13E+17", "9.1310115e17"):
            with self.subTest(number=number), self.assertRaises(ValidationError) as caught:
                self._application(licence_ids=self._licences({"number": number}))
            self.assertIn(number, str(caught.exception))
            self.assertIn("spreadsheet", str(caught.exception))
            self.assertIn("copy it from the licence", str(caught.exception))
        application = self._application()
        with self.assertRaises(ValidationError):
            values = {"number": "913101151234567000"}
            self._call(self.salesman, application.licence_ids, "write", values)

    def test_apply_from_a_contact(self):
        """The button on a contact or an order opens an application for it."""
        partner = self.env["res.partner"].create({"name": "Known", "is_company": True})
        action = self._call(self.salesman, partner, "action_counterparty_open")
        self.assertEqual(action["res_model"], "counterparty.application")
        model = self.env["counterparty.application"]
        context = action["context"]
        shown = self._call(
            self.salesman, model, "default_get", ["partner_id", "role_supplier"], context=context
        )
        self.assertEqual(shown["partner_id"], partner.id)
        values = {"licence_ids": self._licences({})}
        created = model.browse(
            self._call(self.salesman, model, "create", [values], context=context)
        )
        self.assertEqual(created.partner_id, partner)
        self.assertFalse(created.licence_ids.partner_id)
        order = self._sale(10.0, partner=partner)
        action = self._call(self.salesman, order, "action_counterparty_apply")
        self.assertEqual(action["context"]["default_partner_id"], partner.id)
        self.assertTrue(action["context"]["default_role_customer"])

    def test_open_what_came_out(self):
        application = self._to_approved(self._application())
        action = self._call(self.salesman, application, "action_open_profile")
        self.assertEqual(action["res_id"], application.profile_id.id)
        profile = application.profile_id
        action = self._call(self.salesman, profile.partner_id, "action_counterparty_open")
        self.assertEqual((action["res_model"], action["res_id"]), (profile._name, profile.id))
        order = self._sale(10.0, partner=profile.partner_id)
        action = self._call(self.salesman, order, "action_counterparty_profile")
        self.assertEqual(action["res_id"], profile.id)
        action = self._call(self.salesman, profile, "action_open_partner")
        self.assertEqual(action["res_id"], profile.partner_id.id)
        for related in ("sale", "purchase", "rating", "application", "decision"):
            with self.subTest(related=related):
                context = {"counterparty_related": related}
                action = self._call(self.salesman, profile, "action_open_related", context=context)
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(bool(found), related in ("sale", "application", "decision"))


@tagged("post_install", "-at_install")
class TestAdmissionReview(AdmissionCase):
    """What the office checks before it passes an application on (article 6)."""

    def test_opinion_and_scope(self):
        application = self._to_submitted(self._application())
        message = self._barred(self.officer, application, "action_review")
        self.assertIn("review opinion", message)
        self.assertIn("scope of cooperation conforms", message)
        review = {"review_opinion": " ", "scope_conforms": "no"}
        self._call(self.officer, application, "write", review)
        message = self._barred(self.officer, application, "action_review")
        self.assertIn("review opinion", message)
        self.assertIn("scope of cooperation conforms", message)
        self._call(self.officer, application, "write", REVIEW)
        self._call(self.officer, application, "action_review")
        self.assertEqual((application.state, application.reviewer_id), ("reviewed", self.officer))
        self.assertEqual(application.review_date, self.today)

    def _prohibit(self, **values):
        values = {"name": "Forbidden Group", **values}
        created = self._call(self.officer, self.env["counterparty.prohibition"], "create", [values])
        return self.env["counterparty.prohibition"].browse(created)

    def test_prohibited(self):
        """A party is found by its name, a former one, and by any code, however they are written."""
        cases = (
            ({"name": "New Party"}, {}),
            ({"name": "ＮＥＷ  party"}, {}),
            ({"former_names": "Older\nNew Party"}, {}),
            ({"name": "Once Ltd (Suzhou)"}, {"former_names": "Twice\nOnce Ltd （Suzhou）"}),
            ({"codes": USCC}, {}),
            ({"codes": "x\n 9131-0115 ma1h9ygwxx"}, {}),
            ({"codes": "MA1H9YGW-X"}, {}),
        )
        for entry, values in cases:
            prohibition = self._prohibit(**entry)
            application = self._application(**values)
            with self.subTest(entry=entry):
                self.assertEqual(application.prohibition_ids, prohibition)
                message = self._review_message(application)
                self.assertIn(f"not prohibited: {prohibition.name}", message)
            prohibition.active = False

    def test_prohibited_organisation_code(self):
        prohibition = self._prohibit(codes=ORG_CODE.replace("-", ""))
        values = {"regime": "three_licences", "licence_ids": self._three()}
        self.assertEqual(self._application(**values).prohibition_ids, prohibition)

    def test_entry_with_a_uscc_finds_the_organisation_code(self):
        prohibition = self._prohibit(codes=USCC)
        values = {
            "regime": "three_licences",
            "licence_ids": self._licences({"kind": "organisation", "number": "MA1H9YGW-X"}),
        }
        self.assertEqual(self._application(**values).prohibition_ids, prohibition)

    def test_prohibited_existing_contact(self):
        partner = self.env["res.partner"].create({"name": "Known", "is_company": True, "vat": USCC})
        prohibition = self._prohibit(codes=USCC)
        application = self._application(
            partner_id=partner.id, licence_ids=self._licences({"number": REGISTRATION})
        )
        self.assertEqual(application.prohibition_ids, prohibition)

    def test_entries_that_do_not_hold(self):
        yesterday, tomorrow = self.today - timedelta(days=1), self.today + timedelta(days=1)
        for values in (
            {"name": "New Party", "date_from": "2020-01-01", "date_to": yesterday},
            {"name": "New Party", "date_from": tomorrow},
            {"name": "New Party", "active": False},
            {"name": "New Party Two"},
        ):
            entry = self._prohibit(**values)
            with self.subTest(values=values):
                self.assertFalse(self._application().prohibition_ids)
            entry.active = False
        entry = self._prohibit(name="Something Else")
        self._call(self.officer, entry, "write", {"codes": USCC, "date_to": self.today})
        self.assertEqual(self._application().prohibition_ids, entry)
        self._call(self.officer, entry, "write", {"codes": False})
        self.assertFalse(self._application().prohibition_ids)

    def test_applicant_is_not_told_of_the_list(self):
        self._prohibit(name="New Party")
        application = self._application()
        self._to_submitted(application)
        self._barred(self.salesman, application.prohibition_ids, "read", ["name"])

    def test_prohibited_since_the_review(self):
        application = self._to_reviewed(self._application())
        self._prohibit(name="New Party")
        message = self._barred(self.leader, application, "action_approve")
        self.assertIn("not prohibited", message)
        self.assertFalse(application.profile_id)

    def test_inconsistent_documents(self):
        expired = self.today - timedelta(days=1)
        cases = (
            ({}, [{"holder_name": "Another Party"}], "Name on the document: New Party / Another"),
            ({}, [{"number": "91310115MA1H9YGWX1"}], "Code is well-formed: 91310115MA1H9YGWX1"),
            ({}, [{"is_long_term": False, "expiry_date": expired}], "Valid today"),
            (
                {"regime": "three_licences"},
                [
                    {"kind": "business", "number": REGISTRATION},
                    {"kind": "organisation", "number": ORG_CODE, "legal_representative": "Li"},
                    {"kind": "tax", "number": TAX},
                ],
                "Legal representatives agree: Zhang / Li",
            ),
            (
                {"regime": "three_licences"},
                [
                    {"kind": "business", "number": REGISTRATION},
                    {"kind": "organisation", "number": "MA1H9YGW-X"},
                    {"kind": "tax", "number": TAX},
                ],
                "Tax number contains the organisation code",
            ),
        )
        for values, rows, text in cases:
            application = self._application(**values, licence_ids=self._licences(*rows))
            with self.subTest(text=text):
                self.assertIn(text, self._review_message(application))
                stopping = [row for row in application.finding_ids if row["stops"]]
                self.assertEqual(len(stopping), 1, stopping)
                self.assertEqual(stopping[0]["result"], "inconsistent")

    def test_day_of_expiry_is_valid(self):
        row = {"is_long_term": False, "expiry_date": self.today}
        self._to_reviewed(self._application(licence_ids=self._licences(row)))

    def test_expired_since_the_review(self):
        row = {"is_long_term": False, "expiry_date": self.today}
        application = self._to_reviewed(self._application(licence_ids=self._licences(row)))
        with freeze_time(self.today + timedelta(days=1)):
            self.env.invalidate_all()
            self.assertIn("Valid today", self._barred(self.leader, application, "action_approve"))

    def test_full_width_names_agree(self):
        row = {"holder_name": "Ｎｅｗ（Party）"}
        application = self._application(partner_name="New(Party)", licence_ids=self._licences(row))
        self._to_reviewed(application)


@tagged("post_install", "-at_install")
class TestAdmissionApprove(AdmissionCase):
    """Approval enters the party in the ledger, all of it or nothing (articles 9 and 10)."""

    def test_everything_at_once(self):
        application = self._application(
            registered_address="Pudong 1",
            registered_capital=1e6,
            legal_representative="Zhang",
            former_names="Old Party",
            role_supplier=True,
        )
        self._barred(
            self.salesman, self._partnerless_order(), "action_confirm", contains="admitted"
        )
        self._to_approved(application)
        profile, partner = application.profile_id, application.partner_id
        self.assertEqual(profile.partner_id, partner)
        self.assertEqual(
            (partner.name, partner.is_company, partner.street, partner.vat),
            ("New Party", True, "Pudong 1", USCC),
        )
        self.assertEqual(partner.company_registry, USCC)
        self.assertTrue(partner.customer_rank and partner.supplier_rank)
        people = {
            (person.name, person.phone, person.category_id.name, person.type)
            for person in partner.child_ids
        }
        self.assertEqual(
            people,
            {
                ("Li", "111", "Business Contact", "contact"),
                ("Wang", "222", "Business Principal", "contact"),
            },
        )
        expected = {
            "state": "approved",
            "company_id": self.company,
            "role_customer": True,
            "role_supplier": True,
            "responsible_id": self.salesman,
            "department_id": self.department,
            "application_date": self.today,
            "business_scope": "Parts on credit.",
            "intro": "Trades in parts.",
            "registered_address": "Pudong 1",
            "registered_capital": 1e6,
            "legal_representative": "Zhang",
            "former_names": "Old Party",
            "contact_name": "Li",
            "contact_phone": "111",
            "principal_name": "Wang",
            "principal_phone": "222",
            "grade": False,
            "credit_limit": 5000.0,
            "effective_limit": 5000.0,
            "exempt": False,
        }
        self.assertEqual({name: profile[name] for name in expected}, expected)
        self.assertEqual(application.licence_ids.partner_id, partner)
        self.assertEqual(profile.licence_ids, application.licence_ids)
        limit = profile.limit_ids
        self.assertEqual(
            (limit.amount, limit.kind, limit.origin, limit.approved_by_id, limit.date_from),
            (5000.0, "permanent", application.name, self.leader, self.today),
        )
        self.assertEqual(partner.with_company(self.company).credit_limit, 5000.0)
        self.assertEqual(
            (application.approver_id, application.approval_date, application.notified_date),
            (self.leader, self.today, self.today),
        )
        self.assertEqual(profile.trail_ids[0].step, "approve")
        order = self._sale(5000.0, partner=partner)
        self._call(self.salesman, order, "action_confirm")
        self.assertEqual(order.state, "sale")

    def _partnerless_order(self):
        partner = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        return self._sale(10.0, partner=partner)

    def test_nothing_on_failure(self):
        """Whatever breaks in the middle leaves no trace of an approval."""
        application = self._to_reviewed(self._application())
        licence = application.licence_ids
        models = (
            "res.partner",
            "counterparty.profile",
            "counterparty.limit",
            "counterparty.decision",
        )
        before = {model: self.env[model].search_count([]) for model in models}
        for model, method in (
            ("counterparty.application", "_admit_people"),
            ("counterparty.profile", "_set_limit"),
            ("counterparty.application", "_log_step"),
            ("counterparty.application", "_hand_over"),
        ):
            broken = patch.object(self.env.registry[model], method, side_effect=UserError("broken"))
            with self.subTest(method=method), broken:
                self._barred(self.leader, application, "action_approve", contains="broken")
            self.env.invalidate_all()
            after = {model: self.env[model].search_count([]) for model in models}
            self.assertEqual(after, before)
            self.assertEqual((application.state, application.profile_id.id), ("reviewed", False))
            self.assertFalse(licence.partner_id)
        self._call(self.leader, application, "action_approve")
        self.assertEqual(application.state, "approved")

    def test_existing_contact(self):
        partner = self.env["res.partner"].create(
            {
                "name": "New Party (old spelling)",
                "is_company": True,
                "street": "Kept",
                "child_ids": [Command.create({"name": "Li", "phone": "old"})],
            }
        )
        person = partner.child_ids
        application = self._to_approved(self._application(partner_id=partner.id))
        self.assertEqual(application.partner_id, partner)
        self.assertEqual(application.profile_id.partner_id, partner)
        self.assertEqual((partner.name, partner.street, partner.vat), ("New Party", "Kept", USCC))
        self.assertEqual(person.phone, "111")
        self.assertEqual(person.category_id.name, "Business Contact")
        self.assertEqual(len(partner.child_ids), 2)

    def test_known_contact_is_shown_as_applying(self):
        known = self.env["res.partner"].create({"name": "Known", "is_company": True})
        application = self._to_submitted(self._application(partner_id=known.id))
        profile = self._profile(known)
        self.assertEqual((profile.state, profile.responsible_id), ("applying", self.salesman))
        self.assertEqual(known.with_user(self.salesman).counterparty_state, "applying")
        self._refused(self.salesman, self._sale(1.0, partner=known), "action_confirm")
        self._call(self.officer, application, "action_refuse", "Not now.")
        self.assertEqual(profile.state, "prospect")

    def test_office_begins_a_row_to_exempt(self):
        tax_office = self.env["res.partner"].create({"name": "Tax office", "is_company": True})
        self._call(self.officer, tax_office, "action_counterparty_open")
        self.assertEqual(self._profile(tax_office).state, "prospect")
        action = self._call(
            self.salesman, self.env["res.partner"].create({"name": "X"}), "action_counterparty_open"
        )
        self.assertEqual(action["res_model"], "counterparty.application")

    def test_person_of_a_company_stands_for_the_company(self):
        partner = self.env["res.partner"].create({"name": "Company", "is_company": True})
        person = self.env["res.partner"].create({"name": "Person", "parent_id": partner.id})
        application = self._to_approved(self._application(partner_id=person.id))
        self.assertEqual(application.profile_id.partner_id, partner)

    def test_row_that_was_closed(self):
        """A party whose cooperation ended is applied for again, and keeps its row."""
        partner = self._party("Back", state="closed", limit=0.0, role_supplier=True)
        application = self._to_approved(self._application(partner_id=partner.id))
        profile = self._profile(partner)
        self.assertEqual(application.profile_id, profile)
        self.assertEqual((profile.state, profile.credit_limit), ("approved", 5000.0))
        self.assertTrue(profile.role_supplier)

    def test_second_application(self):
        """Who stands in the ledger needs no application: said at once, by contact or by code."""
        first = self._to_approved(self._application())
        for values in ({"partner_id": first.partner_id.id, "partner_name": "New Party"}, {}):
            application = self._application(**values)
            with self.subTest(values=values):
                message = self._barred(self.salesman, application, "action_submit")
                self.assertIn("New Party", message)
                self.assertIn("ledger", message)

    def test_two_applications_at_once(self):
        """The second of two that were both reviewed is stopped at the approval."""
        partner = self.env["res.partner"].create({"name": "Twice", "is_company": True})
        first, second = (
            self._to_reviewed(self._application(partner_id=partner.id)) for _ in range(2)
        )
        self._call(self.leader, first, "action_approve")
        self._barred(self.leader, second, "action_approve", contains="ledger")
        self.assertEqual(len(partner.counterparty_profile_ids), 1)

    def test_other_company_has_its_own_row(self):
        company = self.env["res.company"].create({"name": "Other"})
        first = self._to_approved(self._application())
        self._party("x", company=company)
        self.salesman.company_ids |= company
        model = self.env["counterparty.application"].with_company(company)
        application = model.with_user(self.salesman).create(
            {"partner_id": first.partner_id.id, "partner_name": "New Party"}
        )
        self.assertEqual(application.company_id, company)
        self.assertNotIn("ledger", application.missing_text)

    def test_three_certificates(self):
        values = {"regime": "three_licences", "licence_ids": self._three()}
        partner = self._to_approved(self._application(**values)).partner_id
        self.assertEqual((partner.company_registry, partner.vat), (REGISTRATION, TAX))
        self.assertEqual(partner.counterparty_licence_number, REGISTRATION)
        self.assertEqual(partner.counterparty_org_code, ORG_CODE)
        self.assertEqual(partner.counterparty_tax_number, TAX)

    def test_foreign(self):
        germany = self.env.ref("base.de")
        values = {
            "regime": "foreign",
            "country_id": germany.id,
            "licence_ids": self._licences({"number": "HRB 12345", "holder_name": False}),
        }
        partner = self._to_approved(self._application(**values)).partner_id
        self.assertEqual(partner.country_id, germany)
        self.assertEqual((partner.company_registry, partner.vat), ("HRB 12345", False))
        self.assertEqual(partner.counterparty_licence_number, "HRB 12345")
        self.assertFalse(partner.counterparty_org_code or partner.counterparty_tax_number)


@tagged("post_install", "-at_install")
class TestLicences(AdmissionCase):
    """Licences on the contact, and which of them are about to end (articles 9 and 11)."""

    def _licence(self, days=None, kind="business", **values):
        expiry = self.today + timedelta(days=days) if days is not None else False
        return self.env["counterparty.licence"].create(
            self._licence_values(
                kind,
                partner_id=self.partner.id,
                expiry_date=expiry,
                **{"is_long_term": False, **values},
            )
        )

    def _read(self, *names):
        self.env.invalidate_all()
        return tuple(self.partner.with_user(self.salesman)[name] for name in names)

    def test_one_code_fills_three_columns(self):
        licence = self._licence(400)
        self.assertEqual(
            self._read(
                "counterparty_licence_number", "counterparty_org_code", "counterparty_tax_number"
            ),
            (USCC, "MA1H9YGW-X", USCC),
        )
        dates = self._read(
            "counterparty_licence_expiry", "counterparty_org_code_expiry", "counterparty_tax_expiry"
        )
        self.assertEqual(dates, (licence.expiry_date,) * 3)

    def test_contact_of_a_party_shows_its_licences(self):
        self._licence(400)
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.partner.id})
        self.assertEqual(person.with_user(self.salesman).counterparty_licence_number, USCC)

    def test_three_columns_of_three_certificates(self):
        self._licence(10, number=REGISTRATION)
        self._licence(20, "organisation", number=ORG_CODE)
        self._licence(30, "tax", number=TAX)
        self.assertEqual(
            self._read(
                "counterparty_licence_number", "counterparty_org_code", "counterparty_tax_number"
            ),
            (REGISTRATION, ORG_CODE, TAX),
        )
        dates = self._read(
            "counterparty_licence_expiry", "counterparty_org_code_expiry", "counterparty_tax_expiry"
        )
        self.assertEqual(dates, tuple(self.today + timedelta(days=n) for n in (10, 20, 30)))

    def test_renewal_replaces(self):
        self._licence(-5, number=REGISTRATION)
        self._licence(300)
        self.assertEqual(self._read("counterparty_licence_number"), (USCC,))
        self._licence(None, number=REGISTRATION, is_long_term=True)
        self.assertEqual(
            self._read("counterparty_licence_number"), (USCC,), "one code replaces the old number"
        )

    def test_find_a_contact_by_number(self):
        self._licence(400)
        for name, value in (
            ("counterparty_licence_number", USCC),
            ("counterparty_licence_number", "MA1H9"),
            ("counterparty_tax_number", USCC),
            ("counterparty_org_code", "MA1H9YGW-X"),
            ("counterparty_org_code", "MA1H9YGWX"),
        ):
            for operator in ("=", "ilike") if value != "MA1H9" else ("ilike",):
                with self.subTest(field=name, value=value, operator=operator):
                    found = self._call(
                        self.salesman, self.partner.browse(), "search", [(name, operator, value)]
                    )
                    self.assertEqual(found, self.partner.ids)
        for value in ("91310115MA1H9YGWX1", "PDY00006-0"):
            domain = [("counterparty_licence_number", "ilike", value)]
            self.assertFalse(self._call(self.salesman, self.partner.browse(), "search", domain))

    def test_states(self):
        self.company.counterparty_licence_warning_days = 30
        expected = {
            self._licence(-1): "expired",
            self._licence(0): "expiring",
            self._licence(30): "expiring",
            self._licence(31): "valid",
            self._licence(None, is_long_term=True): "valid",
            self._licence(None): "unknown",
        }
        all_ids = [licence.id for licence in expected]
        for licence, state in expected.items():
            self.assertEqual(licence.state, state)
        for state in ("valid", "expiring", "expired", "unknown"):
            for operator, value in (("=", state), ("in", [state, "nonsense"])):
                domain = [("state", operator, value), ("id", "in", all_ids)]
                found = self.env["counterparty.licence"].search(domain)
                with self.subTest(state=state, operator=operator):
                    self.assertEqual(set(found), {key for key, s in expected.items() if s == state})
        domain = [("state", "!=", "expired"), ("id", "in", all_ids)]
        found = self.env["counterparty.licence"].search(domain)
        self.assertEqual(len(found), 5)
        self.assertEqual(self._licence(12).days_left, 12)

    def test_rows_of_the_ledger_by_licence(self):
        self._licence(-1)
        profile = self._profile(self.partner)
        domain = [("partner_id.counterparty_licence_ids.state", "=", "expired")]
        found = self._call(self.salesman, profile.browse(), "search", domain)
        self.assertEqual(found, profile.ids)

    def test_what_a_licence_may_not_be(self):
        with self.assertRaises(ValidationError):
            self._licence(10, issue_date=self.today + timedelta(days=11))
        both = {"is_long_term": True, "expiry_date": self.today, "partner_id": self.partner.id}
        for values, check in ((both, "term_check"), ({}, "owner_check")):
            with (
                self.subTest(check=check),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError) as caught,
                self.env.cr.savepoint(),
            ):
                self.env["counterparty.licence"].create(self._licence_values(**values))
            self.assertIn(check, str(caught.exception))

    def test_expired_licence_stops_orders(self):
        licence = self._licence(-1)
        self._refused(self.salesman, self._sale(10.0), "action_confirm", contains="expired")
        licence.expiry_date = self.today
        self._call(self.salesman, self._sale(10.0), "action_confirm")

    def test_office_keeps_the_licences_of_the_ledger(self):
        """Freely until the party is admitted, by applications afterwards."""
        licence = self._licence(-1)
        self.env.cr.flush()
        self._profile(self.partner).state = "applying"
        self._call(self.officer, licence, "write", {"active": False})
        values = self._licence_values(partner_id=self.partner.id)
        self._call(self.officer, licence.browse(), "create", [values])
        self._barred(self.officer, licence, "unlink")
        self.assertTrue(licence.message_ids, "changes are tracked")
