import { WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** Tells why the gate refused a document, and lets an exception be asked for. */
export class CounterpartyRefusalDialog extends WarningDialog {
    static template = "counterparty_control.Refusal";

    setup() {
        super.setup();
        this.action = useService("action");
        this.orm = useService("orm");
    }

    inferTitle() {
        return _t("Refused by Counterparty Control");
    }

    /** The document for which an exception may be asked, and the amount it was to be worth. */
    get offer() {
        return this.props.data?.context?.counterparty_override;
    }

    async ask() {
        const { model, id, amount } = this.offer;
        this.props.close();
        const action = await this.orm.call(model, "action_counterparty_override", [[id]], {
            amount,
        });
        await this.action.doAction(action, {
            onClose: () => this.action.doAction("soft_reload"),
        });
    }
}

registry
    .category("error_dialogs")
    .add(
        "odoo.addons.counterparty_control.exceptions.CounterpartyRefusalError",
        CounterpartyRefusalDialog,
    );
