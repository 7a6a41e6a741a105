from dataclasses import replace

from odoo import api, fields, models

from ..policy import corrective

_ACTIVITY = "counterparty_control.mail_activity_type_corrective"
#: What is written of a reply; whoever writes it does not verify it.
REPLY = frozenset({"reply", "evidence_ids"})
#: What the office may put right while the supplier owes its reply.
LATER = frozenset({"deadline", "responsible_id"})


class CounterpartyCorrectiveReplyMixin(models.AbstractModel):
    """What a supplier replied, who recorded it, and when who is responsible is asked for it."""

    _name = "counterparty.corrective.reply.mixin"
    _description = "Reply to a Corrective Action"
    _inherit = ["counterparty.filed.mixin", "counterparty.approval.mixin"]

    _file_fields = ("evidence_ids",)

    deadline = fields.Date(tracking=True, help="Until when the supplier corrects and replies.")
    responsible_id = fields.Many2one(
        "res.users",
        compute="_compute_responsible_id",
        store=True,
        readonly=False,
        tracking=True,
        index=True,
        domain="[('share', '=', False)]",
        help="Follows it up with the supplier and is asked at the deadline.",
    )
    reply = fields.Text("Reply of the Supplier", copy=False)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "counterparty_corrective_evidence_rel",
        copy=False,
        bypass_search_access=True,
        help="What shows that it was corrected: photographs, records, certificates.",
    )
    replier_ids = fields.Many2many(
        "res.users",
        "counterparty_corrective_replier_rel",
        string="Reply Recorded By",
        readonly=True,
        copy=False,
    )
    reply_date = fields.Date("Replied On", readonly=True, copy=False)

    @api.depends("profile_id")
    def _compute_responsible_id(self):
        for action in self:
            action.responsible_id = action.profile_id.responsible_id or self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions.filtered(lambda row: row.reply or row.evidence_ids)._note_replier()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & REPLY:
            self._note_replier()
        if vals.keys() & LATER:
            self._remind()
        return result

    def _note_replier(self):
        self.sudo().replier_ids = [fields.Command.link(self.env.uid)]

    def _remind(self):
        """Ask who is responsible, at the deadline and while the supplier owes its reply."""
        for action in self.sudo():
            action.activity_unlink([_ACTIVITY])
            if action.state == corrective.ISSUED and action.deadline:
                user = action.responsible_id
                told = action.with_context(lang=user.lang)
                told.activity_schedule(
                    _ACTIVITY,
                    user_id=user.id,
                    date_deadline=action.deadline,
                    summary=told.env._("Reply of the supplier: %s", told.display_name),
                )

    def _person(self, user):
        """Who recorded the reply decides on it as little as who applied for something."""
        return replace(super()._person(user), applied=user in self.sudo().replier_ids)

    def _writable(self, names):
        """Return what is open now: the verification not to who recorded the reply."""
        writable = self._open_fields.get(self.state, frozenset())
        if self.state == corrective.ISSUED and not self._is_office():
            writable -= LATER
        return writable - self._review_fields if self._person(self.env.user).applied else writable

    def _is_office(self):
        return self.env.user.has_group("counterparty_control.group_office")
