from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..policy import approval
from .review_mixin import REVIEWED

#: What the review writes, its steps and what it keeps of how it goes.
FOLLOWED = REVIEWED | {
    "review_deadline",
    "return_count",
    "verifying_since",
    "question",
    "question_by_id",
}
_ASKED = "counterparty_control.mail_activity_type_question"
#: What a question ends with, beside the application going elsewhere.
_ENDS = ("answer", "withdraw")


class CounterpartyVerificationMixin(models.AbstractModel):
    """A question of the office during the review, answered without a return (article 7)."""

    _name = "counterparty.verification.mixin"
    _description = "Question During a Review"
    _inherit = ["counterparty.further.checks.mixin"]

    verifying_since = fields.Date("Being Verified Since", readonly=True, copy=False, index=True)
    question = fields.Text(readonly=True, copy=False)
    question_by_id = fields.Many2one("res.users", "Asked By", readonly=True, copy=False)

    @api.depends("verifying_since")
    def _compute_available_steps(self):
        return super()._compute_available_steps()

    def action_verify(self, comment=None):
        """Ask the applicant a question; the review waits for the answer."""
        return self.action_step("verify", comment)

    def action_answer(self, comment=None):
        """Answer the question of the office."""
        return self.action_step("answer", comment)

    def action_withdraw(self):
        """Take the question back: the review goes on without an answer."""
        return self.action_step("withdraw")

    def _step_error_key(self, step, comment):
        key = super()._step_error_key(step, comment)
        return key or ("state" if step.name in _ENDS and not self.verifying_since else None)

    def _missing(self):
        missing = super()._missing()
        if self.state == "submitted" and self.verifying_since:
            missing.append(
                self.env._(
                    "the answer of %(applicant)s, or the question withdrawn: %(question)s",
                    applicant=self.applicant_id.sudo().name,
                    question=self.question or "",
                )
            )
        return missing

    def _step_values(self, step, comment):
        values = super()._step_values(step, comment)
        if step.name == "verify":
            values |= {
                "verifying_since": self.verifying_since or fields.Date.context_today(self),
                "question": "\n".join(filter(None, (self.question, comment))),
                "question_by_id": self.env.user.id,
            }
        elif self.verifying_since and (step.name in _ENDS or step.target):
            values |= {"verifying_since": False, "question": False}
        return values

    def _hand_over(self, step, comment):
        """What is asked during the review leaves the activity of the reviewer as it is."""
        if step.name == "verify":
            self._tell_step(step, comment)
            self.message_subscribe(self.env.user.partner_id.ids)
            self.activity_schedule(
                _ASKED,
                user_id=self.applicant_id.id,
                summary=self.env._("Answer the question on %s", self.partner_name),
                note=comment,
            )
            return
        self.activity_unlink([_ASKED])
        if step.name in _ENDS:
            self._tell_step(step, comment)
        else:
            super()._hand_over(step, comment)

    def _told_users(self, step):
        users = {
            "verify": self.applicant_id,
            "answer": self.question_by_id,
            "withdraw": self.applicant_id,
        }.get(step.name)
        return super()._told_users(step) if users is None else users.filtered("active")

    def _message_post_after_hook(self, message, msg_vals):
        """A message of the applicant, in the chatter or by mail, answers what the office asked."""
        result = super()._message_post_after_hook(message, msg_vals)
        author = self.applicant_id.partner_id
        if message.message_type in ("comment", "email") and message.author_id == author:
            # the applicant, who may answer by mail, does not write what was submitted
            record = self.with_user(self.applicant_id).sudo()
            if record.state == "submitted" and record.verifying_since:
                step = approval.find(self._own_steps(), "answer")
                record.write(record._step_values(step, None))
                record._log_step(step, record.state, html2plaintext(message.body or ""))
                record.activity_unlink([_ASKED])
        return result
