from odoo import api, fields, models

from ..policy import approval, consistency, review
from .checklist_mixin import REVIEW
from .frozen_mixin import OWN
from .verification_mixin import FOLLOWED


class CounterpartyApplication(models.Model):
    """Application for a new counterparty, or for a change (articles 4 to 7 and 10)."""

    _name = "counterparty.application"
    _description = "Counterparty Application"
    _inherit = [
        "mail.thread.main.attachment",
        "counterparty.risked.mixin",
        "counterparty.change.mixin",
        "counterparty.role.change.mixin",
        "counterparty.verification.mixin",
        "counterparty.dossier.mixin",
        "counterparty.admission.mixin",
        "counterparty.similar.mixin",
        "counterparty.completeness.mixin",
        "counterparty.required.mixin",
        "counterparty.duplicates.mixin",
        "counterparty.findings.mixin",
        "counterparty.signing.mixin",
        "counterparty.review.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _steps = approval.APPLICATION
    _workflow_fields = FOLLOWED | {
        "name",
        "company_id",
        "applicant_id",
        "department_id",
        "application_date",
        "notified_date",
        "ledger_date",
        "profile_id",
        "signed_findings",
        "name_key",
    }
    _open_fields = {
        "draft": OWN,
        "returned": OWN,
        "submitted": REVIEW,
    }
    _review_fields = REVIEW

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
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
    notified_date = fields.Date("Business Department Notified", readonly=True, copy=False)
    ledger_date = fields.Date("Entered in the Ledger", readonly=True, copy=False)
    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", readonly=True, copy=False, index=True
    )

    _limit_check = models.Constraint(
        "CHECK (requested_limit >= 0)", "A credit limit is not negative."
    )

    @api.depends("applicant_id", "company_id")
    def _compute_department_id(self):
        for application in self:
            user = application.applicant_id.with_company(application.company_id)
            application.department_id = user.sudo().employee_id.department_id

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
            sequence = self.env["ir.sequence"].with_company(application.company_id)
            application.name = sequence.next_by_code("counterparty.application")
        applications._notice_screening()
        return applications

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"partner_name", "former_names", "partner_id", "state"}:
            self._notice_screening()
        return result

    def action_open_profile(self):
        """Open the ledger row that came out of the application."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    def _applicant(self):
        return self.applicant_id

    def _step_values(self, step, comment):
        today = fields.Date.context_today(self)
        values = {
            "submit": {"application_date": today},
            "approve": {"notified_date": today, "ledger_date": today},
            "reject": {"notified_date": today},
            "refuse": {"notified_date": today},
        }
        return super()._step_values(step, comment) | values.get(step.name, {})

    def _after_step(self, step, comment):
        result = super()._after_step(step, comment)
        if step.name == "approve":
            with self.env["counterparty.listed.mixin"]._counterparty_carrying_out():
                self._carry_out()
        elif self.kind == review.NEW:
            self._announce(step)
        elif step.name == "submit":
            self.profile_id = self._row()
            self._try_changes()
        return result

    def _carry_out(self):
        """Enter in the ledger what was approved, in one transaction."""
        if self.kind == review.NEW:
            self._admit()
        self._apply_changes()

    def _decision_partner(self):
        return self.profile_id.partner_id or self.partner_id.commercial_partner_id

    def _decision_facts(self):
        return {
            "requested_limit": self.requested_limit,
            "changes": [change._text() for change in self.change_ids],
            "findings": self.finding_ids,
            "checks": self._check_facts(),
            "prohibitions": self.prohibition_ids.mapped("name"),
        }
