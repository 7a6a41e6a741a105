from odoo import api, fields, models

#: ``{kind: model}`` of the record behind a row; a balance has none, but items.
_MODELS = {
    "entry": "account.move.line",
    "payment": "account.payment",
    "reset": "account.move",
    "sale": "sale.order",
    "purchase": "purchase.order",
    "move": "stock.move",
    "quant": "stock.quant",
    "register": "counterparty.stock.entry",
}
#: Where a record is part of a document, the field that names it.
_DOCUMENTS = {"entry": "move_id", "move": "picking_id"}


class CounterpartyDocumentMixin(models.AbstractModel):
    """The document behind a row of an analysis, and the way to it."""

    _name = "counterparty.document.mixin"
    _description = "Document Behind a Row"

    kind = fields.Selection(
        [
            ("entry", "Journal item"),
            ("balance", "Balance of an account"),
            ("payment", "Payment"),
            ("reset", "Invoice reset to draft"),
            ("sale", "Sales order"),
            ("purchase", "Purchase order"),
            ("move", "Reserved goods"),
            ("quant", "Material at the party"),
            ("register", "Stock register"),
            ("adjustment", "Covered by prepayments"),
        ],
        "Document Type",
        readonly=True,
    )
    record_id = fields.Many2oneReference(model_field="record_model", readonly=True)
    record_model = fields.Char(compute="_compute_record_model")
    name = fields.Char("Document", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)

    @api.depends("kind")
    def _compute_record_model(self):
        for row in self:
            row.record_model = _MODELS.get(row.kind)

    def action_open_document(self):
        """Open the document of a row; for a balance, the items that make it."""
        self.ensure_one()
        self.check_access("read")
        if self.kind == "balance":
            return self._action_items()
        if not self.record_model:
            return False
        record = self.env[self.record_model].sudo().browse(self.record_id)
        document = record[_DOCUMENTS[self.kind]] if self.kind in _DOCUMENTS else record
        return (document or record).with_env(self.env)._get_records_action()

    def _action_items(self):
        """Open the posted items of the account of a row, of the party and its contacts."""
        return {
            "type": "ir.actions.act_window",
            "name": self.account_id.display_name,
            "res_model": "account.move.line",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("account_id", "=", self.account_id.id),
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ],
            "context": {"create": False},
        }
