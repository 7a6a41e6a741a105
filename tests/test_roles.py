from odoo import Command
from odoo.tests import tagged

from ..exceptions import CounterpartyRefusalError
from .workflow_common import REVIEW, WorkflowCommon


@tagged("post_install", "-at_install")
class TestRoles(WorkflowCommon):
    """A role is applied for, or given by business; nobody ticks it on an admitted party."""

    def _row(self):
        self.env.invalidate_all()
        return self._profile(self.partner)

    def _draft(self):
        self.env.invalidate_all()
        domain = [("kind", "=", "change"), ("partner_id", "=", self.partner.id)]
        return self.env["counterparty.application"].search(domain)

    def _change(self, *lines, **values):
        """A draft of a change of roles, as a client of the salesman would begin it."""
        model = self.env["counterparty.application"]
        values = {
            "kind": "change",
            "partner_id": self.partner.id,
            "partner_name": self.partner.name,
            "change_reason": "Buys back.",
            "change_ids": [Command.create({"field": line}) for line in lines],
            **values,
        }
        return model.browse(self._call(self.salesman, model, "create", [values]))

    def test_ticking_a_role_becomes_a_change(self):
        row = self._row().sudo(False)
        self._call(self.officer, row, "write", {"role_supplier": True, "note": "n"})
        self.assertEqual((row.role_supplier, row.note), (False, "n"))
        self.assertEqual(self._draft().change_ids.field, "role_supplier")
        self._call(self.officer, row, "write", {"role_customer": False})
        self.assertTrue(row.role_customer)
        self.assertEqual(self._draft().change_ids.mapped("field")[-1:], ["role_customer_end"])
        self.assertTrue(row.with_user(self.officer).sudo().write({"role_supplier": True}))
        self.assertFalse(self._row().role_supplier, "superuser mode of a user is no way")
        self._barred(self.salesman, row, "write", {"role_supplier": True})

    def test_adding_a_role(self):
        self.company.counterparty_supplier_assessment = True
        draft = self._change("role_supplier")
        self.assertTrue(draft.adds_role and draft.adds_supplier)
        text = self._barred(self.salesman, draft, "action_submit", contains="scope of cooperation")
        for wanted in ("interview", "capability", "evaluation report"):
            self.assertIn(wanted, text)
        values = {
            "business_scope": "Buys steel.",
            "interview_date": "2026-01-05",
            "interview_notes": "Sound.",
            "capability": "10 t a day.",
            "evaluation_ids": [Command.create({"name": "report.pdf", "raw": b"fine"})],
        }
        self._call(self.salesman, draft, "write", values)
        self._call(self.salesman, draft, "action_submit")
        self._call(self.officer, draft, "write", {**REVIEW, "scope_conforms": "na"})
        self._barred(self.officer, draft, "action_review", contains="scope of cooperation conforms")
        self._call(self.officer, draft, "write", {"scope_conforms": "yes"})
        self._call(self.officer, draft, "action_review")
        self.assertFalse(self._row().role_supplier)
        self._call(self.leader, draft, "action_approve")
        row = self._row()
        self.assertTrue(row.role_customer and row.role_supplier)
        self.assertIn("Buys steel.", row.business_scope)
        self.assertTrue(self.partner.supplier_rank)

    def test_withdrawing_a_role(self):
        self._row().role_supplier = True
        draft = self._change("role_customer_end")
        self.assertFalse(draft.adds_role)
        self._to_approved(draft)
        self.assertFalse(self._row().role_customer)
        draft = self._change("role_supplier_end", "role_customer_end")
        text = self._barred(self.salesman, draft, "action_submit", contains="No longer a customer")
        self.assertIn("a role that remains", text)

    def test_a_role_that_is_there_is_not_added(self):
        draft = self._change("role_customer", business_scope="More.")
        self._barred(self.salesman, draft, "action_submit", contains="Becomes a customer")

    def test_business_gives_the_role(self):
        self.company.counterparty_report_scope = "suppliers"
        self._row()._open_group_request(self.env["counterparty.application"])
        self.assertEqual(self._row().group_report_state, "not_needed")
        order = self._purchase(100.0)
        self._call(self.buyer, order, "button_confirm")
        row = self._row()
        self.assertTrue(row.role_customer and row.role_supplier)
        self.assertIn(order.name, "".join(row.message_ids.mapped("body")))
        self.assertEqual(row.group_report_state, "to_report")

    def test_a_refused_order_gives_no_role(self):
        self._refused(self.buyer, self._purchase(5000.0), "button_confirm")
        self.assertFalse(self._row().role_supplier)

    def test_invoices_give_the_role(self):
        other = self._party("Other", role_customer=False)
        self._invoice(1.0, move_type="in_invoice")
        self._invoice(1.0, other)
        self.env.invalidate_all()
        self.assertTrue(self._row().role_supplier)
        self.assertTrue(self._profile(other).role_customer)
        self.assertFalse(self._profile(other).role_supplier)

    def test_a_company_that_admits_for_each_role(self):
        self.company.counterparty_admit_roles = True
        self._sale(10.0).action_confirm()
        order = self._purchase(100.0)
        summary = order.with_user(self.buyer).counterparty_summary
        self.assertTrue(summary["lacks_role"] and summary["is_private"])
        self.assertIn("as a Supplier", summary["reasons"][0])
        self._refused(self.buyer, order, "button_confirm", contains="as a Supplier")
        self.assertFalse(self._row().role_supplier)
        action = self._call(self.buyer, order, "action_counterparty_apply")
        draft = self.env["counterparty.application"].browse(action["res_id"])
        self.assertEqual((draft.applicant_id, draft.kind), (self.buyer, "change"))
        self.assertEqual(draft.change_ids.field, "role_supplier")
        self._call(
            self.buyer, draft, "write", {"business_scope": "Parts.", "change_reason": "Needed."}
        )
        self._call(self.buyer, draft, "action_submit")
        self._call(self.officer, draft, "write", REVIEW)
        self._call(self.officer, draft, "action_review")
        self._call(self.leader, draft, "action_approve")
        self.env.invalidate_all()
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "purchase")
        self._to_approved(self._change("role_supplier_end"))
        with self.assertRaises(CounterpartyRefusalError):
            self._call(self.buyer, self._purchase(1.0), "button_confirm")
