from collections import OrderedDict

from odoo import models


class IrActionsReport(models.Model):
    """Prints the forms of this addon one by one."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Render each form alone, whichever build of wkhtmltopdf there is; Odoo merges them.

        A build without the patched Qt refuses several documents at once.
        """
        render = super()._render_qweb_pdf_prepare_streams
        ours = self._get_report(report_ref).report_name.startswith("counterparty_control.")
        if not ours or len(res_ids or ()) < 2:  # noqa: PLR2004 - one form needs no care
            return render(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in dict.fromkeys(res_ids):
            streams.update(render(report_ref, data, res_ids=[res_id]))
        return streams
