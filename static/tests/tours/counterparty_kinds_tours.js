import {
    add,
    choose,
    click,
    close,
    closed,
    confirm,
    dialog,
    press,
    sees,
    select,
    state,
    tab,
    type,
    upload,
} from "./counterparty_steps";

/* Each kind of application from draft to decision, in Chinese, as those who take the steps. */

const NEW = {
    one: {
        name: "晨光示例仪表有限公司",
        role: "role_customer",
        papers: [{ type: "法人营业执照", number: "91330200PDY000810N" }],
    },
    three: {
        name: "青禾示例农机厂",
        role: "role_supplier",
        regime: "境内（三证）",
        papers: [
            { type: "法人营业执照", number: "330200999990822", expiry: "2035-06-30" },
            { type: "组织机构代码证", number: "PDY00082-9", expiry: "2029-06-30" },
            { type: "税务登记证", number: "330200PDY000829" },
        ],
    },
    foreign: {
        name: "Muster Beispiel AG",
        role: "role_customer",
        regime: "境外",
        country: "德国",
        papers: [{ type: "法人营业执照", number: "HRB 99001" }],
    },
    existing: {
        name: "临江示例物资有限公司",
        isKnown: true,
        papers: [{ type: "法人营业执照", number: "91330200PDY000837E" }],
    },
    both: {
        name: "双丰示例材料有限公司",
        isKnown: true,
        role: "role_customer",
        papers: [{ type: "法人营业执照", number: "91330200PDY0008459" }],
    },
};
const TEXTS = {
    party: {
        legal_representative: "示例法定代表人",
        registered_address: "浙江省宁波市示例路8号",
        contact_name: "示例联系人",
        contact_phone: "000-5550008",
        principal_name: "示例负责人",
        principal_phone: "000-5550009",
        intro: "演示用虚构单位。",
    },
    cooperation: {
        business_scope: "示例货物，月结30天",
        settlement_terms: "月结30天",
        expected_annual_amount: "600000",
        requested_limit: "50000",
    },
};
const NAMES = Object.values(NEW).map((party) => party.name);
const REJECTED = [
    "暮光示例仪表有限公司",
    "白禾示例农机厂",
    "Probe Beispiel AG",
    "临海示例物资有限公司",
    "双喜示例材料有限公司",
];
const CHANGED = { approved: "东海示例机械制造有限公司", rejected: "北岭示例建设工程有限公司" };

const page = (name) => [
    tab(name),
    ...Object.entries(TEXTS[name]).map(([field, text]) => type(field, text)),
];

function paper(party, { type: kind, number, expiry }) {
    const modal = ".modal";
    return [
        tab("licences"),
        click("[name=licence_ids] .o_field_x2many_list_row_add a"),
        ...choose("type_id", kind, modal),
        type("number", number, modal),
        type("holder_name", party.name, modal),
        type("legal_representative", TEXTS.party.legal_representative, modal),
        expiry ? type("expiry_date", expiry, modal) : click(".modal [name=is_long_term] input"),
        ...upload("attachment_ids", `${number}.txt`, modal),
        click(".modal .o_form_button_save"),
        closed,
        sees(`[name=licence_ids] .o_data_row:contains(${number})`),
    ];
}

/** Fills the form in as a user would, saved half-way, until nothing is missing. */
function draft(party) {
    return [
        sees(".alert:contains(尚缺):contains(简介)"),
        ...(party.isKnown
            ? [sees(`[name=partner_name]:has(input:value(${party.name}))`)]
            : [type("partner_name", party.name)]),
        ...(party.role ? [click(`[name=${party.role}] input`)] : []),
        ...(party.regime ? select("regime", party.regime) : []),
        ...(party.country ? choose("country_id", party.country) : []),
        ...page("party"),
        click(".o_form_button_save"),
        sees(".o_form_saved"),
        press("action_submit"),
        dialog("合作内容"),
        close,
        ...page("cooperation"),
        ...party.papers.flatMap((row) => paper(party, row)),
        sees(".o_form_view:not(:has(.alert:contains(尚缺)))"),
        press("action_submit"),
        state("审核中"),
    ];
}

for (const [kind, party] of Object.entries(NEW)) {
    const start = {
        existing: [press("action_counterparty_open")],
        both: [click(".o_counterparty_strip a:contains(新增客商申请)")],
    };
    add(`counterparty_kind_${kind}`, [
        ...(start[kind] || [click(".o_list_button_add")]),
        ...draft(party),
    ]);
}
// A change is begun on the row in the ledger; the old value is seen beside the new one.
add("counterparty_kind_change", [
    press("action_counterparty_change"),
    sees(".alert:contains(尚缺)"),
    type("change_reason", "更换开户行，附银行证明"),
    tab("details"),
    click("[name=change_ids] .o_field_x2many_list_row_add a"),
    ...select("field", "法定代表人", "[name=change_ids] .o_selected_row"),
    type("value", "示例法定代表人丁", "[name=change_ids] .o_selected_row"),
    click("[name=change_reason] textarea"),
    sees("[name=change_ids] .o_data_row:contains(示例法定代表人):contains(示例法定代表人丁)"),
    press("action_submit"),
    state("审核中"),
]);

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
const everybody = [...NAMES, CHANGED.approved, ...REJECTED, CHANGED.rejected];
const BOUGHT = [NEW.three.name, NEW.both.name, REJECTED[1], REJECTED[4]];
const SOLD = everybody.filter((name) => !BOUGHT.includes(name));
const begun = (names) => [...REJECTED, CHANGED.rejected].filter((name) => names.includes(name));

for (const [who, names] of Object.entries({ sales1: SOLD, buyer: BOUGHT })) {
    add(
        `counterparty_kinds_submit_${who}`,
        each(begun(names), [state("草稿"), press("action_submit"), state("审核中")]),
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
    each(
        [...NAMES, CHANGED.approved],
        [state("待审批"), press("action_approve"), confirm, state("已批准")],
    ),
);
add(
    "counterparty_kinds_reject",
    each(
        [...REJECTED, CHANGED.rejected],
        [state("待审批"), press("action_reject"), ...reason("风险过高"), state("不予批准")],
    ),
);
