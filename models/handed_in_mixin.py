from odoo import api, models


class CounterpartyHandedInMixin(models.AbstractModel):
    """What an application hands in: it is no party's before the approval (article 5)."""

    _name = "counterparty.handed.in.mixin"
    _description = "Handed In With an Application"

    @api.model_create_multi
    def create(self, vals_list):
        # A form that was opened for a contact names it in its context, for all that is added there.
        return super().create(
            [
                {"partner_id": False, **vals} if vals.get("application_id") else vals
                for vals in vals_list
            ]
        )
