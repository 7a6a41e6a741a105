import { add, close, dialog, press, sees, state, tab } from "./counterparty_steps";

/* The demo story in Chinese, as the people who live it. */

// Scene 1: an application is supplemented, reviewed, approved, and stands in the ledger.
add("counterparty_apply", [
    { trigger: ".o_list_button_add", run: "click" },
    sees(".alert:contains(尚缺)"),
    { trigger: "[name=partner_name] input, [name=partner_name] textarea", run: "edit 示例新客户" },
    press("action_submit"),
    dialog("业务联系人"),
    sees(".modal .modal-body:contains(法人营业执照)"),
    close,
]);
add("counterparty_supplement", [
    state("退回补充"),
    tab("review"),
    sees(".o_counterparty_findings tr.table-danger:contains(示例法定代表人乙)"),
    tab("licences"),
    { trigger: ".o_data_row:contains(330200PDY000060) td[name=number]", run: "click" },
    {
        trigger: ".modal [name=legal_representative] input",
        run: "edit 示例法定代表人甲",
    },
    { trigger: ".modal .o_form_button_save", run: "click" },
    sees("body:not(:has(.modal))"),
    tab("supplements"),
    { trigger: "[name=supplement_ids] .o_data_row td[name=is_done]", run: "click" },
    { trigger: "[name=supplement_ids] .o_data_row td[name=is_done] input", run: "check" },
    press("action_submit"),
    state("审核中"),
]);
add("counterparty_sign", [
    state("审核中"),
    tab("review"),
    { trigger: "tr.table-danger[data-check=representative] button", run: "click" },
    dialog("示例法定代表人乙"),
    { trigger: ".modal [name=comment] textarea", run: "edit 已核实工商变更登记" },
    { trigger: ".modal-footer button[name=action_confirm]", run: "click" },
    sees("tr.table-warning[data-check=representative]:contains(已核实工商变更登记)"),
    sees(".o_counterparty_findings:not(:has(.table-danger))"),
]);
add("counterparty_known", [
    { trigger: ".o_list_button_add", run: "click" },
    {
        trigger: "[name=partner_name] input, [name=partner_name] textarea",
        run: "edit 北岭示例建设工程有限公司",
    },
    tab("cooperation"),
    sees(".o_counterparty_duplicates li:contains(名称相同)"),
    { trigger: ".o_counterparty_duplicates a:contains(北岭)", run: "click" },
    sees(".o_form_view [name=credit_limit]"),
]);
add("counterparty_review", [
    state("审核中"),
    tab("review"),
    sees(".o_counterparty_findings:not(:has(.table-danger))"),
    ...["prohibition_check", "scope_conforms", "consistency_check", "validity_check"].map(
        (name) => ({ trigger: `[name=${name}] .o_radio_input:first`, run: "click" }),
    ),
    { trigger: "[name=review_opinion] textarea", run: "edit 资料已补齐,三证一致有效。" },
    press("action_review"),
    state("待审批"),
]);
add("counterparty_approve", [
    state("待审批"),
    press("action_approve"),
    { trigger: ".modal-footer .btn-primary", run: "click" },
    state("已批准"),
    press("action_open_profile"),
    sees(".o_form_view [name=partner_name]:contains(新港示例电器有限公司)"),
    sees("[name=credit_limit]:contains(800,000.00)"),
]);
add("counterparty_ledger", [
    sees(".o_data_row:contains(新港示例电器有限公司):contains(800,000.00)"),
]);

// Scene 2: a prohibited party is found by its former name and code, and rejected.
add("counterparty_prohibited", [
    sees(".alert-danger:contains(云岭虚构矿产有限公司)"),
    tab("review"),
    { trigger: "[name=scope_conforms] label:contains(/^符合$/)", run: "click" },
    { trigger: "[name=review_opinion] textarea", run: "edit 列入禁止交易名单。" },
    press("action_review"),
    dialog("云岭虚构矿产有限公司"),
    close,
    press("action_refuse"),
    { trigger: ".modal [name=comment] textarea", run: "edit 股份公司禁止交易名单命中。" },
    { trigger: ".modal button[name=action_confirm]", run: "click" },
    state("不予批准"),
]);

// Scenes 3 to 5: an order passes with a warning, one is over the limit, one is of grade D.
add("counterparty_order_passes", [
    sees(".o_counterparty_strip.border-warning:contains(3,000,000.00)"),
    press("action_confirm"),
    state("销售订单"),
]);
add("counterparty_order_refused", [
    sees(".o_counterparty_strip.border-danger:contains(70,000.00)"),
    sees(".o_counterparty_reasons:contains(230,000.00)"),
    press("action_confirm"),
    sees(".modal .modal-title:contains(客商管控)"),
    ...["1,500,000.00", "1,430,000.00", "900,000.00", "300,000.00", "230,000.00"].map(dialog),
    close,
    state("报价单"),
]);
// The salesperson asks for an exception without leaving the order, the leadership releases it.
add("counterparty_exception_ask", [
    press("action_confirm"),
    dialog("230,000.00"),
    { trigger: ".modal .o_counterparty_ask", run: "click" },
    sees(".modal [name=reason_text]:contains(230,000.00)"),
    sees(".modal [name=excess_now]:contains(230,000.00)"),
    sees(".modal [name=amount] input:value(300,000.00)"),
    { trigger: ".modal [name=reason] textarea", run: "edit 重点工程,月底发货。" },
    { trigger: ".modal [name=plan] textarea", run: "edit 本月25日回款40万元。" },
    { trigger: ".modal button[name=action_submit]", run: "click" },
    sees("body:not(:has(.modal))"),
    sees(".o_counterparty_exception:contains(待审批)"),
    sees(".o_counterparty_exception:contains(公司领导)"),
    state("报价单"),
]);
add("counterparty_exception_release", [
    sees(".o_counterparty_queue_count"),
    {
        trigger: ".o_data_row:contains(北岭示例建设工程有限公司) td[name=name]",
        run: "click",
    },
    sees(".o_form_view [name=reason_text]:contains(230,000.00)"),
    sees(".o_form_view [name=plan]:contains(本月25日)"),
    press("action_release"),
    { trigger: ".modal-footer .btn-primary", run: "click" },
    sees("body:not(:has(.modal))"),
]);
add("counterparty_exception_confirm", [
    sees(".o_counterparty_exception:contains(已放行):contains(300,000.00)"),
    sees(".o_counterparty_strip:not(:has(.o_counterparty_reasons))"),
    press("action_confirm"),
    state("销售订单"),
    sees(".o_counterparty_exception:contains(使用中)"),
    { trigger: ".o_field_x2many_list .o_data_row td[name=product_uom_qty]", run: "click" },
    {
        trigger: ".o_field_x2many_list .o_data_row [name=product_uom_qty] input",
        run: "edit 100",
    },
    { trigger: ".o_form_button_save", run: "click" },
    dialog("330,000.00"),
    sees(".modal .o_counterparty_ask"),
    close,
    { trigger: ".o_form_button_cancel", run: "click" },
    sees(".o_form_saved"),
]);
add("counterparty_order_restricted", [
    sees(".o_counterparty_reasons:contains(等级)"),
    press("action_confirm"),
    dialog("300,000.00"),
    close,
    { trigger: "[name=payment_term_id] input", run: "edit 款到发货" },
    { trigger: ".o-autocomplete--dropdown-item a:contains(/^款到发货$/)", run: "click" },
    sees(".o_counterparty_strip:not(:has(.o_counterparty_reasons))"),
    press("action_confirm"),
    state("销售订单"),
]);

// The history of a party since its last rating, and of the last year with its peak.
add("counterparty_history", [
    tab("history"),
    sees(".o_counterparty_history canvas"),
    sees(".o_counterparty_history .text-danger:contains(/^8$/)"),
    sees(".o_counterparty_history .fs-4:contains(420,000.00)"),
    { trigger: ".o_counterparty_history .btn-group button:last-child", run: "click" },
    sees(".o_counterparty_history .fs-4:contains(1,220,000.00)"),
    sees(".o_counterparty_history .text-danger:contains(/^31$/)"),
    press("action_open_history"),
    sees(".o_graph_renderer canvas"),
]);
