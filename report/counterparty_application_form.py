from odoo import models

from ..policy import changes, consistency, licence_codes, review

PRINTED_KINDS = (consistency.BUSINESS, consistency.ORGANISATION, consistency.TAX)
_PROHIBITED = "prohibited"
#: States in which the leadership has spoken.
_DECIDED = ("approved", "rejected")


class CounterpartyApplicationForm(models.AbstractModel):
    """What the forms of an application print of its papers, review and approval."""

    _name = "counterparty.application.form"
    _description = "Printed Application"
    _inherit = "counterparty.form"

    _printed = "counterparty.application"

    def _papers(self, application):
        """Return the licences as rows: held, label, number, expiry and result of the check.

        The three certificates of article 5 always stand there, whether or not they apply.
        """
        kinds = dict(
            self.env["counterparty.licence.type"]._fields["kind"]._description_selection(self.env)
        )
        licences = application.licence_ids
        main = licences.filtered(lambda row: row.kind == consistency.BUSINESS)[:1]
        rows = []
        for kind in PRINTED_KINDS:
            found = licences.filtered(lambda row, kind=kind: row.kind == kind)
            rows += [self._paper(row, kinds[kind]) for row in found]
            if not found:
                rows.append(self._absent(application, kind, kinds[kind], main))
        others = licences.filtered(lambda row: row.kind not in PRINTED_KINDS)
        return rows + [self._paper(row, row.type_id.name) for row in others]

    def _paper(self, licence, label):
        states = dict(licence._fields["state"]._description_selection(self.env))
        long_term = self.env._("Long-term") if licence.is_long_term else ""
        return {
            "held": True,
            "label": label,
            "number": licence.number or "",
            "expiry": long_term or self._date(licence.expiry_date),
            "result": states.get(licence.state, ""),
        }

    def _absent(self, application, kind, label, main):
        """Return the row of a certificate that is not there, or that one licence replaces."""
        _ = self.env._
        row = {"held": False, "label": label, "number": "", "expiry": "", "result": ""}
        if application.regime == consistency.FOREIGN and kind != consistency.BUSINESS:
            return {**row, "result": _("Not applicable (foreign)")}
        if application.regime != consistency.ONE_LICENCE or kind == consistency.BUSINESS:
            return row
        if licence_codes.is_uscc(main.number):
            code = licence_codes.normalise(main.number)
            organisation = kind == consistency.ORGANISATION
            row["number"] = licence_codes.org_code_of(code) if organisation else code
        return {**row, "result": _("Not applicable (one licence, one code)")}

    def _review(self, application):
        """Return the outcome of the review as the trail holds it; empty before it.

        What the prohibited list says is for those who may read it.
        """
        decision = application.decision_ids.filtered(lambda row: row.step in ("review", "refuse"))
        facts = decision.sorted("id")[-1:].facts or {}
        may_know = self.env["counterparty.prohibition"].has_access("read")
        findings = [
            row for row in facts.get("findings") or [] if may_know or row["name"] != _PROHIBITED
        ]
        hits = facts.get("prohibitions") or []
        return {
            "is_decided": bool(decision),
            "is_told": bool(decision) and (may_know or not hits),
            "is_prohibited": bool(hits),
            "prohibitions": "、".join(hits) if may_know else "",
            "findings": findings,
        }

    def _checks(self, application):
        """Return the four questions of article 6: text, boxes, remark."""
        _ = self.env._
        outcome = self._review(application)
        listed = self._choice((_("No"), _("Yes")), outcome["is_told"], outcome["is_prohibited"])
        scope, agrees, validity = (
            self._boxes(application, name)
            for name in ("scope_conforms", "consistency_check", "validity_check")
        )
        return [
            (_("(1) On the prohibited list"), listed, outcome["prohibitions"]),
            (_("(2) Scope of cooperation"), scope, ""),
            (_("(3) The three certificates"), agrees, ""),
            (_("     Validity"), validity, ""),
            (_("(4) Other"), [], application.other_checks or ""),
            *map(self._further_check, application.check_ids.filtered("answer")),
        ]

    def _results(self, application):
        """Return the boxes of the review: it was passed or not."""
        failed = application.state == "rejected" and not application.approver_id
        labels = self.env._("Passed, handed to the leadership"), self.env._("Failed")
        return self._choice(labels, bool(application.reviewer_id), failed)

    def _roles_before(self, application):
        """Return the boxes of the roles that the party has, or had before an approved change."""
        if application.kind == review.NEW:
            return self._roles(application.role_customer, application.role_supplier)
        held = application._row()._held_roles()
        if application.state == "approved":
            held = changes.held_before(held, application.change_ids.mapped("field"))
        return self._roles(*(name in held for name in changes.ROLES))

    def _verdict(self, application):
        """Return the boxes of the leadership: it agrees or does not."""
        labels = self.env._("Agreed"), self.env._("Not agreed")
        is_decided = bool(application.approver_id) and application.state in _DECIDED
        return self._choice(labels, is_decided, application.state != _DECIDED[0])

    def _further_check(self, check):
        """Return the row of a further check: text, boxes, remark with date and evidence."""
        remarks = (
            check.remark,
            self._date(check.date),
            self._lines("\n".join(check.sudo().attachment_ids.mapped("name"))),  # names alone
        )
        text = "; ".join(filter(None, remarks))
        return f"     {check.name}", self._boxes(check, "answer"), text
