from unittest.mock import patch

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, Form, tagged

from ..policy import code_slips, licence_codes
from .workflow_common import USCC, WorkflowCommon

#: Codes of each kind that are legal in China, and near misses.
LEGAL = (USCC, "N2330381PDY000159X", "330200PDY000060", "11010519491231002X", "CN" + USCC)
LEGAL += ("110105491231002" + "00000", "11010519491231002X01", "ｎ２３３-0381ｐｄｙ000159ｘ")
ILLEGAL = (
    "N2330381PDY0001591",
    "330200PDY000061",
    "110105194912310021",
    "123",
    "913101151234567000",
)


@tagged("post_install", "-at_install")
class TestCodeRules(BaseCase):
    """What the examples in the rules do not show."""

    def test_tax_numbers(self):
        for code in LEGAL:
            with self.subTest(code=code):
                self.assertTrue(licence_codes.is_tax_number(code))
        for code in ILLEGAL:
            with self.subTest(code=code):
                self.assertFalse(licence_codes.is_tax_number(code))

    def test_prefixes(self):
        """Every registering authority, those with letters too."""
        for prefix in "123456789ANY":
            body = f"{prefix}1110108MF0000000"
            good = [c for c in licence_codes.USCC_ALPHABET if licence_codes.is_uscc(body + c)]
            with self.subTest(prefix=prefix):
                self.assertEqual(good, [licence_codes.uscc_check_character(body)])
        self.assertFalse(licence_codes.is_uscc("I1110108MF0000000Y"))

    def test_one_slip_is_found_again(self):
        """Each transposition of neighbours and each look-alike leads back, among three at most."""
        for place in range(2, 17):
            chars = list(USCC)
            chars[place], chars[place + 1] = chars[place + 1], chars[place]
            typed = "".join(chars)
            if typed != USCC and not licence_codes.is_uscc(typed):
                with self.subTest(typed=typed):
                    self.assertIn(USCC, code_slips.suggestions(typed))
        for typed in (USCC.replace("0", "O"), USCC.replace("1", "I"), USCC.replace("9", "g")):
            self.assertLessEqual(len(code_slips.suggestions(typed)), 3)
        self.assertEqual(code_slips.suggestions(USCC.replace("0", "O").replace("1", "I")), [USCC])


@tagged("post_install", "-at_install")
class TestCodes(WorkflowCommon):
    """Codes where they are entered: contacts, licences, imports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china = cls.env.ref("base.cn")

    def _contact(self, **values):
        values = {"name": "X", "is_company": True, "country_id": self.china.id, **values}
        return self.env["res.partner"].create(values)

    def test_legal_tax_numbers_of_contacts(self):
        """Whatever is legal is kept as it is, with Odoo's check of VAT and without."""
        partners = self.env["res.partner"]
        for code in LEGAL:
            with self.subTest(code=code):
                self.assertEqual(self._contact(vat=code).vat, code)
                self.assertTrue(partners.check_vat_cn(code))
        for code in ILLEGAL:
            self.assertFalse(partners.check_vat_cn(code))

    def test_check_of_vat_looks_for_ours(self):
        """``base_vat`` finds the check by its name, and what it refuses tells what was meant."""

        def checked(self, country, vat, partner_name="", validation="error"):
            check = getattr(self, f"check_vat_{country.code.lower()}")
            if validation == "error" and not check(vat):
                raise ValidationError(vat)
            return vat, country.code

        account = "odoo.addons.account.models.partner.ResPartner._run_vat_checks"
        with patch(account, checked):
            partners = self.env["res.partner"]
            for code in LEGAL:
                partners._run_vat_checks(self.china, code)
            with self.assertRaises(ValidationError) as caught:
                partners._run_vat_checks(self.china, "913IO115MA1H9YGWXX")
            self.assertEqual(str(caught.exception), f"913IO115MA1H9YGWXX\nDid you mean {USCC}?")

    def test_spreadsheet_damage_is_named(self):
        for field in ("vat", "company_registry"):
            for code, text in (
                ("913101151234567000", "keeps 15 digits"),
                ("9.13E+17", "keeps 15 digits"),
                ("'" + USCC, f"Did you mean {USCC}"),
                ("330200999999022.0", "decimal"),
            ):
                with self.subTest(field=field, code=code):
                    with self.assertRaises(ValidationError) as caught:
                        self._contact(**{field: code})
                    self.assertIn(code, str(caught.exception))
                    self.assertIn(text, str(caught.exception))

    def test_import_names_row_and_field(self):
        model = self.env["res.partner"]
        rows = [["Good", USCC], ["Bad", "913101151234567000"]]
        result = self._call(self.env.ref("base.user_admin"), model, "load", ["name", "vat"], rows)
        self.assertFalse(result["ids"])
        [message] = [m for m in result["messages"] if m.get("rows")]
        self.assertEqual((message["type"], message["rows"]), ("error", {"from": 1, "to": 1}))
        label = model._fields["vat"]._description_string(self.env)
        self.assertIn(f"{label}: the number 913101151234567000", message["message"])

    def test_import_of_licences(self):
        fields = ["partner_id/.id", "type_id/.id", "number"]
        kind = self.env.ref("counterparty_control.licence_type_business").id
        rows = [[self.partner.id, kind, USCC], [self.partner.id, kind, "9.13E+17"]]
        rows = [[str(cell) for cell in row] for row in rows]
        model = self.env["counterparty.licence"]
        result = self._call(self.officer, model, "load", fields, rows)
        [message] = result["messages"]
        self.assertEqual(message["rows"], {"from": 1, "to": 1})
        self.assertIn("the number 9.13E+17", message["message"])
        self.assertEqual(len(self._call(self.officer, model, "load", fields, rows[:1])["ids"]), 1)

    def test_slips_are_suggested_and_kept(self):
        typed = "9131O115MA1H9YGWXX"
        partner = self._contact(vat=USCC)
        partner = partner.new({"country_id": self.china.id, "vat": typed}, origin=partner)
        warning = partner._onchange_counterparty_codes()["warning"]
        self.assertIn(USCC, warning["message"])
        self.assertEqual(partner.vat, typed)
        licence = self.env["counterparty.licence"].new(self._licence_values(number=typed))
        self.assertIn(USCC, licence._onchange_number()["warning"]["message"])
        licence.number = USCC
        self.assertFalse(licence._onchange_number())
        application = self._application(
            licence_ids=[Command.create(self._licence_values(number=typed))]
        )
        self.assertEqual(application.licence_ids.number, typed)
        [row] = [row for row in application.finding_ids if row["name"] == "code"]
        self.assertEqual((row["left"], row["right"]), (typed, USCC))

    def test_admission_writes_the_plain_number(self):
        """Full width and dashes are no difference; the contact gets the plain number."""
        number = "９１３１-0115 ma1h9ygwxx"
        application = self._application(
            licence_ids=[Command.create(self._licence_values(number=number))]
        )
        self.assertEqual(self._to_approved(application).partner_id.vat, USCC)

    def test_words_and_days_for_long_term(self):
        """Whatever stands for no end in a table becomes the flag, and no date is stored."""
        kind = self.env.ref("counterparty_control.licence_type_business").id
        fields = ["partner_id/.id", "type_id/.id", "number", "expiry_date"]
        values = ("长期", "9999-12-31", "2099-12-31", "****", "2030-05-01")
        rows = [[str(self.partner.id), str(kind), str(i), v] for i, v in enumerate(values)]
        model = self.env["counterparty.licence"]
        result = self._call(self.officer, model, "load", fields, rows)
        self.assertFalse(result["messages"])
        licences = model.browse(result["ids"])
        self.assertEqual(licences.mapped("is_long_term"), [True, True, True, True, False])
        self.assertEqual(licences.mapped(lambda row: str(row.expiry_date))[:4], ["False"] * 4)
        self._call(self.officer, licences[4], "write", {"expiry_date": "9999-12-31"})
        self.assertTrue(licences[4].is_long_term)
        self.assertFalse(licences[4].expiry_date)

    def test_columns_of_a_foreign_party(self):
        partner = self._contact(name="GmbH", country_id=self.env.ref("base.de").id)
        partner.vat = "DE136695976"
        self.env["counterparty.licence"].create(
            self._licence_values(partner_id=partner.id, number="HRB 12345")
        )
        identifier = "213800KUD8LAJWSQ9D15"
        self.env["counterparty.licence"].create(
            self._licence_values("organisation", partner_id=partner.id, number=identifier)
        )
        names = ("licence_number", "org_code", "tax_number")
        found = [self._as(self.officer, partner)[f"counterparty_{name}"] for name in names]
        self.assertEqual(found, ["HRB 12345", identifier, "DE136695976"])

    def test_long_term_is_no_date(self):
        with Form(self.env["counterparty.licence"]) as form:
            form.type_id = self.env.ref("counterparty_control.licence_type_business")
            form.partner_id = self.partner
            form.number = USCC
            form.expiry_date = "2030-01-01"
            form.is_long_term = True
        self.assertFalse(form.record.expiry_date)
