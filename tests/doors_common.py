from typing import NamedTuple

from odoo import models
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
        for name, function in list(vars(cls).items()):
            if hasattr(function, "error"):
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
