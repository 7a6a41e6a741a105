import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

const DECIDERS = ["leadership", "finance"].map((name) => `counterparty_control.group_${name}`);

/** How many documents wait to be released, for those who release them; opens the queue. */
export class CounterpartyQueue extends Component {
    static template = "counterparty_control.Queue";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ count: 0, isShown: false });
        onWillStart(() => this.count());
    }

    async count() {
        const groups = await Promise.all(DECIDERS.map((group) => user.hasGroup(group)));
        this.state.isShown = groups.includes(true);
        if (this.state.isShown) {
            const domain = [["request_state", "!=", "returned"]];
            this.state.count = await this.orm.silent.searchCount("counterparty.held", domain);
        }
    }

    async open() {
        await this.action.doAction("counterparty_control.counterparty_held_action", {
            clearBreadcrumbs: true,
        });
        await this.count();
    }
}

registry
    .category("systray")
    .add("counterparty_control.Queue", { Component: CounterpartyQueue }, { sequence: 26 });
