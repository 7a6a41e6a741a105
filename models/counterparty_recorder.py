import logging

import psycopg2

from odoo import models

_logger = logging.getLogger(__name__)


class CounterpartyRecorder(models.AbstractModel):
    """Puts what the gate refused, or would have refused, in the trail."""

    _name = "counterparty.recorder"
    _description = "Counterparty Recorder"

    def _record_observed(self, cases):
        """Log, once per document and set of reasons, what would have been refused."""
        log = self.env["counterparty.decision"].sudo()
        fresh = []
        for values in self._decision_values(cases, "observed"):
            same = ("res_model", "res_id", "partner_id", "reasons", "kind")
            if not log.search_count([(name, "=", values[name]) for name in same], limit=1):
                fresh.append(values)
        if fresh:
            log._record(fresh)

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
        }
        for name, model in models_of.items():
            found = self.env[model].sudo().browse({row[name] for row in rows if row[name]}).exists()
            rows = [{**row, name: row[name] if row[name] in found.ids else False} for row in rows]
        rows = [row for row in rows if row["partner_id"]]
        if self.env.user.exists():
            self.env["counterparty.decision"]._record(rows)

    def _decision_values(self, cases, kind):
        return [
            {
                "kind": kind,
                "company_id": case.company.id,
                "partner_id": case.partner.id,
                "applicant_id": case.profile.responsible_id.id,
                "res_model": case.documents._name if case.documents else False,
                "res_id": case.documents.ids[0] if case.documents else False,
                "summary": ", ".join(case.documents.mapped("display_name"))
                if case.documents
                else "",
                "reasons": ",".join(
                    reason.value for reason in case.verdict.reasons or case.verdict.released
                ),
                "share": case.share,
                "excess": case.verdict.excess,
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
            for case in cases
        ]

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
