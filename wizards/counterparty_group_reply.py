import base64
import io
import zipfile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..policy import group_report

_HEAD_ROWS, _MAX_ROWS = 20, 20_000
_FIELDS = ("number", "name", "code")


class CounterpartyGroupReply(models.TransientModel):
    """Reads the sheet that the parent company returned, all of it or nothing (article 10)."""

    _name = "counterparty.group.reply"
    _description = "Reply of the Parent Company"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    file = fields.Binary("Returned Sheet (xlsx)", required=True)
    file_name = fields.Char()

    def action_import(self):
        """Enter the codes of the sheet; raises with all errors at once, by row and field.

        :raise UserError: if the file is no such sheet, or anything in it is wrong
        """
        self.ensure_one()
        self.env["counterparty.group.request"].check_access("write")
        requests = self.env["counterparty.group.request"].search(
            [("company_id", "=", self.company_id.id)]
        )
        known = {
            row.name: group_report.Request(
                row.name, row.partner_name or "", row.state, row.group_erp_code or ""
            )
            for row in requests
        }
        taken = {row.code: row.name for row in known.values() if row.code}
        codes, errors = group_report.judge(self._rows(), known, taken)
        if errors:
            raise UserError(self._error_text(errors))
        if not codes:
            raise UserError(self.env._("There is no new code in this sheet."))
        changed = requests.filtered(lambda request: request.name in codes)
        for request in changed:
            request.group_erp_code = codes[request.name]
            request.action_receive()
        return changed._action_open()

    def _rows(self):
        """Return the rows of the sheet below its heading as ``policy.group_report.Row``."""
        lines = self._lines()
        head, places = self._find_head(lines)
        rows = []
        for number, line in enumerate(lines[head + 1 :], head + 2):
            cells = {key: line[place] if place < len(line) else "" for key, place in places.items()}
            if any(cells.values()):
                rows.append(
                    group_report.Row(number, cells["number"], cells.get("name", ""), cells["code"])
                )
        return rows

    def _lines(self):
        """Return the cells of the first sheet as text, line by line."""
        try:
            source = io.BytesIO(base64.b64decode(self.file))
            book = openpyxl.load_workbook(source, read_only=True, data_only=True)
            cells = book.worksheets[0].iter_rows(max_row=_MAX_ROWS, values_only=True)
            return [[self._text(cell) for cell in line] for line in cells]
        except (
            InvalidFileException,
            IndexError,
            KeyError,
            OSError,
            ValueError,
            zipfile.BadZipFile,
        ) as error:
            raise UserError(
                self.env._("This file is no xlsx sheet. Please upload the returned sheet.")
            ) from error

    def _text(self, cell):
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell if cell is not None else "").strip()

    def _find_head(self, lines):
        """Return the index of the heading line, and the column of each field."""
        known = self._known_headings()
        for index, line in enumerate(lines[:_HEAD_ROWS]):
            places = {
                key: place
                for place, text in enumerate(line)
                for key in _FIELDS
                if text in known[key]
            }
            if {"number", "code"} <= places.keys():
                return index, places
        labels = self.env["counterparty.group.sheet"]._headings()
        raise UserError(
            self.env._(
                "The columns %(columns)s are missing. Please return the sheet that was exported.",
                columns=format_list(self.env, [labels["number"], labels["code"]]),
            )
        )

    def _known_headings(self):
        """Return ``{field: headings}`` in every language of the database."""
        known = {key: set() for key in _FIELDS}
        for code, _name in self.env["res.lang"].get_installed():
            headings = self.env["counterparty.group.sheet"].with_context(lang=code)._headings()
            for key in _FIELDS:
                known[key].add(headings[key])
        return known

    def _error_text(self, errors):
        _ = self.env._
        labels = self.env["counterparty.group.sheet"]._headings()
        texts = {
            group_report.UNKNOWN: _("there is no such request: %s"),
            group_report.TWICE: _("appears twice: %s"),
            group_report.NOT_OPEN: _("is not waiting for a code: %s"),
            group_report.OTHER_NAME: _("is not the name of the party reported: %s"),
            group_report.DAMAGED: _("looks cut by a spreadsheet program: %s"),
            group_report.TAKEN: _("belongs to another party: %s"),
        }
        lines = [
            _(
                "Row %(row)s, %(field)s: %(error)s",
                row=error.line,
                field=labels[error.field],
                error=texts[error.key] % (error.value or "—"),
            )
            for error in errors
        ]
        return _(
            "Nothing was imported. Please correct the sheet:\n%(lines)s", lines="\n".join(lines)
        )
