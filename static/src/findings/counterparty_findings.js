import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The checks of an application, each with both values side by side, and who signed for it. */
export class CounterpartyFindings extends Component {
    static template = "counterparty_control.Findings";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    icon(row) {
        return {
            consistent: "fa-check text-success",
            inconsistent: row.hard && !row.note ? "fa-times text-danger" : "fa-times text-warning",
            unknown: "fa-question text-muted",
        }[row.result];
    }

    canSign(row) {
        const steps = this.props.record.data.available_steps || [];
        return row.stops && row.can_be_signed && steps.includes("sign");
    }

    async sign(row) {
        const record = this.props.record;
        if (!(await record.save())) {
            return;
        }
        const asked = await this.orm.call(record.resModel, "action_sign_finding", [
            [record.resId],
            row.key,
        ]);
        await this.action.doAction(asked, { onClose: () => record.load() });
    }
}

registry.category("fields").add("counterparty_findings", {
    component: CounterpartyFindings,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "available_steps", type: "json" }],
});
