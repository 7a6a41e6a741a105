from dataclasses import replace
from datetime import date

from odoo import Command
from odoo.tests import BaseCase, tagged

from ..policy import consistency
from .test_admission import ORG_CODE, REGISTRATION, TAX
from .workflow_common import REVIEW, USCC, WorkflowCommon

TODAY = date(2026, 6, 1)
PARTY = consistency.Party(
    name="东海示例(苏州)有限公司",
    country="CN",
    representative="张三",
    address="东海省示例市青山区和平路1号",
    capital=5_000_000.0,
    cooperation="采购钢材",
    bank_holders=("东海示例（苏州）有限公司",),
)
LICENCE = consistency.Document(
    "business",
    USCC,
    "东海示例（苏州） 有限公司",
    "张三",
    "示例市青山区和平路１号",
    5_000_000.0,
    "金属材料、钢材批发",
    date(2015, 1, 1),
    date(2020, 1, 1),
    None,
    True,
)
OLD = replace(LICENCE, number=REGISTRATION)
ORGANISATION = replace(
    LICENCE,
    kind="organisation",
    number=ORG_CODE,
    issued=date(2023, 1, 1),
    expiry=date(2026, 12, 31),
    long_term=False,
)
TAX_CARD = replace(LICENCE, kind="tax", number=TAX)
THREE = [OLD, ORGANISATION, TAX_CARD]
THREE_PARTY = replace(PARTY, regime="three_licences")
#: ``check: (number in the policy, passing, failing, cannot tell)``, each a party and its documents.
EXAMPLES = {
    "name": (
        1,
        (PARTY, [LICENCE]),
        (PARTY, [replace(LICENCE, holder="西山示例有限公司")]),
        (PARTY, [replace(LICENCE, holder="")]),
    ),
    "representative": (
        2,
        (THREE_PARTY, THREE),
        (THREE_PARTY, [OLD, ORGANISATION, replace(TAX_CARD, representative="李四")]),
        (replace(PARTY, representative=""), [LICENCE]),
    ),
    "address": (
        3,
        (PARTY, [LICENCE]),
        (PARTY, [replace(LICENCE, address="示例市青山区和平路2号")]),
        (replace(PARTY, address=""), [LICENCE]),
    ),
    "code": (
        4,
        (PARTY, [LICENCE]),
        (PARTY, [replace(LICENCE, number="91310115MA1H9YGWX1")]),
        (PARTY, [replace(LICENCE, number="")]),
    ),
    "organisation_code": (
        5,
        (THREE_PARTY, THREE),
        (THREE_PARTY, [OLD, replace(ORGANISATION, number="PDY00006-1"), TAX_CARD]),
        (THREE_PARTY, [OLD, replace(ORGANISATION, number=""), TAX_CARD]),
    ),
    "registration_number": (
        6,
        (THREE_PARTY, THREE),
        (THREE_PARTY, [replace(OLD, number="330200999999023"), ORGANISATION, TAX_CARD]),
        (THREE_PARTY, [replace(OLD, number="3302009999990"), ORGANISATION, TAX_CARD]),
    ),
    "organisation_in_code": (
        7,
        (PARTY, [LICENCE, replace(ORGANISATION, number="MA1H9YGW-X")]),
        (PARTY, [LICENCE, ORGANISATION]),
        None,
    ),
    "tax_number": (
        8,
        (THREE_PARTY, THREE),
        (THREE_PARTY, [OLD, replace(ORGANISATION, number="MA1H9YGW-X"), TAX_CARD]),
        (THREE_PARTY, [OLD, ORGANISATION, replace(TAX_CARD, number="11010519491231002X")]),
    ),
    "district": (
        9,
        (THREE_PARTY, THREE),
        (THREE_PARTY, [OLD, ORGANISATION, replace(TAX_CARD, number="110108PDY000060")]),
        (PARTY, [replace(LICENCE, number="")]),
    ),
    "capital": (
        10,
        (PARTY, [LICENCE]),
        (PARTY, [replace(LICENCE, capital=500_000.0)]),
        (PARTY, [replace(LICENCE, capital=0.0)]),
    ),
    "validity": (
        11,
        (PARTY, [replace(LICENCE, long_term=False, expiry=TODAY)]),
        (PARTY, [replace(LICENCE, long_term=False, expiry=date(2026, 5, 31))]),
        (PARTY, [replace(LICENCE, long_term=False)]),
    ),
    "dates": (
        11,
        (THREE_PARTY, THREE),
        (PARTY, [replace(LICENCE, established=date(2021, 1, 1))]),
        (PARTY, [replace(LICENCE, established=None, issued=None)]),
    ),
    "regime": (
        12,
        (PARTY, [LICENCE]),
        (THREE_PARTY, THREE),
        (replace(PARTY, country=None), [LICENCE]),
    ),
    "scope": (
        13,
        (PARTY, [LICENCE]),
        (replace(PARTY, cooperation="采购化学品"), [LICENCE]),
        (PARTY, [replace(LICENCE, scope="")]),
    ),
    "bank_holder": (
        14,
        (PARTY, [LICENCE]),
        (replace(PARTY, bank_holders=("张三",)), [LICENCE]),
        (replace(PARTY, bank_holders=()), [LICENCE]),
    ),
    "category": (
        13,
        (replace(PARTY, categories=("钢材",), outside=()), [LICENCE]),
        (replace(PARTY, categories=("钢材", "酒"), outside=("酒",)), [LICENCE]),
        (replace(PARTY, outside=()), [LICENCE]),
    ),
    "duplicate": (15, (PARTY, []), (replace(PARTY, duplicates=("乙",)), []), None),
    "prohibited": (16, (PARTY, []), (replace(PARTY, prohibitions=("乙",)), []), None),
}
HARD = {1, 2, 4, 5, 7, 8, 15, 16}


@tagged("post_install", "-at_install")
class TestConsistencyRules(BaseCase):
    """Every check of article 6 passes, fails and says that it cannot tell, each by an example."""

    def _found(self, name, example):
        return [f for f in consistency.check(*example, TODAY) if f.check == name]

    def test_every_check(self):
        self.assertEqual(set(EXAMPLES), set(consistency.CHECKS))
        self.assertEqual({row[0] for row in EXAMPLES.values()}, set(range(1, 17)))
        for name, (number, passing, failing, unknown) in EXAMPLES.items():
            with self.subTest(check=name):
                results = {f.result for f in self._found(name, passing)}
                self.assertEqual(results, {"consistent"})
                failed = [f for f in self._found(name, failing) if f.result == "inconsistent"]
                self.assertEqual(len(failed), 1)
                self.assertEqual(failed[0].stops, number in HARD or name == "validity")
                self.assertTrue(failed[0].left)
                if unknown:
                    self.assertIn("unknown", {f.result for f in self._found(name, unknown)})
                    self.assertFalse([f for f in self._found(name, unknown) if f.stops])

    def test_failing_examples_fail_in_nothing_else_hard(self):
        for name, (_number, passing, failing, _unknown) in EXAMPLES.items():
            with self.subTest(check=name):
                self.assertFalse([f for f in consistency.check(*passing, TODAY) if f.stops])
                others = {f.check for f in consistency.check(*failing, TODAY) if f.stops}
                allowed = {"organisation_code": {"tax_number"}}.get(name, set())
                self.assertLessEqual(others, {name} | allowed)

    def test_perhaps_renamed(self):
        """Another legal form, or a former name, warns and does not stop."""
        for party, holder in (
            (PARTY, "东海示例(苏州)股份有限公司"),
            (replace(PARTY, former_names=("旧名有限公司",)), "旧名有限公司"),
        ):
            [found] = self._found("name", (party, [replace(LICENCE, holder=holder)]))
            with self.subTest(holder=holder):
                self.assertEqual((found.result, found.note), ("inconsistent", "renamed"))
                self.assertFalse(found.stops)

    def test_certificate_of_the_organisation_code(self):
        """It was valid four years at most."""
        long = replace(ORGANISATION, expiry=date(2027, 12, 31))
        results = [f.result for f in self._found("dates", (THREE_PARTY, [OLD, long]))]
        self.assertEqual(results, ["consistent", "inconsistent"])

    def test_suggestion_stands_beside_the_code(self):
        [found] = self._found("code", (PARTY, [replace(LICENCE, number="9131O115MA1H9YGWXX")]))
        self.assertEqual((found.left, found.right), ("9131O115MA1H9YGWXX", USCC))

    def test_foreign(self):
        """Foreign parties: any registration number, an identifier, a tax number of the country."""
        party = replace(PARTY, regime="foreign", country="DE")
        documents = [
            replace(LICENCE, number="HRB 12345"),
            replace(LICENCE, kind="organisation", number="213800KUD8LAJWSQ9D15"),
            replace(LICENCE, kind="tax", number="DE 136695976"),
        ]
        found = consistency.check(party, documents, TODAY)
        self.assertFalse([f for f in found if f.result == "inconsistent"])
        self.assertEqual(
            self._found("registration_number", (party, documents))[0].result, "unknown"
        )
        for place, number, name in (
            (1, "213800KUD8LXJWSQ9D15", "organisation_code"),
            (2, "1", "code"),
        ):
            wrong = list(documents)
            wrong[place] = replace(documents[place], number=number)
            with self.subTest(number=number):
                stops = [f.check for f in consistency.check(party, wrong, TODAY) if f.stops]
                self.assertEqual(stops, [name])
        [regime] = self._found("regime", (replace(party, country="CN"), documents))
        self.assertEqual(regime.result, "inconsistent")

    def test_one_licence_needs_no_other_document(self):
        found = {f.check for f in consistency.check(PARTY, [LICENCE], TODAY)}
        self.assertNotIn("organisation_in_code", found)


@tagged("post_install", "-at_install")
class TestConsistencySignature(WorkflowCommon):
    """A hard check stops the review unless the office signs for these values with a reason."""

    def _failing(self, **values):
        licence = self._licence_values(holder_name="Another Party")
        application = self._application(licence_ids=[Command.create(licence)], **values)
        self._to_submitted(application)
        self._call(self.officer, application, "write", REVIEW)
        return application

    def _row(self, application, user=None):
        rows = self._as(user or self.officer, application).finding_ids
        [row] = [row for row in rows if row["name"] == "name"]
        return row

    def _sign(self, user, application, key, comment="The register says so."):
        action = self._call(user, application, "action_sign_finding", key)
        model = self.env[action["res_model"]]
        created = self._call(
            user, model, "create", [{"comment": comment}], context=action["context"]
        )
        return self._call(user, model.browse(created), "action_confirm")

    def test_signed_with_a_reason(self):
        application = self._failing()
        row = self._row(application)
        self.assertTrue(row["stops"] and row["hard"])
        self.assertEqual((row["left"], row["right"]), ("New Party", "Another Party"))
        self._barred(self.officer, application, "action_review", contains="Another Party")
        self._sign(self.officer, application, row["key"])
        signed = self._row(application, self.leader)
        self.assertFalse(signed["stops"])
        self.assertEqual(signed["signed"]["reason"], "The register says so.")
        self.assertEqual(signed["signed"]["user"], self.officer.name)
        decision = application.decision_ids.filtered(lambda d: d.step == "sign")
        self.assertIn("New Party / Another Party", decision.comment)
        self.assertIn("The register says so.", decision.comment)
        self._call(self.officer, application, "action_review")
        self._call(self.leader, application, "action_approve")
        self.assertEqual(application.state, "approved")

    def test_who_may_sign(self):
        application = self._failing()
        key = self._row(application)["key"]
        for user in (self.salesman, self.leader, self.auditor, self.accountant):
            with self.subTest(user=user.login):
                self._barred(user, application, "action_sign_finding", key)
        values = {"application_id": application.id, "key": key, "comment": "x"}
        for user in (self.salesman, self.leader):
            with self.subTest(user=user.login):
                self._barred(user, self.env["counterparty.finding.signature"], "create", [values])
        self._barred(self.officer, application, "write", {"signed_findings": {key: {}}})
        self._barred(
            self.officer, application, "action_sign_finding", "name|x|y|z", contains="nothing"
        )
        self._barred(self.officer, application, "action_review", contains="Another Party")

    def test_signature_is_for_these_values(self):
        application = self._failing()
        self._sign(self.officer, application, self._row(application)["key"])
        self._call(self.officer, application, "action_send_back", "Why?")
        licence = application.licence_ids
        self._call(self.salesman, licence, "write", {"holder_name": "A Third Party"})
        self._supply(application)
        self._to_submitted(application)
        self.assertTrue(self._row(application)["stops"])
        self._barred(self.officer, application, "action_review", contains="A Third Party")

    def test_prohibition_is_never_signed(self):
        application = self._failing()
        self.env["counterparty.prohibition"].create({"name": "New Party"})
        rows = self._as(self.officer, application).finding_ids
        [row] = [row for row in rows if row["name"] == "prohibited"]
        self.assertTrue(row["stops"])
        self._barred(self.officer, application, "action_sign_finding", row["key"])
        self._sign(self.officer, application, self._row(application)["key"])
        self._barred(self.officer, application, "action_review", contains="not prohibited")
        rows = self._as(self.salesman, application).finding_ids
        self.assertNotIn("prohibited", {row["name"] for row in rows}, "not for the applicant")

    def test_soft_checks_do_not_stop(self):
        application = self._application(registered_capital=1e6)
        application.licence_ids.registered_capital = 2e6
        self.assertIn(
            ("capital", "inconsistent"),
            {(row["name"], row["result"]) for row in application.finding_ids},
        )
        self._to_approved(application)
