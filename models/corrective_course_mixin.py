from odoo import models

from ..policy import corrective

#: Steps for which nothing may be missing.
_COMPLETE = frozenset({"issue_correction", "record_reply", "close_correction", "fail_correction"})


class CounterpartyCorrectiveCourseMixin(models.AbstractModel):
    """The course of a corrective action: what each step needs, writes, and whom it tells."""

    _name = "counterparty.corrective.course.mixin"
    _description = "Course of a Corrective Action"

    def _applicant(self):
        """Return who follows it up with the supplier."""
        return self.responsible_id

    def _needs_all(self, step):
        return step.name in _COMPLETE

    def _missing(self):
        _ = self.env._
        texts = {
            "issue": _("the issue found"),
            "measure": _("the required measure"),
            "deadline": _("the deadline"),
            "past": _("a deadline that is not over yet"),
            "reply": _("the reply of the supplier"),
            "verification": _("the result of the verification"),
        }
        today = self.company_id._counterparty_today()
        missing = [
            texts[key] for key in corrective.missing(self.state, self._notice_facts(), today)
        ]
        if self.state == corrective.DRAFT and not self.profile_id.role_supplier:
            missing.append(_("a counterparty that is a supplier"))
        return missing

    def _notice_facts(self):
        return corrective.Notice(
            self.issue or "",
            self.measure or "",
            self.deadline or None,
            self.reply or "",
            self.verification or "",
        )

    def _step_error_key(self, step, comment):
        """What was not due yet has not remained unanswered."""
        if step.name == "fail_unanswered" and not self.is_overdue:
            return "state"
        return super()._step_error_key(step, comment)

    def _step_error_texts(self, step):
        return super()._step_error_texts(step) | {
            "own": self.env._(
                "Nobody verifies a reply that they recorded themselves: %s. Please leave it to a "
                "colleague or to the general affairs office.",
                self.display_name,
            )
        }

    def _step_values(self, step, comment):
        today, user = self.company_id._counterparty_today(), self.env.uid
        verified = {"verifier_id": user, "verification_date": today}
        return {
            "issue_correction": {"issuer_id": user, "issue_date": today},
            "record_reply": {"reply_date": today},
            "close_correction": verified,
            "fail_correction": verified,
            "fail_unanswered": verified | {"verification": comment},
        }.get(step.name, {})

    def _after_step(self, step, comment):
        if step.name == "record_reply":
            self._note_replier()
        self._remind()

    def _next_users(self, step):
        """Ask others than who recorded the reply; without an officer, who is responsible."""
        users = super()._next_users(step)
        if step.name != "record_reply":
            return users
        return (users or self.responsible_id) - self.replier_ids

    def _told_users(self, step):
        """Tell who began it whether it helped."""
        ends = step.target in (corrective.CLOSED, corrective.FAILED, corrective.CANCELLED)
        return super()._told_users(step) | (self.applicant_id if ends else self.env["res.users"])

    def _activity_summary(self, step):
        if step.name == "record_reply":
            return self.env._("Verify the reply: %s", self.display_name)
        return super()._activity_summary(step)

    def _decision_facts(self):
        severities = dict(self._fields["severity"]._description_selection(self.env))
        return {
            "severity": severities.get(self.severity),
            "deadline": str(self.deadline or ""),
        }
