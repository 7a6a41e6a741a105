import doctest
import importlib
import pkgutil

from odoo.tests import BaseCase, tagged

from .. import policy


@tagged("post_install", "-at_install")
class TestPolicy(BaseCase):
    """The examples in the rules hold."""

    def test_doctests(self):
        for found in pkgutil.iter_modules(policy.__path__):
            module = importlib.import_module(f"{policy.__name__}.{found.name}")
            with self.subTest(module=found.name):
                result = doctest.testmod(module)
                self.assertFalse(result.failed)
                self.assertTrue(result.attempted, "a rule without an example")
