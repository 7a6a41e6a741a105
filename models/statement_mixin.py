from odoo import api, fields, models

from ..policy import exposure, statement


class CounterpartyStatementMixin(models.AbstractModel):
    """The funds occupied of a ledger row as people read them: what adds, what is deducted."""

    _name = "counterparty.statement.mixin"
    _description = "Counterparty Statement"

    occupancy = fields.Json("Funds Occupied", compute="_compute_occupancy")

    @api.depends(
        "exposure_amount",
        "projected_amount",
        "available_amount",
        "effective_limit",
        *exposure.SHOWN,
    )
    @api.depends_context("lang")
    def _compute_occupancy(self):
        labels = self._statement_labels()
        for profile in self:
            amounts = {name: profile[name] for name in exposure.SHOWN}
            told = (amounts, profile.exposure_amount, profile.projected_amount)
            profile.occupancy = {
                "rows": [
                    {
                        "key": row.key,
                        "label": labels[row.key],
                        "amount": row.amount,
                        "kind": row.kind,
                        "sign": row.sign,
                    }
                    for row in statement.rows(*told)
                ],
                "pieces": [
                    {"key": key, "label": labels[key], "amount": amount}
                    for key, amount in statement.pieces(*told).items()
                ],
                "limit": profile.effective_limit,
                "available": profile.available_amount,
            }

    def _statement_labels(self):
        """Return ``{key: label}`` of the rows and pieces of a statement."""
        shown = {name: self._fields[name]._description_string(self.env) for name in exposure.SHOWN}
        return {
            **shown,
            "actual": self._fields["exposure_amount"]._description_string(self.env),
            "projected": self._fields["projected_amount"]._description_string(self.env),
            "beyond": self.env._("Deductions beyond what is owed"),
            "covered": self.env._("Covered by customer deposits"),
            "tied": self.env._("Deposits that secure their own orders"),
            "owed": self.env._("Owed, net of deposits"),
            "sales": shown["order_commitment"],
            "purchases": shown["purchase_commitment"],
        }
