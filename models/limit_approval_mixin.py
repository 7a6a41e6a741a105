from odoo import models

from ..policy import limits


class CounterpartyLimitApprovalMixin(models.AbstractModel):
    """What speaks against a limit request, and what its approval and its end carry out."""

    _name = "counterparty.limit.approval.mixin"
    _description = "Limit Approval"

    def _missing(self):
        _ = self.env._
        missing = []
        if self.profile_id and self.profile_id.state != "approved":
            missing.append(_("an admitted counterparty"))
        if self.group_id and self.group_id.state != "active":
            missing.append(_("an active group"))
        if not (self.reason or "").strip():
            missing.append(_("the reason"))
        rises = self.proposed_limit > self._subject().credit_limit
        if not self._is_permanent() and rises and not (self.repayment_plan or "").strip():
            missing.append(_("the repayment plan: how the rise is brought back"))
        return missing + self._objections()

    def _objections(self):
        """Return the texts of what the rules of the company object to."""
        subject = self._subject()
        if not subject:
            return []
        company = self.company_id.sudo()
        rules = limits.Rules(
            company.counterparty_temporary_percent, company.counterparty_temporary_days
        )
        keys = limits.objections(
            limits.Limit(self.kind, self.proposed_limit, self.date_from, self.date_to or None),
            self.env["counterparty.limit"]._by(subject._limit_field, subject).get(subject.id, []),
            company._counterparty_today(),
            rules,
            subject._may_rise(),
        )
        texts = self._objection_texts(rules)
        return [texts[key] for key in keys] + self._missing_wind_down()

    def _objection_texts(self, rules):
        _ = self.env._
        return {
            "same": _("a limit that differs from the permanent one"),
            "no_rise": _("a limit that is not higher than before: the grade allows no rise"),
            "dates": _("the first and the last day of the temporary limit, in this order"),
            "past": _("a temporary limit that is not over yet"),
            "too_high": _(
                "a temporary limit of at most %s, what the company allows above the permanent one",
                self.currency_id.format(self._subject().credit_limit * (1 + rules.percent / 100)),
            ),
            "too_long": _("a temporary limit of at most %s days", rules.days),
            "overlaps": _("days on which no other temporary limit holds"),
        }

    def _step_values(self, step, comment):
        values = super()._step_values(step, comment)
        if step.name == "submit":
            values["application_date"] = self.company_id._counterparty_today()
        if step.name == "approve":
            values["previous_limit"] = self._subject().credit_limit
        return values

    def _after_step(self, step, comment):
        if step.name == "approve":
            self._grant()
        elif step.name in ("end_rise", "end_cut"):
            self.limit_id._end()
            self._subject()._raise_lock()

    def _grant(self):
        """Put the limit in force, and tell who is responsible for the party."""
        subject = self._subject()
        if self._is_permanent():
            limit = subject._set_limit(self.proposed_limit, self.name, self.wind_down_deadline)
        else:
            limit = subject._set_temporary_limit(
                self.proposed_limit, self.name, self.date_from, self.date_to
            )
        self.limit_id = limit
        subject.message_post(
            body=limit._announcement(),
            partner_ids=(self.profile_id.responsible_id - self.env.user).partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _ending_step(self):
        """Return the step that ends the temporary limit while it lasts or is to come, or None."""
        limit = self.sudo().limit_id
        today = self.company_id._counterparty_today()
        if limit.kind != limits.TEMPORARY or limit._policy_limit().last_day < today:
            return None
        return "end_rise" if limit.amount >= limit._subject().credit_limit else "end_cut"

    def _step_error_key(self, step, comment):
        if step.name in ("end_rise", "end_cut") and step.name != self._ending_step():
            return "state"
        return super()._step_error_key(step, comment)

    def _writable(self, names):
        return super()._writable(names) - {"profile_id", "group_id"}

    def _decision_facts(self):
        subject = self._subject()
        return {
            "kind": self.kind,
            "previous_limit": self.previous_limit or subject.credit_limit,
            "requested_limit": self.proposed_limit,
            "date_from": str(self.date_from or "") if not self._is_permanent() else "",
            "date_to": str(self.date_to or "") if not self._is_permanent() else "",
            "actual": subject.exposure_amount,
            "projected": subject.projected_amount,
            "group": self.group_id.name or None,
        }
