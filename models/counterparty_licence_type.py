from odoo import api, fields, models, tools

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

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        self.env.registry.clear_cache()
        return types

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"kind", "is_mandatory"}:
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _known(self):
        """Return ``{type id: (kind, whether business needs it)}``, archived types included."""
        types = self.sudo().with_context(active_test=False)
        found = types.search_fetch([("kind", "!=", False)], ["kind", "is_mandatory"])
        return {known.id: (known.kind, known.is_mandatory) for known in found}
