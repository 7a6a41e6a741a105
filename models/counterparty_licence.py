from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..policy import consistency, licence_codes, licences


class CounterpartyLicence(models.Model):
    """A licence with its copies, of an application or of a party (articles 5, 6 and 9)."""

    _name = "counterparty.licence"
    _description = "Counterparty Licence"
    _inherit = [
        "counterparty.licence.proposal.mixin",
        "counterparty.handed.in.mixin",
        "counterparty.filed.mixin",
        "mail.thread",
        "counterparty.keyed.mixin",
        "counterparty.term.mixin",
        "counterparty.current.mixin",
    ]
    _order = "type_id, expiry_date desc, id desc"
    _rec_name = "number"

    _key_fields = frozenset({"partner_id", "number", "holder_name"})

    application_id = fields.Many2one("counterparty.application", ondelete="cascade", index=True)
    partner_id = fields.Many2one("res.partner", "Counterparty", index=True, ondelete="cascade")
    type_id = fields.Many2one("counterparty.licence.type", required=True, tracking=True)
    kind = fields.Selection(related="type_id.kind")
    number = fields.Char(tracking=True, index=True)
    number_key = fields.Char(compute="_compute_number_key", store=True, index="btree_not_null")
    holder_name = fields.Char(help="The name printed on the document.")
    legal_representative = fields.Char(help="The legal representative printed on the document.")
    registered_address = fields.Char("Printed Address")
    currency_id = fields.Many2one(
        "res.currency", "Capital Currency", default=lambda self: self.env.company.currency_id
    )
    registered_capital = fields.Monetary("Printed Capital")
    establishment_date = fields.Date("Established On")
    licensed_scope = fields.Text(help="The business scope printed on the licence.")
    issuer = fields.Char("Issued By")
    issue_date = fields.Date(tracking=True)
    expiry_date = fields.Date(tracking=True, index="btree_not_null")
    is_long_term = fields.Boolean("Long-term", tracking=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Copies")
    active = fields.Boolean(default=True, tracking=True, help="Superseded documents are archived.")
    state = fields.Selection(
        [
            (licences.VALID, "Valid"),
            (licences.EXPIRING, "Expiring"),
            (licences.EXPIRED, "Expired"),
            (licences.UNKNOWN, "No date"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    days_left = fields.Integer(compute="_compute_state")

    _owner_check = models.Constraint(
        "CHECK (application_id IS NOT NULL OR partner_id IS NOT NULL)",
        "A licence belongs to an application or to a counterparty.",
    )
    _term_check = models.Constraint(
        "CHECK (NOT (is_long_term AND expiry_date IS NOT NULL))",
        "A licence is long-term or has an expiry date, not both.",
    )

    @api.depends("number")
    def _compute_number_key(self):
        for licence in self:
            licence.number_key = licence_codes.normalise(licence.number) or False

    @api.depends("expiry_date", "is_long_term")
    def _compute_state(self):
        today = self.env.company._counterparty_today()
        warning = self.env.company.counterparty_licence_warning_days
        for licence in self:
            licence.state = licences.state(
                licence.expiry_date or None, licence.is_long_term, today, warning
            )
            expiry = licence.expiry_date
            licence.days_left = (expiry - today).days if expiry else 0

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._counterparty_today()
        warning = fields.Date.add(today, days=self.env.company.counterparty_licence_warning_days)
        dated = Domain("is_long_term", "=", False) & Domain("expiry_date", "!=", False)
        domains = {
            licences.VALID: Domain("is_long_term", "=", True) | Domain("expiry_date", ">", warning),
            licences.EXPIRING: dated
            & Domain("expiry_date", ">=", today)
            & Domain("expiry_date", "<=", warning),
            licences.EXPIRED: dated & Domain("expiry_date", "<", today),
            licences.UNKNOWN: Domain("is_long_term", "=", False)
            & Domain("expiry_date", "=", False),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("type_id", "number")
    def _compute_display_name(self):
        for licence in self:
            licence.display_name = f"{licence.type_id.name or ''} {licence.number or ''}".strip()

    @api.constrains("number")
    def _check_number(self):
        wording = self.env["counterparty.code.wording"]
        texts = [wording._damage_text(row.type_id.name, row.number) for row in self if row.number]
        if any(texts):
            raise ValidationError("\n".join(filter(None, texts)))

    @api.constrains("issue_date", "expiry_date")
    def _check_dates(self):
        for licence in self:
            if (
                licence.issue_date
                and licence.expiry_date
                and licence.expiry_date < licence.issue_date
            ):
                raise ValidationError(
                    self.env._("%s expires before it was issued.", licence.type_id.name)
                )

    @api.onchange("number")
    def _onchange_number(self):
        kinds = (consistency.BUSINESS, consistency.ORGANISATION, consistency.TAX)
        if self.kind not in kinds or self.application_id.regime == consistency.FOREIGN:
            return None
        wording = self.env["counterparty.code.wording"]
        warning = wording._slip_warning(self.type_id.name, self.number)
        return {"warning": warning} if warning else None

    @api.onchange("is_long_term")
    def _onchange_is_long_term(self):
        if self.is_long_term:
            self.expiry_date = False

    @api.model_create_multi
    def create(self, vals_list):
        licences_created = super().create(vals_list)
        licences_created._notice()
        licences_created._notice_screening()
        return licences_created

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"application_id", "partner_id"}:
            self.check_access("write")  # where it went, too
        self._notice()
        if vals.keys() & {"number", "holder_name", "partner_id", "application_id", "active"}:
            self._notice_screening()
        return result

    def unlink(self):
        self._notice_screening()
        return super().unlink()

    def _notice(self):
        """A renewed licence may be what a held order waits for."""
        self.env["counterparty.recheck"].sudo()._notice(set(self.sudo().partner_id.ids))

    def _notice_screening(self):
        """The codes of an application may be on the prohibited list; a party's have keys."""
        self.env["counterparty.screening"]._notice("application", self.sudo().application_id.ids)
