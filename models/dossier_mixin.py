from odoo import api, fields, models


class CounterpartyDossierMixin(models.AbstractModel):
    """The rest of the form of article 5: terms, attachments, and how a supplier was assessed."""

    _name = "counterparty.dossier.mixin"
    _description = "Dossier of an Application"

    origin = fields.Char("Source Document", help="The order for which the party is wanted.")
    establishment_date = fields.Date()
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

    @api.model_create_multi
    def create(self, vals_list):
        applications = super().create(vals_list)
        applications._adopt_files()
        return applications

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"attachment_ids", "evaluation_ids"}:
            self._adopt_files()
        return result

    def _adopt_files(self):
        """Make uploaded files the application's own, so that they are read and kept with it."""
        for application in self.sudo():
            own = {"res_model": self._name, "res_id": application.id}
            for found in application.attachment_ids | application.evaluation_ids:
                if (found.res_model, found.res_id) == (self._name, application.id):
                    continue
                if not found.res_id and found.create_uid == self.env.user:
                    found.write(own)
                    continue
                found.with_env(self.env).check_access("read")
                copy = found.copy(own)
                for name in ("attachment_ids", "evaluation_ids"):
                    if found in application[name]:
                        application[name] = [
                            fields.Command.unlink(found.id),
                            fields.Command.link(copy.id),
                        ]

    def _missing_assessment(self):
        """Return what is missing of the assessment of a supplier, where the company asks for it."""
        if not self.role_supplier or not self.company_id.sudo().counterparty_supplier_assessment:
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
