from odoo import api, fields, models

from ..policy import approval, exposure, grades
from .counterparty_grade import GRADE_SELECTION


class CounterpartyProfile(models.Model):
    """A row of the ledger: one party in one company (articles 8 to 10)."""

    _name = "counterparty.profile"
    _description = "Counterparty"
    _inherit = [
        "counterparty.role.mixin",
        "counterparty.listed.mixin",
        "counterparty.holdable.mixin",
        "counterparty.holding.mixin",
        "counterparty.membership.mixin",
        "counterparty.approval.mixin",
        "counterparty.limited.mixin",
        "counterparty.position.mixin",
        "counterparty.statement.mixin",
        "counterparty.links.mixin",
        "counterparty.reported.mixin",
        "counterparty.screened.mixin",
        "counterparty.occupancy.mixin",
        "counterparty.existing.mixin",
        "counterparty.keyed.mixin",
        "counterparty.documented.mixin",
    ]
    _order = "partner_name, id"
    _rec_name = "partner_name"
    _check_company_auto = True

    _key_fields = frozenset({"partner_id", "former_names"})
    _limit_field = _hold_field = "profile_id"
    _steps = approval.PROFILE
    _workflow_fields = frozenset(
        {
            "state",
            "partner_id",
            "partner_name",
            "company_id",
            "grade",
            "credit_limit",
            "exempt",
            "exempt_reason",
            "application_date",
            "limit_ids",
            "offset_payable",
            "group_id",
            "group_erp_code",
            "group_report_state",
            "counterparty_forced_hold",
            "wind_down_start_amount",
            "wind_down_start_date",
            "wind_down_deadline",
            "is_onboarded",
            "documents_due",
        }
    )
    _open_fields = dict.fromkeys(("prospect", "applying", "approved", "closed"), "all")

    partner_id = fields.Many2one(
        "res.partner", "Counterparty", required=True, readonly=True, ondelete="restrict", index=True
    )
    partner_name = fields.Char(related="partner_id.name", store=True, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        index=True,
    )
    state = fields.Selection(
        [
            ("prospect", "Prospect"),
            ("applying", "Applying"),
            ("approved", "Admitted"),
            ("closed", "Closed"),
        ],
        required=True,
        default="prospect",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    responsible_id = fields.Many2one(
        "res.users",
        "Applicant",
        tracking=True,
        index=True,
        help="Applied for the party, rates it and is asked for updates.",
    )
    department_id = fields.Many2one("hr.department", tracking=True, index=True)
    application_date = fields.Date(readonly=True)
    business_scope = fields.Text("Scope of Cooperation")
    intro = fields.Text("Introduction")
    registered_address = fields.Char()
    registered_capital = fields.Monetary()
    legal_representative = fields.Char()
    former_names = fields.Text(help="One name a line.", tracking=True)
    contact_name = fields.Char("Business Contact")
    contact_phone = fields.Char()
    principal_name = fields.Char("Business Principal")
    principal_phone = fields.Char()
    note = fields.Text("Remarks")
    grade = fields.Selection(
        GRADE_SELECTION,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        help="Empty: unrated.",
    )
    exempt = fields.Boolean(readonly=True, copy=False, tracking=True)
    exempt_reason = fields.Char(readonly=True, copy=False)
    limit_ids = fields.One2many("counterparty.limit", "profile_id", readonly=True)
    request_ids = fields.One2many("counterparty.limit.request", "profile_id", readonly=True)
    rating_ids = fields.One2many("counterparty.rating", "profile_id", readonly=True)
    application_ids = fields.One2many("counterparty.application", "profile_id", readonly=True)
    licence_ids = fields.One2many(related="partner_id.counterparty_licence_ids", readonly=False)
    trail_ids = fields.Many2many("counterparty.decision", compute="_compute_trail_ids")

    _pair_uniq = models.UniqueIndex(
        "(company_id, partner_id)", "Each party has one row in the ledger of a company."
    )

    @api.depends("state")
    def _compute_trail_ids(self):
        for profile in self:
            domain = [(name, "=", profile[name].id) for name in ("partner_id", "company_id")]
            profile.trail_ids = self.env["counterparty.decision"].search(domain, limit=80)

    @api.model_create_multi
    def create(self, vals_list):
        partners = self.env["res.partner"].sudo()
        for vals in vals_list:
            if vals.get("partner_id"):
                commercial = partners.browse(vals["partner_id"]).commercial_partner_id
                vals["partner_id"] = commercial.id
        profiles = super().create(vals_list)
        profiles._notice_screening()
        return profiles

    def action_close(self, comment=None):
        """End the cooperation, with a reason."""
        return self.action_step("close", comment)

    def action_exempt(self, comment=None):
        """Take the party out of control, with a reason: tax office, bank, utility …"""
        return self.action_step("exempt", comment)

    def action_end_exemption(self, comment=None):
        """Put the party back under control, with a reason."""
        return self.action_step("end_exemption", comment)

    def _applicant(self):
        return self.responsible_id

    def _step_values(self, step, comment):
        return {
            "exempt": {"exempt": True, "exempt_reason": comment},
            "end_exemption": {"exempt": False, "exempt_reason": False},
            "allow_offset": {"offset_payable": True},
            "end_offset": {"offset_payable": False},
        }.get(step.name, {})

    def _after_step(self, step, comment):
        self._raise_lock()

    def _may_rise(self):
        policies = self.env["counterparty.grade"]._policies(self.company_id.ids)
        policy = policies.get((self.company_id.id, grades.effective(self.grade or None)))
        return not policy or policy.behaviour == grades.OVER_LIMIT

    def _lock_pairs(self):
        return {(profile.partner_id.id, profile.company_id.id) for profile in self}

    def _set_limit(self, amount, origin, deadline=None):
        limit = super()._set_limit(amount, origin, deadline)
        self.partner_id._counterparty_mirror_limit(self.company_id, amount)
        return limit

    def _occupied(self):
        positions = self._positions()
        return {profile.id: exposure.actual(positions[profile.id].parts) for profile in self}

    def _wind_down_users(self):
        return super()._wind_down_users() | self.responsible_id.filtered("active")

    def _decision_facts(self):
        position = self._positions()[self.id]
        return {
            "grade": self.grade or None,
            "limit": self.credit_limit,
            "actual": exposure.actual(position.parts),
            "projected": exposure.projected(position.parts),
        }
