import { WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Tells why the gate refused a document. */
export class CounterpartyRefusalDialog extends WarningDialog {
    inferTitle() {
        return _t("Refused by Counterparty Control");
    }
}

registry
    .category("error_dialogs")
    .add(
        "odoo.addons.counterparty_control.exceptions.CounterpartyRefusalError",
        CounterpartyRefusalDialog,
    );
