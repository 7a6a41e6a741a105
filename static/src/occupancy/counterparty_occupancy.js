import { Component } from "@odoo/owl";
import { CounterpartyAmount } from "@counterparty_control/amount/counterparty_amount";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The funds a party occupies against its limit: a bar of its parts, and how they add up. */
export class CounterpartyOccupancy extends Component {
    static template = "counterparty_control.Occupancy";
    static components = { CounterpartyAmount };
    static props = { ...standardFieldProps };

    get statement() {
        return this.props.record.data[this.props.name];
    }

    get currencyId() {
        return this.props.record.data.currency_id?.id;
    }

    get pieces() {
        return this.statement.pieces.filter(({ amount }) => amount >= 0.005);
    }

    get occupied() {
        return this.pieces.reduce((sum, { amount }) => sum + amount, 0);
    }

    /** What the whole width of the bar stands for: the limit, or more where it is exceeded. */
    get scale() {
        return Math.max(this.occupied, this.statement.limit) || 1;
    }

    get isOverLimit() {
        return this.occupied - this.statement.limit >= 0.005;
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.currencyId });
    }

    share(amount) {
        return `${((100 * amount) / this.scale).toFixed(2)}%`;
    }
}

registry.category("fields").add("counterparty_occupancy", {
    component: CounterpartyOccupancy,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "currency_id", type: "many2one", relation: "res.currency" }],
});
