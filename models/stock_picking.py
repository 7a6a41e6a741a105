from odoo import models


class StockPicking(models.Model):
    """A transfer is judged as a whole, with the order lines that Odoo adds for extra goods."""

    _inherit = "stock.picking"

    def _action_done(self):
        with self.move_ids._counterparty_delivering():
            return super()._action_done()
