from markupsafe import Markup

from odoo import models
from odoo.tools import format_list, html_escape

from ..policy import approval


class CounterpartyHandoverMixin(models.AbstractModel):
    """What a step leaves behind: a decision, a message, and an activity for who is next."""

    _name = "counterparty.handover.mixin"
    _description = "Counterparty Handover"
    _inherit = ["mail.thread", "mail.activity.mixin", "counterparty.step.labels.mixin"]

    #: Who sees a party may talk about it; the business department has no right to write.
    _mail_post_access = "read"

    def _step_error_texts(self, step):
        """Return ``{key: text}`` for each way in which a step may be barred."""
        _ = self.env._
        groups = [self.env.ref(f"counterparty_control.group_{g}").sudo().name for g in step.groups]
        name, label = self.display_name, self._step_labels()[step.name]
        return {
            "state": _(
                "%(name)s is %(state)s: '%(step)s' is not possible now.",
                name=name,
                state=self._state_label(self.state),
                step=label,
            ),
            "group": _(
                "'%(step)s' is for members of %(group)s.",
                step=label,
                group=format_list(self.env, groups, "or"),
            ),
            "not_own": _(
                "'%(step)s' is for %(applicant)s, who applied for %(name)s.",
                step=label,
                applicant=self._applicant().sudo().name,
                name=name,
            ),
            "own": _("Nobody decides on what they applied for themselves: %s.", name),
            "reviewed": _("As a deputy nobody decides on what one of both reviewed: %s.", name),
            "reason": _("'%s' needs a reason.", label),
        }

    def _state_label(self, state):
        selection = self._fields["state"]._description_selection(self.env)
        return dict(selection).get(state, state)

    def _decision_partner(self):
        """Return the party that a decision is about."""
        return self.partner_id

    def _decision_department(self):
        """Return the department that sees a decision."""
        return self.department_id

    def _decision_facts(self):
        """Return the figures that a decision rests on, as a JSON value."""
        return {}

    def _log_step(self, step, before, comment, behalf=None):
        self.env["counterparty.decision"]._record(
            [
                {
                    "kind": "step",
                    "step": step.name,
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                    "partner_id": self._decision_partner().id,
                    "department_id": self._decision_department().id,
                    "applicant_id": self._applicant().id,
                    "behalf_id": behalf.id if behalf else False,
                    "state_before": before,
                    "state_after": self.state,
                    "summary": f"{self.display_name}: {self._step_labels()[step.name]}",
                    "comment": comment or False,
                    "facts": self._decision_facts(),
                }
            ]
        )

    def _hand_over(self, step, comment):
        """Tell the record's followers, close what was asked for, and ask who is next."""
        self._tell_step(step, comment)
        self.activity_unlink(["counterparty_control.mail_activity_type_step"])
        if step.tells == approval.APPLICANT and step.target != "returned":
            return
        for user in self._next_users(step):
            self.activity_schedule(
                "counterparty_control.mail_activity_type_step",
                date_deadline=self._activity_deadline(step),
                user_id=user.id,
                summary=self._activity_summary(step),
                note=comment or False,
            )

    def _tell_step(self, step, comment):
        """Leave a note of a step, sent to those whose turn it is and who are to know."""
        body = Markup("<b>%s</b>") % self._step_labels()[step.name]
        lines = [*(comment or "").splitlines(), *self._notice(step)]
        body += Markup("").join(Markup("<br/>%s") % html_escape(line) for line in lines)
        users = self._next_users(step) | self._told_users(step)
        self.message_post(
            body=body,
            author_id=self.env.user.partner_id.id,
            partner_ids=users.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _activity_summary(self, step):
        _ = self.env._
        return {
            "submitted": _("Review %s", self.display_name),
            "reviewed": _("Approve or reject %s", self.display_name),
            "returned": _("Supplement %s", self.display_name),
        }.get(step.target, self.display_name)

    def _activity_deadline(self, step):
        """Return until when the next step is due, or None for what the type of activity says."""
        return

    def _notice(self, step):
        """Return lines to add to what those are told who are to know of a step."""
        return []

    def _told_users(self, step):
        """Return users who are to know of a step without having to act."""
        return self.env["res.users"]

    def _next_users(self, step):
        """Return the active users whose turn it is after a step, without the applicant.

        Deputies of those who are absent today are asked beside them.
        """
        if not step.tells:
            return self.env["res.users"]
        if step.tells == approval.APPLICANT:
            return self._applicant()
        group = self.env.ref(f"counterparty_control.group_{step.tells}")
        users = group.all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )
        deputies = self.env["counterparty.deputy"]._deputies(users, self.company_id)
        return (users | deputies) - self._applicant()
