from odoo import api, fields, models
from odoo.fields import Domain

from ..policy import approval
from .prohibition_keeping_mixin import FOUND


class CounterpartyProhibitionHit(models.Model):
    """Somebody who is, or may be, on the prohibited list: held, told of, decided on."""

    _name = "counterparty.prohibition.hit"
    _description = "Prohibited List Hit"
    _inherit = [
        "counterparty.prohibition.keeping.mixin",
        "counterparty.prohibition.alert.mixin",
        "counterparty.approval.mixin",
    ]
    _order = "state_order, id desc"
    _rec_name = "party_name"

    _steps = approval.PROHIBITION_HIT
    _workflow_fields = FOUND | {"state", "decided_by_id", "decision_date", "reason"}
    _open_fields = dict.fromkeys(("open", "confirmed", "cleared", "lapsed"), "all")

    partner_id = fields.Many2one(
        "res.partner", "Counterparty", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    application_id = fields.Many2one(
        "counterparty.application", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    party_name = fields.Char(compute="_compute_party_name", compute_sudo=True, store=True)
    company_id = fields.Many2one("res.company", related="application_id.company_id")
    prohibition_id = fields.Many2one(
        "counterparty.prohibition",
        "Listed Party",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    document_number = fields.Char(related="prohibition_id.document_number")
    entry_reason = fields.Text("Reason of the Prohibition", related="prohibition_id.reason")
    date_from = fields.Date("Valid From", related="prohibition_id.date_from")
    date_to = fields.Date("Valid To", related="prohibition_id.date_to")
    kind = fields.Selection(
        [
            ("code", "Same Code"),
            ("name", "Same Name"),
            ("former", "Former Name"),
            ("similar", "Similar Name"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    score = fields.Float("Agreement", readonly=True, digits=(3, 2), aggregator=None)
    party_value = fields.Char("On the Party", readonly=True)
    entry_value = fields.Char("On the List", readonly=True)
    fingerprint = fields.Char(readonly=True, index=True)
    is_current = fields.Boolean(
        "Still Found",
        default=True,
        readonly=True,
        help="The party was renamed or its code changed since, which does not free it.",
    )
    state = fields.Selection(
        [
            ("open", "To Be Decided"),
            ("confirmed", "Confirmed"),
            ("cleared", "Cleared"),
            ("lapsed", "Lapsed"),
        ],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        index=True,
    )
    state_order = fields.Integer(compute="_compute_state_order", store=True)
    is_blocking = fields.Boolean(
        "Stops Trade", compute="_compute_is_blocking", search="_search_is_blocking"
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decision_date = fields.Date("Decided On", readonly=True)
    reason = fields.Text("Reason of the Decision", readonly=True)
    remembered_id = fields.Many2one(
        "counterparty.prohibition.hit",
        "Decided Before",
        readonly=True,
        help="The decision was taken over from a hit on the same names and codes.",
    )

    _subject_check = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR application_id IS NOT NULL)",
        "A hit is on a counterparty or on an application.",
    )

    @api.depends("partner_id.name", "application_id.partner_name")
    def _compute_party_name(self):
        for hit in self:
            hit.party_name = hit.partner_id.name or hit.application_id.partner_name

    @api.depends("state")
    def _compute_state_order(self):
        order = ("open", "confirmed", "cleared", "lapsed")
        for hit in self:
            hit.state_order = order.index(hit.state)

    @api.depends("state", "kind", "prohibition_id.state")
    @api.depends_context("company")
    def _compute_is_blocking(self):
        proven = self.filtered_domain(self._proven())
        for hit in self:
            hit.is_blocking = hit in proven and hit.prohibition_id.state == "in_force"

    def _search_is_blocking(self, operator, value):
        if operator != "in":
            return NotImplemented
        blocking = Domain(self._proven()) & Domain("prohibition_id.state", "in", ["in_force"])
        wanted = [blocking] * (True in value) + [~blocking] * (False in value)
        return Domain.OR(wanted)

    def action_confirm_hit(self):
        """Confirm that the party is the listed one; business with it stops or stays stopped."""
        return self.action_step("confirm_hit")

    def action_clear_hit(self, comment=None):
        """Clear the party, with a reason: it only looks like the listed one."""
        return self.action_step("clear_hit", comment)

    def action_reopen_hit(self, comment=None):
        """Take a decision back, with a reason."""
        return self.action_step("reopen_hit", comment)

    @api.model
    def _proven(self):
        """Return the domain of hits that hold as long as their entry does."""
        return [
            ("state", "in", ("open", "confirmed")),
            "|",
            ("kind", "!=", "similar"),
            ("state", "=", "confirmed"),
        ]

    def _applicant(self):
        """Nobody decides on a party of their own."""
        known = self.sudo()
        users = known.application_id.applicant_id | known._profiles().responsible_id
        return self.env.user if self.env.user in users else users[:1]

    def _profiles(self):
        return self.partner_id.counterparty_profile_ids

    def _decision_department(self):
        return self.sudo().application_id.department_id or self.sudo()._profiles()[:1].department_id

    def _decision_facts(self):
        return {
            "kind": self.kind,
            "party_value": self.party_value,
            "entry_value": self.entry_value,
            "document_number": self.document_number or "",
        }

    def _step_error_key(self, step, comment):
        key = super()._step_error_key(step, comment)
        is_exact = self.kind != "similar" and self.is_current
        return key or ("exact" if step.name == "clear_hit" and is_exact else None)

    def _step_error_texts(self, step):
        return {
            **super()._step_error_texts(step),
            "exact": self.env._(
                "%(name)s is on the list by its name or code (%(entry)s): that cannot be cleared. "
                "The prohibition ends when the list no longer holds it.",
                name=self.display_name,
                entry=self.prohibition_id.display_name,
            ),
        }

    def _step_values(self, step, comment):
        decided = {
            "decided_by_id": self.env.user.id,
            "decision_date": fields.Date.context_today(self),
            "reason": comment or False,
        }
        return dict.fromkeys(decided, False) if step.name == "reopen_hit" else decided

    def _after_step(self, step, comment):
        self.prohibition_id._refresh_keys()
        self._quiet()
        if step.name != "clear_hit":
            self._alert(step.name == "confirm_hit")
        self.env["counterparty.prohibited.orders"]._follow(self.partner_id.ids)

    def _next_users(self, step):
        return self.env["res.users"]
