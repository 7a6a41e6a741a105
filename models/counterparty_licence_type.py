from odoo import api, fields, models, tools

from ..policy import consistency, required

#: What the matrix is made of.
_RULE = ("kind", "is_mandatory", "required_of", "category_ids", "active")


class CounterpartyLicenceType(models.Model):
    """A kind of licence, permit or certificate, and who needs it for what (articles 5 and 9)."""

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
        help="An expired document of this type stops new orders of the party; where it is "
        "required, so does a missing one.",
    )
    required_of = fields.Selection(
        [
            (required.NOBODY, "Nobody"),
            (required.CUSTOMER, "Customers"),
            (required.SUPPLIER, "Suppliers"),
            (required.BOTH, "Customers and suppliers"),
        ],
        required=True,
        default=required.NOBODY,
        help="Who hands it in. Of the business licence and the two old certificates, the regime "
        "of the party decides.",
    )
    category_ids = fields.Many2many(
        "product.category",
        "counterparty_licence_type_category_rel",
        string="For Products Of",
        ondelete="restrict",
        help="Products of these categories and of those below them. Empty: whatever is traded.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        types._notice()
        return types

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {*_RULE, "sequence"}:
            self._notice()
        return result

    def unlink(self):
        result = super().unlink()
        self._notice()
        return result

    def _notice(self):
        """Another matrix may be what a held order waits for."""
        self.env.registry.clear_cache()
        self.env["counterparty.recheck"].sudo()._notice()

    @api.model
    @tools.ormcache()
    def _known(self):
        """Return ``{type id: rule of policy/required.py}``, archived types included."""
        types = self.sudo().with_context(active_test=False)
        return {
            known.id: required.Rule(
                known.id,
                known.kind,
                known.required_of,
                frozenset(known.category_ids.ids),
                known.is_mandatory,
                known.active,
            )
            for known in types.search_fetch([("kind", "!=", False)], _RULE)
        }
