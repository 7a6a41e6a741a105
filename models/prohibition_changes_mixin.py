from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..policy import listing, relisting

#: In this order lines are shown.
_ORDER = ("error", relisting.ADDED, relisting.CHANGED, relisting.REMOVED, relisting.UNCHANGED)


class CounterpartyProhibitionChangesMixin(models.AbstractModel):
    """What a version changes in the list in force, shown before and carried out as shown."""

    _name = "counterparty.prohibition.changes.mixin"
    _description = "Changes of a Prohibited List"

    def _listed(self):
        """Return the entries of the list in force; those kept by hand only where they are to go."""
        wanted = [("ended_version_id", "=", False)]
        if not self.ends_manual:
            wanted.append(("version_id", "!=", False))
        return self.env["counterparty.prohibition"].sudo().search(wanted, order="id")

    def _as_row(self, entry):
        return listing.Row(
            0,
            entry.name or "",
            tuple(filter(None, map(str.strip, (entry.former_names or "").splitlines()))),
            tuple(filter(None, map(str.strip, entry._codes()))),
            (entry.reason or "").strip(),
            entry.document_number or "",
            entry.date_from or None,
            entry.date_to or None,
        )

    def _plan(self, rows):
        """Return the values of the lines to show: errors, and what differs from the list in force.

        :param rows: ``policy.listing.Row`` of the file
        """
        listed = {entry.id: self._as_row(entry) for entry in self._listed()}
        sound = [row for row in rows if not row.stops]
        pairs, left = relisting.compare(listed, sound)
        values = [self._line(row, "error") for row in rows if row.stops]
        for row, entry_id, differ in pairs:
            change = relisting.CHANGED if differ else relisting.UNCHANGED
            change = change if entry_id else relisting.ADDED
            known = listed.get(entry_id)
            values.append(self._line(row, change, entry_id, self._differences(known, row, differ)))
        return values + [
            self._line(listed[entry_id], relisting.REMOVED, entry_id) for entry_id in left
        ]

    def _line(self, row, change, entry_id=False, differences=""):
        errors, remarks = self._problem_texts(row)
        return {
            "version_id": self.id,
            "line": row.line,
            "change": change,
            "change_order": _ORDER.index(change),
            "name": row.name,
            "former_names": "\n".join(row.former_names),
            "codes": "\n".join(row.codes),
            "reason": row.reason,
            "document_number": row.document_number,
            "date_from": row.date_from,
            "date_to": row.date_to,
            "errors": errors,
            "remarks": remarks,
            "differences": differences,
            "prohibition_id": entry_id or False,
        }

    def _differences(self, known, row, columns):
        labels = self._column_labels()
        return "\n".join(
            self.env._(
                "%(column)s: %(before)s → %(after)s",
                column=labels[key],
                before=self._shown(getattr(known, key)),
                after=self._shown(getattr(row, key)),
            )
            for key in columns
        )

    def _shown(self, value):
        if isinstance(value, tuple):
            return ", ".join(value) or "—"
        return (value if isinstance(value, str) else format_date(self.env, value)) or "—"

    def _carry_out(self):
        """Write what was shown: new entries, the end of old ones; in one go or not at all."""
        entries = self.env["counterparty.prohibition"].sudo()
        entries = entries.with_context(tracking_disable=True, mail_create_nolog=True)
        brought = self.row_ids.filtered(
            lambda row: row.change in (relisting.ADDED, relisting.CHANGED)
        )
        old = self.row_ids.filtered(
            lambda row: row.change in (relisting.CHANGED, relisting.REMOVED)
        ).prohibition_id
        created = entries.create([self._entry_values(row) for row in brought])
        hits = self.env["counterparty.prohibition.hit"].sudo()
        hits._carry_over({e.replaces_id.id: e for e in created if e.replaces_id})
        self._end(old)
        for row, entry in zip(brought, created, strict=True):
            row.prohibition_id = entry
        same = self.row_ids.filtered(lambda row: row.change == relisting.UNCHANGED).prohibition_id
        same.sudo().filtered(lambda entry: not entry.version_id).write({"version_id": self.id})

    def _entry_values(self, row):
        date_from = row.date_from or self.date_from
        if row.date_to and row.date_to < date_from:
            date_from = row.date_to
        return {
            "name": row.name,
            "former_names": row.former_names,
            "codes": row.codes,
            "reason": row.reason,
            "document_number": row.document_number or self.document_number,
            "date_from": date_from,
            "date_to": row.date_to,
            "version_id": self.id,
            "replaces_id": row.prohibition_id.id,
        }

    def _end(self, entries):
        """Entries end the day before the version begins; never in the past, which has happened."""
        today = self.env.company._counterparty_today()
        last = max(self.date_from, today) - timedelta(days=1)
        entries = entries.sudo().with_context(tracking_disable=True)
        begun = entries.filtered(lambda entry: entry.date_from <= last)
        (entries - begun).write({"active": False, "ended_version_id": self.id})
        over = begun.filtered(lambda entry: entry.date_to and entry.date_to <= last)
        over.write({"ended_version_id": self.id})
        (begun - over).write({"date_to": last, "ended_version_id": self.id})

    def _check_unchanged(self):
        """The list in force must be the one that the differences were shown against."""
        rows = {(r.change, r.line, r.prohibition_id.id) for r in self.row_ids}
        plan = self._plan(self._read_sheet(self.file))
        if rows != {(v["change"], v["line"], v["prohibition_id"]) for v in plan}:
            raise UserError(
                self.env._(
                    "The list in force has changed since the differences were shown. Please read "
                    "the file again and look at them."
                )
            )
