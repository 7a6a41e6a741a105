import { registry } from "@web/core/registry";

/* Steps that tours share; what is read is Chinese. */

export const tab = (name) => ({ trigger: `a.nav-link[name=${name}]`, run: "click" });
export const click = (trigger) => ({ trigger, run: "click" });
export const press = (name) => ({ trigger: `button[name=${name}]:enabled`, run: "click" });
export const sees = (trigger) => ({ trigger });
export const state = (text) =>
    sees(`.o_statusbar_status .o_arrow_button_current:contains(/^${text}$/)`);
export const dialog = (text) => sees(`.modal .modal-body:contains(${text})`);
export const close = { trigger: ".modal-footer button:contains(关闭)", run: "click" };
export const confirm = { trigger: ".modal-footer .btn-primary", run: "click" };
export const closed = sees("body:not(:has(.modal))");

/** Types a text or a number. */
export const type = (name, text, within = "") => ({
    trigger: `${within} [name=${name}] input, ${within} [name=${name}] textarea`,
    run: `edit ${text}`,
});

/** Chooses from a list of related records, by the whole name. */
export const choose = (name, text, within = "") => [
    type(name, text, within),
    {
        trigger: `.o-autocomplete--dropdown-item a:contains(/^${text}$/)`,
        run: "click",
    },
];

/** Chooses one of a few. */
export const select = (name, text, within = "") => [
    { trigger: `${within} [name=${name}] .o_select_menu_toggler`, run: "click" },
    { trigger: `.o_select_menu_item:contains(${text})`, run: "click" },
];

/** Uploads a copy of a paper, as if it was picked in the dialogue of the browser. */
export const upload = (name, file, within = "") => [
    {
        trigger: `${within} [name=${name}] .o_input_file:not(:visible)`,
        run: ({ anchor }) => {
            const picked = new DataTransfer();
            picked.items.add(new File(["copy"], file, { type: "text/plain" }));
            anchor.files = picked.files;
            anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    },
    sees(`${within} [name=${name}] .o_attachment:contains(${file})`),
];

export function add(name, steps) {
    registry.category("web_tour.tours").add(name, { steps: () => steps });
}
