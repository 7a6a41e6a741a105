from odoo import api, models


class CounterpartyFactLabelsMixin(models.AbstractModel):
    """What the facts are called on which decisions rest."""

    _name = "counterparty.fact.labels.mixin"
    _description = "Labels of Facts"

    @api.model
    def _fact_labels(self):
        """Return ``{name: label}`` of the figures that a person reads."""
        _ = self.env._
        return {
            **self._fact_labels_of_documents(),
            "grade": _("Grade"),
            "limit": _("Credit limit"),
            "before": _("Occupied and committed before"),
            "after": _("Occupied and committed after"),
            "overdue": _("Overdue"),
            "overdue_days": _("Overdue days"),
            "group": _("Group"),
            "group_limit": _("Shared limit of the group"),
            "group_before": _("Occupied and committed by the group before"),
            "group_after": _("Occupied and committed by the group after"),
            "actual": _("Occupied"),
            "projected": _("Occupied and committed"),
            "requested_limit": _("Requested credit limit"),
            "date_from": _("From"),
            "date_to": _("Until"),
            "previous_grade": _("Previous grade"),
            "previous_limit": _("Previous credit limit"),
            "peak": _("Peak occupancy"),
            "average": _("Daily average occupancy"),
            "closing": _("Closing occupancy"),
            "days_over_limit": _("Days over the limit"),
            "group_erp_code": _("Code at the parent company"),
            "parties": _("Parties"),
            "limits": _("Sum of first limits"),
            "documents_due": _("Documents due"),
            "released": _("Released amount"),
            "excess": _("Excess"),
            "document_amount": _("Worth of the document"),
            "tolerance_percent": _("Tolerance (percent)"),
        }

    @api.model
    def _fact_labels_of_documents(self):
        """Return the labels of what lists, notices and plans say."""
        _ = self.env._
        return {
            "party_value": _("On the party"),
            "entry_value": _("On the list"),
            "document_number": _("Document No."),
            "added_count": _("Added"),
            "changed_count": _("Changed"),
            "removed_count": _("Removed"),
            "supply_position": _("Position of the supplier"),
            "corrective": _("Corrective action"),
            "replacement_plan": _("Replacement plan"),
            "deadline": _("Deadline"),
            "severity": _("Severity"),
        }
