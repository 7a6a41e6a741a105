from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..policy.gate import Reason

_KINDS = [
    ("step", "Workflow step"),
    ("refused", "Refused"),
    ("observed", "Would have been refused"),
    ("confirmed", "Held order confirmed"),
    ("released", "Passed by an exception"),
    ("setting", "Setting changed"),
]


#: Figures that are no amounts.
_COUNTS = frozenset({"overdue_days", "days_over_limit", "parties", "tolerance_percent"})


class CounterpartyDecision(models.Model):
    """The append-only trail: who decided what, when, and on which facts."""

    _name = "counterparty.decision"
    _description = "Counterparty Decision"
    _inherit = ["counterparty.fact.labels.mixin"]
    _order = "id desc"
    _rec_name = "summary"

    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, index=True, ondelete="restrict"
    )
    behalf_id = fields.Many2one(
        "res.users", "On Behalf of", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    applicant_id = fields.Many2one(
        "res.users",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who applied, or is responsible for the party.",
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", "Counterparty", readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one("hr.department", readonly=True)
    kind = fields.Selection(_KINDS, required=True, readonly=True)
    step = fields.Char(readonly=True)
    state_before = fields.Char(readonly=True)
    state_after = fields.Char(readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    summary = fields.Char(readonly=True)
    comment = fields.Text(readonly=True)
    reasons = fields.Char("Reason Codes", readonly=True, help="Codes of the reasons of a refusal.")
    facts = fields.Json(readonly=True, help="The figures as they were, in company currency.")
    share = fields.Monetary("This Document", readonly=True)
    excess = fields.Monetary(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    event = fields.Char("What Happened", compute="_compute_event")
    facts_text = fields.Text("Figures", compute="_compute_facts_text")

    _document_index = models.Index("(res_model, res_id)")
    _observed_index = models.Index("(date) WHERE kind = 'observed'")

    @api.depends("kind", "step", "reasons", "facts")
    @api.depends_context("lang")
    def _compute_event(self):
        for decision in self:
            decision.event = decision._event()

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_facts_text(self):
        labels = self._fact_labels()
        for decision in self:
            facts = decision.facts or {} if decision.kind != "setting" else {}
            known = [name for name in labels if facts.get(name) not in (None, "")]
            decision.facts_text = "\n".join(
                self.env._(
                    "%(label)s: %(value)s",
                    label=labels[name],
                    value=decision._fact_value(name, facts[name]),
                )
                for name in known
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Decisions are recorded by the system alone."))
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A recorded decision cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A recorded decision cannot be deleted."))

    def action_open_document(self):
        """Open the document that the decision is about."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _event(self):
        """Return what happened, in the reader's language."""
        if self.kind == "step" and self.res_model in self.env:
            labels = self.env["counterparty.step.labels.mixin"]._step_labels()
            states = self.env[self.res_model]._fields["state"]._description_selection(self.env)
            states = dict(states)
            known = filter(None, (self.state_before, self.state_after))
            change = [states.get(state, "") for state in known]
            return f"{labels.get(self.step, self.step)} ({' → '.join(change)})"
        if self.kind == "setting":
            company = self.env["res.company"]
            names = (self.facts or {}).get("after", {})
            labels = [company._fields[n]._description_string(self.env) for n in names]
            return format_list(self.env, labels, "unit")
        labels = self._reason_labels()
        codes = (self.reasons or "").split(",")
        return format_list(self.env, [labels[code] for code in codes if code in labels], "unit")

    def _fact_value(self, name, value):
        if isinstance(value, (int, float)) and name not in _COUNTS and self.currency_id:
            return self.currency_id.format(value)
        return value.upper() if name.endswith("grade") else str(value)

    @api.model
    def _reason_labels(self):
        """Return ``{code: short label}`` for every reason of the gate."""
        _ = self.env._
        return {
            Reason.FORCED_HOLD.value: _("forced hold"),
            Reason.NOT_APPROVED.value: _("not admitted"),
            Reason.CLOSED.value: _("cooperation ended"),
            Reason.PROHIBITED.value: _("on the prohibited list"),
            Reason.BARRED.value: _("grade E"),
            Reason.LICENCE.value: _("licence expired or missing"),
            Reason.RESTRICTED.value: _("grade D"),
            Reason.OVERDUE.value: _("overdue"),
            Reason.OVER_LIMIT.value: _("over the limit"),
            Reason.OVER_GROUP_LIMIT.value: _("over the limit of the group"),
        }

    @api.model
    def _record(self, vals_list):
        """Append decisions in the name of the current user."""
        defaults = {"user_id": self.env.uid}
        return self.sudo().create([{**defaults, **vals} for vals in vals_list])
