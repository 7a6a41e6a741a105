from odoo.exceptions import UserError


class CounterpartyRefusalError(UserError):
    """An operation was refused by the gate; the message holds all reasons."""
