from odoo import api, models


class StockMoveLine(models.Model):
    """Raising what was delivered afterwards is a delivery too."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.move_id.browse({vals["move_id"] for vals in vals_list if vals.get("move_id")})
        with self._counterparty_done(moves)._counterparty_delivering():
            return super().create(vals_list)

    def write(self, vals):
        moves = self.move_id if vals.keys() & {"quantity", "product_uom_id", "move_id"} else None
        with self._counterparty_done(moves)._counterparty_delivering():
            return super().write(vals)

    def _counterparty_done(self, moves):
        return (moves or self.move_id.browse()).filtered(lambda move: move.state == "done")
