import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The parties that an application may be about already: open one, or apply for that contact. */
export class CounterpartyDuplicates extends Component {
    static template = "counterparty_control.Duplicates";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    choose(row) {
        return this.props.record.update({
            partner_id: { id: row.partner_id, display_name: row.name },
        });
    }
}

registry.category("fields").add("counterparty_duplicates", {
    component: CounterpartyDuplicates,
    supportedTypes: ["json"],
});
