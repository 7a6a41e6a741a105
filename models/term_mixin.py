from odoo import api, models

from ..policy import licences


class CounterpartyTermMixin(models.AbstractModel):
    """A document that may have no end: 长期 is a flag, whatever word or day stands for it."""

    _name = "counterparty.term.mixin"
    _description = "Document With a Term"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_term(vals) for vals in vals_list])

    @api.model
    def load(self, fields, data):
        if "expiry_date" in fields:
            fields, data = self._rows_with_term(fields, data)
        result = super().load(fields, data)
        wording = self.env["counterparty.code.wording"]
        return {**result, "messages": wording._of_their_rows(result["messages"], data)}

    def write(self, vals):
        return super().write(self._with_term(vals))

    @api.model
    def _with_term(self, vals):
        if not licences.is_long_term(vals.get("expiry_date")):
            return vals
        return {**vals, "expiry_date": False, "is_long_term": True}

    @api.model
    def _rows_with_term(self, fields, data):
        """Return the columns and rows of an import with words such as 长期 as a flag."""
        place = fields.index("expiry_date")
        if not any(licences.is_long_term(row[place]) for row in data):
            return fields, data
        if "is_long_term" not in fields:
            fields, data = [*fields, "is_long_term"], [[*row, ""] for row in data]
        flag, rows = fields.index("is_long_term"), []
        for row in data:
            changed = list(row)
            if licences.is_long_term(row[place]):
                changed[place], changed[flag] = "", "1"
            rows.append(changed)
        return fields, rows
