from typing import NamedTuple

from odoo import Command, models
from odoo.exceptions import AccessError, UserError

from ..exceptions import CounterpartyRefusalError
from .common import CounterpartyCommon


class Attempt(NamedTuple):
    """A call of a client that the control must refuse."""

    user: models.BaseModel
    records: models.BaseModel
    method: str
    args: tuple = ()
    kwargs: dict = {}


def attempt(user, records, method, *args, **kwargs):
    return Attempt(user, records, method, args, kwargs)


def attack(function):
    """Mark a method that prepares and returns an attempt which the gate refuses.

    It becomes a test of its own name, and part of the proof that the gate alone stops it.
    """
    function.error = CounterpartyRefusalError
    return function


def forgery(function):
    """Mark an attempt to set what is Odoo's to compute, refused in every mode.

    The proof is that the same call, made as superuser, would go through.
    """
    function.error, function.always = AccessError, True
    return function


def never(function):
    """Mark an attempt that is refused in every mode, since the documents have another way."""
    function.error, function.always = UserError, True
    return function


def fixed(function):
    """Mark an attempt that is refused outright where the company blocks, whatever the figures."""
    function.error = UserError
    return function


class DoorsCase(CounterpartyCommon):
    """Turns each marked method ``attack_x`` into ``test_x``, and proves all of them without it."""

    def __init_subclass__(cls, **kwargs):
        result = super().__init_subclass__(**kwargs)
        for name in dir(cls):  # inherited ones, too: Odoo runs none that a class does not hold
            if hasattr(getattr(cls, name), "error"):
                setattr(cls, name.replace("attack_", "test_", 1), _refusing(name))
        return result

    def _attacks(self):
        return [n for n in dir(self) if n.startswith("attack_")]

    def _refuses(self, name):
        """Assert that an attack is refused; return what the user reads."""
        tried = getattr(self, name)()
        error = getattr(self, name).error
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            self._call(tried.user, tried.records, tried.method, *tried.args, **tried.kwargs)
        if error is UserError:
            self.assertIs(type(caught.exception), UserError)
        return str(caught.exception)

    def _prove(self):
        """Make every attack succeed where nothing is controlled, each undone afterwards."""
        for name in self._attacks():
            with self.subTest(attack=name):
                savepoint = self.env.cr.savepoint()
                try:
                    tried = getattr(self, name)()
                    always = hasattr(getattr(self, name), "always")
                    user = self.env.ref("base.user_root") if always else tried.user
                    self.env["res.company"].search([]).counterparty_mode = "off"
                    self._call(user, tried.records, tried.method, *tried.args, **tried.kwargs)
                finally:
                    savepoint.close(rollback=True)
                    self.env.invalidate_all()
                    self.env.registry.clear_cache()


def _refusing(name):
    def test(self):
        self._refuses(name)

    return test


class OrderKind(NamedTuple):
    """What the attacks on a sale and on a purchase differ in: names, buttons and values."""

    model: str
    state: str
    confirm: str
    cancel: str
    reopen: str
    lock: str
    unlock: str
    quantity: str
    invoice: str
    move_type: str
    tax_use: str
    settlement: str  # of a payment term by which nothing of ours is at risk


SALE = OrderKind(
    "sale.order",
    "sale",
    "action_confirm",
    "action_cancel",
    "action_draft",
    "action_lock",
    "action_unlock",
    "product_uom_qty",
    "_create_invoices",
    "out_invoice",
    "sale",
    "advance",
)
PURCHASE = OrderKind(
    "purchase.order",
    "purchase",
    "button_confirm",
    "button_cancel",
    "button_draft",
    "button_lock",
    "button_unlock",
    "product_qty",
    "action_create_invoice",
    "in_invoice",
    "purchase",
    "after_receipt",
)


class OrderDoorsCase(DoorsCase):
    """The attacks that a sale and a purchase have in common, by a party with a limit of 1,000."""

    #: A row of the table above, and who makes the orders.
    kind, client = None, None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger_party = cls.env["res.partner"].create({"name": "Unknown", "is_company": True})
        cls.dear = cls.env["res.currency"].create({"name": "DEA", "symbol": "D"})
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.dear.id, "rate": 0.1, "name": "2020-01-01"}
        )
        cls.heavy_tax = cls.env["account.tax"].create(
            {"name": "900", "amount": 900.0, "type_tax_use": cls.kind.tax_use}
        )

    def _made(self, amount, **values):
        """Make an order that is not confirmed."""
        raise NotImplementedError

    def _confirmed(self, amount=600.0, **values):
        order = self._made(amount, **values)
        self._call(self.client, order, self.kind.confirm)
        return order

    def _tried(self, records, method, *args, **kwargs):
        return attempt(self.client, records, method, *args, **kwargs)

    def _line(self, **values):
        return {
            "product_id": self.service.id,
            self.kind.quantity: 1,
            "price_unit": 1200.0,
            "tax_ids": False,
            **values,
        }

    def _order_values(self, **values):
        line = Command.create(self._line())
        return {"partner_id": self.partner.id, "order_line": [line], **values}

    def _lines(self):
        return self.env[f"{self.kind.model}.line"]

    # Becoming an order

    @attack
    def attack_confirm_button(self):
        return self._tried(self._made(1200.0), self.kind.confirm)

    @attack
    def attack_batch_of_two(self):
        return self._tried(self._made(600.0) | self._made(600.0), self.kind.confirm)

    @attack
    def attack_state_written(self):
        return self._tried(self._made(1200.0), "write", {"state": self.kind.state})

    @attack
    def attack_state_saved_by_the_form(self):
        values = {"state": self.kind.state}
        return self._tried(self._made(1200.0), "web_save", values, specification={})

    @attack
    def attack_created_as_order(self):
        values = self._order_values(state=self.kind.state)
        return self._tried(self.env[self.kind.model], "create", [values])

    @attack
    def attack_created_by_default_state(self):
        context = {"default_state": self.kind.state}
        values = self._order_values()
        return self._tried(self.env[self.kind.model], "create", [values], context=context)

    @attack
    def attack_cancelled_order_reopened_and_confirmed(self):
        order = self._confirmed()
        self._call(self.client, order, self.kind.cancel)
        self._confirmed()
        self._call(self.client, order, self.kind.reopen)
        return self._tried(order, self.kind.confirm)

    @attack
    def attack_second_order_beside_a_draft_invoice(self):
        getattr(self._confirmed().sudo(), self.kind.invoice)()
        return self._tried(self._made(600.0), self.kind.confirm)

    @attack
    def attack_partner_that_was_never_admitted(self):
        return self._tried(self._made(0.0, partner=self.stranger_party), self.kind.confirm)

    # What it is worth

    @attack
    def attack_quantity(self):
        return self._tried(self._confirmed().order_line, "write", {self.kind.quantity: 100})

    @attack
    def attack_quantity_through_the_order(self):
        order = self._confirmed()
        update = Command.update(order.order_line.id, {self.kind.quantity: 100})
        return self._tried(order, "web_save", {"order_line": [update]}, specification={})

    @attack
    def attack_price(self):
        return self._tried(self._confirmed().order_line, "write", {"price_unit": 9600.0})

    @attack
    def attack_negative_discount(self):
        return self._tried(self._confirmed().order_line, "write", {"discount": -500})

    @attack
    def attack_tax(self):
        values = {"tax_ids": [Command.set(self.heavy_tax.ids)]}
        return self._tried(self._confirmed().order_line, "write", values)

    @attack
    def attack_line_added(self):
        values = self._line(order_id=self._confirmed().id)
        return self._tried(self._lines(), "create", [values])

    @attack
    def attack_line_added_by_a_default(self):
        context = {"default_order_id": self._confirmed().id}
        values = self._line(name="More")
        return self._tried(self._lines(), "create", [values], context=context)

    @attack
    def attack_line_added_through_the_order(self):
        values = {"order_line": [Command.create(self._line())]}
        return self._tried(self._confirmed(), "write", values)

    @attack
    def attack_line_moved_in_from_a_draft(self):
        line = self._made(500.0).order_line
        return self._tried(line, "write", {"order_id": self._confirmed().id})

    @attack
    def attack_currency(self):
        return self._tried(self._confirmed(), "write", {"currency_id": self.dear.id})

    @attack
    def attack_payment_term(self):
        term = self.env["account.payment.term"].create(
            {"name": "Safe", "counterparty_settlement": self.kind.settlement}
        )
        order = self._confirmed(5000.0, payment_term_id=term.id)
        return self._tried(order, "write", {"payment_term_id": False})

    @attack
    def attack_unlocked_order(self):
        order = self._confirmed()
        for step in (self.kind.lock, self.kind.unlock):
            getattr(order.sudo(), step)()
        return self._tried(order.order_line, "write", {self.kind.quantity: 100})

    # Figures that the exposure reads

    @forgery
    def attack_forged_total_of_a_line(self):
        return self._tried(self._confirmed().order_line, "write", {"price_total": 0.0})

    @forgery
    def attack_forged_total_of_an_order(self):
        return self._tried(self._confirmed(), "write", {"amount_total": 0.0})

    @forgery
    def attack_forged_party_of_a_line(self):
        values = {"counterparty_party_id": self.stranger_party.id}
        return self._tried(self._confirmed().order_line, "write", values)

    @forgery
    def attack_forged_invoiced_quantity(self):
        return self._tried(self._confirmed().order_line, "write", {"qty_invoiced": 9})

    @forgery
    def attack_foreign_invoice_linked_from_the_line(self):
        other = self._party("Other")
        foreign = self._invoice(500.0, partner=other, move_type=self.kind.move_type)
        values = {"invoice_lines": [Command.link(foreign.invoice_line_ids.id)]}
        return self._tried(self._confirmed().order_line, "write", values)

    def _check_import(self):
        """A file cannot bring in a confirmed order, unless nothing is controlled."""
        line = ("product_id/.id", "price_unit", self.kind.quantity)
        names = ["partner_id/.id", "state", *(f"order_line/{name}" for name in line)]
        row = [str(self.partner.id), self.kind.state, str(self.service.id), "1200", "1"]
        orders = self.env[self.kind.model]
        result = self._call(self.client, orders, "load", names, [row])
        self.assertFalse(result["ids"])
        self.assertIn("200.00", result["messages"][0]["message"])
        self.company.counterparty_mode = "off"
        self.assertTrue(self._call(self.client, orders, "load", names, [row])["ids"])

    def _check_innocent(self):
        """Odoo confirms a batch in one transaction: who holds up whom is said."""
        innocent = self._made(50.0, partner=self._party("Innocent", limit=100.0))
        message = self._refused(self.client, innocent | self._made(1200.0), self.kind.confirm)
        self.assertIn(f"Nothing speaks against {innocent.name}", message)
        self.assertIn("held up by Party alone", message)
        self._call(self.client, innocent, self.kind.confirm)
        self.assertEqual(innocent.state, self.kind.state)
