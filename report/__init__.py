from . import (
    counterparty_form,
    counterparty_application_form,
    counterparty_change_form,
    counterparty_application_report,
    counterparty_corrective_report,
    counterparty_evaluation_report,
    counterparty_group_request_report,
    counterparty_group_sheet,
    counterparty_review_report,
)
