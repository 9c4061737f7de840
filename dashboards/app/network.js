// The network as a tree: grid, substation, feeder, transformer, and the homes behind each as small cells.
import { html, nothing } from 'lit';
import { icons, shape } from './icons.js';
import { wordOr } from './page.js';
import { count, lang, t, title } from './words.js';

const ICON = {
  home: icons.home, solar_park: icons.sun, hydro_plant: icons.hydro, wind_farm: icons.wind, battery_station: icons.battery, water_works: icons.water,
  heat_plant: icons.heat, gas_station: icons.gas, street_lighting: icons.light, substation: icons.grid, transformer_station: icons.grid, feeder: icons.losses,
};

/** Sites as a tree by what feeds them; a site whose feeder is unknown stands at the top. */
export function tree(sites) {
  const byName = new Map(sites.map((site) => [site.site, { site, children: [] }]));
  const roots = [];
  byName.forEach((node) => {
    const parent = node.site.fed_by && byName.get(node.site.fed_by);
    if (parent && !above(byName, node.site.fed_by, node.site.site)) parent.children.push(node);
    else roots.push(node);
  });
  return roots;
}

/** Whether the site is its own feeder's feeder: a mistake in the registry must not hang the page. */
function above(byName, from, name) {
  const seen = new Set();
  for (let at = from; at && !seen.has(at); at = byName.get(at)?.site.fed_by) {
    if (at === name) return true;
    seen.add(at);
  }
  return false;
}

const order = (node) => (node.children.length ? 1 : 0) * 10 + { alarm: 0, offline: 1, ok: 2 }[node.site.state];
const named = (a, b) => title(a.site.title).localeCompare(title(b.site.title), lang(), { numeric: true });

/** The tree as nested lists; homes are cells, everything else a row. */
export const network = (sites) => html`<ul class="network">${tree(sites).sort((a, b) => order(a) - order(b) || named(a, b)).map(branch)}</ul>`;

function branch(node) {
  const homes = node.children.filter((child) => child.site.kind === 'home' && !child.children.length);
  const others = node.children.filter((child) => !homes.includes(child)).sort((a, b) => order(a) - order(b) || named(a, b));
  return html`<li><a class="node ${node.site.state}" href="#/site/${node.site.id}">
      ${(ICON[node.site.kind] || icons.device)()}<span class="node-name">${title(node.site.title)}</span>
      <span class="muted tiny">${wordOr('kind', node.site.kind)}</span>${stateOf(node.site)}</a>
    ${homes.length ? homeCells(homes.sort(named)) : nothing}
    ${others.length ? html`<ul>${others.map(branch)}</ul>` : nothing}</li>`;
}

/** Sites with trouble show it; a quiet site shows nothing. */
function stateOf(site) {
  if (site.state === 'alarm') return html`<span class="node-state p-high">${shape('high')}${t('site.alarm')}</span>`;
  if (site.state === 'offline') return html`<span class="node-state muted">${icons.offline()}${t('offline')}</span>`;
  return nothing;
}

function homeCells(homes) {
  const bad = homes.filter((node) => node.site.state !== 'ok').length;
  return html`<div class="homes"><span class="muted tiny">${count('homes', homes.length)}${bad ? `, ${t('homes.bad', { n: bad })}` : ''}</span>
    <span class="cells">${homes.map((node) => html`<a class="cell ${node.site.state}" href="#/site/${node.site.id}"
      title="${title(node.site.title)}: ${t(`site.${node.site.state}`)}"><span class="sr">${title(node.site.title)}: ${t(`site.${node.site.state}`)}</span></a>`)}</span></div>`;
}
