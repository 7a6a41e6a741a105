from contextlib import contextmanager
from dataclasses import replace

from odoo import api, models

from ..policy import gate as policy
from ..policy import held
from ..policy.exposure import Components

_KEY = "counterparty_control.gate"


class Watch:
    """What is under way in one transaction, and how its parties stood before.

    Kept on the cursor, out of reach of any client. ``holds`` counts the operations under way: as
    long as one is, nothing is judged, since an entry may still be reconciled.
    """

    def __init__(self):
        self.holds = 0
        self.armed = False
        self.reset()

    def reset(self):
        self.before = {}
        self.by_order = set()
        self.entered = set()
        self.documents = {}
        self.delivered = set()
        self.ordered_by = {}

    def name(self, pair, document, orderers):
        """Name a document of a pair, beside others of its model, and who else ordered it."""
        known = self.documents.get(pair)
        same = known is not None and known._name == document._name
        self.documents[pair] = known | document if same else document
        self.ordered_by.setdefault(pair, set()).update(orderers.ids)


class CounterpartyGate(models.AbstractModel):
    """Lock, before, after, verify: an invariant and not a list of operations.

    Whatever happens inside ``_guard`` is refused if it leaves a party with more at risk than it is
    allowed. No context key and no superuser mode skips it; whether a company is controlled at all
    is a setting of the company.
    """

    _name = "counterparty.gate"
    _description = "Counterparty Gate"

    @contextmanager
    def _guard(self, pairs, by_order=True, documents=None):
        """Judge what happens inside, at the end of the outermost guard of orders or at commit.

        :param pairs: ``(commercial partner id, company id)`` that the operation may touch
        :param by_order: orders are judged at once, on their terms; entries before commit, since
            they may be reconciled later in the same operation
        :param documents: the entries that an operation books, to name them in a refusal; or
            ``{pair: entries}``, where parties have entries of their own
        :raise CounterpartyRefusalError: with all reasons, when the operation is refused
        """
        watch = self._watch()
        self._touch(watch, pairs, by_order)
        if documents and not isinstance(documents, dict):
            documents = dict.fromkeys(pairs, documents)
        for pair in watch.before.keys() & (documents or {}).keys():
            watch.documents.setdefault(pair, documents[pair])
        watch.holds += 1
        try:
            yield watch
        finally:
            watch.holds -= 1
        if not watch.holds and by_order:
            self._verify(watch)
        self._arm(watch)

    @contextmanager
    def _hold(self):
        """Put off the judgement until an operation of several entries is complete."""
        watch = self._watch()
        watch.holds += 1
        try:
            yield
        finally:
            watch.holds -= 1
        self._arm(watch)

    @api.model
    def _watch(self):
        cache = self.env.cr.cache
        if _KEY not in cache:
            cache[_KEY] = Watch()
        return cache[_KEY]

    def _arm(self, watch):
        """Have the watch verified before commit; a savepoint may have disarmed it."""
        if watch.holds or not watch.before:
            return
        cr = self.env.cr
        if cr.cache.get(_KEY) is not watch or not cr.precommit:
            cr.cache[_KEY] = watch
            watch.armed = False
        if not watch.armed:
            watch.armed = True
            cr.precommit.add(lambda: self._before_commit(watch))

    def _before_commit(self, watch):
        watch.armed = False
        if not watch.holds:  # in the midst of an operation, its end arms the watch again
            self._verify(watch)

    def _touch(self, watch, pairs, by_order=True, fresh=False):
        """Lock pairs and remember how they stand; ``fresh`` ones count as having had nothing."""
        controlled = self.env["res.company"]._counterparty_controlled()
        pairs = {pair for pair in pairs if all(pair) and pair[1] in controlled}
        unknown = pairs - watch.before.keys()
        if unknown:
            self.env["counterparty.lock"]._raise(unknown)
            known = {} if fresh else self._positions(unknown)
            for pair in unknown:
                watch.before[pair] = known[pair].parts if pair in known else Components()
        if by_order:
            watch.by_order |= pairs

    def _note(self, watch, documents, entering):
        """Name the orders of an operation, after it; parties that it brought in are judged too.

        :param entering: those of them that the operation confirmed
        """
        for document in documents:
            debtor, company, orderers = document._counterparty_parties()
            pair = (debtor.id, company.id)
            self._touch(watch, [pair], fresh=True)
            if pair not in watch.before:
                continue  # a company without control
            watch.name(pair, document, orderers - debtor)
            if document in entering:
                watch.entered.add(pair)

    def _note_delivery(self, watch, move, done):
        """Name the transfer of goods that leave; delivering is business, on whatever terms.

        :param done: whether they leave now, and not before
        """
        pair = move._counterparty_pair()
        if pair not in watch.before:
            return
        order, others = move.sale_line_id.order_id, self.env["res.partner"]
        if order:
            debtor, _company, orderers = order._counterparty_parties()
            others = orderers - debtor
        watch.name(pair, move.picking_id or move, others)
        if done:
            watch.entered.add(pair)
            watch.delivered.add(move.id)

    def _with_deliveries(self, watch, positions):
        """Return positions with the goods that leave without an order, at cost.

        That they were reserved before does not make it less: nobody judged that.
        """
        for move in self.env["stock.move"].sudo().browse(watch.delivered).exists():
            pair = move._counterparty_pair()
            if pair not in positions:
                continue
            parts, before = positions[pair].parts, watch.before[pair]
            value = parts.delivered_uninvoiced + move._counterparty_value()
            parts = replace(parts, delivered_uninvoiced=value)
            positions[pair] = positions[pair]._replace(parts=parts)
            watch.before[pair] = replace(before, stock=min(before.stock, parts.stock))
        return positions

    def _positions(self, pairs):
        partners = self.env["res.partner"].browse(sorted({partner for partner, _c in pairs}))
        companies = self.env["res.company"].browse(sorted({company for _p, company in pairs}))
        return self.env["counterparty.exposure"].sudo()._positions(partners, companies)

    def _verify(self, watch):
        """Compare what was touched with how it stood, and refuse what the policy does not allow."""
        if not watch.before:
            return
        positions = self._with_deliveries(watch, self._positions(watch.before.keys()))
        changes = {
            pair: policy.compare(
                before,
                positions[pair].parts,
                ledger=pair not in watch.by_order,
                entered=pair in watch.entered,
            )
            for pair, before in watch.before.items()
        }
        changes = {pair: c for pair, c in changes.items() if c.rises or c.trades}
        before, documents, ordered_by = watch.before, watch.documents, watch.ordered_by
        freed = {p[0] for p, was in before.items() if held.frees(was, positions[p].parts)}
        watch.reset()
        if changes:
            judgement = self.env["counterparty.judgement"]
            judgement._judge(changes, before, positions, documents, ordered_by)
        self.env["counterparty.recheck"]._notice(freed)
