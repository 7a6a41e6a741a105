from odoo import Command
from odoo.tests import tagged

from .workflow_common import REVIEW, USCC, WorkflowCommon

OTHER_CODE = "N2330381PDY000159X"


@tagged("post_install", "-at_install")
class TestDuplicates(WorkflowCommon):
    """Who may be known already is named in time, and nothing more is told than may be."""

    def _contact(self, name="Known Ltd", **values):
        values = {"name": name, "is_company": True, **values}
        return self.env["res.partner"].create(values)

    def _rows(self, application, user=None):
        return self._as(user or self.salesman, application).duplicate_ids

    def test_found_by_anything(self):
        """Any code, the name, a former name, on either side, archived ones too."""
        listed = self._party("Once Ltd")
        self._call(self.officer, self._profile(listed), "write", {"former_names": "Before Ltd"})
        licensed = self._contact("Licensed Ltd")
        self.env["counterparty.licence"].create(
            self._licence_values(
                partner_id=licensed.id,
                number=OTHER_CODE,
                holder_name=licensed.name,
                active=False,
            )
        )
        licences = [Command.create(self._licence_values(number=OTHER_CODE))]
        inside = [Command.create(self._licence_values("organisation", number="PDY000159"))]
        cases = (
            ({"partner_name": "ＯＮＣＥ  ltd"}, listed, "same name"),
            ({"partner_name": "Before Ltd"}, listed, "former name"),
            ({"former_names": "Older Ltd\nOnce Ltd"}, listed, "former name"),
            ({"licence_ids": licences}, licensed, "same code"),
            ({"licence_ids": inside}, licensed, "same code"),
        )
        for values, partner, same in cases:
            application = self._application(**values)
            for active in (True, False):
                partner.active = active
                with self.subTest(values=values, active=active):
                    [row] = self._rows(application)
                    self.assertEqual((row["name"], row["same"]), (partner.name, same))
                    self.assertEqual(row["archived"], not active)
            partner.active = True

    def test_submission_needs_an_explanation_or_the_contact(self):
        known = self._contact("New Party")
        application = self._application()
        text = self._barred(self.salesman, application, "action_submit", contains="New Party")
        self.assertIn("why it is another party", text)
        [row] = self._rows(application)
        self.assertEqual((row["model"], row["id"]), ("res.partner", known.id))
        self.assertEqual(row["partner_id"], known.id)
        chosen = self._application(partner_id=known.id)
        self.assertFalse(self._rows(chosen))
        self._call(self.salesman, application, "write", {"duplicate_reason": "Of another city."})
        self._to_submitted(application)

    def test_office_signs_for_an_explained_duplicate(self):
        self._contact("New Party")
        application = self._to_submitted(self._application(duplicate_reason="Another city."))
        self._call(self.officer, application, "write", REVIEW)
        self._barred(self.officer, application, "action_review", contains="another contact")
        rows = self._as(self.officer, application).finding_ids
        [row] = [row for row in rows if row["name"] == "duplicate"]
        self._call(self.officer, application, "action_step", "sign", "Looked up both.")
        rows = self._as(self.officer, application).finding_ids
        [row] = [row for row in rows if row["name"] == "duplicate"]
        self.assertEqual(row["signed"]["reason"], "Looked up both.")
        self._call(self.officer, application, "action_review")

    def test_other_departments_are_not_disclosed(self):
        other = self._party(
            "Theirs Ltd",
            responsible_id=self.stranger.id,
            department_id=self.other_department.id,
        )
        application = self._application(partner_name="Theirs Ltd")
        [row] = self._rows(application)
        self.assertEqual(row["name"], "Theirs Ltd")
        self.assertEqual(row["responsible"], self._profile(other).responsible_id.name)
        self.assertFalse(row["model"] or row["id"] or row["partner_id"] or row["archived"])
        [row] = self._rows(application, self.officer)
        self.assertEqual(row["id"], self._profile(other).id)

    def test_open_applications(self):
        """A second one is told of, links only for those who may read it, and stops nothing."""
        first = self._to_submitted(self._application())
        second = self._application(user=self.stranger)
        [row] = self._rows(second, self.stranger)
        self.assertEqual((row["same"], row["id"]), ("being applied for", False))
        [row] = self._rows(second, self.officer)
        self.assertEqual(row["id"], first.id)
        self._to_submitted(second, self.stranger)

    def test_contact_that_is_entered(self):
        self._contact("Known Ltd", vat=USCC)
        model = self.env["res.partner"].with_user(self.salesman)
        for values, found in (
            ({"name": "KNOWN ltd", "is_company": True}, True),
            ({"name": "Another", "is_company": True, "vat": USCC.lower()}, True),
            ({"name": "Another", "is_company": True}, False),
            ({"name": "Known Ltd"}, False),  # a person
        ):
            with self.subTest(values=values):
                warning = model.new(values)._onchange_counterparty_duplicates()
                self.assertEqual(bool(warning), found)

    def test_import(self):
        self._contact("Known Ltd")
        rows = [["Quite New", "True"], ["Known  LTD", "True"]]
        admin = self.env.ref("base.user_admin")
        model = self.env["res.partner"]
        result = self._call(admin, model, "load", ["name", "is_company"], rows)
        self.assertEqual(len(result["ids"]), 2)
        [message] = result["messages"]
        self.assertEqual((message["type"], message["rows"]), ("warning", {"from": 1, "to": 1}))
        self.assertIn("Known Ltd", message["message"])

    def test_rename_of_a_party(self):
        """The old name is kept, and the office is told whom the new one belongs to."""
        self._contact("Known Ltd")
        party = self._party("Before Ltd")
        profile = self._profile(party)
        party.name = "Known Ltd"
        self.assertEqual(profile.former_names, "Before Ltd")
        activity = profile.activity_ids.filtered(lambda a: a.user_id == self.officer)
        self.assertIn("Known Ltd", activity.summary)
        party.name = "Quite Another Ltd"
        self.assertEqual(profile.former_names, "Before Ltd\nKnown Ltd")

    def test_admission_keeps_the_names_of_the_row(self):
        party = self._party("Back", state="closed")
        self._call(self.officer, self._profile(party), "write", {"former_names": "First"})
        values = {"partner_id": party.id, "former_names": "Second"}
        profile = self._to_approved(self._application(**values)).profile_id
        self.assertEqual(profile.former_names, "First\nBack\nSecond")

    def _merge(self, *partners):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        return wizard._merge([partner.id for partner in partners], partners[-1])

    def test_merge_keeps_names_and_codes(self):
        party, stray = self._party("Party Ltd"), self._contact("Stray Ltd", company_registry=USCC)
        profile = self._profile(party)
        self._merge(stray, party)
        self.assertFalse(stray.exists())
        self.assertEqual(profile.former_names, "Stray Ltd")
        keys = self.env["counterparty.party.key"].search([("value", "in", ["strayltd", USCC])])
        self.assertEqual(keys.partner_id, party)
        self.assertEqual(len(keys), 2)

    def test_twenty_thousand_parties(self):
        """Their keys are kept set by set, and an index finds one among them."""
        known = self._contact("Known Ltd")
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO res_partner SELECT made.* FROM res_partner known,"
            " generate_series(1000001, 1020000) n, LATERAL jsonb_populate_record(known,"
            " jsonb_build_object('id', n, 'commercial_partner_id', n,"
            " 'name', '示例' || n || '公司', 'vat', 'CODE' || n)) made WHERE known.id = %s",
            [known.id],
        )
        keys = self.env["counterparty.party.key"].sudo()
        with self.assertQueryCount(30):  # what compares them with the prohibited list included
            keys._rebuild()
        self.assertGreater(keys.search_count([("value", "like", "CODE")]), 19_999)
        self.env.cr.execute("ANALYZE counterparty_party_key")
        self.env.cr.execute(
            "EXPLAIN SELECT value, partner_id, kind FROM counterparty_party_key"
            " WHERE value = ANY(%s)",
            [["示例1000777公司", "CODE1000777"]],
        )
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("_value_uniq", plan)
        [row] = self._rows(self._application(partner_name="示例 1000777 公司"))
        self.assertEqual((row["name"], row["same"]), ("示例1000777公司", "same name"))

    def test_one_query_for_many(self):
        applications = self.env["counterparty.application"].concat(
            *(self._application(partner_name=f"Party {i}") for i in range(3))
        )
        self.env.flush_all()
        applications._duplicates()
        with self.assertQueryCount(1):
            applications._duplicates()
