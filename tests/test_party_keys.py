from odoo.tests import tagged

from .workflow_common import USCC, WorkflowCommon


@tagged("post_install", "-at_install")
class TestPartyKeys(WorkflowCommon):
    """A party is found by whatever it is called or numbered by, archived ones included."""

    def _keys(self, partner):
        self.env.flush_all()
        rows = self.env["counterparty.party.key"].search([("partner_id", "=", partner.id)])
        return {(row.kind, row.value) for row in rows}

    def test_contact(self):
        partner = self.env["res.partner"].create(
            {"name": "示例 （东海）公司", "is_company": True, "vat": USCC, "company_registry": "/"}
        )
        name, code, inside = ("name", "示例(东海)公司"), ("code", USCC), ("code", "MA1H9YGWX")
        self.assertEqual(self._keys(partner), {name, code, inside})
        partner.write({"name": "Other", "vat": False})
        self.assertEqual(self._keys(partner), {("name", "other")})
        partner.active = False
        self.assertEqual(self._keys(partner), {("name", "other")})

    def test_people_of_a_party_have_none(self):
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.partner.id})
        self.assertFalse(self._keys(person))
        person.parent_id = False
        self.assertEqual(self._keys(person), {("name", "p")})

    def test_licence(self):
        licence = self.env["counterparty.licence"].create(
            self._licence_values(partner_id=self.partner.id)
        )
        code = ("code", USCC)
        self.assertLessEqual({code, ("name", "newparty")}, self._keys(self.partner))
        licence.active = False
        self.assertIn(code, self._keys(self.partner), "an old licence still tells who it is")
        licence.number = "330200999999022"
        self.assertNotIn(code, self._keys(self.partner))
        licence.unlink()
        self.assertFalse({kind for kind, _ in self._keys(self.partner)} - {"name"})

    def test_former_names(self):
        self._call(
            self.officer, self._profile(self.partner), "write", {"former_names": "甲\n乙 公司"}
        )
        former = {("former_name", "甲"), ("former_name", "乙公司")}
        self.assertLessEqual(former, self._keys(self.partner))

    def test_admission(self):
        application = self._application(former_names="Old Party")
        self.assertFalse(self._of(USCC), "an application is no party yet")
        partner = self._to_approved(application).partner_id
        self.assertEqual(self._of(USCC), partner)
        self.assertEqual(self._of("oldparty"), partner)

    def test_rebuild(self):
        keys = self.env["counterparty.party.key"]
        partner = self.env["res.partner"].create({"name": "Rebuilt", "is_company": True})
        before = self._keys(partner)
        keys.sudo().search([("partner_id", "=", partner.id)]).unlink()
        keys.sudo()._rebuild()
        self.assertEqual(self._keys(partner), before)
        self.assertFalse(keys.sudo()._refresh(partner.ids), "nothing new")

    def test_nobody_writes_keys(self):
        values = {"partner_id": self.partner.id, "kind": "code", "value": "X"}
        for user in (self.salesman, self.officer, self.leader):
            self._barred(user, self.env["counterparty.party.key"], "create", [values])
        fresh = self.env["res.partner"].create({"name": "Fresh Ltd", "is_company": True})
        licence = self._licence_values(partner_id=fresh.id)
        self._call(self.officer, self.env["counterparty.licence"], "create", [licence])
        self.assertEqual(self._of(USCC), fresh)

    def _of(self, value):
        self.env.flush_all()
        keys = self.env["counterparty.party.key"].search([("value", "=", value)])
        return keys.partner_id
