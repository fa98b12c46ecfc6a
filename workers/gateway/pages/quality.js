// The operator's page: asks with a key that stays in this tab, lists the grades, opens and saves reports. Builds nothing from HTML text.
const WORDS = {
  fr: {
    title: 'Qualité des données',
    key: 'Clé de l’interface',
    show: 'Afficher',
    forget: 'Oublier la clé',
    kept: 'Elle reste dans cet onglet et nulle part ailleurs.',
    loading: 'Un instant…',
    refused: 'La clé n’est pas acceptée, ou ne permet pas de lire.',
    away: 'Le service ne répond pas. Réessayez dans un instant.',
    blocked: 'Le navigateur a bloqué l’onglet du rapport : autorisez-le, ou enregistrez le fichier.',
    none: 'Aucun rapport encore.',
    feed: 'Flux',
    grade: 'Note',
    reported: 'Établi',
    completeness: 'Complétude',
    rows: 'Lignes',
    rejected: 'Rejetées',
    anomalies: 'Improbables',
    report: 'Rapport',
    open: 'Ouvrir',
    save: 'Enregistrer',
    saveWhy: 'Enregistrer pour l’envoyer',
    grades: { A: 'rien à faire', B: 'bon, avec des remarques', C: 'à regarder', D: 'insuffisant', E: 'échec' },
  },
  en: {
    title: 'Data quality',
    key: 'API key',
    show: 'Show',
    forget: 'Forget the key',
    kept: 'It stays in this tab and nowhere else.',
    loading: 'One moment…',
    refused: 'The key is not accepted, or may not read.',
    away: 'The service does not answer. Try again in a moment.',
    blocked: 'The browser has blocked the tab of the report: allow it, or save the file.',
    none: 'No report yet.',
    feed: 'Feed',
    grade: 'Grade',
    reported: 'Reported',
    completeness: 'Completeness',
    rows: 'Rows',
    rejected: 'Rejected',
    anomalies: 'Unlikely',
    report: 'Report',
    open: 'Open',
    save: 'Save',
    saveWhy: 'Save to send by mail',
    grades: { A: 'nothing to do', B: 'good, with remarks', C: 'worth a look', D: 'poor', E: 'failed' },
  },
};
const NUMERIC = new Set(['completeness', 'rows', 'rejected', 'anomalies']);
const KEY = 'wattmesh.key';
const byId = (id) => document.getElementById(id);
const state = byId('state');
let language = navigator.language?.startsWith('en') ? 'en' : 'fr';
let overview = null;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function speak() {
  const words = WORDS[language];
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll('[data-text]')) one.textContent = words[one.dataset.text];
  for (const one of document.querySelectorAll('[data-language]'))
    one.setAttribute('aria-pressed', String(one.dataset.language === language));
  state.textContent = '';
  if (overview) draw();
}

async function ask(path, accept) {
  const answer = await fetch(path, { headers: { 'X-API-Key': sessionStorage.getItem(KEY) ?? '', Accept: accept } });
  if (answer.ok) return answer;
  throw new Error(answer.status === 401 || answer.status === 403 ? 'refused' : 'away');
}

const failed = (error) => {
  state.textContent = WORDS[language][error.message === 'refused' ? 'refused' : 'away'];
};

async function load() {
  state.textContent = WORDS[language].loading;
  try {
    overview = await (await ask('/v1/quality', 'application/json')).json();
    state.textContent = '';
    byId('forget').hidden = false;
    draw();
  } catch (error) {
    failed(error);
  }
}

function draw() {
  byId('datasets').replaceChildren(...overview.datasets.map(datasetOf));
}

function datasetOf({ dataset, title, feeds }) {
  const words = WORDS[language];
  const heading = element('h2', {}, `${title[language]} `, element('code', { textContent: dataset }));
  if (feeds.length === 0)
    return element('section', {}, heading, element('p', { className: 'soft', textContent: words.none }));
  const head = ['feed', 'grade', 'reported', 'completeness', 'rows', 'rejected', 'anomalies', 'report'].map((name) =>
    element('th', { scope: 'col', textContent: words[name], className: NUMERIC.has(name) ? 'number' : '' }),
  );
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...feeds.map((feed) => rowOf(dataset, feed))),
  );
  return element('section', {}, heading, element('div', { className: 'wide' }, table));
}

function rowOf(dataset, { feed, grade, reported_at, completeness, rows, rejected, anomalies, run }) {
  const words = WORDS[language];
  // On a telephone each cell stands on a line of its own, after its name.
  const cell = (name, ...children) => {
    const made = element('td', { className: NUMERIC.has(name) ? 'number' : '' }, ...children);
    made.dataset.name = words[name];
    return made;
  };
  const count = (name, value) => cell(name, value.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB'));
  // Rounded down: 99.96 % is not all.
  const share =
    completeness === undefined
      ? '–'
      : (Math.floor(completeness * 1000) / 1000).toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB', {
          style: 'percent',
          maximumFractionDigits: 1,
        });
  const reported = new Date(reported_at).toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Paris',
  });
  const opens = element('button', { type: 'button', textContent: words.open });
  opens.setAttribute('aria-label', `${words.open}: ${dataset} ${feed}`);
  opens.addEventListener('click', () => openReport(dataset, run));
  const saves = element('button', { type: 'button', textContent: words.save, title: words.saveWhy });
  saves.setAttribute('aria-label', `${words.saveWhy}: ${dataset} ${feed}`);
  saves.addEventListener('click', () => saveReport(dataset, run));
  return element(
    'tr',
    {},
    element('th', { scope: 'row', textContent: feed }),
    cell(
      'grade',
      element('span', { className: `grade ${grade}`, textContent: grade }),
      ` ${words.grades[grade] ?? ''}`,
    ),
    cell('reported', element('time', { dateTime: reported_at, textContent: reported })),
    cell('completeness', share),
    count('rows', rows),
    count('rejected', rejected),
    count('anomalies', anomalies),
    cell('report', opens, ' ', saves),
  );
}

async function reportAsFile(dataset, run) {
  const path = `/v1/datasets/${encodeURIComponent(dataset)}/quality/${encodeURIComponent(run)}?format=html&lang=${language}`;
  return URL.createObjectURL(new Blob([await (await ask(path, 'text/html')).text()], { type: 'text/html' }));
}

async function openReport(dataset, run) {
  // Before anything is awaited: a tab opened later is taken for an advertisement.
  const tab = window.open('about:blank', '_blank');
  if (!tab) {
    state.textContent = WORDS[language].blocked;
    return;
  }
  try {
    tab.location.replace(await reportAsFile(dataset, run));
    state.textContent = '';
  } catch (error) {
    tab.close();
    failed(error);
  }
}

async function saveReport(dataset, run) {
  try {
    element('a', { href: await reportAsFile(dataset, run), download: `${run}-${language}.html` }).click();
    state.textContent = '';
  } catch (error) {
    failed(error);
  }
}

byId('access').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEY, byId('key').value.trim());
  byId('key').value = '';
  load();
});
byId('forget').addEventListener('click', () => {
  sessionStorage.removeItem(KEY);
  overview = null;
  byId('datasets').replaceChildren();
  byId('forget').hidden = true;
});
for (const one of document.querySelectorAll('[data-language]'))
  one.addEventListener('click', () => {
    language = one.dataset.language;
    speak();
  });
speak();
if (sessionStorage.getItem(KEY)) load();
