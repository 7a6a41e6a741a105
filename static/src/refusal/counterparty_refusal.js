import { WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Tells why the gate refused a document, and lets an exception be asked for. */
export class CounterpartyRefusalDialog extends WarningDialog {
    static template = "counterparty_control.Refusal";

    inferTitle() {
        return _t("Refused by Counterparty Control");
    }

    /** The document for which an exception may be asked, and the amount it was to be worth. */
    get offer() {
        return this.props.data?.context?.counterparty_override;
    }

    async ask() {
        const { model, id, amount } = this.offer;
        const { action, orm } = this.env.services; // they outlive this dialog
        this.props.close();
        const values = { amount };
        const dialog = await orm.call(model, "action_counterparty_override", [[id]], values);
        await action.doAction(dialog, { onClose: () => action.doAction("soft_reload") });
    }
}

registry
    .category("error_dialogs")
    .add(
        "odoo.addons.counterparty_control.exceptions.CounterpartyRefusalError",
        CounterpartyRefusalDialog,
    );
