from odoo import api, models


class CounterpartyStepLabelsMixin(models.AbstractModel):
    """What the steps of all workflows are called."""

    _name = "counterparty.step.labels.mixin"
    _description = "Labels of Steps"

    @api.model
    def _step_labels(self):
        """Return ``{step: label}`` for every step of every workflow."""
        _ = self.env._
        return {
            "submit": _("Submit"),
            "send_back": _("Return for Supplements"),
            "review": _("Pass the Review"),
            "refuse": _("Fail the Review"),
            "sign": _("Sign for a Failed Check"),
            "ask_back": _("Ask Back"),
            "approve": _("Approve"),
            "reject": _("Reject"),
            "cancel": _("Cancel"),
            "close": _("End the Cooperation"),
            "exempt": _("Exempt from Control"),
            "end_exemption": _("End the Exemption"),
            "allow_offset": _("Set Payables Off"),
            "end_offset": _("End the Set-off"),
            "drop": _("Drop"),
            "end_rise": _("End the Temporary Rise"),
            "end_cut": _("End the Temporary Cut"),
            "join_group": _("Add to a Group"),
            "change_group": _("Change or Leave the Group"),
            "dissolve": _("Dissolve the Group"),
            **self._step_labels_of_lists(),
            **self._step_labels_of_risks(),
        }

    @api.model
    def _step_labels_of_lists(self):
        """Return the labels of what is done beside the way of article 7."""
        _ = self.env._
        return {
            "report": _("Mark as Reported"),
            "take_back": _("Undo the Report"),
            "waive": _("Not Needed"),
            "demand": _("To Be Reported"),
            "receive": _("Enter the Code Received"),
            "correct": _("Correct the Code"),
            "onboard": _("Admit as Existing Party"),
            "observe_again": _("Go Back to Observing"),
            "revoke": _("Revoke"),
            "verify": _("Verify With the Applicant"),
            "answer": _("Answer the Question"),
            "withdraw": _("Withdraw the Question"),
            "hold": _("Forced Hold"),
            "end_hold": _("End the Forced Hold"),
            "put_in_force": _("Put in Force"),
            "discard": _("Discard"),
            "confirm_hit": _("Confirm the Hit"),
            "clear_hit": _("Clear"),
            "reopen_hit": _("Take the Decision Back"),
        }

    @api.model
    def _step_labels_of_risks(self):
        """Return the labels of what is done about the faults of a party."""
        _ = self.env._
        return {
            "issue_correction": _("Issue the Notice"),
            "record_reply": _("Record the Reply"),
            "close_correction": _("Effective: Close"),
            "fail_correction": _("Ineffective"),
            "fail_unanswered": _("Not Answered in Time"),
            "enter_event": _("Enter the Risk Event"),
            "end_event": _("End the Risk Event"),
        }
