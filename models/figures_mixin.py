from odoo import api, models
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
        touched = self._counterparty_figures & vals.keys()
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
