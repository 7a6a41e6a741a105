/* global Chart */

import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { cookie } from "@web/core/browser/cookie";
import { formatMonetary } from "@web/views/fields/formatters";
import { getCustomColor } from "@web/core/colors/colors";
import { loadBundle } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { user } from "@web/core/user";

const scheme = cookie.get("color_scheme");
const GRID = getCustomColor(scheme, "rgba(0, 0, 0, .08)", "rgba(255, 255, 255, .12)");
const TEXT = getCustomColor(scheme, "#374151", "#e4e4e4");
const RATIO = "#dc3545";

/** The yearly figures of a party as bars, and its debt ratio as a line. */
export class CounterpartyFinancials extends Component {
    static template = "counterparty_control.Financials";
    static props = { ...standardWidgetProps };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas) => {
                const chart = canvas && new Chart(canvas, this.config());
                return () => chart && chart.destroy();
            },
            () => [this.canvas.el, JSON.stringify(this.rows)],
        );
    }

    /** The years, the oldest first; of one currency, as amounts of two do not compare. */
    get rows() {
        const rows = this.props.record.data.financial_ids.records.map(({ data }) => ({
            year: data.year,
            currency: data.currency_id && data.currency_id.id,
            revenue: data.revenue,
            profit: data.net_profit,
            assets: data.net_assets,
            ratio: data.debt_ratio,
        }));
        return rows
            .filter((row) => row.currency === rows[0].currency)
            .sort((left, right) => left.year - right.year);
    }

    get description() {
        return _t("Revenue, net profit, net assets and debt ratio by year");
    }

    config() {
        const rows = this.rows;
        const bars = (label, key, color) => ({
            type: "bar",
            label,
            data: rows.map((row) => row[key]),
            backgroundColor: color,
            maxBarThickness: 36,
            order: 1,
        });
        return {
            type: "bar",
            data: {
                labels: rows.map((row) => String(row.year)),
                datasets: [
                    bars(_t("Revenue"), "revenue", "#2f6fde"),
                    bars(_t("Net Profit"), "profit", "#2a9d6f"),
                    bars(_t("Net Assets"), "assets", "#adb5bd"),
                    {
                        type: "line",
                        label: _t("Debt Ratio"),
                        data: rows.map((row) => row.ratio),
                        yAxisID: "ratio",
                        borderColor: RATIO,
                        backgroundColor: RATIO,
                        borderWidth: 2,
                        order: 0,
                    },
                ],
            },
            options: this.options(rows),
        };
    }

    options(rows) {
        const short = new Intl.NumberFormat(user.lang, { notation: "compact" });
        const percent = new Intl.NumberFormat(user.lang, {
            style: "percent",
            maximumFractionDigits: 1,
        });
        const axis = { beginAtZero: true, border: { display: false } };
        const money = (amount) => formatMonetary(amount, { currencyId: rows[0].currency });
        return {
            animation: false,
            maintainAspectRatio: false,
            interaction: { mode: "index", intersect: false },
            plugins: {
                legend: { align: "end", labels: { color: TEXT, boxWidth: 12 } },
                tooltip: {
                    callbacks: {
                        label: ({ dataset, parsed }) =>
                            `${dataset.label} ${
                                dataset.yAxisID ? percent.format(parsed.y) : money(parsed.y)
                            }`,
                    },
                },
            },
            scales: {
                x: { grid: { display: false }, ticks: { color: TEXT } },
                y: {
                    ...axis,
                    grid: { color: GRID },
                    ticks: { color: TEXT, maxTicksLimit: 6, callback: (y) => short.format(y) },
                },
                ratio: {
                    ...axis,
                    position: "right",
                    suggestedMax: 1,
                    grid: { display: false },
                    ticks: { color: TEXT, maxTicksLimit: 6, callback: (y) => percent.format(y) },
                },
            },
        };
    }
}

registry.category("view_widgets").add("counterparty_financials", {
    component: CounterpartyFinancials,
});
