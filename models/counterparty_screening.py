from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from ..policy import licence_codes, screening

_PENDING = "counterparty_control.screening"
#: So many entries that were edited by hand are compared with whom they may hit alone.
_FEW = 20


class Match(NamedTuple):
    """Why somebody may be a listed party: both texts, and how much they agree."""

    kind: str
    score: float
    party_value: str
    entry_value: str
    fingerprint: str


class CounterpartyScreening(models.AbstractModel):
    """Compares parties with the prohibited list: all of them, or those that changed.

    The gate does not wait for it: it looks up exact names and codes by itself. Here hits are kept,
    similar names found, and who is concerned is told.
    """

    _name = "counterparty.screening"
    _description = "Prohibited List Screening"

    @api.model
    def _notice(self, kind, ids):
        """Have what changed compared before the commit.

        :param kind: ``partner``, ``application`` or ``entry``
        """
        ids = [record_id for record_id in ids if record_id]
        if not ids:
            return
        precommit = self.env.cr.precommit
        if _PENDING not in precommit.data:
            precommit.data[_PENDING] = {"partner": set(), "application": set(), "entry": set()}
            judge = self.with_user(SUPERUSER_ID).with_context(lang=None)
            precommit.add(judge._compare_pending)
        precommit.data[_PENDING][kind].update(ids)

    def _compare_pending(self):
        pending = self.env.cr.precommit.data.pop(_PENDING, None)
        if not pending:
            return
        if pending["entry"]:
            entries = self.env["counterparty.prohibition"].browse(pending["entry"]).exists()
            screened = self.env["counterparty.screened"]
            few = len(entries) <= _FEW
            self._compare(*(screened._near(entries) if few else screened._everyone()), entries)
        if pending["partner"] or pending["application"]:
            parties = self.env["res.partner"].browse(pending["partner"]).exists()
            self._compare(set(parties.commercial_partner_id.ids), pending["application"])

    @api.model
    def _compare_everyone(self):
        """Compare everybody with the whole list."""
        self.env.cr.precommit.data.pop(_PENDING, None)
        judge = self.with_user(SUPERUSER_ID).with_context(lang=None)
        judge._compare(*judge.env["counterparty.screened"]._everyone())

    @api.model
    def _compare_now(self, application):
        """Compare an application, and the contact that it is for, before it goes on."""
        judge = self.with_user(SUPERUSER_ID).with_context(lang=None)
        judge._compare(set(application.partner_id.commercial_partner_id.ids), set(application.ids))

    @api.model
    def _cron_compare(self):
        """Every day: entries begin and end, and what nobody noticed is found at the latest now."""
        self._compare_everyone()

    def _compare(self, partner_ids, application_ids, entries=None):
        """Keep the hits of some subjects as they are now, and what follows from them.

        :param entries: only with these; None: with the whole list
        """
        subjects = self.env["counterparty.screened"]._subjects(partner_ids, application_ids)
        matches = self._matches(subjects, entries)
        hits = self.env["counterparty.prohibition.hit"]
        hits._keep(subjects.keys(), matches, entries)
        parties = {key[1] for key in subjects if key[0] == "partner_id"}
        self.env["counterparty.prohibited.orders"]._follow(parties)

    def _matches(self, subjects, entries=None):
        """Return ``{(field of a hit, id): {entry id: Match}}``."""
        exact = {
            key: screening.keys(subject.names, subject.codes) for key, subject in subjects.items()
        }
        probes = {
            key: set().union(*map(screening.probes, subject.names))
            for key, subject in subjects.items()
        }
        index = self._index(exact, probes, entries)
        found, alike = {}, {}
        for key in subjects:
            hits = {}
            for value in exact[key]:
                for entry_id in index.get(value, ()):
                    hits.setdefault(entry_id, value)
            found[key] = hits
            alike[key] = {e for probe in probes[key] for e in index.get(probe, ())} - hits.keys()
        ids = {entry_id for known in (*found.values(), *alike.values()) for entry_id in known}
        listed = {e.id: e for e in self.env["counterparty.prohibition"].browse(sorted(ids))}
        names = {entry_id: entry._names() for entry_id, entry in listed.items()}
        return {
            key: {
                **self._similar(subject, alike[key], listed, names),
                **{
                    entry_id: self._exact(subject, value, exact[key][value], listed[entry_id])
                    for entry_id, value in found[key].items()
                },
            }
            for key, subject in subjects.items()
            if found[key] or alike[key]
        }

    def _index(self, exact, probes, entries):
        """Return ``{value: entry ids}`` of the list; of few subjects what they ask for alone."""
        wanted = set().union(*exact.values(), *probes.values()) if exact else set()
        everything = len(exact) > 100  # noqa: PLR2004
        today = self.env.company._counterparty_today()
        self.env["counterparty.prohibition"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT key.value, array_agg(entry.id) FROM counterparty_prohibition_key key"
                " JOIN counterparty_prohibition entry ON entry.id = key.prohibition_id"
                " WHERE entry.active AND COALESCE(entry.date_to, %s) >= %s AND %s AND %s"
                " GROUP BY key.value",
                today,
                today,
                SQL("TRUE") if everything else SQL("key.value = ANY(%s)", list(wanted)),
                SQL("TRUE") if entries is None else SQL("entry.id = ANY(%s)", entries.ids),
            )
        )
        return dict(rows)

    @api.model
    def _earliest_today(self):
        """Return the date where the day is latest to begin: what ended before it has ended."""
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        return min(company._counterparty_today() for company in companies)

    def _exact(self, subject, value, text, entry):
        if text in subject.codes:
            kind = "code"
        else:
            current = licence_codes.normalise_name(entry.name), subject.names[0]
            same = value == current[0] == licence_codes.normalise_name(current[1])
            kind = "name" if same else "former"
        fingerprint = self._fingerprint(subject, text, entry, entry._text_behind(value))
        return Match(kind, 1.0, text, entry._text_behind(value), fingerprint)

    def _similar(self, subject, entry_ids, listed, names):
        result = {}
        for entry_id in entry_ids:
            best = screening.best(subject.names, names[entry_id])
            if best:
                score, name, other = best
                fingerprint = self._fingerprint(subject, name, listed[entry_id], other)
                result[entry_id] = Match("similar", score, name, other, fingerprint)
        return result

    def _fingerprint(self, subject, name, entry, other):
        """Return what a decision on a hit rests on: other names or codes are another question."""
        codes = sorted(screening.keys([], subject.codes))
        listed = sorted(screening.keys([], entry._codes()))
        names = [licence_codes.normalise_name(text) for text in (name, other)]
        return "|".join([*names, ",".join(codes), ",".join(listed)])
