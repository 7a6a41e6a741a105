from dataclasses import replace

from odoo import fields, models

from ..policy import gate, override

#: States in which a release covers its document.
IN_FORCE = ("approved", "used")


class CounterpartyUseMixin(models.AbstractModel):
    """How the gate uses what was released: for one document, once, and on record."""

    _name = "counterparty.use.mixin"
    _description = "Use of an Exception"

    def _released(self, cases):
        """Return the cases, those refused decided again with the exceptions of their documents."""
        found = self._by_document(case for case in cases if not case.verdict)
        return [case if case.verdict else self._with_release(case, found) for case in cases]

    def _by_document(self, cases):
        """Return ``{order: exception in force}``, in one query for each kind of order."""
        orders = {}
        for case in cases:
            field = getattr(case.documents, "_counterparty_field", None)
            if field:
                orders.setdefault(field, set()).update(case.documents._origin.ids)
        result = {}
        for field, ids in orders.items():
            domain = [(field, "in", sorted(ids)), ("state", "in", IN_FORCE)]
            result.update({found[field]: found for found in self.search(domain, order="id")})
        return result

    def _with_release(self, case, found):
        """Return a case decided with the releases of its documents, if each of them has one."""
        documents = case.documents if case.documents is not None else ()
        releases = tuple(
            found[order._origin]._policy_release(order)
            for order in documents
            if order._origin in found
        )
        if not releases or None in releases or len(releases) < len(documents):
            return case
        facts = replace(case.facts, releases=releases)
        return case._replace(facts=facts, verdict=gate.decide(facts))

    def _policy_release(self, order):
        """Return the release of an order as the policy knows it, None for other parties."""
        debtor, company, orderers = order._counterparty_parties()
        parties = (debtor._origin or debtor, company, (orderers._origin or orderers)[:1])
        if parties != (self.partner_id, self.company_id, self.orderer_id):
            return None
        return override.Release(
            self.amount,
            order._counterparty_value(),
            self.tolerance_percent,
            self.valid_until,
            company._counterparty_today(),
            frozenset(override.Reason(code) for code in self.reason_codes.split(",")),
        )

    def _use(self, cases):
        """Consume the exceptions that let cases pass, and record the figures as they are."""
        cases = [case for case in cases if case.verdict.released]
        if not cases:
            return
        recorder = self.env["counterparty.recorder"]
        rows = recorder._decision_values(cases, "released")
        for order, exception in self._by_document(cases).items():
            exception.used_amount = order._counterparty_value()
            if exception.state == "approved":
                exception.write({"state": "used", "used_date": fields.Datetime.now()})
                order.sudo().activity_unlink(["counterparty_control.mail_activity_type_step"])
            for row in rows:
                if (row["res_model"], row["res_id"]) == (order._name, order.id):
                    row["comment"] = exception.name
                    row["facts"] = {**row["facts"], **exception._decision_facts()}
        self.env["counterparty.decision"]._record(rows)

    def _give_back(self, untouched):
        """Let a cancelled order be confirmed again, unless something came of it already.

        :param untouched: orders of which nothing was delivered, received or invoiced
        """
        for exception in self:
            if exception._document() not in untouched:
                exception.state = "spent"
            elif exception.state == "used":
                exception.write({"state": "approved", "used_date": False, "used_amount": 0.0})

    def _offer(self, cases):
        """Return what a client needs to ask for an exception after a refusal, or nothing."""
        reasons = {reason for case in cases for reason in case.verdict.reasons}
        fields_of = {getattr(case.documents, "_counterparty_field", None) for case in cases}
        if len(fields_of) > 1 or None in fields_of or not override.may_override(reasons):
            return {}
        orders = cases[0].documents.union(*(case.documents for case in cases))
        if len(orders) > 1 or not self.sudo(False).has_access("create"):
            return {}
        offer = {"model": orders._name, "id": orders.id, "amount": orders._counterparty_amount()}
        return {"counterparty_override": offer}
