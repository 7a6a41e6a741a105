from odoo import Command, api, fields, models

from ..policy import changes

#: What a client may say of a copy that is handed in with a proposal.
_FILE = ("name", "datas", "raw")


class CounterpartyLicenceProposalMixin(models.AbstractModel):
    """Documents of an approved party: a new or corrected one goes into a change application."""

    _name = "counterparty.licence.proposal.mixin"
    _description = "Document That Is Replaced by Approval"
    _inherit = ["counterparty.listed.mixin"]

    replaces_id = fields.Many2one(
        "counterparty.licence",
        readonly=True,
        index="btree_not_null",
        help="Archived when the change is approved.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        licences = super().create(vals_list)
        for licence, row in licences._counterparty_rows().items():
            application = self.env["counterparty.application"]._change_draft(row)
            with licence._counterparty_carrying_out():
                licence.sudo().write({"partner_id": False, "application_id": application.id})
            application._tell_proposed(licence.sudo().display_name)
        return licences

    def _counterparty_propose(self, row, values):
        application = self.env["counterparty.application"]._change_draft(row)
        if values.get("active") is False:
            application._propose(changes.LICENCE_END, False, licence_id=self.id)
            return
        files = self._offered_copies(values.pop("attachment_ids", []))
        values = {name: value for name, value in values.items() if name != "application_id"}
        draft = application.sudo().licence_ids.filtered(lambda row: row.replaces_id == self)
        if not draft:
            draft = self.sudo().copy(
                {
                    "partner_id": False,
                    "application_id": application.id,
                    "replaces_id": self.id,
                    "attachment_ids": [Command.set(self.sudo().attachment_ids.ids)],
                }
            )
        draft.write({**values, "attachment_ids": files})
        application._tell_proposed(draft.display_name)

    def _offered_copies(self, commands):
        """Return the commands for copies of which the user may dispose."""
        result, attachments = [], self.env["ir.attachment"]
        for command in commands:
            if command[0] == Command.CREATE:
                values = {name: command[2][name] for name in _FILE if name in command[2]}
                result.append(Command.create(values))
            elif command[0] in (Command.LINK, Command.SET):
                ids = command[2] if command[0] == Command.SET else [command[1]]
                attachments.browse(ids).check_access("read")
                result += [Command.link(attachment_id) for attachment_id in ids]
        return result
