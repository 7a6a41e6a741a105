from markupsafe import Markup

from odoo import api, fields, models

from ..policy import approval


class CounterpartyHold(models.Model):
    """A forced hold (强制暂挂) of one order or a whole party: only a person ends it."""

    _name = "counterparty.hold"
    _description = "Forced Hold"
    _inherit = ["counterparty.order.link.mixin", "counterparty.approval.mixin"]
    _order = "id desc"
    _rec_name = "document_name"

    _steps = approval.HOLD
    _workflow_fields = frozenset(
        {"state", "company_id", "partner_id", "department_id", "user_id", "date", "was_held"}
    )
    _open_fields = {}

    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", index=True, ondelete="cascade", copy=False
    )
    partner_id = fields.Many2one(
        "res.partner", "Counterparty", readonly=True, copy=False, index=True
    )
    department_id = fields.Many2one("hr.department", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Held By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    date = fields.Datetime("Held Since", readonly=True, copy=False, default=fields.Datetime.now)
    state = fields.Selection(
        [("active", "In Force"), ("ended", "Ended")],
        required=True,
        default="active",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    reason = fields.Text(required=True, tracking=True)
    was_held = fields.Boolean(
        readonly=True, copy=False, help="The document waited before it was stopped."
    )

    _subject_check = models.Constraint(
        "CHECK (num_nonnulls(sale_order_id, purchase_order_id, profile_id) = 1)",
        "A forced hold is of one order, or of one party.",
    )
    _reason_check = models.Constraint(
        "CHECK (TRIM(reason) <> '')", "Please give a reason: it is kept with the decision."
    )
    _sale_uniq = models.UniqueIndex(
        "(sale_order_id) WHERE state = 'active'", "This order is on forced hold already."
    )
    _purchase_uniq = models.UniqueIndex(
        "(purchase_order_id) WHERE state = 'active'", "This order is on forced hold already."
    )
    _profile_uniq = models.UniqueIndex(
        "(profile_id) WHERE state = 'active'", "This party is on forced hold already."
    )

    @api.depends("sale_order_id", "purchase_order_id", "profile_id")
    def _compute_document_name(self):
        for hold in self:
            hold.document_name = hold._subject().display_name or ""

    @api.model_create_multi
    def create(self, vals_list):
        holds = super().create(vals_list)
        for hold in holds:
            hold.sudo()._begin()
        holds.check_access("read")
        return holds

    def write(self, vals):
        self._check_workflow_fields(vals.keys() & {"profile_id"})
        return super().write(vals)

    def action_end_hold(self, comment=None):
        """End it, with a reason."""
        return self.action_step("end_hold", comment)

    def _subject(self):
        return self._document() or self.profile_id

    def _applicant(self):
        """Return who sells to the party or buys from it, to be told."""
        return self._document().user_id or self.profile_id.responsible_id

    def _step_error_key(self, step, comment):
        """Whoever is responsible for the order or the party does not end what others stopped."""
        record = self.sudo()
        order = record._document()
        party = record.profile_id or order._counterparty_profile_of_order()
        if self.env.user in order.user_id | party.responsible_id and step.name == "end_hold":
            return "own"
        return super()._step_error_key(step, comment)

    def _begin(self):
        """Stop the subject, and tell who is responsible."""
        order = self._document()
        profile = self.profile_id or order._counterparty_profile_of_order()
        self.write(
            {
                "company_id": self._subject().company_id.id,
                "partner_id": profile.partner_id.id or order._counterparty_parties()[0].id,
                "department_id": profile.department_id.id,
                "was_held": order.counterparty_is_held,
            }
        )
        self._apply(True)
        step = approval.find(self._steps, "hold")
        self._log_step(step, "", self.reason)
        self._hand_over(step, self.reason)

    def _after_step(self, step, comment):
        self._apply(False)

    def _apply(self, stopped):
        """Stop the subject or let it go; documents under way meet the change."""
        self._subject().counterparty_forced_hold = stopped
        order = self._document()
        self.env["counterparty.lock"]._raise({(self.partner_id.id, self.company_id.id)})
        if not stopped:
            self.env["counterparty.recheck"].sudo()._notice({self.partner_id.id})
        if not order or order._counterparty_is_confirmed():
            return
        if stopped:
            order._counterparty_mark_held()
        elif not self.was_held and not order._counterparty_is_asked():
            order._counterparty_unhold()

    def _hand_over(self, step, comment):
        """Tell on the order or the ledger row as well."""
        result = super()._hand_over(step, comment)
        body = Markup("<b>%s</b><br/>%s") % (self._step_labels()[step.name], comment or "")
        self._subject().message_post(
            body=body, author_id=self.env.user.partner_id.id, subtype_xmlid="mail.mt_note"
        )
        return result
