from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..policy import licence_codes, licences


class CounterpartyLicence(models.Model):
    """A licence with its copies, of an application or of a party (articles 5, 6 and 9)."""

    _name = "counterparty.licence"
    _description = "Counterparty Licence"
    _inherit = ["counterparty.licence.proposal.mixin", "mail.thread"]
    _order = "type_id, expiry_date desc, id desc"
    _rec_name = "number"

    application_id = fields.Many2one("counterparty.application", ondelete="cascade", index=True)
    partner_id = fields.Many2one("res.partner", "Counterparty", index=True, ondelete="cascade")
    type_id = fields.Many2one("counterparty.licence.type", required=True, tracking=True)
    kind = fields.Selection(related="type_id.kind")
    number = fields.Char(tracking=True, index=True)
    holder_name = fields.Char(help="The name printed on the document.")
    legal_representative = fields.Char(help="The legal representative printed on the document.")
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
        for licence in self:
            if licence_codes.excel_damage(licence.number):
                raise ValidationError(
                    self.env._(
                        "%(type)s: the number %(number)s looks cut by a spreadsheet program, which "
                        "keeps 15 digits. Please copy it from the licence.",
                        type=licence.type_id.name,
                        number=licence.number,
                    )
                )

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

    @api.onchange("is_long_term")
    def _onchange_is_long_term(self):
        if self.is_long_term:
            self.expiry_date = False

    @api.model_create_multi
    def create(self, vals_list):
        licences_created = super().create(vals_list)
        licences_created._adopt_attachments()
        licences_created._notice()
        return licences_created

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"application_id", "partner_id"}:
            self.check_access("write")  # where it went, too
        if "attachment_ids" in vals:
            self._adopt_attachments()
        self._notice()
        return result

    def _notice(self):
        """A renewed licence may be what a held order waits for."""
        self.env["counterparty.recheck"].sudo()._notice(set(self.sudo().partner_id.ids))

    def _adopt_attachments(self):
        """Make the copies the licence's own, so that they are read and frozen with it."""
        for licence in self.sudo():
            own = {"res_model": self._name, "res_id": licence.id}
            commands = []
            for found in licence.attachment_ids:
                if (found.res_model, found.res_id) == (self._name, licence.id):
                    continue
                if not found.res_id and found.create_uid == self.env.user:
                    found.write(own)
                    continue
                found.with_env(self.env).check_access("read")
                commands += [Command.unlink(found.id), Command.link(found.copy(own).id)]
            if commands:
                licence.attachment_ids = commands

    @api.model
    def _current(self, partners):
        """Return ``{partner id: {kind: licence}}``, the one that lasts longest of each type.

        Licences of one type replace each other; permits of several types stand side by side under
        ``(kind, type id)``.
        """
        found = self.sudo().search_fetch(
            [("partner_id", "in", partners.ids)],
            ["partner_id", "type_id", "number", "holder_name", "expiry_date", "is_long_term"],
            order="id",
        )
        result, types = {}, self.env["counterparty.licence.type"]._known()
        for licence in found.sorted(lambda l: (l.is_long_term, str(l.expiry_date or ""), l.id)):
            kind, _is_mandatory = types[licence.type_id.id]
            key = (kind, licence.type_id.id) if kind in ("permit", "certificate") else kind
            result.setdefault(licence.partner_id.id, {})[key] = licence
        return result

    @api.model
    def _blocking(self, current, grace_days):
        """Return those of a party's current licences whose expiry stops new business."""
        today = self.env.company._counterparty_today()
        types = self.env["counterparty.licence.type"]._known()
        return self.browse().concat(
            *(
                licence
                for licence in current.values()
                if licences.blocks(licence.expiry_date, licence.is_long_term, today, grace_days)
                and types[licence.type_id.id][1]
            )
        )
