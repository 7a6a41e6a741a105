import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class CounterpartyGroupBatch(models.Model):
    """The parties that were reported to the parent company in one sheet, and that sheet."""

    _name = "counterparty.group.batch"
    _description = "Batch Reported to the Parent Company"
    _order = "id desc"

    name = fields.Char("Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    parent_id = fields.Many2one("res.partner", "Parent Company", readonly=True)
    user_id = fields.Many2one("res.users", "Reported By", readonly=True)
    date = fields.Datetime("Reported On", readonly=True, default=fields.Datetime.now)
    party_count = fields.Integer("Parties", readonly=True, help="When it was exported.")
    file = fields.Binary("Sheet", readonly=True, attachment=True)
    file_name = fields.Char(readonly=True)
    request_ids = fields.One2many("counterparty.group.request", "batch_id", "Reported Parties")
    undone_by_id = fields.Many2one("res.users", readonly=True)
    undone_date = fields.Datetime("Undone On", readonly=True)

    def action_undo(self):
        """Undo the report: what the parent company has not answered is to be reported again.

        :raise UserError: if the batch was undone, or the parent company answered all of it
        """
        for batch in self:
            batch.check_access("read")
            open_requests = batch.request_ids.filtered(lambda row: row.state == "reported")
            if not open_requests:
                raise UserError(self.env._("Nothing of %s can be undone any more.", batch.name))
            open_requests.action_step("take_back")
            batch.sudo().write({"undone_by_id": self.env.uid, "undone_date": fields.Datetime.now()})
        return True

    @api.model
    def _export(self, requests):
        """Mark requests as reported, in the name of the current user, and keep their sheet.

        :param requests: those to report, of one company
        :return: the batch
        :raise UserError: if they belong to several companies, or a step is barred
        """
        company = requests.company_id
        if len(company) > 1:
            raise UserError(self.env._("Please export the parties of one company at a time."))
        number = (
            self.env["ir.sequence"]
            .sudo()
            .with_company(company)
            .next_by_code("counterparty.group.batch")
        )
        batch = self.sudo().create(
            {
                "name": number,
                "company_id": company.id,
                "parent_id": company.sudo().counterparty_parent_id.id,
                "user_id": self.env.uid,
                "party_count": len(requests),
            }
        )
        step = requests._find_step("report")
        for request in requests:
            request._take_step(step, batch_id=batch.id)
        sheet = self.env["counterparty.group.sheet"]._write(requests)
        batch.file = base64.b64encode(sheet)
        batch.file_name = f"{number}.xlsx"
        return batch.sudo(False)
