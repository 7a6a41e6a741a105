from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestSwitchOn(WorkflowCommon):
    """Switching on in a company with a year of orders blocks nothing that existed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_mode = "observe"
        cls.today = cls.company._counterparty_today()
        cls.keeper = cls._user("keeper", "business", sell=True, extra="stock.group_stock_manager")
        cls.goods = cls.env["product.product"].create(
            {
                "name": "Goods",
                "type": "consu",
                "is_storable": True,
                "invoice_policy": "delivery",
                "purchase_method": "receive",
                "list_price": 100.0,
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"]._update_available_quantity(cls.goods, warehouse.lot_stock_id, 1000.0)
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        methods = cls.bank.inbound_payment_method_line_ids
        methods |= cls.bank.outbound_payment_method_line_ids
        methods.payment_account_id = cls.bank.default_account_id

    def _old(self, name):
        return self.env["res.partner"].create({"name": name, "is_company": True})

    def _ordered(self, name, quantity, months, product=None, confirm=True):
        """A sale to a party of its own, that many months ago."""
        order = self._sale(100.0, self._old(name)).with_env(self.env)
        line = order.order_line
        line.write({"product_id": (product or self.goods).id, "product_uom_qty": quantity})
        line.write({"price_unit": 100.0, "tax_ids": [Command.clear()]})
        if confirm:
            self._call(self.salesman, order, "action_confirm")
            order.date_order = fields.Datetime.subtract(fields.Datetime.now(), months=months)
        return order

    def _bought(self, name, quantity, confirm=True):
        order = self._purchase(100.0, self._old(name)).with_env(self.env)
        order.order_line.write({"product_id": self.goods.id, "product_qty": quantity})
        order.order_line.write({"price_unit": 100.0, "tax_ids": [Command.clear()]})
        if confirm:
            self._call(self.buyer, order, "button_confirm")
        return order

    def _move(self, order, quantity=None):
        """Deliver or receive what an order has open."""
        picking = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        for move in picking.move_ids:
            move.quantity = quantity or move.product_uom_qty
            move.picked = True
        self._call(self.keeper, picking, "button_validate", context={"skip_backorder": True})
        self.assertEqual(picking.state, "done")

    def _bill(self, order, post=True):
        if order._name == "sale.order":
            wizard = self.env["sale.advance.payment.inv"].create(
                {"sale_order_ids": order.ids, "advance_payment_method": "delivered"}
            )
            self._call(self.salesman, wizard, "create_invoices")
        else:
            self._call(self.buyer, order, "action_create_invoice")
        bill = order.invoice_ids.sorted("id")[-1:]
        bill.invoice_date = self.today
        if post:
            self._call(self.accountant, bill, "action_post")
        return bill

    def _pay(self, move, amount=None):
        values = {"journal_id": self.bank.id}
        values |= {"amount": amount} if amount else {}
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create(values)
        )
        self._call(self.accountant, wizard, "action_create_payments")

    def _prepay(self, partner, amount):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": partner.id,
                "amount": amount,
                "journal_id": self.bank.id,
            }
        )
        self._call(self.accountant, payment, "action_post")

    def _year(self):
        """Leave a year of documents, each in another state; return them by name."""
        year = {
            "open": self._ordered("Open", 10, 11),
            "partly": self._ordered("Partly Delivered", 10, 9),
            "delivered": self._ordered("Delivered", 10, 6),
            "invoiced": self._ordered("Invoiced", 10, 4),
            "half_paid": self._ordered("Half Paid", 10, 3),
            "service": self._ordered("Service", 10, 2, self.service),
            "cancelled": self._ordered("Cancelled", 10, 8),
            "quotation": self._ordered("Quotation", 10, 0, confirm=False),
            "to_receive": self._bought("To Receive", 10),
            "prepaid": self._bought("Prepaid", 10),
            "received": self._bought("Received", 10),
            "billed": self._bought("Billed", 10),
            "request": self._bought("Request", 10, confirm=False),
        }
        for name in ("delivered", "invoiced", "half_paid", "received", "billed"):
            self._move(year[name])
        self._move(year["partly"], 4)
        for name in ("invoiced", "half_paid", "billed"):
            self._bill(year[name])
        self._pay(year["half_paid"].invoice_ids, 500.0)
        self._prepay(year["prepaid"].partner_id, 600.0)
        self._call(self.salesman, year["cancelled"], "action_cancel")
        return year

    def _switch(self, admit=True):
        model = self.env["counterparty.onboarding"]
        values = {"enforce_from": str(self.today)}
        onboarding = model.browse(self._call(self.officer, model, "create", [values]))
        if not admit:
            self._call(self.officer, onboarding.line_ids, "write", {"include": False})
        self._call(self.officer, onboarding, "action_submit")
        self._call(self.leader, onboarding, "action_approve")
        self.assertTrue(self.company._counterparty_blocks())
        self.env["counterparty.decision"].flush_model()
        return onboarding

    def _carry_on(self, year):
        """Do with a year of documents all that is to be done, without raising anything."""
        for name in ("open", "partly"):
            self._move(year[name])
        for name in ("open", "partly", "delivered", "service"):
            self._pay(self._bill(year[name]))
        half = year["half_paid"].invoice_ids
        self._pay(half)
        for name in ("to_receive", "prepaid"):
            self._move(year[name])
        for name in ("to_receive", "received", "prepaid"):
            self._pay(self._bill(year[name]))
        self._pay(year["billed"].invoice_ids)

    def _edit(self, year):
        """Change confirmed documents in ways that raise nothing."""
        for name in ("open", "partly", "delivered", "invoiced", "service"):
            order = year[name]
            self._call(self.salesman, order, "write", {"note": "x", "client_order_ref": "PO"})
            day = fields.Datetime.add(fields.Datetime.now(), days=3)
            self._call(self.salesman, order, "write", {"commitment_date": str(day)})
            self._call(self.salesman, order.order_line, "write", {"price_unit": 99.0})
            self._call(self.salesman, order, "action_lock")
            self._call(self.salesman, order, "action_unlock")
        for name in ("to_receive", "prepaid", "received"):
            line = year[name].order_line
            self._call(self.buyer, year[name], "write", {"partner_ref": "x"})
            self._call(self.buyer, line, "write", {"price_unit": 99.0})
            day = fields.Datetime.add(fields.Datetime.now(), days=3)
            self._call(self.buyer, line, "write", {"date_planned": str(day)})

    def _reverse(self, year):
        """Credit, reset, return and cancel what existed."""
        invoice = year["invoiced"].invoice_ids
        self._call(self.accountant, invoice, "button_draft")
        self._call(self.accountant, invoice, "action_post")
        for move in (invoice, year["billed"].invoice_ids):
            wizard = (
                self.env["account.move.reversal"]
                .with_context(active_model="account.move", active_ids=move.ids)
                .create({"journal_id": move.journal_id.id, "reason": "Wrong."})
            )
            self._call(self.accountant, wizard, "refund_moves")
            credit = move.reversal_move_ids
            if credit.state == "draft":
                credit.invoice_date = self.today
                self._call(self.accountant, credit, "action_post")
        picking = year["delivered"].picking_ids
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_model="stock.picking", active_id=picking.id)
            .create({})
        )
        wizard.product_return_moves.quantity = 3.0
        self._call(self.keeper, wizard, "action_create_returns")
        self._move(year["delivered"])
        for name in ("open", "service"):
            self._call(self.keeper, year[name], "action_cancel")
        self._call(self.buyer, year["to_receive"], "button_cancel")

    def _refused_from_now_on(self, year):
        """Raising and confirming are judged."""
        for name in ("open", "invoiced"):
            line = year[name].order_line
            self._refused(self.salesman, line, "write", {"product_uom_qty": 1000.0})
        line = year["to_receive"].order_line
        self._refused(self.buyer, line, "write", {"product_qty": 1000.0})

    def test_nobody_admitted(self):
        year = self._year()
        self._switch(admit=False)
        self._refused_from_now_on(year)
        self._refused(self.salesman, year["quotation"], "action_confirm", contains="admitted")
        self._refused(self.buyer, year["request"], "button_confirm", contains="admitted")
        draft = self._call(self.salesman, year["cancelled"], "action_draft")
        self.assertTrue(draft)
        self._refused(self.salesman, year["cancelled"], "action_confirm", contains="admitted")
        self._edit(year)
        self._carry_on(year)

    def test_nobody_admitted_reversals(self):
        year = self._year()
        self._switch(admit=False)
        self._reverse(year)

    def test_all_admitted(self):
        year = self._year()
        onboarding = self._switch()
        traded = [order for name, order in year.items() if name not in ("quotation", "request")]
        parties = self.env["res.partner"].union(*(order.partner_id for order in traded))
        self.assertLessEqual(parties - year["cancelled"].partner_id, onboarding.line_ids.partner_id)
        profiles = self.env["counterparty.profile"].search(
            [("partner_id", "in", onboarding.line_ids.partner_id.ids)]
        )
        self.assertFalse(profiles.filtered("is_over_limit"))
        self.assertTrue(all(row.available_amount >= 0.0 for row in profiles))
        self._refused_from_now_on(year)
        self._refused(self.salesman, year["quotation"], "action_confirm", contains="admitted")
        self._edit(year)
        self._carry_on(year)

    def test_all_admitted_reversals(self):
        year = self._year()
        self._switch()
        self._reverse(year)

    def test_bills_are_paid_without_an_outstanding_account(self):
        """A journal as Odoo sets it up: what is owed already is paid as before."""
        methods = self.bank.inbound_payment_method_line_ids
        (methods | self.bank.outbound_payment_method_line_ids).payment_account_id = False
        order = self._bought("Billed", 10)
        self._move(order)
        bill = self._bill(order)
        sale = self._ordered("Invoiced", 10, 1, self.service)
        invoice = self._bill(sale)
        self._switch(admit=False)
        for move in (bill, invoice):
            self._pay(move)
            self.assertIn(move.payment_state, ("paid", "in_payment"))

    def test_before_the_day_all_goes_on(self):
        """Approved for a day to come, control only records until then."""
        year = self._year()
        model = self.env["counterparty.onboarding"]
        values = {"enforce_from": str(self.today + timedelta(days=5))}
        onboarding = model.browse(self._call(self.officer, model, "create", [values]))
        self._call(self.officer, onboarding, "action_submit")
        self._call(self.leader, onboarding, "action_approve")
        self.assertEqual(self.company.counterparty_mode, "block")
        self._call(self.salesman, year["quotation"], "action_confirm")
        self._call(self.buyer, year["request"], "button_confirm")
