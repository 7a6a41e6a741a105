import { add, click, sees } from "./counterparty_steps";

/* From a figure to the documents behind it, whatever language the figures are labelled in. */

// The ledger row tells how its figures add up, and each opens its documents.
add("counterparty_drill_profile", [
    click("a.nav-link[name=occupancy]"),
    sees(".o_counterparty_bar .o_counterparty_owed"),
    sees(".o_counterparty_statement tr[data-key=actual]:contains(2,000,000.00)"),
    sees(".o_counterparty_statement tr[data-key=stock]:not(:has(button))"),
    click(".o_counterparty_statement tr[data-key=receivable] button:contains(800,000.00)"),
    sees(".o_list_view .o_list_footer:contains(800,000.00)"),
    click(".o_list_view .o_data_row:first td[name=name]"),
    sees(".o_form_view [name=invoice_line_ids]"),
]);

// A figure in the list opens its documents, and not the row it stands in.
add("counterparty_drill_list", [
    click(".o_optional_columns_dropdown button"),
    click(".o-dropdown--menu input[name=prepayment]"),
    click(".o_data_row:contains(1,200,000.00) [data-component=prepayment]"),
    sees(".o_list_view .o_list_footer:contains(1,200,000.00)"),
    sees(".o_data_row button[name=action_open_document]"),
]);

// The strip of an order shows the same without leaving the order.
add("counterparty_drill_strip", [
    click(".o_counterparty_strip .o_counterparty_toggle"),
    click(".o_counterparty_breakdown [data-component=receivable]"),
    sees(".modal .o_list_view .o_data_row"),
    click(".modal .btn-close, .modal .o_form_button_cancel"),
    sees(".o_counterparty_breakdown"),
]);

// The analysis of all parties.
add("counterparty_drill_analysis", [
    sees(".o_pivot table"),
    click(".o_switch_view.o_graph"),
    sees(".o_graph_canvas_container canvas"),
    click(".o_switch_view.o_list"),
    click(".o_data_row:has(button[name=action_open_document]):first td[name=name]"),
    sees(".o_form_view"),
]);
