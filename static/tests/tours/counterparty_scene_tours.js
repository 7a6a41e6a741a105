import { add, close, dialog, press, sees, state, tab } from "./counterparty_steps";

/* Later scenes of the demo story in Chinese, as the people who live it. */

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

// Scene 7: a certificate has expired; the licence with one code replaces it.
add("counterparty_expired", [press("button_confirm"), dialog("PDY00013-2"), close, state("询价")]);
add("counterparty_renew", [
    tab("licences"),
    sees("[name=licence_ids] .o_data_row:contains(PDY00013-2)"),
    { trigger: "[name=licence_ids] .o_field_x2many_list_row_add a", run: "click" },
    { trigger: ".modal [name=type_id] input", run: "edit 法人营业执照" },
    { trigger: ".o-autocomplete--dropdown-item a:contains(法人营业执照)", run: "click" },
    { trigger: ".modal [name=number] input", run: "edit 91330200PDY0001327" },
    { trigger: ".modal [name=holder_name] input", run: "edit 恒力示例模具厂" },
    { trigger: ".modal [name=is_long_term] input", run: "click" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    sees("body:not(:has(.modal))"),
    sees("[name=licence_ids] .o_data_row:contains(91330200PDY0001327)"),
    { trigger: ".o_form_button_save", run: "click" },
    sees("body:not(:has(.o_form_button_save:visible))"),
]);
add("counterparty_renewed", [press("button_confirm"), state("采购订单")]);

// Scene 9: codes of each regime, slips of the pen included.
add("counterparty_slip", [
    { trigger: ".o_list_button_add", run: "click" },
    {
        trigger: "[name=partner_name] input, [name=partner_name] textarea",
        run: "edit 示例村经济合作社",
    },
    tab("licences"),
    { trigger: "[name=licence_ids] .o_field_x2many_list_row_add a", run: "click" },
    { trigger: ".modal [name=type_id] input", run: "edit 法人营业执照" },
    { trigger: ".o-autocomplete--dropdown-item a:contains(法人营业执照)", run: "click" },
    { trigger: ".modal [name=number] input", run: "edit N2330381PDY000158X" },
    { trigger: ".modal [name=holder_name] input", run: "click" },
    dialog("N2330381PDY000159X"),
    { trigger: ".modal:contains(N2330381PDY000159X) .modal-footer button", run: "click" },
    sees("body:not(:has(.modal:contains(N2330381PDY000159X)))"),
    { trigger: ".modal .o_form_button_cancel", run: "click" },
    sees("body:not(:has(.modal))"),
    { trigger: ".o_form_button_cancel", run: "click" },
    sees(".o_list_button_add"),
]);
add("counterparty_village", [
    state("待审批"),
    sees("[name=regime]:contains(一照一码)"),
    tab("licences"),
    sees(".o_data_row:contains(N2330381PDY000159X)"),
    tab("review"),
    sees(".o_counterparty_findings tr:contains(N2330381PDY000159X):not(.table-danger)"),
    sees(".o_counterparty_findings:not(:has(.table-danger))"),
    press("action_approve"),
    { trigger: ".modal-footer .btn-primary", run: "click" },
    state("已批准"),
]);
add("counterparty_german", [
    sees("[name=regime]:contains(境外)"),
    tab("licences"),
    sees(".o_data_row:contains(DE999999987)"),
    tab("review"),
    sees(".o_counterparty_findings:not(:has(.table-danger))"),
]);
add("counterparty_singapore", [
    sees("[name=regime]:contains(境外)"),
    tab("licences"),
    sees(".o_data_row:contains(999900EXAMPLESG00218)"),
    tab("review"),
    sees(".o_counterparty_findings:not(:has(.table-danger))"),
]);

// Scene 10: a new version of the prohibited list names a party of the ledger.
add("counterparty_new_list", [
    state("预览"),
    sees("[name=row_ids] .o_data_row:contains(博远示例物流有限公司)"),
    press("action_put_in_force"),
    { trigger: ".modal-footer .btn-primary", run: "click" },
    sees("button[name=action_open_hits]"),
    press("action_open_hits"),
    sees(".o_data_row:contains(博远示例物流有限公司)"),
]);
add("counterparty_held", [
    sees(".o_counterparty_strip"),
    press("button_confirm"),
    dialog("禁止"),
    close,
    state("询价"),
]);
add("counterparty_hits", [sees(".o_data_row:contains(博远示例物流有限公司)")]);
