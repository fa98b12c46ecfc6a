// A section with nothing to show: its name and why, on one line. Pure.
import { type Html, html } from './html.ts';

export const quiet = (heading: string, says: string): Html =>
  html`<section class="quiet"><h2>${heading}</h2><p>${says}</p></section>`;
