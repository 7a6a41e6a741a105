from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy import approval

#: States for which nothing may be missing.
_FORWARD = ("submitted", "reviewed", "approved", "received")


class CounterpartyApprovalMixin(models.AbstractModel):
    """Steps, rights, decisions and activities that all workflows share.

    The steps are data in ``policy/approval.py``. A state changes through ``_take_step`` alone;
    being superuser does not replace the right to a step.
    """

    _name = "counterparty.approval.mixin"
    _description = "Counterparty Approval"
    _inherit = ["counterparty.frozen.mixin", "counterparty.handover.mixin"]

    #: Steps of the workflow, see ``policy/approval.py``.
    _steps = ()

    decision_ids = fields.One2many(
        "counterparty.decision",
        "res_id",
        "Decisions",
        domain=lambda self: [("res_model", "=", self._name)],
    )
    available_steps = fields.Json(compute="_compute_available_steps")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_available_steps(self):
        for record in self:
            record.available_steps = [
                step.name
                for step in record._steps
                if not record._step_error_key(step, self.env._("(to be given)"))
            ]

    def action_step(self, name, comment=None):
        """Take a step of the workflow, asking for the reason first where one is needed.

        :param name: a step of ``policy/approval.py``
        :raise UserError: if the step may not be taken, with the reason
        """
        step = self._find_step(name)
        if step.needs_reason and not (comment or "").strip():
            for record in self:
                record._check_step(record._find_step(name), self.env._("(to be given)"))
            return self._action_ask_reason(step)
        for record in self:  # who may take it can differ from record to record
            record._take_step(record._find_step(name), comment)
        return True

    def _action_ask_reason(self, step, records=None):
        """Ask for the reason of a step, to be taken on these records or others."""
        records = self if records is None else records
        return {
            "type": "ir.actions.act_window",
            "name": self._step_labels()[step.name],
            "res_model": "counterparty.step",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": records._name,
                "default_res_ids": ",".join(map(str, records.ids)),
                "default_step": step.name,
            },
        }

    def _find_step(self, name):
        try:
            return approval.find(self._steps, name)
        except StopIteration:
            raise UserError(self.env._("There is no step %s here.", name)) from None

    def _applicant(self):
        """Return the user who applied; nobody approves what they applied for."""
        raise NotImplementedError

    def _missing(self):
        """Return the texts of all that is missing before a step forward."""
        return []

    def _step_values(self, step, comment):
        """Return what a step writes besides the state."""
        return {}

    def _after_step(self, step, comment):
        """Carry out what follows from a step; called as superuser."""

    def _step_error_key(self, step, comment):
        self.ensure_one()
        user = self.env.user
        groups = {
            name for name in approval.GROUPS if user.has_group(f"counterparty_control.group_{name}")
        }
        return approval.error(step, self.state, groups, user in self._applicant(), comment)

    def _check_step(self, step, comment):
        """Raise the reason why the current user may not take a step."""
        key = self._step_error_key(step, comment)
        if key:
            raise UserError(self._step_error_texts(step)[key])
        if step.target in _FORWARD and step.name != "ask_back":
            missing = self._missing()
            if missing:
                raise UserError(
                    self.env._(
                        "%(name)s is not complete yet:\n%(list)s",
                        name=self.display_name,
                        list="\n".join(f"- {text}" for text in missing),
                    )
                )

    def _take_step(self, step, comment=None, **values):
        """Take a step; ``values`` are written with it, besides those of ``_step_values``."""
        self.ensure_one()
        self.check_access("read")
        self._check_step(step, comment)
        before = self.state
        record = self.sudo()
        values = {**record._step_values(step, comment), **values}
        record.write({"state": step.target or before, **values})
        record._after_step(step, comment)
        record._log_step(step, before, comment)
        record._hand_over(step, comment)
