from collections import Counter

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..benchmarks import control, generator
from ..benchmarks.generator.size import Size
from ..hooks import add_columns
from ..policy import exposure

#: Stored figures that the generator writes itself: Odoo has to come to the same.
COMPUTED = {
    "res.partner": ("complete_name", "commercial_partner_id", "commercial_company_name"),
    "sale.order": ("amount_untaxed", "amount_total", "invoice_status", "delivery_status"),
    "sale.order.line": (
        "price_subtotal",
        "price_total",
        "qty_delivered",
        "qty_invoiced",
        "qty_to_invoice",
        "untaxed_amount_invoiced",
        "untaxed_amount_to_invoice",
        "invoice_status",
        "counterparty_party_id",
    ),
    "purchase.order": ("amount_untaxed", "amount_total", "invoice_status", "receipt_status"),
    "purchase.order.line": (
        "price_subtotal",
        "price_total",
        "qty_received",
        "qty_invoiced",
        "qty_to_invoice",
        "counterparty_qty_billed",
        "counterparty_party_id",
    ),
    "account.move": ("amount_total", "amount_residual", "payment_state", "commercial_partner_id"),
    "account.move.line": ("amount_residual", "reconciled", "price_subtotal", "price_total"),
    "account.payment": ("is_reconciled",),
    "stock.picking": ("state",),
    "stock.move": ("quantity", "product_qty"),
}


@tagged("-standard", "post_install", "-at_install", "counterparty_process")
class TestBench(TransactionCase):
    """The data that are measured are such as Odoo itself would make.

    The generator wants a superuser of PostgreSQL, so this runs only where the kit has its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.counterparty_mode = "off"
        generator.write(cls.env, Size(20))
        for table in ("sale_order_line", "purchase_order_line"):  # as before an installation
            cls.env.cr.execute(f"UPDATE {table} SET counterparty_party_id = NULL")
        cls.env.cr.execute("UPDATE purchase_order_line SET counterparty_qty_billed = 0")
        add_columns(cls.env.cr)
        cls.env.invalidate_all()
        control.write(cls.env)
        domain = [("ref", "=like", "P%"), ("parent_id", "=", False)]
        cls.parties = cls.env["res.partner"].search(domain, order="id")

    def test_size(self):
        counts = generator.counts(self.env)
        self.assertEqual(counts["parties"], 20)
        self.assertGreaterEqual(counts["receivables"], 800)
        self.assertGreaterEqual(counts["sale_order"], 200)
        self.assertEqual(self.env["counterparty.profile"].search_count([]), 20)

    def test_balanced(self):
        self.env.cr.execute(
            "SELECT move_id FROM account_move_line GROUP BY move_id HAVING SUM(balance) <> 0"
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_computed_fields(self):
        """Odoo computes the same figures from the documents."""
        for model, names in COMPUTED.items():
            records = self.env[model].search([])
            for name in names:
                with self.subTest(model=model, field=name):
                    written = {record.id: record[name] for record in records}
                    self.env.add_to_compute(records._fields[name], records)
                    for record in records:
                        self._assert_same(written[record.id], record[name], record)

    def _assert_same(self, written, computed, record):
        if isinstance(computed, float):
            self.assertAlmostEqual(written, computed, 2, record)
        else:
            self.assertEqual(written, computed, record)

    def test_exposure(self):
        """The statement says what the documents add up to, read one by one."""
        found = self.env["counterparty.exposure"]._components(self.parties, self.env.company)
        total = exposure.total(found.values())
        for name in ("receivable", "deposit", "delivered_uninvoiced", "prepayment", "stock"):
            self.assertGreater(getattr(total, name), 0.0, name)
        for party in self.parties:
            parts, documents = found[party.id, self.env.company.id], self._documents(party)
            for name in ("order_open", "purchase_open"):
                self.assertGreaterEqual(getattr(parts, name), 0.0)
            for name, amount in documents.items():
                with self.subTest(party=party.ref, name=name):
                    self.assertAlmostEqual(getattr(parts, name), amount, 2)

    def _documents(self, party):
        """Return the components of a party from its documents, through the ORM."""
        result = Counter()
        for model, collect in (
            ("sale.order", self._sales),
            ("purchase.order", self._purchases),
            ("account.payment", self._payments),
        ):
            states = ("sale", "purchase", "in_process")
            records = self.env[model].search([("state", "in", states)])
            collect(records, party, result)
        moves = self.env["account.move"].search(
            [("commercial_partner_id", "=", party.id), ("move_type", "=", "out_invoice")]
        )
        result["receivable"] += sum(moves.mapped("amount_residual"))
        for code, name, sign in (("1123", "prepayment", 1), ("2203", "deposit", -1)):
            domain = [("partner_id", "=", party.id), ("account_id.code", "=like", f"{code}%")]
            lines = self.env["account.move.line"].search(domain)
            result[name] += sign * sum(lines.mapped("balance"))
        moves = self.env["stock.move"].search(
            [("partner_id", "child_of", party.id), ("state", "=", "assigned")]
        )
        reserved = moves.filtered(lambda m: not m.sale_line_id and not m.purchase_line_id)
        result["stock"] += sum(m.quantity * m.product_id.standard_price for m in reserved)
        return result

    def _sales(self, orders, party, result):
        today = fields.Date.context_today(self.env.user)
        for order in orders.filtered(lambda o: o.partner_invoice_id.commercial_partner_id == party):
            delivered = sum(
                line.price_total / line.product_uom_qty * line.qty_delivered
                for line in order.order_line
            )
            invoiced = sum(order.order_line.invoice_lines.mapped("price_total"))
            handed = max(min(delivered, order.amount_total) - invoiced, 0.0)
            rest = max(order.amount_total - invoiced, 0.0) - handed
            for name, amount in (("delivered_uninvoiced", handed), ("order_open", rest)):
                own = self.env.company.currency_id
                result[name] += order.currency_id._convert(
                    amount, own, self.env.company, today, round=False
                )

    def _purchases(self, orders, party, result):
        for line in orders.filtered(lambda o: o.partner_id == party).order_line:
            done = sum(line.invoice_lines.mapped("quantity"))
            if line.product_id.is_storable:
                done = sum(m.quantity for m in line.move_ids if m.state == "done")
            open_quantity = max(line.product_qty - done, 0.0)
            result["purchase_open"] += open_quantity * line.price_total / line.product_qty

    def _payments(self, payments, party, result):
        for payment in payments.filtered(lambda p: p.partner_id == party and not p.is_reconciled):
            name = "deposit" if payment.payment_type == "inbound" else "prepayment"
            result[name] += payment.amount
