from dataclasses import replace
from typing import NamedTuple

from odoo import models

from ..exceptions import CounterpartyRefusalError
from ..policy import deliveries, exposure, grades
from ..policy import gate as policy


class Case(NamedTuple):
    """A refused party: who, where, why, by which documents."""

    partner: models.BaseModel
    company: models.BaseModel
    profile: models.BaseModel
    facts: policy.Facts
    verdict: policy.Verdict
    share: float
    documents: models.BaseModel
    licences: models.BaseModel
    prohibitions: models.BaseModel
    lacking: dict


class CounterpartyJudgement(models.AbstractModel):
    """Gathers the facts of the parties that an operation touched, and asks the policy."""

    _name = "counterparty.judgement"
    _description = "Counterparty Judgement"

    def _judge(self, changes, before, positions, documents, ordered_by):
        """Refuse or observe what the policy does not allow.

        :param changes: ``{(partner id, company id): policy.gate.Change}``
        :param before: ``{pair: Components}`` of all that it touched, as they were
        :param positions: ``{pair: Position}`` of the same, as they are now
        :param documents: ``{pair: orders}`` that the operation touched
        :param ordered_by: ``{pair: ids}`` of other parties that ordered what the pair owes
        :raise CounterpartyRefusalError: with all reasons of all parties, where the company blocks
        """
        parties, documents = dict(changes), dict(documents)
        for debtor in changes:
            for orderer in ordered_by.get(debtor, ()):
                pair = (orderer, debtor[1])
                parties.setdefault(pair, policy.Change(0.0, rises=False, trades=True))
                documents.setdefault(pair, documents.get(debtor))
        cases = self._cases(parties, before, positions, documents)
        self.env["counterparty.override"].sudo()._use(case for case in cases if case.verdict)
        judged = cases
        cases = [c for c in cases if not c.verdict and self._strictness(c) != deliveries.OFF]
        blocked = [c for c in cases if self._blocks(c)]
        recorder = self.env["counterparty.recorder"]
        recorder._record_observed([case for case in cases if case not in blocked])
        wording = self.env["counterparty.wording"]
        if blocked:
            recorder._record_after(blocked)
            raise self._refusal(blocked, documents)
        for case in cases:
            if case.company._counterparty_blocks():
                wording._warn(case)
        for case in judged:
            role = case.profile._role_wanted(case.documents)
            if role:
                case.profile._take_up(role, case.documents)

    def _strictness(self, case):
        """Return how strictly the document of a case is judged: deliveries as the company says."""
        document = case.documents._name if case.documents else ""
        delivery = document in ("stock.picking", "stock.move")
        return case.company.sudo().counterparty_delivery_mode if delivery else deliveries.BLOCK

    def _blocks(self, case):
        strict = deliveries.enforced(case.verdict, self._strictness(case))
        return strict and case.company._counterparty_blocks()

    def _refusal(self, cases, documents):
        """Return the error that tells why, and for which order an exception may be asked."""
        text = self.env["counterparty.wording"]._refusal(cases, documents)
        error = CounterpartyRefusalError(text)
        error.context = self.env["counterparty.override"]._offer(cases)
        return error

    def _cases(self, changes, before, positions, documents, released=True):
        """Return a ``Case`` for each ``{pair: Change}``, in a fixed number of queries.

        Approved exceptions are looked for where something would be refused, and only there.
        """
        cases = list(self._decided(changes, before, positions, documents))
        if not released or all(case.verdict for case in cases):
            return cases
        return self.env["counterparty.override"].sudo()._released(cases)

    def _decided(self, changes, before, positions, documents):
        """Yield the cases as they are without any exception."""
        gathered = self.env["counterparty.standing"]._gather(changes)
        groups = self.env["counterparty.group"].union(
            *(known["profile"].group_id for known in gathered.values())
        )
        shared = self._shared(groups, changes, before, positions) if groups else {}
        requirement = self.env["counterparty.requirement"]
        for pair, change in sorted(changes.items()):
            partner_id, company_id = pair
            position = positions.get(pair)
            known = gathered[pair]
            lacking = requirement._lacking(partner_id, documents.get(pair), known["current"])
            facts = self._facts(known, change, position, shared.get(known["profile"].group_id.id))
            facts = replace(facts, missing_documents=tuple(lacking)) if lacking else facts
            if self._is_stopped(known["profile"], documents.get(pair)):
                facts = replace(facts, forced_hold=True)
            if known["profile"]._lacks_role(documents.get(pair)):
                facts = replace(facts, approved=False)
            yield Case(
                self.env["res.partner"].browse(partner_id),
                self.env["res.company"].browse(company_id),
                known["profile"],
                facts,
                policy.decide(facts),
                change.share,
                documents.get(pair),
                known["licences"],
                known["prohibitions"],
                lacking,
            )

    def _is_stopped(self, profile, documents):
        """Tell whether a person stopped the party, or one of the documents."""
        flag = "counterparty_forced_hold"
        known = documents is not None and flag in documents._fields
        return profile[flag] or (known and any(documents.sudo().mapped(flag)))

    def _facts(self, known, change, position, shared):
        profile, grade_policy = known["profile"], known["policy"]
        after = exposure.projected(position.parts) if position else 0.0
        return policy.Facts(
            approved=profile.state == "approved",
            closed=profile.state == "closed",
            exempt=profile.exempt,
            prohibited=bool(known["prohibitions"]),
            behaviour=grade_policy.behaviour or grades.OVER_LIMIT,
            expired_licences=tuple(known["licences"].ids),
            owes_documents=profile._owes_documents(known["current"]),
            overdue=position.overdue.amount if position else 0.0,
            overdue_days=position.overdue.days if position else 0,
            overdue_days_allowed=grade_policy.overdue_days,
            limit=known["limit"],
            before=after - change.share,
            after=after,
            rises=change.rises,
            trades=change.trades,
            shared=shared,
            share=change.share,
        )

    def _shared(self, groups, changes, before, positions):
        """Return ``{group id: policy.gate.Shared}`` of the groups that have a limit.

        What the operation took from one member makes room for another one.
        """
        shares = {pair: change.share for pair, change in changes.items() if change.rises}
        result = {}
        for group_id, (limit, parts) in groups._shared(positions).items():
            lowered = (before.keys() & parts.keys()) - shares.keys()
            share = sum(shares[pair] for pair in shares.keys() & parts.keys())
            share += sum(parts[pair] - exposure.projected(before[pair]) for pair in lowered)
            after = sum(parts.values())
            name = groups.browse(group_id).name
            result[group_id] = policy.Shared(name, limit, after - share, after)
        return result
