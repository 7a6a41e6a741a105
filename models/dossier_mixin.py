from odoo import api, fields, models

from ..policy import consistency


class CounterpartyDossierMixin(models.AbstractModel):
    """The rest of the form of article 5: terms, attachments, and how a supplier was assessed."""

    _name = "counterparty.dossier.mixin"
    _description = "Dossier of an Application"
    _inherit = ["counterparty.filed.mixin", "counterparty.designated.mixin"]

    _file_fields = ("attachment_ids", "evaluation_ids")

    origin = fields.Char("Source Document", help="The order for which the party is wanted.")
    currency_id = fields.Many2one("res.currency")
    establishment_date = fields.Date(
        compute="_compute_establishment_date",
        store=True,
        readonly=False,
        help="Taken from the business licence unless it is entered here.",
    )
    licensed_scope = fields.Text(help="The business scope printed on the licence.")
    paid_in_capital = fields.Monetary("Paid-in Capital")
    financial_ids = fields.One2many("counterparty.financial", "application_id")
    settlement_terms = fields.Char(help="How and when is paid.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_application_attachment_rel",
        string="Other Attachments",
        bypass_search_access=True,
    )
    interview_date = fields.Date()
    interview_attendees = fields.Char()
    interview_notes = fields.Text(help="What was asked and found in the interview.")
    capability = fields.Text(
        "Capability and Quality", help="Capacity, reputation, how quality is assured."
    )
    evaluation_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_application_evaluation_rel",
        string="Evaluation Report",
        bypass_search_access=True,
    )

    @api.depends("licence_ids.establishment_date", "licence_ids.type_id")
    def _compute_establishment_date(self):
        for application in self:
            main = application.licence_ids.filtered(lambda row: row.kind == consistency.BUSINESS)
            application.establishment_date = (
                application.establishment_date or main[:1].establishment_date
            )

    def _information_values(self):
        """Return what the information file of the ledger row takes over.

        What the form leaves open is taken from the business licence.
        """
        licence = self.licence_ids.filtered(lambda row: row.kind == consistency.BUSINESS)[:1]
        return {
            "licensed_scope": self.licensed_scope or licence.licensed_scope,
            "establishment_date": self.establishment_date,
            "paid_in_capital": self.paid_in_capital,
        }

    def _admit_financials(self, partner):
        """Enter the figures of the application for the party, but for years that it has."""
        known = partner.sudo().counterparty_financial_ids.mapped("year")
        for row in self.financial_ids.filtered(lambda row: row.year not in known):
            row.copy(
                {
                    "application_id": False,
                    "partner_id": partner.id,
                    "attachment_ids": [fields.Command.set(row.attachment_ids.ids)],
                }
            )

    def _missing_assessment(self):
        """Return what is missing of the assessment of a supplier, where the company asks for it."""
        if not self.adds_supplier or not self.company_id.sudo().counterparty_supplier_assessment:
            return []
        _ = self.env._
        wanted = [
            (self.interview_date and self.interview_notes, _("the interview: day and notes")),
            (self.capability, _("the capability and quality of the supplier")),
            (self.evaluation_ids, _("the evaluation report")),
        ]
        return [text for value, text in wanted if not value]

    def _get_mail_thread_data_attachments(self):
        """Show the copies of licences beside the data, too."""
        found = super()._get_mail_thread_data_attachments()
        return found | self.licence_ids.attachment_ids
