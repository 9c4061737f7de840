// The map without tiles: the country's outline, a graticule, towns to find one's way by, and the settlements.
import { html } from 'lit';
import * as L from 'leaflet';
import { worst } from './alarms.js';
import { Page, define } from './page.js';
import { number } from './format.js';
import { t, title } from './words.js';

let ground;

/** The scale with the units of the language. */
const Scale = L.Control.Scale.extend({
  _updateMetric(most) {
    const metres = this._getRoundNum(most);
    this._updateScale(this._mScale, metres < 1000 ? `${metres}\u00a0${t('unit.metre')}` : `${metres / 1000}\u00a0${t('unit.kilometre')}`, metres / most);
  },
});

class VillageMap extends Page {
  static properties = { settlements: { attribute: false }, pointed: {}, language: {} };

  async firstUpdated() {
    ground ??= fetch('/map/region.json').then((answer) => answer.json());
    this.base = await ground;
    if (!this.isConnected) return;
    this.map = L.map(this.querySelector('.map-box'), {
      zoomControl: false, attributionControl: false, minZoom: 7, maxZoom: 14, zoomSnap: 0.25, scrollWheelZoom: true, fadeAnimation: false,
    });
    L.control.zoom({ position: 'topright', zoomInTitle: t('map.in'), zoomOutTitle: t('map.out') }).addTo(this.map);
    new Scale({ imperial: false, position: 'bottomright' }).addTo(this.map);
    this.base.land.forEach((ring) => L.polygon(ring, { className: 'land', interactive: false }).addTo(this.map));
    this.towns = L.layerGroup().addTo(this.map);
    this.lines = L.layerGroup().addTo(this.map);
    this.marks = L.layerGroup().addTo(this.map);
    this.map.fitBounds(this.#view(), { maxZoom: 10 });
    this.map.on('zoomend moveend', () => this.#graticule());
    this.map.on('zoomend', () => this.#declutter());
    this.watch = new ResizeObserver(() => this.map.invalidateSize());
    this.watch.observe(this);
    this.#graticule();
    this.#draw();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.watch) this.watch.disconnect();
    if (this.map) this.map.remove();
    this.map = null;
  }

  updated() {
    if (this.map) this.#draw();
  }

  #placed() {
    return this.settlements.filter((one) => Number.isFinite(one.latitude) && Number.isFinite(one.longitude));
  }

  /** The settlements that lie in the country; archives of recorded series may lie anywhere. */
  #view() {
    const country = L.latLngBounds(this.base.land.flat());
    const places = this.#placed().map((one) => [one.latitude, one.longitude]);
    const here = places.filter((place) => country.contains(place));
    return here.length || places.length ? L.latLngBounds(here.length ? here : places).pad(0.25) : country;
  }

  #graticule() {
    const bounds = this.map.getBounds().pad(0.1);
    const step = this.map.getZoom() < 8 ? 1 : this.map.getZoom() < 9 ? 0.5 : this.map.getZoom() < 11 ? 0.25 : 0.1;
    this.lines.clearLayers();
    for (let at = Math.ceil(bounds.getSouth() / step) * step; at < bounds.getNorth(); at += step) this.#line([[at, bounds.getWest()], [at, bounds.getEast()]], at, 'N');
    for (let at = Math.ceil(bounds.getWest() / step) * step; at < bounds.getEast(); at += step) this.#line([[bounds.getSouth(), at], [bounds.getNorth(), at]], at, 'E');
  }

  #line(ends, at, side) {
    L.polyline(ends, { className: 'graticule', interactive: false }).addTo(this.lines);
    const seen = this.map.getBounds();
    const place = side === 'N' ? [at, seen.getWest()] : [seen.getNorth(), at];
    this.#text(this.lines, place, `${number(at, 2)}° ${t(`map.${side}`)}`, `degree ${side}`);
  }

  #text(layer, place, text, kind) {
    const element = document.createElement('span');
    element.textContent = text;
    L.marker(place, { interactive: false, keyboard: false, icon: L.divIcon({ className: `map-text ${kind}`, html: element, iconSize: null }) }).addTo(layer);
  }

  #draw() {
    this.towns.clearLayers();
    this.marks.clearLayers();
    const names = new Set(this.#placed().map((one) => title(one.title)));
    this.base.towns.filter((town) => !names.has(title(town.title)))
      .forEach((town) => this.#text(this.towns, [town.latitude, town.longitude], title(town.title), 'town'));
    [...this.#placed()].sort((a, b) => rank(a) - rank(b)).forEach((one) => this.#mark(one));
    this.#declutter();
  }

  /** Hides names that would lie on one another: the names of settlements in need stay, towns go first. */
  #declutter() {
    const taken = [...this.querySelectorAll('.mark-of > span > svg')].map((mark) => mark.getBoundingClientRect());
    const names = [...this.querySelectorAll('.mark-of > span > span')].reverse().concat([...this.querySelectorAll('.town > span')]);
    names.forEach((label) => {
      label.classList.remove('hidden');
      const box = label.getBoundingClientRect();
      const own = label.previousElementSibling?.getBoundingClientRect();
      const covered = taken.some((other) => !(own && other.left === own.left && other.top === own.top)
        && box.left < other.right && box.right > other.left && box.top < other.bottom - 3 && box.bottom > other.top + 3);
      if (covered) label.classList.add('hidden');
      else taken.push(box);
    });
  }

  #mark(one) {
    const priority = worst(one.alarms);
    const element = document.createElement('span');
    element.innerHTML = SHAPES[priority || (one.devices === 0 ? 'none' : 'normal')];
    const label = document.createElement('span');
    label.textContent = title(one.title);
    element.append(label);
    const state = priority ? t(`priority.${priority}`) : t(one.devices === 0 ? 'region.no_devices' : 'all_normal');
    const icon = L.divIcon({ className: `mark-of ${priority ? `p-${priority}` : ''} ${this.pointed === one.id ? 'pointed' : ''}`, html: element, iconSize: null });
    L.marker([one.latitude, one.longitude], { icon, keyboard: true, title: `${title(one.title)}: ${state}`, zIndexOffset: rank(one) * 1000 })
      .on('click keypress', (event) => {
        if (event.type === 'click' || event.originalEvent.key === 'Enter') this.dispatchEvent(new CustomEvent('open', { detail: one.id }));
      }).addTo(this.marks);
  }

  render() {
    return html`<div class="map-box"></div><p class="map-note tiny">${t('map.note')}</p>`;
  }
}

const rank = (one) => ['critical', 'high', 'medium', 'low'].reverse().indexOf(worst(one.alarms)) + 1;

// Fixed drawings, no text from outside in them.
const draw = (inner) => `<svg class="shape" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${inner}</svg>`;
const SHAPES = {
  critical: draw('<path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" fill="currentColor"/><text x="10" y="14">!!</text>'),
  high: draw('<path d="M10 1 19.5 18.5H.5z" fill="currentColor"/><text x="10" y="16">!</text>'),
  medium: draw('<path d="M10 .8 19.2 10 10 19.2 .8 10z" fill="currentColor"/>'),
  low: draw('<circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="3"/>'),
  normal: draw('<circle cx="10" cy="10" r="4.5" fill="currentColor"/>'),
  none: draw('<circle cx="10" cy="10" r="4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 2"/>'),
};

define('ocaq-map', VillageMap);
