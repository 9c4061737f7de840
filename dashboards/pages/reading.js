// The reading that an alarm is about, from before it began, with the limit that it crossed.
import { html, nothing } from 'lit';
import { get } from '../app/api.js';
import { isOpen } from '../app/alarms.js';
import { historyChart, readHistory } from '../app/history.js';
import { Page, define } from '../app/page.js';
import { metricName } from '../app/words.js';
import '../app/chart.js';

const ZONE = 'Asia/Baku';
/** So much is shown before and after the alarm's beginning; what goes on is shown up to now, at most for a week. */
const AROUND = 3 * 3600000;
const LONGEST = 7 * 86400000;

/** A chart without what zooms it: the device's page has that. */
const small = (build) => (c) => ({ ...build(c), dataZoom: [], grid: { left: 48, right: 12, top: 32, bottom: 24 } });

class Reading extends Page {
  static properties = { alarm: { attribute: false }, found: { state: true } };

  willUpdate() {
    const key = `${this.alarm.id}#${this.alarm.occurrence}`;
    if (key === this.key) return;
    this.key = key;
    this.found = null;
    this.#load(key);
  }

  /** Whoever cannot be shown it, reads the value above all the same. */
  async #load(key) {
    const [figure] = this.alarm.figures || [];
    const device = figure?.device || this.alarm.device;
    const name = figure?.metric || this.alarm.metric;
    const begun = this.alarm.raised_at;
    const to = Math.min(Date.now(), begun + (isOpen(this.alarm) ? LONGEST : AROUND));
    const limit = figure?.limit ?? this.alarm.setpoint;
    const unit = figure ? figure.unit : this.alarm.unit;
    try {
      const one = await get(`/devices/${device}`);
      const metric = one.metrics.find((it) => it.name === name) || { name, kind: 'gauge', unit };
      if (metric.kind === 'state' || metric.kind === 'counter') return;
      const history = await readHistory(device, metric, begun - AROUND, to, one.interval || 60);
      // A limit in another unit than the reading's would be drawn at the wrong height.
      const drawn = limit !== null && (!unit || unit === history.unit) ? limit : null;
      if (key === this.key) this.found = { history, metric, from: begun - AROUND, to, limit: drawn };
    } catch {
      this.found = null;
    }
  }

  render() {
    if (!this.found || this.found.history.points.length < 2) return nothing;
    const { history, metric, from, to, limit } = this.found;
    return html`<figure class="reading"><figcaption class="small muted">${metricName(metric.name)}</figcaption>
      <ocaq-chart label=${metricName(metric.name)} .build=${small(historyChart(history, metric, from, to, ZONE, [this.alarm], metricName(metric.name), limit))}></ocaq-chart></figure>`;
  }
}

define('ocaq-reading', Reading);
