import {
    add,
    choose,
    click,
    close,
    closed,
    dialog,
    press,
    sees,
    select,
    state,
    tab,
    type,
    upload,
} from "./counterparty_steps";

/* Each kind of application is begun and filled in, in Chinese, by who applies. */

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
const line = "[name=change_ids] .o_selected_row";
const addLine = click("[name=change_ids] .o_field_x2many_list_row_add a");
// A change is begun on the row in the ledger; the old value is seen beside the new one.
add("counterparty_kind_change", [
    press("action_counterparty_change"),
    sees(".alert:contains(尚缺)"),
    type("change_reason", "更换法定代表人，新增账户，附证明"),
    tab("details"),
    addLine,
    ...select("field", "法定代表人", line),
    type("value", "示例法定代表人丁", line),
    addLine,
    sees("[name=change_ids] .o_data_row:not(.o_selected_row):contains(示例法定代表人丁)"),
    sees(`${line} [name=field] input:value(银行账户)`),
    sees(".alert:contains(银行账户：变更后的内容)"),
    type("value", "6222000000001234", line),
    click("[name=change_reason] textarea"),
    sees("[name=change_ids] .o_data_row:contains(示例法定代表人):contains(示例法定代表人丁)"),
    press("action_submit"),
    state("审核中"),
]);
