from odoo import Command, api, models
from odoo.exceptions import AccessError
from odoo.tools import format_list


class CounterpartyFiguresMixin(models.AbstractModel):
    """Stored results that the exposure reads are Odoo's to compute, and nobody's to write."""

    _name = "counterparty.figures.mixin"
    _description = "Figures Under Counterparty Control"

    #: Stored computed fields that a client must not set.
    _counterparty_figures = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._counterparty_check_figures(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._counterparty_check_figures(vals)
        return super().write(vals)

    @api.model
    def _counterparty_check_figures(self, vals):
        self._counterparty_check_moves(vals.get("move_ids") or [])
        # the web client names links that a new line has none of: an empty list changes nothing
        touched = {name for name in self._counterparty_figures & vals.keys() if vals[name] != []}
        if touched and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(fields)s: these figures are computed and cannot be set.",
                    fields=format_list(
                        self.env,
                        [self._fields[f]._description_string(self.env) for f in sorted(touched)],
                    ),
                )
            )

    @api.model
    def _counterparty_check_moves(self, commands):
        """A line takes on moves that belong to no other line, as Odoo does for extra goods."""
        if not commands or self.env.su:
            return
        linked = [command[1] for command in commands if command[0] == Command.LINK]
        moves = self.env["stock.move"].sudo().browse(linked)
        if len(linked) != len(commands) or moves.sale_line_id or moves.purchase_line_id:
            raise AccessError(self.env._("Stock moves cannot be moved to another order line."))
