from odoo import api, fields, models

from ..policy import approval, consistency
from .frozen_mixin import OWN

_REVIEW = frozenset({"review_opinion", "scope_conforms", "other_checks"})


class CounterpartyApplication(models.Model):
    """Application for a new counterparty (articles 4 to 7 and 10)."""

    _name = "counterparty.application"
    _description = "Counterparty Application"
    _inherit = ["counterparty.admission.mixin", "counterparty.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _steps = approval.APPLICATION
    _workflow_fields = frozenset(
        {
            "state",
            "name",
            "company_id",
            "applicant_id",
            "department_id",
            "application_date",
            "reviewer_id",
            "review_date",
            "approver_id",
            "approval_date",
            "approval_opinion",
            "notified_date",
            "profile_id",
        }
    )
    _open_fields = {
        "draft": OWN,
        "returned": OWN,
        "submitted": _REVIEW,
    }
    _review_fields = _REVIEW

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Under Review"),
            ("returned", "Returned"),
            ("reviewed", "Awaiting Approval"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.company,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    applicant_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        index=True,
    )
    department_id = fields.Many2one(
        "hr.department", compute="_compute_department_id", store=True, index=True
    )
    application_date = fields.Date(readonly=True, copy=False)
    role_customer = fields.Boolean("Customer")
    role_supplier = fields.Boolean("Supplier")
    regime = fields.Selection(
        [
            (consistency.ONE_LICENCE, "Domestic, one licence with one code"),
            (consistency.THREE_LICENCES, "Domestic, three certificates"),
            (consistency.FOREIGN, "Foreign"),
        ],
        required=True,
        default=consistency.ONE_LICENCE,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Existing Contact",
        index=True,
        help="Leave empty for a party that is not among the contacts yet.",
    )
    partner_name = fields.Char("Counterparty Name", help="The full name on the licence.")
    former_names = fields.Text(help="One name a line.")
    country_id = fields.Many2one("res.country", default=lambda self: self.env.company.country_id)
    registered_address = fields.Char()
    registered_capital = fields.Monetary()
    legal_representative = fields.Char()
    intro = fields.Text("Introduction")
    contact_name = fields.Char("Business Contact")
    contact_phone = fields.Char()
    principal_name = fields.Char("Business Principal")
    principal_phone = fields.Char()
    business_scope = fields.Text("Scope of Cooperation")
    expected_annual_amount = fields.Monetary("Expected Business a Year")
    requested_limit = fields.Monetary("Requested Credit Limit")
    licence_ids = fields.One2many("counterparty.licence", "application_id")
    scope_conforms = fields.Selection([("yes", "Conforms"), ("no", "Does not conform")], copy=False)
    other_checks = fields.Text(copy=False)
    review_opinion = fields.Text(copy=False)
    reviewer_id = fields.Many2one("res.users", readonly=True, copy=False)
    review_date = fields.Date(readonly=True, copy=False)
    approval_opinion = fields.Text("Leadership Opinion", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", readonly=True, copy=False)
    approval_date = fields.Date(readonly=True, copy=False)
    notified_date = fields.Date("Business Department Notified", readonly=True, copy=False)
    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", readonly=True, copy=False, index=True
    )
    missing_text = fields.Text(compute="_compute_missing_text")
    prohibition_ids = fields.Many2many(
        "counterparty.prohibition", compute="_compute_prohibition_ids", compute_sudo=True
    )
    finding_ids = fields.Json("Checks", compute="_compute_finding_ids", compute_sudo=True)

    _limit_check = models.Constraint(
        "CHECK (requested_limit >= 0)", "A credit limit is not negative."
    )

    @api.depends("applicant_id", "company_id")
    def _compute_department_id(self):
        for application in self:
            user = application.applicant_id.with_company(application.company_id)
            application.department_id = user.sudo().employee_id.department_id

    @api.depends(lambda self: self._input_fields())
    @api.depends_context("lang")
    def _compute_missing_text(self):
        for application in self:
            application.missing_text = "\n".join(application._missing_content())

    @api.depends("partner_name", "former_names", "partner_id", "licence_ids.number")
    def _compute_prohibition_ids(self):
        entries = self.env["counterparty.prohibition"]
        keys = {application: application._prohibition_keys() for application in self}
        hits = entries._hits(keys)
        for application in self:
            application.prohibition_ids = hits[application]

    @api.depends(lambda self: self._input_fields())
    @api.depends_context("lang")
    def _compute_finding_ids(self):
        for application in self:
            application.finding_ids = application._finding_rows()

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            party = self.partner_id.commercial_partner_id
            self.partner_id = party
            self.partner_name = party.name
            self.country_id = party.country_id or self.country_id
            self.registered_address = (
                party._display_address(without_company=True).replace("\n", " ").strip()
            )

    @api.model_create_multi
    def create(self, vals_list):
        applications = super().create(vals_list)
        for application in applications.sudo():
            application.name = (
                self.env["ir.sequence"]
                .with_company(application.company_id)
                .next_by_code("counterparty.application")
            )
        return applications

    def action_submit(self):
        """Submit to the office, complete; says all that is missing at once (article 5)."""
        return self.action_step("submit")

    def action_send_back(self, comment=None):
        """Return to the applicant for supplements, with a reason (article 7)."""
        return self.action_step("send_back", comment)

    def action_review(self):
        """Pass the review: no prohibited party, conforming, consistent and valid (article 6)."""
        return self.action_step("review")

    def action_refuse(self, comment=None):
        """Fail the review, with a reason."""
        return self.action_step("refuse", comment)

    def action_ask_back(self, comment=None):
        """Send back to the office for another look, with a question."""
        return self.action_step("ask_back", comment)

    def action_approve(self, comment=None):
        """Approve: the party enters the ledger in the same transaction (article 10)."""
        return self.action_step("approve", comment)

    def action_reject(self, comment=None):
        """Reject, with a reason."""
        return self.action_step("reject", comment)

    def action_cancel(self):
        """Withdraw one's own application."""
        return self.action_step("cancel")

    def action_open_profile(self):
        """Open the ledger row that came out of the application."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    @api.model
    def _input_fields(self):
        return [
            "partner_name",
            "former_names",
            "partner_id",
            "regime",
            "role_customer",
            "role_supplier",
            "intro",
            "contact_name",
            "contact_phone",
            "principal_name",
            "principal_phone",
            "business_scope",
            "country_id",
            "licence_ids",
            "licence_ids.type_id",
            "licence_ids.number",
            "licence_ids.holder_name",
            "licence_ids.legal_representative",
            "licence_ids.expiry_date",
            "licence_ids.is_long_term",
            "licence_ids.attachment_ids",
            "state",
            "scope_conforms",
            "review_opinion",
        ]

    def _applicant(self):
        return self.applicant_id

    def _step_values(self, step, comment):
        today, user = fields.Date.context_today(self), self.env.user.id
        return {
            "submit": {"application_date": today},
            "review": {"reviewer_id": user, "review_date": today},
            "refuse": {"reviewer_id": user, "review_date": today, "review_opinion": comment},
            "approve": self._approval_values(today, user, comment) | {"notified_date": today},
            "reject": self._approval_values(today, user, comment),
        }.get(step.name, {})

    @api.model
    def _approval_values(self, today, user, comment):
        return {"approver_id": user, "approval_date": today, "approval_opinion": comment or False}

    def _after_step(self, step, comment):
        if step.name == "approve":
            self._admit()

    def _decision_partner(self):
        return self.profile_id.partner_id or self.partner_id.commercial_partner_id

    def _decision_facts(self):
        return {
            "requested_limit": self.requested_limit,
            "findings": self.finding_ids,
            "prohibitions": self.prohibition_ids.mapped("name"),
        }
