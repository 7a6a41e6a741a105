import { Component, useState } from "@odoo/owl";
import { CounterpartyAmount } from "@counterparty_control/amount/counterparty_amount";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** State, grade and credit of the party of an order, and why the order would be refused. */
export class CounterpartyStrip extends Component {
    static template = "counterparty_control.Strip";
    static components = { CounterpartyAmount };
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ isBrokenDown: false });
    }

    get summary() {
        return this.props.record.data[this.props.name];
    }

    get isBarred() {
        return this.summary.reasons.length > 0 && this.summary.mode === "block";
    }

    get color() {
        const { available, limit, reasons, exempt, mode } = this.summary;
        if (reasons.length || (available < 0 && !exempt)) {
            return mode === "block" ? "danger" : "warning";
        }
        return limit && available < 0.2 * limit ? "warning" : "success";
    }

    get stateColor() {
        return this.summary.state === "approved" ? "success" : "danger";
    }

    get gradeColor() {
        const colors = { a: "success", b: "info", c: "secondary", d: "warning", e: "danger" };
        return colors[this.summary.grade] || "light";
    }

    get rate() {
        const { occupied, limit } = this.summary;
        return limit ? Math.min(100, Math.max(0, (100 * occupied) / limit)) : 0;
    }

    toggleBreakdown() {
        this.state.isBrokenDown = !this.state.isBrokenDown;
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.summary.currency_id });
    }

    requestLimit() {
        const { profile_id: id } = this.summary;
        return this.call("action_request_limit", { resModel: "counterparty.profile", resId: id });
    }

    get exception() {
        return this.summary.override;
    }

    get exceptionColor() {
        const colors = {
            submitted: "info",
            returned: "warning",
            approved: "success",
            used: "success",
            rejected: "danger",
            revoked: "danger",
        };
        return colors[this.exception.state] || "secondary";
    }

    /** Asks for an exception in a dialog, or opens what was asked for; the order stays open. */
    askException() {
        return this.open("action_counterparty_override", () => this.props.record.load());
    }

    async openException() {
        return this.env.services.action.doAction({
            type: "ir.actions.act_window",
            res_model: "counterparty.override",
            res_id: this.exception.id,
            views: [[false, "form"]],
        });
    }

    open(method, onClose) {
        return this.call(method, { onClose });
    }

    /** Calls a method as a button does, once the order is saved, and opens what it returns. */
    async call(name, { resModel, resId, onClose }) {
        const { record } = this.props;
        await record.save();
        return this.env.services.action.doActionButton({
            type: "object",
            name,
            resModel: resModel || record.resModel,
            resId: resId || record.resId,
            context: { ...record.context },
            onClose,
        });
    }
}

registry.category("fields").add("counterparty_strip", {
    component: CounterpartyStrip,
    supportedTypes: ["json"],
});
