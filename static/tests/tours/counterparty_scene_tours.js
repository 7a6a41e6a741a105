import { registry } from "@web/core/registry";

/* Later scenes of the demo story in Chinese, as the people who live it. */

const tours = registry.category("web_tour.tours");
const tab = (name) => ({ trigger: `a.nav-link[name=${name}]`, run: "click" });
const press = (name) => ({ trigger: `button[name=${name}]:enabled`, run: "click" });
const sees = (trigger) => ({ trigger });
const state = (text) => sees(`.o_statusbar_status .o_arrow_button_current:contains(/^${text}$/)`);
const dialog = (text) => sees(`.modal .modal-body:contains(${text})`);
const close = { trigger: ".modal-footer button:contains(关闭)", run: "click" };

function add(name, steps) {
    tours.add(name, { steps: () => steps });
}

// Scene 6: nothing is sold to grade E, but what it owes is taken, and the way out is done.
add("counterparty_barred", [
    sees(".o_counterparty_strip.border-danger"),
    sees(".o_counterparty_reasons:contains(等级)"),
    press("action_confirm"),
    dialog("410,000.00"),
    close,
    state("报价单"),
]);
add("counterparty_receipt", [
    press("action_register_payment"),
    sees(".modal [name=amount] input"),
    press("action_create_payments"),
    sees("body:not(:has(.modal))"),
    sees(".o_form_view .ribbon"),
]);
add("counterparty_wound_down", [
    sees("[name=exposure_amount]:contains(0.00)"),
    sees("[name=wind_down_state]:contains(已完成)"),
    tab("trail"),
    sees("[name=trail_ids] .o_data_row"),
]);

// Article 10: a party is reported to the parent company, and its code stands in the ledger.
add("counterparty_report", [
    state("待报"),
    press("action_export"),
    sees(".o_form_view [name=party_count]:contains(1)"),
    sees(".o_form_view [name=file] input, .o_form_view [name=file] a"),
    sees("[name=request_ids] .o_data_row:contains(博远示例物流有限公司):contains(已报)"),
]);
add("counterparty_code", [
    state("已报"),
    press("action_receive"),
    dialog("股份公司编码"),
    close,
    { trigger: "[name=group_erp_code] input", run: "edit KH600099" },
    press("action_receive"),
    state("已回码"),
    press("action_open_profile"),
    sees(".o_form_view [name=group_erp_code]:contains(KH600099)"),
]);
add("counterparty_code_found", [
    { trigger: ".o_searchview_input", run: "edit KH600099" },
    { trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(股份公司编码)", run: "click" },
    sees(".o_data_row:contains(东海示例机械(苏州)有限公司)"),
]);
