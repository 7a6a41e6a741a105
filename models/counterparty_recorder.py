import logging

import psycopg2

from odoo import api, models

from ..policy import observation

_logger = logging.getLogger(__name__)
#: By which fields the documents of an operation name their parties, and what each is worth.
_PARTIES = {
    "sale.order": ("partner_id", "partner_invoice_id"),
    "purchase.order": ("partner_id",),
    "account.move": ("partner_id", "line_ids.partner_id"),
    "account.payment": ("partner_id",),
}
_AMOUNTS = {
    "sale.order": "amount_total",
    "purchase.order": "amount_total",
    "account.move": "amount_total_signed",
    "account.payment": "amount_company_currency_signed",
}


class CounterpartyRecorder(models.AbstractModel):
    """Puts what the gate refused, or would have refused, in the trail."""

    _name = "counterparty.recorder"
    _description = "Counterparty Recorder"

    def _record_observed(self, cases):
        """Log what would have been refused, once per document unless a further reason appears."""
        rows = self._decision_values(cases, "observed")
        known = self._known_reasons(rows)
        fresh = []
        for values in rows:
            reasons = known.setdefault(self._key(values), set())
            given = set(values["reasons"].split(","))
            if not values["res_id"] or observation.is_new(given, reasons):
                fresh.append(values)
                reasons |= given
        if fresh:
            self.env["counterparty.decision"]._record(fresh)

    def _known_reasons(self, rows):
        """Return ``{document and party: reasons}`` observed before, in one query."""
        domain = [
            ("kind", "=", "observed"),
            ("res_model", "in", sorted({row["res_model"] for row in rows if row["res_id"]})),
            ("res_id", "in", sorted({row["res_id"] for row in rows if row["res_id"]})),
        ]
        names = ["res_model", "res_id", "partner_id", "reasons"]
        log = self.env["counterparty.decision"].sudo()
        known = {}
        for found in log.search_fetch(domain, names) if rows else log:
            key = (found.res_model, found.res_id, found.partner_id.id)
            known.setdefault(key, set()).update((found.reasons or "").split(","))
        return known

    @api.model
    def _key(self, values):
        return values["res_model"], values["res_id"], values["partner_id"]

    def _record_after(self, cases):
        """Record refusals once the operation is rolled back, or the rest of it committed."""
        values = self._decision_values(cases, "refused")
        registry, uid, cr = self.env.registry, self.env.uid, self.env.cr
        pending = [values]

        def record():
            if not pending:
                return
            rows = pending.pop()
            try:
                with registry.cursor() as log_cr:
                    env = self.env(cr=log_cr, user=uid)
                    env["counterparty.recorder"]._record_refusals(rows)
            except psycopg2.Error:  # the refusal stands, whether or not it could be recorded
                _logger.exception("A refusal could not be recorded: %s", rows)

        cr.postrollback.add(record)
        cr.postcommit.add(record)  # where the refusal was caught and the rest committed

    def _record_refusals(self, rows):
        """Keep refusals of what still exists after the roll-back."""
        models_of = {
            "partner_id": "res.partner",
            "company_id": "res.company",
            "applicant_id": "res.users",
            "department_id": "hr.department",
        }
        for name, model in models_of.items():
            found = self.env[model].sudo().browse({row[name] for row in rows if row[name]}).exists()
            rows = [{**row, name: row[name] if row[name] in found.ids else False} for row in rows]
        rows = [row for row in rows if row["partner_id"]]
        if self.env.user.exists():
            self.env["counterparty.decision"]._record(rows)

    def _decision_values(self, cases, kind):
        """Return the values of one decision for each document of each case."""
        return [
            {
                **self._case_values(case, kind),
                "res_model": document._name if document else False,
                "res_id": document.id if document else False,
                "summary": document.display_name if document else "",
                "share": share,
                "excess": case.verdict.excess,
            }
            for case in cases
            for document, share in self._shares(case)
        ]

    def _case_values(self, case, kind):
        return {
            "kind": kind,
            "company_id": case.company.id,
            "partner_id": case.partner.id,
            "applicant_id": case.profile.responsible_id.id,
            "department_id": self._department(case).id,
            "reasons": ",".join(
                reason.value for reason in case.verdict.reasons or case.verdict.released
            ),
            "facts": {
                "limit": case.facts.limit,
                "before": case.facts.before,
                "after": case.facts.after,
                "overdue": case.facts.overdue,
                "overdue_days": case.facts.overdue_days,
                "grade": case.profile.grade or None,
                "state": case.profile.state or None,
                **self._group_facts(case.facts.shared),
            },
        }

    def _shares(self, case):
        """Return ``(document, its part of the share)`` for each document of a party.

        An operation may touch documents of several parties, as posting many invoices does.
        """
        documents = case.documents
        if not documents:
            return [(None, case.share)]
        documents = documents.sudo()
        name = documents._name
        own = documents.filtered(
            lambda document: any(
                case.partner in document.mapped(path).commercial_partner_id
                for path in _PARTIES.get(name, ())
            )
        )
        documents = own or documents
        if len(documents) == 1:
            return [(documents, case.share)]
        amount = _AMOUNTS.get(name)
        worth = [abs(document[amount]) if amount else 0.0 for document in documents]
        return zip(documents, observation.apportion(case.share, worth), strict=True)

    def _department(self, case):
        """Return the department of a party; of one outside the ledger, that of the user."""
        if case.profile.department_id:
            return case.profile.department_id
        return self.env.user.with_company(case.company).sudo().employee_id.department_id

    def _group_facts(self, shared):
        """Return the figures of the group, if it has a limit."""
        if not shared:
            return {}
        return {
            "group": shared.name,
            "group_limit": shared.limit,
            "group_before": shared.before,
            "group_after": shared.after,
        }
