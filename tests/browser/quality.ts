// The quality pages as a browser shows them: what they ask of the network, whether anything goes wrong, and whether a report is whole once it is saved.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from './chromium.ts';

export interface Served {
  readonly url: string;
  readonly apiKey: string;
}

/** With gaps, unlikely values and several columns: something of everything that is drawn. */
export const SHOWN = 'turbine-measurement';
const TITLES = { fr: 'Mesures des éoliennes', en: 'Measurements of wind turbines' } as const;
const LANGUAGES = ['fr', 'en'] as const;
const NARROW_PX = 380;

export const QUALITY_CHECKS: Readonly<
  Record<string, (browser: Browser, served: Served, scratch: string) => Promise<void>>
> = {
  'the list of grades asks nobody but its own server, in both languages': async (browser, served) => {
    const page = await listed(browser, served);
    for (const language of LANGUAGES) {
      await page.value(`document.querySelector('[data-language=${language}]').click()`);
      await page.until(
        `document.documentElement.lang === '${language}' && document.querySelectorAll('section').length > 15`,
      );
    }
    assert.deepEqual(page.faults, []);
    assert.deepEqual(
      page.asked.filter((url) => !url.startsWith(`${served.url}/`)),
      [],
    );
  },

  'the list of grades fits a telephone and small windows, with what opens and saves each report': async (
    browser,
    served,
  ) => {
    const page = await listed(browser, served);
    const edges = '[...document.querySelectorAll("td button")].map((one) => one.getBoundingClientRect().right)';
    for (const language of LANGUAGES)
      for (const width of [NARROW_PX, 800, 1_000]) {
        await page.value(`document.querySelector('[data-language=${language}]').click()`);
        await page.until(`document.documentElement.lang === '${language}' && ${edges}.length > 1`);
        await page.narrow(width);
        assert.ok(Number(await page.value(`Math.max(...${edges})`)) <= width, `buttons on a screen of ${width} px`);
        assert.equal(await page.value('document.documentElement.scrollWidth'), width);
      }
  },

  'a report opens from the list in a tab of its own': async (browser, served) => {
    const page = await listed(browser, served);
    await page.value(
      `[...document.querySelectorAll('button')].find((one) => one.getAttribute('aria-label')?.endsWith(': ${SHOWN} minutes')).click()`,
    );
    const report = await browser.opened('blob:');
    await report.until(`document.querySelector('h1') !== null`);
    await isWhole(report);
    assert.deepEqual(page.faults, []);
  },

  'a report that was saved is whole without a network, in both languages and on a telephone': async (
    browser,
    served,
    scratch,
  ) => {
    for (const language of LANGUAGES) {
      const file = join(scratch, `report-${language}.html`);
      const path = `/v1/datasets/${SHOWN}/quality/latest?format=html&lang=${language}`;
      const answer = await fetch(served.url + path, { headers: { 'X-API-Key': served.apiKey } });
      await writeFile(file, await answer.text());
      const page = await browser.newPage();
      const address = pathToFileURL(file).href;
      await page.open(address);
      assert.equal(await page.value(`document.querySelector('h1').textContent`), TITLES[language]);
      await isWhole(page);
      assert.deepEqual(page.asked, [address]);
      await page.narrow(NARROW_PX);
      assert.equal(await page.value('document.documentElement.scrollWidth'), NARROW_PX);
    }
  },
};

async function listed(browser: Browser, { url, apiKey }: Served): Promise<Page> {
  const page = await browser.newPage();
  await page.open(`${url}/quality`);
  await page.value(
    `document.getElementById('key').value = ${JSON.stringify(apiKey)}, document.querySelector('#access button').click()`,
  );
  await page.until(`document.querySelectorAll('section').length > 15`);
  return page;
}

/** Drawn and styled, and nothing went wrong on the way. */
async function isWhole(page: Page): Promise<void> {
  assert.ok(Number(await page.value(`document.querySelectorAll('svg[role=img]').length`)) > 2, 'drawings');
  assert.equal(await page.value(`getComputedStyle(document.querySelector('.grade')).borderTopWidth`), '2px');
  assert.equal(await page.value('document.scripts.length'), 0);
  assert.deepEqual(page.faults, []);
}
