import { Component } from "@odoo/owl";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useService } from "@web/core/utils/hooks";

/** An amount that opens the documents behind it; one of nothing is plain text. */
export class CounterpartyAmount extends Component {
    static template = "counterparty_control.Amount";
    static props = {
        amount: Number,
        component: String,
        currencyId: { type: [Number, Boolean], optional: true },
        inDialog: { type: Boolean, optional: true },
        label: { type: String, optional: true },
        profileId: { type: [Number, Boolean], optional: true },
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get text() {
        return formatMonetary(this.props.amount, { currencyId: this.props.currencyId });
    }

    get isLink() {
        return Boolean(this.props.profileId) && Math.abs(this.props.amount) >= 0.005;
    }

    async open() {
        const { component, inDialog, profileId } = this.props;
        const action = await this.orm.call("counterparty.profile", "action_open_component", [
            [profileId],
            component,
        ]);
        return this.action.doAction(inDialog ? { ...action, target: "new" } : action);
    }

    /** Keep the keys that press the button from the row or the form around it. */
    onKeydown(event) {
        if (["Enter", " "].includes(event.key)) {
            event.stopPropagation();
        }
    }
}

/** A component of the funds occupied of a ledger row, in its form or in a list. */
export class CounterpartyAmountField extends Component {
    static template = "counterparty_control.AmountField";
    static components = { CounterpartyAmount };
    static props = { ...standardFieldProps };

    get amountProps() {
        const { name, record } = this.props;
        const { currency_field: currencyField, string: label } = record.fields[name];
        return {
            amount: record.data[name] || 0,
            component: name,
            currencyId: record.data[currencyField || "currency_id"]?.id,
            label,
            profileId: record.resId,
        };
    }
}

registry.category("fields").add("counterparty_amount", {
    component: CounterpartyAmountField,
    supportedTypes: ["monetary"],
});
