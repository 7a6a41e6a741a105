from random import Random
from typing import NamedTuple

from odoo import Command, fields
from odoo.tools import SQL

from .exposure_common import ExposureCommon

#: What PostgreSQL must not believe to be empty: it may have looked after another test's rollback.
TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "purchase_order_line",
    "sale_order_line",
    "stock_move",
)


class Party(NamedTuple):
    """A counterparty of one company; an odd one has prices that do not divide evenly."""

    partner: object
    contact: object
    odd: bool


class Generator:
    """Documents of the parties of a company, as they come about in practice.

    Chosen at random, but with a seed, so that a failure can be repeated.
    """

    STORIES = (
        "sale",
        "purchase",
        "down_payment",
        "purchase_billed_first",
        "open_items",
        "special_accounts",
        "reserved_goods",
        "foreign",
        "loose_money",
        "settled",
    )

    def __init__(self, case, company, foreign, seed):
        self.case, self.company, self.random = case, company, Random(seed)
        self.env = case._in(company)
        self.pricelist = self.env["product.pricelist"].create(
            {"name": foreign.name, "currency_id": foreign.id, "company_id": company.id}
        )
        if company == case.company:
            taxes = {"sale": case.sale_tax, "purchase": case.purchase_tax}
        else:
            taxes = {use: case._tax(use, company) for use in ("sale", "purchase")}
        self.taxes = {use: [tax, None] for use, tax in taxes.items()}
        self.bank = case._bank(company)
        self.deposit = case._account("220301", "liability_current", company)
        self.notes = case._account("112101", "asset_current", company)
        self.prepaid = case._account("112301", "asset_prepayments", company)
        self.prepaid_open = case._account("112302", "asset_prepayments", company, reconcile=True)
        self.warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        for product in (case.goods, case.ordered_goods):
            product.with_company(company).standard_price = self.random.randrange(10, 90)
            self.env["stock.quant"]._update_available_quantity(
                product, self.warehouse.lot_stock_id, 100000
            )

    def populate(self, parties, stories=4):
        """Let each party live through stories; each story happens to somebody."""
        for index, party in enumerate(parties):
            first = [self.STORIES[(index + k * len(parties)) % len(self.STORIES)] for k in (0, 1)]
            rest = self.random.choices(self.STORIES, k=max(0, stories - len(first)))
            for story in (*first, *rest):
                getattr(self, story)(party)
            self.env.flush_all()
            self.env.cr.execute(SQL("ANALYZE %s", SQL(", ").join(map(SQL.identifier, TABLES))))
        self._reset(parties)

    def _reset(self, parties):
        """Reset an invoice of each party; only a company that looks remembers what it was."""
        mode = self.company.counterparty_mode
        self.company.counterparty_mode = "observe"
        for party in parties:
            self._invoice(party, "out_invoice", self.case.today).button_draft()
        self.env.flush_all()
        self.company.counterparty_mode = mode

    # stories

    def sale(self, party):
        order = self._sale(party)
        for _step in range(self.random.randrange(5)):
            self._sale_step(order)

    def down_payment(self, party):
        order = self._sale(party, payment_term_id=self._pick(self.case.advance_terms).id)
        invoice = self.case._down_payment(order, self._pick((20, 30, 50)))
        if self._maybe():
            invoice.action_post()
            self._settle(invoice)
        for _step in range(self.random.randrange(3)):
            self._deliver(order)
            if order.invoice_status == "to invoice" and self._maybe():
                order._create_invoices(final=True).action_post()

    def foreign(self, party):
        order = self._sale(party, pricelist_id=self.pricelist.id)
        for _step in range(self.random.randrange(4)):
            self._sale_step(order)
        order = self._purchase(party, currency_id=self.pricelist.currency_id.id)
        for _step in range(self.random.randrange(4)):
            self._purchase_step(order)

    def purchase(self, party):
        order = self._purchase(party)
        if self._maybe():
            self.case._money("supplier", self._price(party), party.partner, self.company)
        for _step in range(self.random.randrange(5)):
            self._purchase_step(order)

    def purchase_billed_first(self, party):
        order = self._purchase(party, product=self.case.ordered_goods)
        self._settle(self.case._bill(order))
        if self._maybe():
            self.case._transfer(order, 1)

    def open_items(self, party):
        for days in self.random.sample((-250, -120, -75, -45, -10, 0, 20), 5):
            due = fields.Date.add(self.case.today, days=days)
            kind = self._pick(("out_invoice", "out_invoice", "in_invoice", "out_refund"))
            move = self._invoice(party, kind, due)
            if self._maybe():
                self._settle(move)
        self._invoice(party, "out_invoice", self.case.today, post=False)
        if self._maybe():
            bill = self._invoice(party, "in_invoice", self.case.today)
            self.case._pay(bill)
            self.case._credit(bill)

    def special_accounts(self, party):
        other = self.bank.default_account_id
        for account, low, high in (
            (self.deposit, -900, 300),
            (self.notes, -300, 900),
            (self.prepaid, -300, 900),
            (self.prepaid_open, -300, 900),
        ):
            for _entry in range(self.random.randrange(3)):
                amount = self.random.randint(low, high) + (0.37 if party.odd else 0)
                if amount:
                    self.case._entry(
                        account, amount, other, partner=party.partner, company=self.company
                    )

    def reserved_goods(self, party):
        """Goods set aside without an order, and more of them than an order says."""
        kind = self.warehouse.out_type_id
        move = {
            "product_id": self.case.goods.id,
            "product_uom_qty": self.random.randint(1, 9),
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        picking = self.env["stock.picking"].create(
            {
                "partner_id": self._whom(party).id,
                "picking_type_id": kind.id,
                "location_id": move["location_id"],
                "location_dest_id": move["location_dest_id"],
                "move_ids": [Command.create(move)],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        order = self._sale(party, products=[self.case.goods])
        order.picking_ids.move_ids[0].product_uom_qty += self.random.randint(1, 5)
        order.picking_ids.action_assign()

    def loose_money(self, party):
        for kind in self.random.sample(("customer", "customer", "supplier"), 2):
            self.case._money(kind, self._price(party), party.partner, self.company)
        self.case._money(
            "supplier",
            self._price(party),
            party.contact if self._maybe() else party.partner,
            self.company,
            booked=False,
        )

    def settled(self, party):
        """What is over and done with counts for nothing."""
        order = self._sale(party, products=[self.case.goods])
        self.case._transfer(order, max(order.order_line.mapped("product_uom_qty")))
        invoice = order._create_invoices()
        invoice.action_post()
        if invoice.amount_residual:
            self.case._pay(invoice)
        self._purchase(party).button_cancel()
        self._sale(party)._action_cancel()

    # steps of an order

    def _sale_step(self, order):
        posted = order.invoice_ids.filtered(lambda move: move.state == "posted")
        steps = [self._deliver, self._deliver, self._invoice_order, self._invoice_order]
        steps += [self._grow] if self._maybe() else []
        self._pick(steps)(order)
        for invoice in posted.filtered(lambda move: move.move_type == "out_invoice"):
            if not invoice.reversal_move_ids and self._maybe():
                self._settle(invoice)
            elif not invoice.reversal_move_ids and self.random.random() < 0.2:
                note = self.case._credit(invoice, post=self._maybe())
                if note.state == "posted" and self._maybe():
                    self.case._match(invoice, note)

    def _deliver(self, order):
        for line in order.order_line:
            if line.product_id == self.case.service and not line.is_downpayment:
                line.qty_delivered += self.random.randint(0, 2)
        if order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")):
            picking = self.case._transfer(order, self.random.randint(1, 6))
            if self.random.random() < 0.2:
                self.case._return(picking, 1)

    def _grow(self, order):
        line = order.order_line.filtered(lambda line: not line.is_downpayment)[:1]
        line.product_uom_qty += self.random.randint(1, 3)

    def _invoice_order(self, order):
        if order.invoice_status != "to invoice":
            return
        invoice = order._create_invoices(final=True)
        if self.random.random() < 0.2:
            lines = invoice.invoice_line_ids.filtered("quantity")[:1]
            lines.price_unit = lines.price_unit / 2
        if self.random.random() < 0.7:
            invoice.action_post()

    def _purchase_step(self, order):
        step = self._pick(("receive", "receive", "bill", "pay", "credit"))
        bills = order.invoice_ids.filtered(lambda move: move.state == "posted")
        if step == "receive" and order.picking_ids.filtered(lambda p: p.state == "assigned"):
            picking = self.case._transfer(order, self.random.randint(1, 5))
            if self.random.random() < 0.2:
                self.case._return(picking, 1)
        elif step == "bill" and order.invoice_status == "to invoice":
            self.case._bill(order, post=self.random.random() < 0.8)
        elif step == "pay" and bills:
            self._settle(bills[-1])
        elif step == "credit" and bills[-1:].filtered(self._can_credit):
            self.case._credit(bills[-1])

    def _can_credit(self, bill):
        return bill.move_type == "in_invoice" and not bill.reversal_move_ids

    def _settle(self, move):
        """Pay a document, or a part of it."""
        if move.state == "posted" and move.amount_residual:
            part = move.currency_id.round(move.amount_residual / self.random.choice((1, 1, 2, 4)))
            self.case._pay(move, part)

    # documents

    def _sale(self, party, products=None, **values):
        products = products or self._products()
        lines = [
            {
                "product_id": product.id,
                "product_uom_qty": self.random.randint(1, 9),
                "price_unit": self._price(party),
                "discount": self._pick((0, 0, 0, 25, 50, 100)),
                "tax_ids": self._tax("sale"),
            }
            for product in products
        ]
        return self.case._order(
            **{
                "partner_id": self._whom(party).id,
                "company_id": self.company.id,
                "payment_term_id": self._pick(self.case.terms).id,
                "order_line": [Command.create(line) for line in lines],
                **values,
            }
        )

    def _purchase(self, party, product=None, **values):
        lines = [
            {
                "product_id": product.id,
                "product_qty": self.random.randint(2, 9),
                "price_unit": self._price(party),
                "tax_ids": self._tax("purchase"),
            }
            for product in ([product] if product else self._products())
        ]
        return self.case._buy(
            **{
                "partner_id": self._whom(party).id,
                "company_id": self.company.id,
                "payment_term_id": self._pick(self.case.terms).id,
                "order_line": [Command.create(line) for line in lines],
                **values,
            }
        )

    def _invoice(self, party, kind, due, post=True):
        line = {
            "product_id": self.case.service.id,
            "quantity": 1,
            "price_unit": self._price(party),
            "tax_ids": self._tax("sale" if kind.startswith("out") else "purchase"),
        }
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self._whom(party).id,
                "company_id": self.company.id,
                "invoice_date": min(due, self.case.today),
                "invoice_date_due": due,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        if post:
            move.action_post()
        return move

    # choices

    def _products(self):
        known = (self.case.goods, self.case.ordered_goods, self.case.service)
        return self.random.sample(known, self.random.randint(1, len(known)))

    def _tax(self, use):
        tax = self._pick(self.taxes[use])
        return [Command.set(tax.ids if tax else [])]

    def _price(self, party):
        if party.odd:
            return round(self.random.uniform(1, 900), 2)
        return 200.0 * self.random.randint(1, 9)

    def _whom(self, party):
        return party.contact if self.random.random() < 0.25 else party.partner

    def _pick(self, options):
        return options[self.random.randrange(len(options))]

    def _maybe(self):
        return self.random.random() < 0.5


class GeneratedCase(ExposureCommon):
    """Two companies whose parties have documents of every kind; one company books in euro."""

    seed = 20260318

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advance_terms = [cls._term("advance"), cls._term("advance", 30.0)]
        empty = cls.env["account.payment.term"]
        cls.terms = [empty, empty, cls._term("credit"), *cls.advance_terms]
        cls.terms.append(cls._term("after_receipt"))
        cls.other_company = cls._second_company()
        cls.companies = cls.company | cls.other_company
        cls._rate(0.5)
        cls._rate(0.25, days=50)
        cls._rate(0.25, cls.company.currency_id, cls.other_company)
        cls.parties = [cls._generated_party(f"Party {number}", number) for number in range(12)]
        cls.odd = {party.partner.id for party in cls.parties if party.odd}
        Generator(cls, cls.company, cls.euro, cls.seed).populate(cls.parties)
        foreign = cls.company.currency_id
        Generator(cls, cls.other_company, foreign, cls.seed + 1).populate(
            cls.parties[8:], stories=3
        )
        cls._agreements()
        cls.env.flush_all()

    @classmethod
    def _second_company(cls):
        company = cls.env["res.company"].create(
            {"name": "Second Company", "currency_id": cls.euro.id, "counterparty_mode": "off"}
        )
        cls.env.user.company_ids |= company
        cls.env["account.chart.template"].try_loading("generic_coa", company, False)
        company.currency_id = cls.euro
        return company

    @classmethod
    def _generated_party(cls, name, number):
        partner = cls._party(name, limit=10000.0)
        if number >= 8:
            cls.env["counterparty.profile"].create(
                {"partner_id": partner.id, "company_id": cls.other_company.id, "state": "approved"}
            )
        contact = cls.env["res.partner"].create({"name": f"{name} buys", "parent_id": partner.id})
        return Party(partner, contact, odd=number % 3 == 2)

    @classmethod
    def _agreements(cls):
        """Some parties let us set payables off, and some have our material at their place."""
        places = cls.env["stock.location"].create(
            [
                {
                    "name": f"At {party.partner.name}",
                    "usage": "internal",
                    "company_id": cls.company.id,
                }
                for party in cls.parties[:2]
            ]
        )
        for party, place in zip(cls.parties, places, strict=False):
            party.partner._counterparty_profile(cls.company).stock_location_id = place
            cls.env["stock.quant"]._update_available_quantity(cls.goods, place, 7)
        for party in cls.parties[1:4]:
            party.partner._counterparty_profile(cls.company).offset_payable = True
