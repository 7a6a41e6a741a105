import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The checks of an application, each with both values side by side. */
export class CounterpartyFindings extends Component {
    static template = "counterparty_control.Findings";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    icon(row) {
        return {
            consistent: "fa-check text-success",
            inconsistent: "fa-times text-danger",
            unknown: "fa-question text-muted",
        }[row.result];
    }
}

registry.category("fields").add("counterparty_findings", {
    component: CounterpartyFindings,
    supportedTypes: ["json"],
});
