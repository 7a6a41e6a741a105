from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..policy import exposure
from .doors_common import DoorsCase, attack, attempt, forgery


@tagged("post_install", "-at_install")
class TestDoorsParties(DoorsCase):
    """What a contact owes goes with it: to another company, to none, into a merged contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "cp_clerk", "base.group_user,base.group_partner_manager")
        cls.rich = cls._party("Rich", limit=1000000.0)
        cls.branch = cls.env["res.partner"].create({"name": "Branch", "parent_id": cls.rich.id})
        cls.person = cls.env["res.partner"].create({"name": "Person"})

    def _tried(self, records, method, *args, **kwargs):
        return attempt(self.clerk, records, method, *args, **kwargs)

    def _owing(self, partner, amount=5000.0):
        """Have a contact order more than the party may occupy."""
        mode, self.company.counterparty_mode = self.company.counterparty_mode, "off"
        self._call(self.salesman, self._sale(amount, partner=partner), "action_confirm")
        self.company.counterparty_mode = mode
        return partner

    def _merge(self, kept, *merged):
        partners = kept.union(*merged)
        wizard = (
            self.env["base.partner.merge.automatic.wizard"]
            .with_user(self.clerk)
            .create({"partner_ids": [Command.set(partners.ids)], "dst_partner_id": kept.id})
        )
        return self._tried(wizard, "action_merge")

    @attack
    def attack_contact_moves_to_a_party_with_less_room(self):
        return self._tried(self._owing(self.branch), "write", {"parent_id": self.partner.id})

    @attack
    def attack_contact_moves_from_the_side_of_the_party(self):
        self._owing(self.branch)
        children = [Command.link(self.branch.id)]
        return self._tried(self.partner, "write", {"child_ids": children})

    @attack
    def attack_stranger_that_owes_joins_a_party(self):
        return self._tried(self._owing(self.person), "write", {"parent_id": self.partner.id})

    @attack
    def attack_contact_leaves_its_party_with_what_it_owes(self):
        return self._tried(self._owing(self.branch), "write", {"parent_id": False})

    @attack
    def attack_contact_becomes_a_company_of_its_own(self):
        return self._tried(self._owing(self.branch), "write", {"is_company": True})

    @attack
    def attack_branch_becomes_a_contact_of_its_head_office(self):
        branch = self.env["res.partner"].create(
            {"name": "Works", "parent_id": self.partner.id, "is_company": True}
        )
        return self._tried(self._owing(branch), "write", {"is_company": False})

    @attack
    def attack_stranger_that_owes_is_merged_into_a_party(self):
        return self._merge(self.partner, self._owing(self.person))

    @attack
    def attack_contact_of_a_party_is_merged_into_that_of_another(self):
        contact = self.env["res.partner"].create({"name": "C", "parent_id": self.partner.id})
        return self._merge(contact, self._owing(self.branch))

    @forgery
    def attack_forged_commercial_partner(self):
        values = {"commercial_partner_id": self.rich.id}
        return self._tried(self._owing(self.person), "write", values)

    def _refused_plainly(self, tried, contains):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self._call(tried.user, tried.records, tried.method, *tried.args, **tried.kwargs)
        self.assertIn(contains, str(caught.exception))

    def test_party_of_the_ledger_stays_one(self):
        company = self._party("Own")
        for values in ({"parent_id": self.partner.id, "is_company": False},):
            tried = self._tried(company, "write", values)
            self._refused_plainly(tried, "stands in the ledger")
        self._call(self.clerk, company, "write", {"parent_id": self.partner.id})
        self.assertEqual(company.commercial_partner_id, company)

    def test_rows_of_two_parties_are_not_merged(self):
        other = self._party("Other")
        self._refused_plainly(self._merge(self.partner, other), "both stand in the ledger")
        self.assertEqual(len((self.partner | other).counterparty_profile_ids), 2)

    def test_party_is_not_merged_into_a_stranger(self):
        tried = self._merge(self.person, self.partner)
        self._refused_plainly(tried, "merge into the party of the ledger")

    def test_rows_of_different_companies_move(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        merged = self._party("Same", company=other, limit=77.0)
        tried = self._merge(self.partner, merged)
        self._call(tried.user, tried.records, tried.method)
        rows = self.partner.counterparty_profile_ids
        self.assertEqual(rows.company_id, self.company | other)
        self.assertEqual(rows.filtered(lambda row: row.company_id == other).credit_limit, 77.0)
        self.assertFalse(merged.exists())

    def test_merging_within_the_room_adds_up(self):
        self._owing(self.person, 300.0)
        self._call(self.salesman, self._sale(400.0), "action_confirm")
        self.env["counterparty.exposure.round"]._record(self.company)
        tried = self._merge(self.partner, self.person)
        self._call(tried.user, tried.records, tried.method)
        self.assertEqual(exposure.projected(self._exposure()), 700.0)
        self.assertEqual(len(self.partner.counterparty_profile_ids), 1)
        past = self.env["counterparty.exposure.day"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual((len(past), past.projected_amount, past.limit_amount), (1, 700.0, 1000.0))

    def test_contact_moves_within_the_room(self):
        self._owing(self.branch, 300.0)
        self._call(self.clerk, self.branch, "write", {"parent_id": self.partner.id})
        self.assertEqual(exposure.projected(self._exposure()), 300.0)
        self.assertEqual(exposure.projected(self._exposure(self.rich)), 0.0)

    def test_without_the_gate_every_attack_goes_through(self):
        self._prove()
