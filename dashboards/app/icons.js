// Icons as Lit SVG templates on a 24-pixel grid, drawn with the text colour.
import { html, svg } from 'lit';

const line = (paths) => html`<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const icons = {
  sun: () => line(svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.600l1.4 1.400M17 17l1.4 1.400M18.4 5.6 17 7M7 17l-1.4 1.4"/>`),
  wind: () => line(svg`<path d="M3 9h11a3 3 0 1 0-3-3M3 13h15a3 3 0 1 1-3 3M3 17h7a2 2 0 1 1-2 2"/>`),
  hydro: () => line(svg`<path d="M3 18c2 0 2-1.5 4.5-1.500S10 18 12 18s2-1.5 4.5-1.500S19 18 21 18M12 3v7M8 7l4 4 4-4M5 13h14"/>`),
  battery: () => line(svg`<rect x="3" y="7" width="16" height="10" rx="2"/><path d="M22 11v2M7 10v4M11 10v4"/>`),
  grid: () => line(svg`<path d="M8 21 11 3h2l3 18M9.5 12h5M5 8h14M6.5 8v2M17.5 8v2M8.6 17h6.8"/>`),
  home: () => line(svg`<path d="M4 11l8-7 8 7v9h-6v-6h-4v6H4z"/>`),
  losses: () => line(svg`<path d="M4 12h5l2-4 3 8 2-4h4"/>`),
  water: () => line(svg`<path d="M12 3c3 4 6 7 6 11a6 6 0 0 1-12 0c0-4 3-7 6-11z"/>`),
  heat: () => line(svg`<path d="M12 21a6 6 0 0 0 6-6c0-4-4-5-4-11-4 2-5 6-4 8-1.5-.5-2-2-2-3-1.3 1.5-2 3.5-2 6a6 6 0 0 0 6 6z"/>`),
  gas: () => line(svg`<path d="M6 21V9h12v12zM9 9V6h6v3M4 21h16M12 13v4"/>`),
  alarm: () => line(svg`<path d="M12 4a6 6 0 0 1 6 6v4l2 3H4l2-3v-4a6 6 0 0 1 6-6zM10 20h4"/>`),
  map: () => line(svg`<path d="M12 21c4-5 7-8 7-12a7 7 0 0 0-14 0c0 4 3 7 7 12z"/><circle cx="12" cy="9" r="2.5"/>`),
  village: () => line(svg`<path d="M3 20v-7l4.5-4L12 13v7M12 20v-9l4.5-4L21 11v9M2 20h20"/>`),
  offline: () => line(svg`<path d="M4 4l16 16M8.5 8.700A8 8 0 0 0 4.5 11M12 7c3 0 5.5 1.2 7.5 3.200M8 14.500a6 6 0 0 1 3-1.400M12 18.500h.01"/>`),
  lock: () => line(svg`<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`),
  warning: () => line(svg`<path d="M12 4 2.8 20h18.400zM12 10v4M12 17.200v.01"/>`),
  empty: () => line(svg`<path d="M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5"/>`),
  check: () => line(svg`<path d="M5 12.500l4.5 4.500L19 7.5"/>`),
  clock: () => line(svg`<circle cx="12" cy="12" r="8"/><path d="M12 8v4l3 2"/>`),
  person: () => line(svg`<circle cx="12" cy="8" r="4"/><path d="M4 21c1-4 4-6 8-6s7 2 8 6"/>`),
  device: () => line(svg`<rect x="5" y="3" width="14" height="18" rx="2"/><path d="M8 7h8v4H8zM9 16h.01M12 16h.01M15 16h.01"/>`),
  light: () => line(svg`<path d="M12 3a6 6 0 0 1 4 10.500c-1 1-1 1.5-1 2.500H9c0-1 0-1.5-1-2.500A6 6 0 0 1 12 3zM10 20h4"/>`),
  out: () => line(svg`<path d="M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9"/>`),
  back: () => line(svg`<path d="M14 6l-6 6 6 6"/>`),
  theme: () => line(svg`<circle cx="12" cy="12" r="8"/><path d="M12 4v16a8 8 0 0 0 0-16z" fill="currentColor"/>`),
  shelf: () => line(svg`<path d="M4 9h16M4 17h16M7 9V5M17 9V5M8 13h8"/>`),
};

export const brand = () => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 21V11L12 3l9 8v10h-5v-5a4 4 0 0 0-8 0v5z" fill="currentColor"/>
  <path d="M12 20.500c-1.7 0-2.7-1.1-2.7-2.5 0-1.9 1.9-2.6 2.2-4.8 1.8 1 3.2 2.9 3.2 4.8 0 1.4-1 2.5-2.7 2.500z" fill="var(--sun)"/></svg>`;

const shapes = {
  critical: svg`<path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" fill="currentColor"/><text x="10" y="14">!!</text>`,
  high: svg`<path d="M10 1 19.5 18.500H.5z" fill="currentColor"/><text x="10" y="16">!</text>`,
  medium: svg`<path d="M10 .8 19.2 10 10 19.2 .8 10z" fill="currentColor"/>`,
  low: svg`<circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="3"/>`,
};

/** The shape of a priority: octagon, triangle, diamond, ring. */
export const shape = (priority) => html`<svg class="shape p-${priority}" viewBox="0 0 20 20" aria-hidden="true">${shapes[priority]}</svg>`;
