// Sign-in: opens a session and goes to the page of the role.
import { html, nothing, render } from 'lit';
import { forget, get, pageOf, session, signIn, wasSignedIn } from '../app/api.js';
import { brand, icons } from '../app/icons.js';
import { Page, applyTheme, define, languageSwitch, themeSwitch } from '../app/page.js';
import { loadWords, t } from '../app/words.js';

// Why the server sent somebody back who came from the provider.
const PROBLEMS = {
  sso_unknown: 'sign_in.sso_unknown', sso_down: 'sign_in.sso_down', sso_again: 'sign_in.sso_again',
  sso_refused: 'sign_in.sso_refused', often: 'sign_in.often',
};

class SignIn extends Page {
  static properties = { wrong: { state: true }, busy: { state: true }, providers: { state: true } };

  constructor() {
    super();
    this.wrong = PROBLEMS[new URLSearchParams(location.search).get('problem')] || '';
    this.providers = [];
    get('/session/providers').then((providers) => { this.providers = providers; }, () => {});
  }

  async #submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.wrong = '';
    try {
      const opened = await signIn(form.get('username').trim(), form.get('password'));
      location.assign(next(opened.role));
    } catch (problem) {
      this.wrong = { 0: 'sign_in.offline', 401: 'sign_in.wrong', 429: 'sign_in.often' }[problem.status] || 'sign_in.failed';
      this.busy = false;
    }
  }

  render() {
    return html`<div class="sign-top"><span class="push"></span>${languageSwitch()}${themeSwitch()}</div>
      <main class="sign"><form @submit=${this.#submit}>
        <h1 class="brand">${brand()}Ocaq</h1>
        <p class="lead">${t('sign_in.lead')}</p>
        ${this.wrong ? html`<p class="wrong" role="alert">${icons.warning()}<span>${t(this.wrong)}</span></p>` : nothing}
        <label class="field"><span>${t('sign_in.name')}</span>
          <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
        <label class="field"><span>${t('sign_in.password')}</span>
          <input name="password" type="password" autocomplete="current-password" required></label>
        <button class="main" ?disabled=${this.busy}>${t(this.busy ? 'sign_in.busy' : 'sign_in.go')}</button>
        ${this.providers.map((one) => html`<a class="button provider" href=${one.href} @click=${forget}>${t('sign_in.with', { name: one.name })}</a>`)}
      </form></main>`;
  }
}

/** The page that was asked for when it belongs to the role's, otherwise the role's page. */
function next(role) {
  const asked = new URLSearchParams(location.search).get('next') || '';
  const page = pageOf(role);
  return asked === page || asked.startsWith(`${page}#`) ? asked : page;
}

applyTheme();
await loadWords();
const open = wasSignedIn() ? await session().catch(() => null) : null;
if (open) {
  location.replace(pageOf(open.role));
} else {
  define('ocaq-sign-in', SignIn);
  document.title = `${t('sign_in.go')} · Ocaq`;
  render(html`<ocaq-sign-in></ocaq-sign-in>`, document.body);
}
