from odoo import api, fields, models
from odoo.tools import SQL

from ..policy import licence_codes


class CounterpartyProhibition(models.Model):
    """An entry of the list of parties that the group forbids to trade with (article 6, 1)."""

    _name = "counterparty.prohibition"
    _description = "Prohibited Party"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True, tracking=True)
    former_names = fields.Text(help="One name a line.", tracking=True)
    codes = fields.Text(
        help="Social credit, organisation, registration or tax codes, one a line.", tracking=True
    )
    reason = fields.Text(tracking=True)
    document_number = fields.Char("Document No.", tracking=True)
    date_from = fields.Date(
        "Valid From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date("Valid To", tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    key_ids = fields.One2many(
        "counterparty.prohibition.key", "prohibition_id", readonly=True, groups="."
    )

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "An entry does not end before it begins."
    )

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._refresh_keys()
        return entries

    def write(self, vals):
        result = super().write(vals)
        self.env["counterparty.recheck"].sudo()._notice()
        if {"name", "former_names", "codes"} & vals.keys():
            self._refresh_keys()
        return result

    def _refresh_keys(self):
        keys = self.env["counterparty.prohibition.key"].sudo()
        keys.search([("prohibition_id", "in", self.ids)]).unlink()
        keys.create(
            [
                {"prohibition_id": entry.id, "value": value}
                for entry in self
                for value in self._keys(
                    [entry.name, *(entry.former_names or "").splitlines()],
                    (entry.codes or "").splitlines(),
                )
            ]
        )

    @api.model
    def _keys(self, names, codes):
        """Return the values by which a party of these names and codes is found on the list."""
        result = {licence_codes.normalise_name(name) for name in names}
        for code in map(licence_codes.normalise, codes):
            result.add(code)
            if licence_codes.is_uscc(code):
                result.add(code[8:17])
        return result - {""}

    @api.model
    def _hits(self, keys_by_party):
        """Return ``{party: entries in force}`` for ``{party: keys}``, in one query."""
        today = self.env.company._counterparty_today()
        wanted = set().union(*keys_by_party.values()) if keys_by_party else set()
        self.flush_model(["active", "date_from", "date_to"])
        self.env["counterparty.prohibition.key"].flush_model()
        found = self.env.execute_query(
            SQL(
                "SELECT key.value, entry.id FROM counterparty_prohibition_key key"
                " JOIN counterparty_prohibition entry ON entry.id = key.prohibition_id"
                " WHERE key.value = ANY(%s) AND entry.active AND entry.date_from <= %s"
                " AND COALESCE(entry.date_to, %s) >= %s ORDER BY key.id",
                list(wanted),
                today,
                today,
                today,
            )
        )
        by_value = {}
        for value, entry_id in found:
            by_value[value] = by_value.get(value, self.browse()) | self.browse(entry_id)
        return {
            party: self.browse().concat(*(by_value[key] for key in keys if key in by_value))
            for party, keys in keys_by_party.items()
        }


class CounterpartyProhibitionKey(models.Model):
    """A normalised name or code of an entry, to find it by."""

    _name = "counterparty.prohibition.key"
    _description = "Prohibited Party Key"
    _log_access = False

    prohibition_id = fields.Many2one(
        "counterparty.prohibition", required=True, ondelete="cascade", index=True
    )
    value = fields.Char(required=True, index=True)
