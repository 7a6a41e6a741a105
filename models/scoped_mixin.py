from odoo import fields, models


class CounterpartyScopedMixin(models.AbstractModel):
    """What is traded with a party, as categories beside the text (article 5)."""

    _name = "counterparty.scoped.mixin"
    _description = "Scope of Cooperation"

    scope_category_ids = fields.Many2many(
        "product.category",
        string="Products and Services",
        help="Categories of what is bought or sold. They decide which permits are required.",
    )
