from odoo import models
from odoo.tools import format_list, plaintext2html


class CounterpartyWarningMixin(models.AbstractModel):
    """What is said beside a refusal: who is held up by others, and what passes with a warning."""

    _name = "counterparty.warning.mixin"
    _description = "Counterparty Warning"

    def _bystanders(self, cases, documents):
        """Return which documents are held up though nothing speaks against them, and by whom."""
        blocked = {(case.partner.id, case.company.id) for case in cases}
        stopped = {(d._name, d.id) for case in cases for d in case.documents or ()}
        innocent = [
            document
            for pair, found in documents.items()
            for document in found or ()
            if pair not in blocked and (document._name, document.id) not in stopped
        ]
        if not innocent:
            return ""
        return self.env._(
            "Nothing speaks against %(documents)s, held up by %(parties)s alone: please go on with "
            "them apart from it.",
            documents=format_list(self.env, [d.display_name for d in innocent], "unit"),
            parties=format_list(self.env, [c.partner.sudo().display_name for c in cases]),
        )

    def _warn(self, case):
        """Tell the user, and keep with the document, what speaks against it though it passes."""
        text = "\n".join([self._head_of_warning(case), *self._reasons(case), self._figures(case)])
        if hasattr(case.documents, "message_post"):
            for document in case.documents.sudo():
                document.message_post(body=plaintext2html(text))
        self.env.user._bus_send(
            "simple_notification", {"type": "warning", "sticky": True, "message": text}
        )

    def _head_of_warning(self, case):
        return self.env._(
            "%(name)s: %(documents)s was carried out, but please note:",
            name=case.partner.sudo().display_name,
            documents=format_list(self.env, case.documents.mapped("display_name"), "unit"),
        )
