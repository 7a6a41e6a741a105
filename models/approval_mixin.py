from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy import approval, deputies

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
                for step in record._own_steps()
                if not record._step_error_key(step, self.env._("(to be given)"))
            ]

    def action_step(self, name, comment=None):
        """Take a step of the workflow, asking for the reason first where one is needed.

        :param name: a step of ``policy/approval.py``
        :raise UserError: if the step may not be taken, with the reason
        """
        step = self[:1]._find_step(name)
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
                "default_comment": self._suggested_reason(step),
            },
        }

    def _suggested_reason(self, step):
        """Return what the dialogue for the reason of a step is filled with."""
        return False

    def _own_steps(self):
        """Return the steps of the workflow of this record."""
        return self._steps

    def _find_step(self, name):
        try:
            return approval.find(self._own_steps(), name)
        except StopIteration:
            raise UserError(self.env._("There is no step %s here.", name)) from None

    def _applicant(self):
        """Return the user who applied; nobody approves what they applied for."""
        raise NotImplementedError

    def _needs_all(self, step):
        """Tell whether nothing may be missing for a step."""
        return step.target in _FORWARD and step.name != "ask_back"

    def _missing(self):
        """Return the texts of all that is missing before a step forward."""
        return []

    def _step_values(self, step, comment):
        """Return what a step writes besides the state."""
        return {}

    def _after_step(self, step, comment):
        """Carry out what follows from a step; called as superuser."""

    def _step_error_key(self, step, comment):
        return self._stand_in(step, comment)[0]

    def _stand_in(self, step, comment):
        """Return why the current user may not take a step, and for whom it would be taken."""
        self.ensure_one()
        user = self.env.user
        own, absent = self._person(user), user.browse()
        key, _name = deputies.stand_in(step, self.state, own, {}, comment)
        if key != "group" or step.name not in approval.DEPUTISED:
            return key, absent
        absent = self.env["counterparty.deputy"]._represented(user, self.company_id)
        people = {person.id: self._person(person) for person in absent}
        key, name = deputies.stand_in(step, self.state, own, people, comment)
        return key, absent.browse(name)

    def _person(self, user):
        """Return what speaks for and against a user taking steps of this record."""
        groups = {
            name
            for name in approval.GROUPS
            if user.sudo().has_group(f"counterparty_control.group_{name}")
        }
        return deputies.Person(
            frozenset(groups), user in self._applicant(), user in self._reviewers()
        )

    def _reviewers(self):
        """Return the users who reviewed, themselves or through a deputy."""
        return self.env["res.users"]

    def _behalf_values(self, step, user):
        """Return what is written when a step is taken for a user who is absent."""
        return {}

    def _check_step(self, step, comment):
        """Raise the reason why the current user may not take a step."""
        key = self._step_error_key(step, comment)
        if key:
            raise UserError(self._step_error_texts(step)[key])
        if self._needs_all(step):
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
        before, behalf = self.state, self._stand_in(step, comment)[1]
        record = self.sudo()
        values = {
            **record._step_values(step, comment),
            **record._behalf_values(step, behalf),
            **values,
        }
        record.write({"state": step.target or before, **values})
        record._after_step(step, comment)
        record._log_step(step, before, comment, behalf)
        told = [self.env._("On behalf of %s", behalf.sudo().name)] if behalf else []
        record._hand_over(step, "\n".join([*told, *([comment] if comment else [])]))
