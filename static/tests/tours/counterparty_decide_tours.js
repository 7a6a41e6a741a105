import {
    add,
    click,
    close,
    closed,
    confirm,
    dialog,
    press,
    sees,
    state,
    tab,
    type,
} from "./counterparty_steps";

/* Applications of each kind on their way to a decision, in Chinese, as who takes each step. */

const APPROVED = [
    "晨光示例仪表有限公司",
    "青禾示例农机厂",
    "Muster Beispiel AG",
    "临江示例物资有限公司",
    "双丰示例材料有限公司",
    "东海示例机械制造有限公司",
];
const REJECTED = [
    "暮光示例仪表有限公司",
    "白禾示例农机厂",
    "Probe Beispiel AG",
    "临海示例物资有限公司",
    "双喜示例材料有限公司",
    "北岭示例建设工程有限公司",
];
const everybody = [...APPROVED, ...REJECTED];
const BOUGHT = [APPROVED[1], APPROVED[4], REJECTED[1], REJECTED[4]];
const SOLD = everybody.filter((name) => !BOUGHT.includes(name));

/** Opens one after the other from the list, and goes back to it. */
const each = (names, steps) =>
    names.flatMap((name) => [
        click(`.o_data_row:contains(${name}) td[name=partner_name]`),
        sees(
            `.o_form_view [name=partner_name]:contains(${name}), [name=partner_name] :value(${name})`,
        ),
        ...steps,
        click(".o_breadcrumb .o_back_button a"),
        sees(".o_list_view"),
    ]);
const reason = (text) => [
    type("comment", text, ".modal"),
    click(".modal-footer button[name=action_confirm]"),
    closed,
];
for (const [who, names] of Object.entries({ sales1: SOLD, buyer: BOUGHT })) {
    add(
        `counterparty_kinds_submit_${who}`,
        each(
            REJECTED.filter((name) => names.includes(name)),
            [state("草稿"), press("action_submit"), state("审核中")],
        ),
    );
}
add(
    "counterparty_kinds_return",
    each(everybody, [
        state("审核中"),
        press("action_send_back"),
        ...reason("加盖公章的执照复印件"),
        state("退回补充"),
    ]),
);
const supply = [
    state("退回补充"),
    press("action_submit"),
    dialog("加盖公章的执照复印件"),
    close,
    tab("supplements"),
    click("[name=supplement_ids] .o_data_row td[name=is_done]"),
    {
        trigger: "[name=supplement_ids] .o_data_row td[name=is_done] input",
        run: "check",
    },
    press("action_submit"),
    state("审核中"),
];
add("counterparty_kinds_supply_sales1", each(SOLD, supply));
add("counterparty_kinds_supply_buyer", each(BOUGHT, supply));
add(
    "counterparty_kinds_review",
    each(everybody, [
        state("审核中"),
        tab("review"),
        ...["prohibition_check", "scope_conforms", "consistency_check", "validity_check"].map(
            (name) => click(`[name=${name}] .o_radio_input:first`),
        ),
        type("review_opinion", "资料齐全，一致有效。"),
        press("action_review"),
        state("待审批"),
    ]),
);
add(
    "counterparty_kinds_approve",
    each(APPROVED, [state("待审批"), press("action_approve"), confirm, state("已批准")]),
);
add(
    "counterparty_kinds_reject",
    each(REJECTED, [
        state("待审批"),
        press("action_reject"),
        ...reason("风险过高"),
        state("不予批准"),
    ]),
);
