from odoo import fields, models


class CounterpartyAdmissionOptionsMixin(models.AbstractModel):
    """How strictly a company admits its parties."""

    _name = "counterparty.admission.options.mixin"
    _description = "Options of Admission"

    counterparty_admit_roles = fields.Boolean(
        "Admit for Each Role",
        help="Orders are refused in a role, customer or supplier, that was not applied for. "
        "Otherwise business gives an admitted party the role.",
    )
