from odoo import fields, models

from ..policy import consistency


class CounterpartyLicenceType(models.Model):
    """A kind of licence, permit or certificate (articles 5 and 9)."""

    _name = "counterparty.licence.type"
    _description = "Counterparty Licence Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            (consistency.BUSINESS, "Business licence"),
            (consistency.ORGANISATION, "Organisation code certificate"),
            (consistency.TAX, "Tax registration"),
            ("permit", "Permit"),
            ("certificate", "Certificate"),
        ],
        required=True,
        default="permit",
    )
    is_mandatory = fields.Boolean(
        "Business Needs It",
        help="An expired document of this type stops new orders of the party.",
    )
