from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy import review

_OPTIONAL = (review.NOT_APPLICABLE, "Not applicable")
#: What the office writes in a review.
REVIEW = frozenset(
    {
        "review_opinion",
        "other_checks",
        "check_ids",
        *(name for name, _optional in review.CHECKLIST),
    }
)


class CounterpartyChecklistMixin(models.AbstractModel):
    """The review: checklist, deadline, items to be supplied, and what catches the eye."""

    _name = "counterparty.checklist.mixin"
    _description = "Review of an Application"

    prohibition_check = fields.Selection(
        [(review.CLEAR, "Not listed"), (review.FAILED, "Is Listed")],
        "(1) Group's Prohibited List",
        copy=False,
    )
    scope_conforms = fields.Selection(
        [(review.CLEAR, "Conforms"), (review.FAILED, "Does not conform"), _OPTIONAL],
        "(2) Scope of Cooperation",
        copy=False,
    )
    consistency_check = fields.Selection(
        [(review.CLEAR, "Consistent"), (review.FAILED, "Inconsistent"), _OPTIONAL],
        "(3) Documents Agree",
        copy=False,
    )
    validity_check = fields.Selection(
        [(review.CLEAR, "Valid"), (review.FAILED, "Not valid"), _OPTIONAL],
        "(3) Documents Are Valid",
        copy=False,
    )
    other_checks = fields.Text("(4) Other", copy=False)
    review_deadline = fields.Date("Review Due", readonly=True, copy=False, index=True)
    return_count = fields.Integer("Times Returned", readonly=True, copy=False)
    supplement_ids = fields.One2many(
        "counterparty.supplement", "application_id", "Requested Supplements", copy=False
    )
    flag_text = fields.Text("To Be Looked At", compute="_compute_flags", compute_sudo=True)
    is_flagged = fields.Boolean(compute="_compute_flags", compute_sudo=True)

    @api.depends("state", "finding_ids", "prohibition_ids", "return_count", "licence_ids.state")
    @api.depends("open_event_ids")
    @api.depends_context("lang")
    def _compute_flags(self):
        for application in self:
            flags = application._flags() if application.state in ("submitted", "reviewed") else []
            application.flag_text = "\n".join(flags)
            application.is_flagged = bool(flags)

    def action_step(self, name, comment=None):
        """Take a step; several are approved at once only where nothing catches the eye."""
        flagged = self.filtered("is_flagged") if name == "approve" and len(self) > 1 else ()
        if flagged:
            raise UserError(
                self.env._(
                    "Please decide on these one by one, there is something to be looked at:\n"
                    "%(list)s",
                    list="\n".join(
                        f"- {row.name} {row.partner_name}: {'; '.join(row._flags())}"
                        for row in flagged.sudo()
                    ),
                )
            )
        return super().action_step(name, comment)

    def action_approve_with_opinion(self):
        """Ask for the opinion that is kept with the approval."""
        return self._action_ask_reason(self[:1]._find_step("approve"))

    def _flags(self):
        """Return the texts of what a leader should look at before approving."""
        _ = self.env._
        flags = [_("prohibited: %s", name) for name in self.prohibition_ids.mapped("display_name")]
        flags += [
            row["text"]
            for row in self.finding_ids or ()
            if row["result"] == "inconsistent" and row["name"] != "prohibited"  # said before
        ]
        flags += [_("risk event: %s", event.display_name) for event in self.open_event_ids]
        labels = self._checklist_labels()
        answers = {name: self[name] for name in labels}
        flags += [labels[name] for name, answer in answers.items() if answer == review.FAILED]
        flags += [
            _("%s expires soon", licence.display_name)
            for licence in self.licence_ids
            if licence.state in ("expiring", "expired")
        ]
        if self.return_count > 1:
            flags.append(_("returned %s times", self.return_count))
        return flags

    def _checklist_labels(self):
        return {
            name: self._fields[name]._description_string(self.env)
            for name, _optional in review.CHECKLIST
        }

    def _missing(self):
        missing = super()._missing()
        _ = self.env._
        if self.state in ("draft", "returned"):
            open_items = self.supplement_ids.filtered(lambda item: not item.is_done)
            return missing + [_("asked for: %s", item.name) for item in open_items]
        labels = self._checklist_labels()
        answers = {name: self[name] for name in labels}
        return missing + [
            _("the answer to: %s", labels[name])
            for name in review.unanswered(answers, self.kind)
            if name != "scope_conforms" or not self._begins_cooperation()
        ]

    def _suggested_reason(self, step):
        """All that the applicant can mend, so that the applicant is asked once."""
        if step.name != "send_back":
            return super()._suggested_reason(step)
        return "\n".join(row["text"] for row in self[:1].sudo().finding_ids or () if row["asks"])

    def _step_values(self, step, comment):
        values = super()._step_values(step, comment)
        if step.target == "submitted":
            company = self.company_id.sudo()
            outside = self._outside_scope()
            if outside:  # proposed to the reviewer, who decides
                values["scope_conforms"] = review.FAILED
            elif self.scope_conforms == review.FAILED:
                values["scope_conforms"] = False
            values["review_deadline"] = company._counterparty_working_day(
                company.counterparty_review_days
            )
        if step.name == "send_back":
            values["return_count"] = self.return_count + 1
        return values

    def _after_step(self, step, comment):
        result = super()._after_step(step, comment)
        if step.name == "send_back":
            self.supplement_ids = [
                fields.Command.create({"name": name}) for name in review.items(comment)
            ]
        return result

    def _activity_deadline(self, step):
        return self.review_deadline if step.target == "submitted" else None

    def _told_users(self, step):
        """Tell the department as well, beside the applicant (article 7)."""
        if step.name not in ("approve", "reject", "refuse"):
            return super()._told_users(step)
        return self.sudo().department_id.manager_id.user_id.filtered("active")

    def _notice(self, step):
        if step.name != "approve":
            return super()._notice(step)
        if self.kind == review.CHANGE:
            return [self.env._("The ledger was changed accordingly.")]
        return [
            self.env._(
                "%(party)s stands in the ledger with a credit limit of %(limit)s: business may "
                "begin.",
                party=self.partner_name,
                limit=self.currency_id.format(self.requested_limit),
            )
        ]
