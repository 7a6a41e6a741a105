from odoo import models
from odoo.tools import format_date


class CounterpartyForm(models.AbstractModel):
    """What all printed forms share: who may print, boxes to tick, dates and amounts as text."""

    _name = "counterparty.form"
    _description = "Printed Form"

    #: The model that is printed.
    _printed = None

    def _get_report_values(self, docids, data=None):
        """Return the records, and their forms by id; raises where one may not be read."""
        records = self.env[self._printed].browse(docids)
        records.check_access("read")
        return {
            "doc_model": self._printed,
            "docs": records,
            "forms": {record.id: self._form(record) for record in records},
        }

    def _form(self, record):
        """Return what is printed of a record as a dictionary of texts and boxes."""
        raise NotImplementedError

    def _boxes(self, record, name):
        """Return ``[(is ticked, label)]`` of a selection field."""
        choices = record._fields[name]._description_selection(self.env)
        return [(record[name] == value, label) for value, label in choices]

    def _choice(self, labels, is_known, is_second):
        """Return the boxes of a question with two answers; none is ticked while it is open."""
        first, second = labels
        return [(is_known and not is_second, first), (is_known and is_second, second)]

    def _roles(self, customer, supplier):
        """Return the boxes of somebody's roles: customer, supplier or both."""
        _ = self.env._
        labels = _("Customer"), _("Supplier"), _("Both")
        ticked = customer and not supplier, supplier and not customer, customer and supplier
        return list(zip(ticked, labels, strict=True))

    def _ticked(self, boxes):
        """Return the labels of the boxes that are ticked, in one line."""
        return " / ".join(label for ticked, label in boxes if ticked)

    def _date(self, day):
        return format_date(self.env, day, date_format="long") if day else ""

    def _amount(self, record, name):
        value = record[name]
        return record.currency_id.format(value) if value else ""

    def _lines(self, text):
        """Return one name a line as one line."""
        return "、".join(line.strip() for line in (text or "").splitlines() if line.strip())
