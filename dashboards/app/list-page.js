// A page with a list on the left and the chosen entry on the right, which can be changed or taken away.
import { get } from './api.js';
import { Page, said, toast } from './page.js';

export class ListPage extends Page {
  static properties = {
    me: { attribute: false }, list: { state: true }, problem: { state: true }, chosen: { state: true }, refusal: { state: true }, busy: { state: true }, sure: { state: true },
  };

  /** @param {string} path where the API has the list */
  constructor(path) {
    super();
    this.path = path;
    this.choose(null);
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.list = (await get(this.path)).items;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** Shows an entry, or none. */
  choose(one) {
    this.chosen = one;
    this.refusal = '';
    this.sure = false;
  }

  /** Changes something and says so, or why not. */
  async perform(work, done) {
    this.busy = true;
    this.refusal = '';
    try {
      await work();
      toast(done);
      this.choose(null);
      await this.load();
    } catch (problem) {
      this.refusal = said(problem);
    } finally {
      this.busy = false;
    }
  }
}
