from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..policy import licence_codes, screening

_NAMES = frozenset({"name", "former_names", "codes"})
_VALIDITY = frozenset({"active", "date_from", "date_to"})


class CounterpartyProhibition(models.Model):
    """An entry of the list of parties that the group forbids to trade with (article 6, 1)."""

    _name = "counterparty.prohibition"
    _description = "Prohibited Party"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True, tracking=True, index="trigram")
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
    state = fields.Selection(
        [("coming", "Coming"), ("in_force", "In Force"), ("ended", "Ended")],
        compute="_compute_state",
        search="_search_state",
    )
    version_id = fields.Many2one(
        "counterparty.prohibition.version",
        "Came With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The list that brought the entry; empty for one that is kept by hand.",
    )
    ended_version_id = fields.Many2one(
        "counterparty.prohibition.version",
        "Ended By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The list that no longer holds the entry, or holds it changed.",
    )
    replaces_id = fields.Many2one(
        "counterparty.prohibition", readonly=True, copy=False, index="btree_not_null"
    )
    hit_ids = fields.One2many("counterparty.prohibition.hit", "prohibition_id", readonly=True)
    key_ids = fields.One2many(
        "counterparty.prohibition.key", "prohibition_id", readonly=True, groups="."
    )

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "An entry does not end before it begins."
    )

    @api.depends("active", "date_from", "date_to")
    @api.depends_context("company")
    def _compute_state(self):
        today = self.env.company._counterparty_today()
        for entry in self:
            ended = not entry.active or (entry.date_to and entry.date_to < today)
            coming = entry.date_from and entry.date_from > today
            entry.state = "ended" if ended else "coming" if coming else "in_force"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._counterparty_today()
        ended = Domain("active", "=", False) | Domain("date_to", "<", today)
        coming = ~ended & Domain("date_from", ">", today)
        domains = {"ended": ended, "coming": coming, "in_force": ~ended & ~coming}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model_create_multi
    def create(self, vals_list):
        barred = {"version_id", "ended_version_id", "replaces_id"}
        if not self.env.su:
            vals_list = [{k: v for k, v in vals.items() if k not in barred} for vals in vals_list]
        entries = super().create(vals_list)
        entries._refresh_keys()
        self.env["counterparty.screening"]._notice("entry", entries.ids)
        return entries

    def write(self, vals):
        result = super().write(vals)
        self.env["counterparty.recheck"].sudo()._notice()
        if _NAMES & vals.keys():
            self._refresh_keys()
        if (_NAMES | _VALIDITY) & vals.keys():
            self.env["counterparty.screening"]._notice("entry", self.ids)
        return result

    def action_open_hits(self):
        """Open the parties that the entries were found on."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "counterparty_control.counterparty_prohibition_hit_action"
        )
        return {**action, "domain": [("prohibition_id", "in", self.ids)], "context": {}}

    def _refresh_keys(self):
        """Keep what entries are found by, in one statement; parties found keep being found."""
        self.env["counterparty.prohibition.hit"].flush_model()
        hits = self.env["counterparty.prohibition.hit"].sudo()
        marks = {}
        for hit in hits.search([("prohibition_id", "in", self.ids), *hits._proven()]):
            if hit.partner_id:
                marks.setdefault(hit.prohibition_id.id, set()).add(
                    screening.mark(hit.partner_id.id)
                )
        rows = []
        for entry in self:
            names, codes = entry._names(), entry._codes()
            values = self._keys(names, codes) | marks.get(entry.id, set())
            rows += [(entry.id, value) for value in values.union(*map(screening.traces, names))]
        keys = self.env["counterparty.prohibition.key"].sudo()
        self.flush_recordset()
        self.env.cr.execute(
            SQL("DELETE FROM counterparty_prohibition_key WHERE prohibition_id = ANY(%s)", self.ids)
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO counterparty_prohibition_key (prohibition_id, value)"
                " SELECT * FROM unnest(%s::integer[], %s::varchar[])",
                [entry_id for entry_id, _value in rows],
                [value for _entry_id, value in rows],
            )
        )
        keys.invalidate_model()
        self.invalidate_recordset(["key_ids"])

    def _names(self):
        return [name for name in (self.name, *(self.former_names or "").splitlines()) if name]

    def _codes(self):
        return (self.codes or "").splitlines()

    def _is_alive(self):
        """Return the entries that are in force or will be, in any company's time zone."""
        today = self.env["counterparty.screening"]._earliest_today()
        return self.filtered(lambda e: e.active and not (e.date_to and e.date_to < today))

    @api.model
    def _keys(self, names, codes, partner_id=None):
        """Return the values by which a party of these names and codes is found on the list."""
        marks = {screening.mark(partner_id)} if partner_id else set()
        return set(screening.keys(names, codes)) | marks

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
            party: self.browse().union(*(by_value[key] for key in keys if key in by_value))
            for party, keys in keys_by_party.items()
        }

    def _text_behind(self, value):
        """Return the name or code of the entry that a value stands for."""
        self.ensure_one()
        known = screening.keys(self._names(), self._codes())
        return known.get(value) or known.get(licence_codes.normalise(value)) or self.name
