from odoo import Command
from odoo.tests import tagged

from .test_tours import TourCase

KNOWN, ORDERED = "临江示例物资有限公司", "双丰示例材料有限公司"
#: Typed in and approved: who applied for them, and what their business licence is numbered.
APPROVED = {
    "晨光示例仪表有限公司": ("sales1", "91330200PDY000810N"),
    "青禾示例农机厂": ("buyer", "330200999990822"),
    "Muster Beispiel AG": ("sales1", "HRB 99001"),
    KNOWN: ("sales1", "91330200PDY000837E"),
    ORDERED: ("buyer", "91330200PDY0008459"),
}
#: Rejected: who applies, and what differs from an application with one licence.
REJECTED = {
    "暮光示例仪表有限公司": ("sales1", "91330200PDY0008534", {}),
    "白禾示例农机厂": ("buyer", "330200999990863", {"regime": "three_licences"}),
    "Probe Beispiel AG": ("sales1", "HRB 99002", {"regime": "foreign"}),
    "临海示例物资有限公司": ("sales1", "91330200PDY000861Y", {"partner_id": True}),
    "双喜示例材料有限公司": ("buyer", "91330200PDY000888N", {"role_supplier": True}),
}
#: The other papers of the one that has three.
OTHERS = (("organisation", "PDY00086-1"), ("tax", "330200PDY000861"))


@tagged("post_install", "-at_install")
class TestKindsTours(TourCase):
    """Each kind of application is taken from draft to decision in a browser, by its people.

    One of each kind is typed in and approved. Another one, whose draft stands there already, is
    rejected. All are submitted, returned, supplied and reviewed; a tour is what one person does
    with all.
    """

    def test_each_kind(self):
        partners = self.env["res.partner"]
        known, ordered = partners.create(
            [{"name": name, "is_company": True} for name in (KNOWN, ORDERED)]
        )
        self._begin_rejected()
        order = self._as("buyer")["purchase.order"].create({"partner_id": ordered.id})
        starts = (
            ("one", "sales1", "counterparty-applications"),
            ("three", "buyer", "counterparty-applications"),
            ("foreign", "sales1", "counterparty-applications"),
            ("existing", "sales1", f"res.partner/{known.id}"),
            ("both", "buyer", f"purchase/{order.id}"),
            ("change", "sales1", f"counterparties/{self._ref('profile_c01').id}"),
        )
        for kind, login, path in starts:
            self._tour(f"kind_{kind}", login, path)
        for step, login in (
            ("submit_sales1", "sales1"),
            ("submit_buyer", "buyer"),
            ("return", "office"),
            ("supply_sales1", "sales1"),
            ("supply_buyer", "buyer"),
            ("review", "office_head"),
            ("approve", "leader"),
            ("reject", "leader"),
        ):
            self._tour(f"kinds_{step}", login, "counterparty-applications")
        self._check_approved(known | ordered)
        self._check_rejected()

    def _as(self, login):
        user = self._ref(f"user_{login}")
        return self.env(user=user, context={"allowed_company_ids": user.company_id.ids})

    def _begin_rejected(self):
        """Begin what is rejected later, in the name of who applies."""
        for name, (login, number, differs) in REJECTED.items():
            values = dict(differs)
            others = OTHERS if values.get("regime") == "three_licences" else ()
            if values.get("partner_id"):
                partner = self.env["res.partner"].create({"name": name, "is_company": True})
                values["partner_id"] = partner.id
            if values.get("regime") == "foreign":
                values["country_id"] = self.env.ref("base.de").id
            self._as(login)["counterparty.application"].create(
                {
                    "partner_name": name,
                    "role_customer": True,
                    "intro": "演示用虚构单位。",
                    "contact_name": "示例联系人",
                    "contact_phone": "000-5550001",
                    "principal_name": "示例负责人",
                    "principal_phone": "000-5550002",
                    "business_scope": "示例货物",
                    "licence_ids": [
                        Command.create(self._paper(name, kind, code))
                        for kind, code in (("business", number), *others)
                    ],
                    **values,
                }
            )

        row = self._ref("profile_c03").with_env(self._as("sales1"))
        change = row.env["counterparty.application"]._change_draft(row)
        line = Command.create({"field": "legal_representative", "value": "示例法定代表人戊"})
        change.write({"change_reason": "更换法定代表人", "change_ids": [line]})

    def _paper(self, name, kind, number):
        return {
            "type_id": self.env.ref(f"counterparty_control.licence_type_{kind}").id,
            "number": number,
            "holder_name": name,
            "legal_representative": "示例法定代表人",
            "is_long_term": True,
            "attachment_ids": [Command.create({"name": "copy.txt", "raw": b"copy"})],
        }

    def _of(self, name):
        domain = [("partner_name", "=", name)]
        return self.env["counterparty.application"].search(domain, order="id desc", limit=1)

    def _check_people(self, application, login):
        actors = set(application.decision_ids.mapped("user_id.login"))
        self.assertEqual(actors, {login, "office", "office_head", "leader"})
        self.assertEqual(application.return_count, 1)
        self.assertTrue(application.supplement_ids.is_done and application.notified_date)

    def _check_approved(self, existing):
        for name, (login, number) in APPROVED.items():
            with self.subTest(name=name):
                application = self._of(name)
                self._check_people(application, login)
                row = application.profile_id
                self.assertEqual((application.state, row.state), ("approved", "approved"))
                self.assertEqual((row.partner_name, row.credit_limit), (name, 50_000.0))
                self.assertEqual(row.partner_id.company_registry, number)
                self.assertTrue(application.licence_ids.attachment_ids)
        rows = self._of(KNOWN).profile_id | self._of(ORDERED).profile_id
        self.assertEqual(rows.partner_id, existing)
        both = self._of(ORDERED).profile_id
        self.assertTrue(both.role_customer and both.role_supplier)
        row = self._ref("profile_c01")
        self._check_people(row.application_ids.filtered(lambda a: a.kind == "change"), "sales1")
        self.assertEqual(row.legal_representative, "示例法定代表人丁")
        accounts = row.partner_id.bank_ids
        self.assertIn("6222000000001234", accounts.mapped("acc_number"))

    def _check_rejected(self):
        for name, (login, _number, _differs) in REJECTED.items():
            with self.subTest(name=name):
                application = self._of(name)
                self._check_people(application, login)
                self.assertEqual(application.state, "rejected")
                self.assertNotEqual(application.profile_id.state, "approved")
        row = self._ref("profile_c03")
        change = row.application_ids.filtered(lambda a: a.kind == "change")
        self.assertEqual(change.state, "rejected")
        self._check_people(change, "sales1")
        self.assertEqual(change.change_ids.value, "示例法定代表人戊")
        self.assertNotEqual(row.legal_representative, "示例法定代表人戊")
