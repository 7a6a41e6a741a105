/* global Chart */

import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { deserializeDate, formatDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { cookie } from "@web/core/browser/cookie";
import { formatMonetary } from "@web/views/fields/formatters";
import { getCustomColor } from "@web/core/colors/colors";
import { loadBundle } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

const { DateTime } = luxon;
const scheme = cookie.get("color_scheme");
const GRID = getCustomColor(scheme, "rgba(0, 0, 0, .08)", "rgba(255, 255, 255, .12)");
const TEXT = getCustomColor(scheme, "#374151", "#e4e4e4");
const OCCUPIED = "#2f6fde";
const LIMIT = getCustomColor(scheme, "#6b7280", "#adb5bd");
const OVER = "rgba(220, 53, 69, .35)";
const NONE = "transparent";

/** A step line of what a party occupied against its limit, with the figures of article 18. */
export class CounterpartyHistory extends Component {
    static template = "counterparty_control.History";
    static props = {
        ...standardWidgetProps,
        profile: { type: String, optional: true },
        start: { type: String, optional: true },
        end: { type: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.canvas = useRef("canvas");
        this.state = useState({ months: 0, data: null });
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useRecordObserver((record, props) => this.load({ ...props, record }));
        useEffect(
            (data, canvas) => {
                const chart = data && canvas && new Chart(canvas, this.config(data));
                return () => chart && chart.destroy();
            },
            () => [this.state.data, this.canvas.el],
        );
    }

    get periods() {
        const { is_rated } = this.state.data;
        const periods = [3, 6, 12].map((months) => ({
            months,
            label: _t("%s months", months),
        }));
        return is_rated ? [{ months: 0, label: _t("Since the last rating") }, ...periods] : periods;
    }

    get activeMonths() {
        return this.state.months || (this.state.data.is_rated ? 0 : 12);
    }

    /** Whether the document says which period, and so shows the figures of it itself. */
    get isFixed() {
        return Boolean(this.props.start);
    }

    get ofDays() {
        return _t("of %s days", this.state.data.days);
    }

    get description() {
        const { peak_amount, peak_date, days_over_limit } = this.state.data;
        return _t("Occupied at most %(amount)s, on %(date)s; %(days)s days over the limit", {
            amount: this.money(peak_amount),
            date: this.day(peak_date),
            days: days_over_limit,
        });
    }

    get rebuilt() {
        const { start, recorded_since } = this.state.data;
        if (recorded_since && recorded_since <= start) {
            return "";
        }
        return recorded_since
            ? _t(
                  "Before %s: rebuilt from the ledger, without orders and stock.",
                  this.day(recorded_since),
              )
            : _t("Rebuilt from the ledger, without orders and stock.");
    }

    day(date) {
        return formatDate(deserializeDate(date));
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.state.data.currency_id });
    }

    /** What the record asks for: the ledger row, and the period if the document has one. */
    wanted({ record, profile, start, end }) {
        const date = (name) => (record.data[name] ? serializeDate(record.data[name]) : null);
        return {
            id: profile ? record.data[profile] && record.data[profile].id : record.resId,
            period: start ? { start: date(start), end: date(end) } : {},
        };
    }

    async choose(months) {
        this.state.months = months;
        await this.load(this.props);
    }

    async load(props) {
        const { id, period } = this.wanted(props);
        const key = JSON.stringify([id, period, this.state.months]);
        if (key === this.loaded) {
            return;
        }
        this.loaded = key;
        if (!id || (props.start && !(period.start && period.end))) {
            this.state.data = null;
            return;
        }
        const options = props.start ? period : { months: this.state.months };
        const method = "action_read_history";
        const data = await this.orm.call("counterparty.profile", method, [[id]], options);
        if (key === this.loaded) {
            this.state.data = data;
        }
    }

    config(data) {
        // The last point is drawn to the end of its day.
        const [, amount, limit] = data.points.at(-1);
        const end = deserializeDate(data.end).plus({ days: 1 });
        const rows = data.points.map(([date, ...values]) => [deserializeDate(date), ...values]);
        rows.push([end, amount, limit]);
        const line = (column) => rows.map((row) => ({ x: row[0].toMillis(), y: row[column] }));
        const common = { stepped: true, pointRadius: 0, pointHitRadius: 8 };
        return {
            type: "line",
            data: {
                datasets: [
                    {
                        ...common,
                        label: _t("Occupied"),
                        data: line(1),
                        borderColor: OCCUPIED,
                        borderWidth: 2,
                        backgroundColor: OCCUPIED,
                        fill: { target: 1, above: OVER, below: NONE },
                    },
                    {
                        ...common,
                        label: _t("Limit"),
                        data: line(2),
                        borderColor: LIMIT,
                        borderWidth: 1.5,
                        borderDash: [6, 4],
                        backgroundColor: NONE,
                    },
                ],
            },
            options: this.options(data, end),
        };
    }

    options(data, end) {
        const short = new Intl.NumberFormat(user.lang, { notation: "compact" });
        return {
            animation: false,
            locale: user.lang,
            maintainAspectRatio: false,
            interaction: { mode: "index", intersect: false },
            plugins: {
                legend: {
                    align: "end",
                    labels: { color: TEXT, usePointStyle: true, pointStyle: "line" },
                },
                tooltip: {
                    filter: (item) => item.parsed.x < end.toMillis(),
                    callbacks: {
                        title: (items) =>
                            items.length && formatDate(DateTime.fromMillis(items[0].parsed.x)),
                        label: ({ dataset, parsed }) => `${dataset.label} ${this.money(parsed.y)}`,
                    },
                },
            },
            scales: {
                x: {
                    type: "time",
                    min: deserializeDate(data.start).toMillis(),
                    max: end.toMillis(),
                    time: { minUnit: "day" },
                    grid: { display: false },
                    ticks: { color: TEXT, maxRotation: 0, autoSkipPadding: 24 },
                },
                y: {
                    beginAtZero: true,
                    grace: "8%",
                    border: { display: false },
                    grid: { color: GRID },
                    ticks: { color: TEXT, maxTicksLimit: 6, callback: (y) => short.format(y) },
                },
            },
        };
    }
}

registry.category("view_widgets").add("counterparty_history", {
    component: CounterpartyHistory,
    extractProps: ({ options }) => ({
        profile: options.profile,
        start: options.start,
        end: options.end,
    }),
});
