import base64
from io import BytesIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from odoo import models
from odoo.exceptions import UserError

from ..policy import listing

#: What openpyxl raises for what is no workbook.
_BROKEN = (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError)
#: Rows above the headings that a circular may have, and how long a list may be.
_TITLES, _LONGEST, _LARGEST = 20, 100_000, 20_000_000


class CounterpartyProhibitionSheetMixin(models.AbstractModel):
    """Reads the group's workbook; what is wrong with it is said line by line."""

    _name = "counterparty.prohibition.sheet.mixin"
    _description = "Prohibited List Sheet"

    def _read_sheet(self, content):
        """Return the ``policy.listing.Row`` of each line of a workbook.

        :param content: the file as base64
        :raise UserError: if it is no workbook, or has no such list
        """
        try:
            rows = self._find_rows(content)
        except _BROKEN:
            raise UserError(
                self.env._(
                    "This is not an Excel workbook (.xlsx). Please save the list as .xlsx and "
                    "upload it again."
                )
            ) from None
        if rows is None:
            raise UserError(
                self.env._(
                    "No sheet has a heading '名称' within its first %s rows. Please use the "
                    "template, or name the columns as it does.",
                    _TITLES,
                )
            )
        if not rows:
            raise UserError(self.env._("The sheet has headings, and no line below them."))
        return listing.repeated(rows)

    def _find_rows(self, content):
        data = base64.b64decode(content or b"")
        if len(data) > _LARGEST:
            raise UserError(self.env._("The file is larger than %s MB.", _LARGEST // 1_000_000))
        workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
        found = (self._read_rows(sheet) for sheet in workbook)
        return next((rows for rows in found if rows is not None), None)

    def _read_rows(self, sheet):
        """Return the rows of a sheet, or None where it has no headings."""
        if not hasattr(sheet, "iter_rows"):
            return None
        sheet.reset_dimensions()
        columns, rows = {}, []
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            if not columns:
                columns = listing.columns(cells)
                if not columns and line >= _TITLES:
                    return None
                continue
            found = [(key, cells[index]) for index, key in columns.items() if index < len(cells)]
            if any(cell not in (None, "") for _key, cell in found):
                rows.append(listing.row(line, found))
            if len(rows) > _LONGEST:
                raise UserError(self.env._("The list has more than %s lines.", _LONGEST))
        return rows if columns else None

    def _problem_texts(self, row):
        """Return ``(errors, remarks)`` about a line in words, each naming its column."""
        _ = self.env._
        labels = self._column_labels()
        texts = {
            listing.MISSING: _("%(column)s is empty."),
            listing.DATE: _("%(column)s: '%(text)s' is no date. Write it as 2026-01-31."),
            listing.DAMAGED: _(
                "%(column)s: '%(text)s' was cut by the spreadsheet, which keeps 15 digits. Format "
                "the column as text and enter the code again."
            ),
            listing.ORDER: _("%(column)s: %(text)s is before the entry begins."),
            listing.LONG: _("%(column)s: too long: %(text)s…"),
            listing.CHECK: _("%(column)s: the check character of '%(text)s' is wrong."),
            listing.REPEATED: _("%(column)s: '%(text)s' stands on the list before."),
            listing.NO_CODE: _("%(column)s is empty: found by name alone."),
        }
        errors, remarks = [], []
        for problem in row.problems:
            text = texts[problem.kind] % {"column": labels[problem.column], "text": problem.text}
            (errors if problem.kind in listing.STOPS else remarks).append(text)
        return "\n".join(errors), "\n".join(remarks)

    def _column_labels(self):
        _ = self.env._
        return {
            listing.NAME: _("Name"),
            listing.FORMER: _("Former Names"),
            listing.CODES: _("Codes"),
            listing.REASON: _("Reason"),
            listing.DOCUMENT: _("Document No."),
            listing.FROM: _("Valid From"),
            listing.TO: _("Valid To"),
        }
