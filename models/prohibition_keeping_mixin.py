from odoo import api, models
from odoo.tools import SQL

from ..policy import screening

#: What the comparison finds, and nobody writes.
FOUND = frozenset(
    {
        "partner_id",
        "application_id",
        "prohibition_id",
        "kind",
        "score",
        "party_value",
        "entry_value",
        "fingerprint",
        "is_current",
        "remembered_id",
    }
)


class CounterpartyProhibitionKeepingMixin(models.AbstractModel):
    """How hits come, stay and lapse; what was decided on one is remembered."""

    _name = "counterparty.prohibition.keeping.mixin"
    _description = "Keeping of Prohibited List Hits"

    @api.model
    def _keep(self, keys, matches, entries):
        """Bring the hits of some subjects in line with what was found now.

        :param keys: ``(field, id)`` of the subjects: ``partner_id`` or ``application_id``
        :param matches: ``{key: {entry id: Match}}``
        :param entries: the entries they were compared with; None: all
        """
        known = self._known(keys)
        new, by_pair = [], {}
        for hit in known:
            by_pair.setdefault((hit._key(), hit.prohibition_id.id), hit)
        for key, found in matches.items():
            for entry_id, match in found.items():
                hit = by_pair.pop((key, entry_id), None)
                if not hit or not hit._takes(match):
                    new.append((key, entry_id, match, hit))
        remembered = {(hit._key(), hit.fingerprint): hit for hit in known}
        created = self._begin(new, remembered)
        gone = self.browse([hit.id for hit in by_pair.values()])
        if entries is not None:
            gone = gone.filtered(lambda hit: hit.prohibition_id in entries)
        gone._vanish(by_entry=entries is not None)
        self._keep_marks(keys, (known | created)._proven_pairs())
        created.filtered(lambda hit: hit.state == "open")._alert()

    def _known(self, keys):
        """Return the hits of subjects that have not lapsed, the latest first."""
        partners = [record_id for field, record_id in keys if field == "partner_id"]
        applications = [record_id for field, record_id in keys if field == "application_id"]
        return self.search(
            [
                ("state", "!=", "lapsed"),
                "|",
                ("partner_id", "in", partners),
                "&",
                ("partner_id", "=", False),
                ("application_id", "in", applications),
            ],
            order="id desc",
        )

    def _key(self):
        field = "partner_id" if self.partner_id else "application_id"
        return field, self[field].id

    def _takes(self, match):
        """Tell whether the hit stands for a match, bringing it up to date.

        An exact match is a new question to one that was only similar; what was exact stays so.
        """
        is_exact, was_exact = match.kind != "similar", self.kind != "similar"
        if self.state == "cleared":
            return not is_exact and self.fingerprint == match.fingerprint
        if is_exact and not was_exact:
            return False
        values = {**match._asdict(), "is_current": is_exact == was_exact}
        if was_exact and not is_exact:
            values["kind"] = self.kind
        if any(self[name] != value for name, value in values.items()):
            self.write(values)
        return True

    def _begin(self, new, remembered):
        """Create hits; one that was decided on before, on the same grounds, is not asked again."""
        vals_list = []
        for key, entry_id, match, _old in new:
            values = {key[0]: key[1], "prohibition_id": entry_id, **match._asdict()}
            decided = remembered.get((key, match.fingerprint))
            if decided and (decided.kind == "similar") == (match.kind == "similar"):
                values |= {
                    "state": decided.state,
                    "decided_by_id": decided.decided_by_id.id,
                    "decision_date": decided.decision_date,
                    "reason": decided.reason,
                    "remembered_id": decided.id,
                }
            vals_list.append(values)
        old = self.browse([hit.id for *_rest, hit in new if hit])
        old._lapse()
        return self.with_context(tracking_disable=True, mail_create_nolog=True).create(vals_list)

    def _vanish(self, by_entry):
        """Hits that are found no more: the entry ended or changed, or the party did.

        What was proven stays until its entry ends: a new name does not free a party, only the
        correction of the entry that it was found by.
        """
        proven = self.filtered_domain(self._proven())
        alive = proven.prohibition_id._is_alive()
        stay = proven.filtered(
            lambda hit: (
                hit.partner_id
                and hit.prohibition_id in alive
                and not (by_entry and hit.is_current and hit.kind != "similar")
            )
        )
        stay.filtered("is_current").write({"is_current": False})
        (self - stay)._lapse()

    @api.model
    def _carry_over(self, entries):
        """Have hits go on with the entry of a new list that takes the place of an old one.

        :param entries: ``{id of the old entry: new entry}``
        """
        for hit in self.search(
            [("prohibition_id", "in", list(entries)), ("state", "!=", "lapsed")]
        ):
            hit.prohibition_id = entries[hit.prohibition_id.id]
        self.env["counterparty.prohibition"].concat(*entries.values())._refresh_keys()

    def _lapse(self):
        """End hits; what was cleared stays so, to be remembered."""
        ended = self.filtered(lambda hit: hit.state in ("open", "confirmed"))
        ended.write({"state": "lapsed", "is_current": False})
        ended._quiet()

    def _keep_marks(self, keys, proven):
        """Have parties found whatever their name is now; a merge moves hits to another contact."""
        marks = {screening.mark(key[1]): key[1] for key in keys if key[0] == "partner_id"}
        known = self.env.execute_query(
            SQL(
                "SELECT prohibition_id, value FROM counterparty_prohibition_key"
                " WHERE value = ANY(%s)",
                list(marks),
            )
        )
        there = {(entry_id, marks[value]) for entry_id, value in known}
        changed = sorted({entry_id for entry_id, _partner_id in there ^ proven})
        self.env["counterparty.prohibition"].browse(changed)._refresh_keys()

    def _proven_pairs(self):
        """Return ``{(entry id, partner id)}`` of those hits that hold whatever the party's name."""
        proven = self.filtered_domain(self._proven())
        return {(hit.prohibition_id.id, hit.partner_id.id) for hit in proven if hit.partner_id}
