from odoo import api, fields, models


class CounterpartyOrderLinkMixin(models.AbstractModel):
    """A record about one sale or purchase, whoever may read that."""

    _name = "counterparty.order.link.mixin"
    _description = "About an Order"

    sale_order_id = fields.Many2one(
        "sale.order", "Sales Order", index="btree_not_null", ondelete="cascade", copy=False
    )
    purchase_order_id = fields.Many2one(
        "purchase.order", index="btree_not_null", ondelete="cascade", copy=False
    )
    document_name = fields.Char("Document", compute="_compute_document_name", compute_sudo=True)
    company_id = fields.Many2one("res.company", readonly=True, copy=False, index=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", compute_sudo=True)

    @api.depends("sale_order_id", "purchase_order_id")
    def _compute_document_name(self):
        for record in self:
            record.document_name = record._document().display_name or ""

    @api.depends("company_id", "sale_order_id", "purchase_order_id")
    def _compute_currency_id(self):
        for record in self:
            company = record.company_id or record._document().company_id
            record.currency_id = company.currency_id

    def write(self, vals):
        self._check_workflow_fields(vals.keys() & {"sale_order_id", "purchase_order_id"})
        return super().write(vals)

    def action_open_document(self):
        """Open the order."""
        self.ensure_one()
        return self._document()._get_records_action()

    def _document(self):
        """Return the order that the record is about."""
        return self.sale_order_id or self.purchase_order_id
