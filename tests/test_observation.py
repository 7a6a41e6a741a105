from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestObservation(WorkflowCommon):
    """What would have been blocked: in the trail once per document, and added up in the report."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_mode = "observe"
        cls.unknown = cls.env["res.partner"].create({"name": "Unknown", "is_company": True})

    def _observed(self, documents):
        return self.env["counterparty.decision"].search(
            [
                ("kind", "=", "observed"),
                ("res_model", "=", documents._name),
                ("res_id", "in", documents.ids),
            ],
            order="id",
        )

    def _sum(self, user, groupby=(), domain=()):
        """Return ``{value: (documents, share)}`` of the report, as a user sees it."""
        report = self._as(user, self.env["counterparty.observation"])
        measures = ["documents:count_distinct", "share:sum"]
        rows = self._call(
            user, report, "formatted_read_group", list(domain), list(groupby), measures
        )
        return {
            row[groupby[0]] if groupby else None: tuple(row[name] for name in measures)
            for row in rows
        }

    def test_each_document_of_an_operation_has_its_row(self):
        orders = self._sale(700.0) | self._sale(900.0)
        self._call(self.salesman, orders, "action_confirm")
        rows = self._observed(orders)
        self.assertEqual(rows.mapped("res_id"), orders.ids)
        self.assertEqual(rows.mapped("share"), [700.0, 900.0])
        self.assertEqual(rows.mapped("summary"), orders.mapped("display_name"))
        self.assertEqual(rows.mapped("excess"), [600.0, 600.0])

    def test_only_a_further_reason_is_kept(self):
        order = self._sale(1200.0)
        self._call(self.salesman, order, "action_confirm")
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1300.0})
        self.assertEqual(self._observed(order).mapped("reasons"), ["over_limit"])
        profile = self._profile(self.partner).sudo(False)
        self._call(self.officer, profile, "action_close", "Bankrupt.")
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1400.0})
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1500.0})
        profile._set_limit(9000.0, "test")
        self._call(self.salesman, order.order_line, "write", {"price_unit": 1600.0})
        self.assertEqual(
            self._observed(order).mapped("reasons"), ["over_limit", "closed,over_limit"]
        )

    def test_entries_and_payments_too(self):
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        line = bank.outbound_payment_method_line_ids[:1]
        line.payment_account_id = bank.default_account_id
        others = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("One", "Two")]
        )
        invoices = self.env["account.move"].concat(
            *(
                self._invoice(amount, partner, post=False)
                for amount, partner in zip((40.0, 50.0), others, strict=True)
            )
        )
        self._call(self.accountant, invoices, "action_post")
        rows = self._observed(invoices)
        self.assertEqual(rows.mapped("res_id"), invoices.ids, "each party has its own invoice")
        self.assertEqual(rows.partner_id, others)
        self.assertEqual(rows.mapped("share"), [40.0, 50.0])
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.partner.id,
                "amount": 1500.0,
                "journal_id": bank.id,
                "payment_method_line_id": line.id,
            }
        )
        self._call(self.accountant, payment, "action_post")
        found = self._observed(payment) | self._observed(payment.move_id)
        self.assertEqual(found.mapped("reasons"), ["over_limit"])

    def test_a_day_to_come_observes(self):
        today = self.company._counterparty_today()
        self.company.write(
            {"counterparty_mode": "block", "counterparty_enforce_from": today + timedelta(days=1)}
        )
        order = self._sale(1200.0)
        self._call(self.salesman, order, "action_confirm")
        self.assertEqual(len(self._observed(order)), 1)
        self.company.counterparty_enforce_from = today
        self._refused(self.salesman, self._sale(1.0), "action_confirm")

    def test_few_queries_for_many_documents(self):
        """The trail of many orders is read once, not order by order."""
        orders = self.env["sale.order"].concat(*(self._sale(1200.0) for _n in range(8)))
        counts = []
        for batch in (orders[:2], orders[2:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["counterparty.recorder"]._known_reasons(
                [
                    {
                        "res_model": order._name,
                        "res_id": order.id,
                        "partner_id": self.partner.id,
                        "reasons": "over_limit",
                    }
                    for order in batch
                ]
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts, [1, 1])

    def test_two_reasons_count_once_in_the_total(self):
        self._call(self.salesman, self._sale(100.0, self.unknown), "action_confirm")
        self._call(self.salesman, self._sale(1200.0), "action_confirm")
        by_reason = self._sum(self.officer, ["reason"])
        self.assertEqual(by_reason["not_approved"], (1, 100.0))
        self.assertEqual(by_reason["over_limit"], (2, 1300.0))
        self.assertEqual(self._sum(self.officer), {None: (2, 1300.0)})

    def test_department(self):
        """Of the party; of one outside the ledger, of who acted."""
        self._call(self.salesman, self._sale(1200.0), "action_confirm")
        self._call(self.buyer, self._purchase(80.0, self.unknown), "button_confirm")
        found = self._sum(self.leader, ["department_id"])
        self.assertEqual(
            {key[0]: count for key, (count, _share) in found.items()},
            {self.department.id: 1, self.other_department.id: 1},
        )

    def test_who_sees_what(self):
        own, foreign = self._sale(1200.0), self._purchase(80.0, self.unknown)
        self._call(self.salesman, own, "action_confirm")
        self._call(self.buyer, foreign, "button_confirm")
        for user, expected in (
            (self.officer, 2),
            (self.leader, 2),
            (self.accountant, 2),
            (self.auditor, 2),
            (self.colleague, 1),
            (self.stranger, 1),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._sum(user)[None][0], expected)
        row = self.env["counterparty.observation"].search([("partner_id", "=", self.unknown.id)])
        row = row[:1]
        self._barred(self.colleague, row, "action_open_document")
        action = self._call(self.stranger, row, "action_open_document")
        self.assertEqual((action["res_model"], action["res_id"]), (foreign._name, foreign.id))

    def test_views_and_filters(self):
        """The search view finds what it says; the views open for everybody with a role."""
        self._call(self.salesman, self._sale(1200.0), "action_confirm")
        self.env["counterparty.decision"]._record(
            [
                {
                    "kind": "observed",
                    "date": fields.Datetime.now() - timedelta(days=40),
                    "company_id": self.company.id,
                    "partner_id": self.partner.id,
                    "res_model": "sale.order",
                    "res_id": self._sale(1.0).id,
                    "reasons": "overdue",
                    "share": 5.0,
                }
            ]
        )
        recent = [("date", ">=", "today -30d")]
        self.assertEqual(self._sum(self.officer, domain=recent)[None], (1, 1200.0))
        self.assertEqual(self._sum(self.officer)[None], (2, 1205.0))
        mine = [("department_id.member_ids.user_id", "=", self.salesman.id)]
        self.assertEqual(self._sum(self.salesman, domain=recent + mine)[None][0], 1)
        views = [(False, kind) for kind in ("pivot", "graph", "list", "form", "search")]
        for user in (self.salesman, self.auditor):
            report = self.env["counterparty.observation"]
            self.assertTrue(self._call(user, report, "get_views", views))

    def test_nothing_is_counted_of_refusals(self):
        self.company.counterparty_mode = "block"
        order = self._sale(1200.0, order_line=[Command.clear()])
        self.assertFalse(self._observed(order))
        self.assertEqual(self._sum(self.officer)[None][0], 0)
