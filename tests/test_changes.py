from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .workflow_common import REVIEW, USCC, WorkflowCommon

OTHER = "91310115PDY000909H"


@tagged("post_install", "-at_install")
class TestChanges(WorkflowCommon):
    """Listed details of an admitted party keep their value until a change is approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manager = cls.env.ref("base.group_partner_manager")
        (cls.salesman | cls.colleague | cls.accountant).group_ids |= manager
        cls.plain = new_test_user(cls.env, "cp_plain", "base.group_user,base.group_partner_manager")
        cls.partner.write({"vat": USCC, "company_registry": USCC})
        cls.account = cls.env["res.partner.bank"].create(
            {"acc_number": "6222 1111", "partner_id": cls.partner.id}
        )
        cls.other = cls.env["res.partner"].create({"name": "Prospect", "is_company": True})

    def _drafts(self):
        self.env.invalidate_all()
        domain = [("kind", "=", "change"), ("partner_id", "=", self.partner.id)]
        return self.env["counterparty.application"].search(domain)

    def _approve(self, application, user=None):
        user = user or self.salesman
        application.sudo().change_reason = application.change_reason or "Register extract."
        self._call(user, application, "action_submit")
        self._call(self.officer, application, "write", REVIEW)
        self._call(self.officer, application, "action_review")
        self._call(self.leader, application, "action_approve")

    def test_codes_and_name(self):
        values = {"name": "Renamed", "vat": OTHER, "company_registry": OTHER, "phone": "123"}
        self._call(self.salesman, self.partner, "write", values)
        self.assertEqual(self.partner.phone, "123", "the rest is free")
        self.assertEqual((self.partner.name, self.partner.vat), ("Party", USCC))
        draft = self._drafts()
        self.assertEqual((draft.state, draft.applicant_id), ("draft", self.salesman))
        self.assertEqual(
            {(line.field, line.old_value, line.value) for line in draft.change_ids},
            {
                ("name", "Party", "Renamed"),
                ("vat", USCC, OTHER),
                ("company_registry", USCC, OTHER),
            },
        )
        self._call(self.salesman, self.partner, "web_save", {"name": "Renamed Again"}, {})
        self.assertEqual(self._drafts(), draft, "extended, not begun anew")
        self.assertEqual(len(draft.change_ids), 3)
        self._approve(draft)
        self.assertEqual((self.partner.name, self.partner.vat), ("Renamed Again", OTHER))
        self.assertEqual(self._profile(self.partner).former_names, "Party")

    def test_free_where_nothing_is_controlled(self):
        self._call(self.salesman, self.other, "write", {"name": "Renamed"})
        self.assertEqual(self.other.name, "Renamed")
        self.company.counterparty_mode = "observe"
        self._call(self.salesman, self.partner, "write", {"name": "Renamed"})
        self.assertEqual(self.partner.name, "Renamed")
        self.assertFalse(self._drafts())

    def test_same_value_proposes_nothing(self):
        self._call(self.salesman, self.partner, "write", {"name": "Party", "vat": USCC})
        self.assertFalse(self._drafts())

    def test_several_contacts_at_once(self):
        both = self.partner | self.other
        self._call(self.salesman, both, "write", {"name": "Same", "phone": "1"})
        self.assertEqual(both.mapped("name"), ["Party", "Same"])
        self.assertEqual(both.mapped("phone"), ["1", "1"])

    def test_import(self):
        self.env["ir.model.data"].create(
            {
                "name": "cp_party",
                "module": "test",
                "model": "res.partner",
                "res_id": self.partner.id,
            }
        )
        result = self._call(
            self.salesman,
            self.env["res.partner"],
            "load",
            ["id", "name", "vat", "city"],
            [["test.cp_party", "Imported", OTHER, "Ningbo"]],
        )
        self.assertEqual(result["ids"], self.partner.ids)
        self.assertEqual((self.partner.name, self.partner.city), ("Party", "Ningbo"))
        self.assertEqual(set(self._drafts().change_ids.mapped("value")), {"Imported", OTHER})

    def test_codes_through_a_contact_person(self):
        person = self.env["res.partner"].create({"name": "Li", "parent_id": self.partner.id})
        self._call(self.salesman, person, "write", {"vat": OTHER, "name": "Li Si"})
        self.assertEqual((person.name, self.partner.vat), ("Li Si", USCC))
        self.assertEqual(self._drafts().change_ids.mapped("field"), ["vat"])

    def test_superuser_mode_of_a_user_is_no_way(self):
        self.partner.with_user(self.salesman).sudo().name = "Renamed"
        self.assertEqual(self.partner.name, "Party")
        self.partner.with_user(self.salesman).with_context(
            counterparty_carrying_out=True
        ).name = "X"
        self.assertEqual(self.partner.name, "Party")

    def test_new_account(self):
        values = {"acc_number": "6222 9999", "partner_id": self.partner.id}
        created = self._call(self.accountant, self.account.browse(), "create", [values])
        account = self.account.browse(created)
        self.assertFalse(account.active)
        self.assertEqual(self.partner.bank_ids, self.account)
        draft = self._drafts()
        self.assertEqual(
            (draft.applicant_id, draft.change_ids.value), (self.accountant, "6222 9999")
        )
        self._call(self.accountant, account, "write", {"active": True})
        self.assertFalse(account.active)
        self._approve(draft, self.accountant)
        self.assertEqual(self.partner.bank_ids.mapped("acc_number"), ["6222 1111", "6222 9999"])

    def test_account_through_the_contact(self):
        command = Command.create({"acc_number": "6222 9999"})
        self._call(self.salesman, self.partner, "write", {"bank_ids": [command]})
        self.assertEqual(self.partner.bank_ids, self.account)
        command = Command.update(self.account.id, {"acc_number": "6222 8888"})
        self._call(self.salesman, self.partner, "write", {"bank_ids": [command]})
        self.assertEqual(self.account.acc_number, "6222 1111")
        self.assertEqual(set(self._drafts().change_ids.mapped("value")), {"6222 9999", "6222 8888"})

    def test_account_of_somebody_else(self):
        """Whose account is applied for is compared with the party, before it is anybody's."""
        self._call(self.salesman, self.partner, "action_counterparty_change")
        self._call(self.salesman, self.partner, "write", {"vat": OTHER})
        draft = self._drafts()
        line = {"field": "bank", "value": "6222 9999", "holder_name": "Li Si"}
        self._call(self.salesman, draft, "write", {"change_ids": [Command.create(line)]})

        def holders():
            rows = self._call(self.officer, draft, "read", ["finding_ids"])[0]["finding_ids"]
            return {row["right"]: row["result"] for row in rows if row["name"] == "bank_holder"}

        self.assertEqual(holders(), {"Party": "consistent", "Li Si": "inconsistent"})
        line = draft.change_ids.filtered(lambda row: row.field == "bank")
        values = {"bank_account_id": self.account.id, "holder_name": False}
        self._call(self.salesman, line, "write", values)
        self.assertEqual(holders(), {"Party": "consistent"})

    def test_altered_and_ended_account(self):
        self.account.sudo().allow_out_payment = True
        self._call(
            self.accountant, self.account, "write", {"acc_holder_name": "Other", "note": "x"}
        )
        self.assertEqual((self.account.acc_holder_name, self.account.note), ("Party", "x"))
        self._call(self.accountant, self.account, "action_archive")
        self._call(self.accountant, self.account, "unlink")
        self.assertTrue(self.account.active)
        self.assertEqual(self._drafts().change_ids.mapped("field"), ["bank", "bank_end"])
        self._approve(self._drafts(), self.accountant)
        self.assertFalse(self.account.active)

    def test_accounts_are_not_moved(self):
        free = self.env["res.partner.bank"].create(
            {"acc_number": "6222 7777", "partner_id": self.other.id}
        )
        self._barred(self.accountant, free, "write", {"partner_id": self.partner.id})
        self._barred(self.accountant, self.account, "write", {"partner_id": self.other.id})

    def test_what_a_merged_contact_brings_along(self):
        twin = self.env["res.partner"].create({"name": "Twin", "vat": OTHER})
        account = self.account.create({"acc_number": "6222 5555", "partner_id": twin.id})
        licence = self.env["counterparty.licence"].create(
            self._licence_values(partner_id=twin.id, number=OTHER)
        )
        self.accountant.group_ids |= self.env.ref("base.group_erp_manager")
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.accountant)
        self.partner.vat = False
        wizard._merge((self.partner | twin).ids, self.partner)
        self.env.invalidate_all()
        self.assertFalse(twin.exists())
        self.assertEqual((self.partner.name, self.partner.vat), ("Party", False))
        self.assertEqual(self.partner.bank_ids, self.account)
        self.assertFalse(self.partner.counterparty_licence_ids)
        draft = self._drafts()
        self.assertEqual(draft.licence_ids, licence)
        self.assertEqual(set(draft.change_ids.mapped("field")), {"bank", "vat"})
        self.assertEqual(draft.change_ids.bank_account_id, account)

    def test_documents(self):
        licence = self.env["counterparty.licence"].create(
            self._licence_values(partner_id=self.partner.id, holder_name="Party")
        )
        self._call(self.officer, licence, "write", {"number": OTHER, "is_long_term": True})
        self.assertEqual(licence.number, USCC)
        draft = self._drafts()
        self.assertEqual((draft.applicant_id, draft.licence_ids.number), (self.officer, OTHER))
        self.assertEqual(draft.licence_ids.replaces_id, licence)
        values = self._licence_values(partner_id=self.partner.id, holder_name="Party")
        self._call(self.officer, licence.browse(), "create", [values])
        self.assertEqual(self.partner.counterparty_licence_ids, licence)
        self.assertEqual(len(draft.licence_ids), 2)
        self._call(self.officer, licence, "write", {"active": False})
        self.assertTrue(licence.active)
        draft.sudo().change_reason = "Renewal."
        self._call(self.officer, draft, "action_submit")
        self._barred(self.officer, draft, "write", REVIEW)
        second = self._user("second", "office")
        self._call(second, draft, "write", REVIEW)
        self._call(second, draft, "action_review")
        self._call(self.leader, draft, "action_approve")
        self.assertFalse(licence.active)
        self.assertEqual(
            sorted(self.partner.counterparty_licence_ids.mapped("number")), sorted([OTHER, USCC])
        )

    def test_legal_representative(self):
        row = self._profile(self.partner).sudo(False)
        self._call(self.officer, row, "write", {"legal_representative": "Wu", "note": "n"})
        self.assertEqual((row.legal_representative, row.note), (False, "n"))
        self.assertEqual(self._drafts().change_ids.value, "Wu")

    def test_somebody_without_a_role(self):
        """Proposes in the name of who is responsible, who is asked to go on with it."""
        self._call(self.plain, self.partner, "write", {"name": "Renamed"})
        draft = self._drafts()
        self.assertEqual(draft.applicant_id, self.salesman)
        self.assertEqual(draft.activity_ids.user_id, self.salesman)
        self._profile(self.partner).responsible_id = False
        self._barred(self.plain, self.partner, "write", {"name": "Again"}, contains="application")

    def test_somebody_without_the_right_to_write(self):
        for user in (self.auditor, self.leader):
            self._barred(user, self.partner, "write", {"name": "Renamed"})
        self.assertFalse(self._drafts())

    def test_a_leader_does_not_approve_the_own_proposal(self):
        self.leader.group_ids |= self.env.ref("base.group_partner_manager")
        self._call(self.leader, self.partner, "write", {"name": "Renamed"})
        draft = self._drafts()
        self.assertEqual(draft.applicant_id, self.leader)
        draft.sudo().change_reason = "x"
        self._call(self.leader, draft, "action_submit")
        self._call(self.officer, draft, "write", REVIEW)
        self._call(self.officer, draft, "action_review")
        self._barred(self.leader, draft, "action_approve", contains="applied for")

    def test_lines_are_frozen_with_their_application(self):
        self._call(self.salesman, self.partner, "write", {"name": "Renamed"})
        draft = self._drafts()
        line = draft.change_ids
        self._barred(self.colleague, line, "write", {"value": "x"})
        self._barred(self.officer, line, "write", {"value": "x"})
        draft.sudo().change_reason = "x"
        self._call(self.salesman, draft, "action_submit")
        for user in (self.salesman, self.officer):
            self._barred(user, line, "write", {"value": "x"})
            self._barred(user, line, "unlink")
            values = {"application_id": draft.id, "field": "name", "value": "x"}
            self._barred(user, line.browse(), "create", [values])

    def test_accounts_of_another_party_are_out_of_reach(self):
        foreign = self.env["res.partner.bank"].create(
            {"acc_number": "6222 7777", "partner_id": self.other.id}
        )
        draft = self.env["counterparty.application"].browse(
            self._call(self.salesman, self.partner, "action_counterparty_change")["res_id"]
        )
        values = {"application_id": draft.id, "field": "bank_end", "bank_account_id": foreign.id}
        created = self._call(self.salesman, draft.change_ids, "create", [values])
        self.assertFalse(draft.change_ids.browse(created).bank_account_id)

    def test_what_cannot_be_carried_out_is_told_at_once(self):
        self._call(self.salesman, self.partner, "write", {"vat": OTHER})
        draft = self._drafts()
        draft.sudo().change_reason = "x"
        twice = {"field": "bank", "value": "6222 1111"}
        self._call(self.salesman, draft, "write", {"change_ids": [Command.create(twice)]})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._call(self.salesman, draft, "action_submit")
        draft.change_ids.filtered("value").filtered(lambda row: row.field == "bank").unlink()
        self._call(self.salesman, draft, "action_submit")
        self.assertEqual(self.partner.vat, USCC, "only tried")

    def test_new_documents_are_those_of_the_new_name(self):
        """Also where the line was typed, and not written on the contact."""
        draft = self.env["counterparty.application"].browse(
            self._call(self.salesman, self.partner, "action_counterparty_change")["res_id"]
        )
        values = {
            "change_ids": [Command.create({"field": "name", "value": "Renamed"})],
            "licence_ids": [Command.create(self._licence_values(holder_name="Renamed"))],
        }
        self._call(self.salesman, draft, "write", values)
        found = {row["name"]: row["result"] for row in draft.finding_ids}
        self.assertEqual(found["name"], "consistent")

    def test_an_account_that_was_added_had_no_value(self):
        draft = self.env["counterparty.application"].browse(
            self._call(self.salesman, self.partner, "action_counterparty_change")["res_id"]
        )
        line = Command.create({"field": "bank", "value": "6222 4444"})
        self._call(self.salesman, draft, "write", {"change_ids": [line]})
        self._approve(draft)
        self.assertFalse(draft.change_ids.old_value)
        self.assertTrue(draft.change_ids.bank_account_id.active)

    def test_incomplete(self):
        model = self.env["counterparty.application"]
        created = self._call(self.salesman, model, "create", [{"kind": "change"}])
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self._call(self.salesman, model.browse(created), "action_submit")
        for text in ("admitted counterparty", "what changes", "reason"):
            self.assertIn(text, str(caught.exception))
