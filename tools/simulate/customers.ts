// The company whose customers they are: users as CSV and as nested JSON, and the answers to its monthly survey. With the defects of people.ts.
import { DAY, formatInstant, HOUR, type Instant, MINUTE, parseInstant } from '../../data/time.ts';
import type { Asked, SimulatedHost } from './host.ts';
import type { ContentTrick } from './misbehave.ts';
import { seedOf, whiteNoise } from './noise.ts';
import { PEOPLE, type Person, simulatePeople } from './people.ts';
import { JSON_TYPE, jsonReply, type Reply } from './reply.ts';
import type { World } from './world.ts';

const HOST = 'customers.wattmesh.example';
const USERS = [
  'id',
  'age',
  'gender',
  'country',
  'city',
  'email',
  'signup_date',
  'last_login',
  'account_status',
  'monthly_spend',
];
const SURVEY = ['customer_id', 'answered_at', 'score', 'comment'];

export const customers: SimulatedHost = {
  hosts: [HOST],
  secrets: {
    CUSTOMER_CSV_URL: `https://${HOST}/users.csv`,
    CUSTOMER_JSON_URL: `https://${HOST}/users.json`,
    CUSTOMER_SURVEY_URL: `https://${HOST}/survey.csv`,
  },
  reply(world, asked) {
    switch (asked.url.pathname) {
      case '/users.csv':
        return csv([USERS, ...userLines(world, asked.now)], asked.trick);
      case '/users.json':
        return json(world, asked.trick);
      case '/survey.csv':
        return csv([SURVEY, ...surveyLines(world, asked)], asked.trick);
      default:
        return jsonReply(404, { error: `${asked.url.pathname} is not simulated` });
    }
  },
};

/** Everybody, in order. */
function peopleOf({ seed }: World): Person[] {
  const person = simulatePeople(seed);
  return Array.from({ length: PEOPLE }, (_, i) => person(i + 1));
}

const userLines = (world: World, now: Instant): string[][] =>
  peopleOf(world).flatMap((person) => {
    const line = userLine(person, now);
    return person.has('lineTwice') ? [line, line] : [line];
  });

function userLine(person: Person, now: Instant): string[] {
  return [
    person.has('idMissing') ? '' : String(person.id),
    ageOf(person),
    genderOf(person),
    person.country,
    person.city,
    mailOf(person),
    dateOf(person, person.signedUpAt),
    iso(person.lastLoginAt(now)),
    person.status,
    person.has('spendMissing') ? '' : person.monthlySpendEur.toFixed(2),
  ];
}

function ageOf(person: Person): string {
  if (person.has('ageMissing')) return '';
  if (person.has('ageTooHigh')) return String(person.age + 150);
  return String(person.has('ageNegative') ? -person.age : person.age);
}

function genderOf(person: Person): string {
  if (person.has('genderUnknown')) return 'Unknown';
  const words = person.isFemale ? ['F', 'Female', 'Femme'] : ['M', 'Male', 'Homme'];
  return words[person.id % words.length]!;
}

function mailOf(person: Person): string {
  if (person.has('mailMissing')) return '';
  if (person.has('mailPlaceholder')) return 'unknown@example.com';
  return person.has('mailMalformed') ? person.email.replace('@', ' at ') : person.email;
}

const iso = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

function dateOf(person: Person, at: Instant): string {
  const [year, month, day] = iso(at).split('-');
  if (person.has('dateUnreadable')) return 'n/d';
  if (person.has('dateDayFirst')) return `${day}/${month}/${year}`;
  return person.has('dateMonthFirst') ? `${month}/${day}/${year}` : iso(at);
}

/** One in three answers in the first three weeks of a month; a word in one answer of four, now and then with a name in it. */
function surveyLines(world: World, { url, now }: Asked): string[][] {
  const from = parseInstant(url.searchParams.get('from') ?? '') ?? now - 40 * DAY;
  const to = Math.min(now, parseInstant(url.searchParams.get('to') ?? '') ?? now);
  const lines: string[][] = [];
  const people = peopleOf(world);
  for (let month = monthOf(from); month < to; month = monthOf(month + 32 * DAY)) {
    const answers = whiteNoise(seedOf(world.seed, `survey ${month}`));
    for (const person of people) {
      const chance = answers(person.id);
      if (chance > -1 / 3) continue;
      const at = month + Math.floor((chance + 1) * 31.5) * DAY + (8 * HOUR + person.id * MINUTE);
      if (at < from || at >= to) continue;
      const score = Math.min(10, Math.max(0, Math.round(7 + 4 * answers(person.id + PEOPLE))));
      const comment = person.id % 4 === 0 ? `"Merci à ${person.name}, tout va bien"` : '';
      lines.push([String(person.id), formatInstant(at), String(score), comment]);
    }
  }
  return lines;
}

const monthOf = (at: Instant): Instant => Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth(), 1);

function csv(lines: readonly string[][], trick: ContentTrick | undefined): Reply {
  const body = misbehaved(lines, trick).map((line) => `${line.join(',')}\r\n`);
  return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body };
}

function misbehaved(lines: readonly string[][], trick: ContentTrick | undefined): readonly string[][] {
  const [header = [], ...records] = lines;
  switch (trick) {
    case 'extra-column':
      return lines.map((line, i) => [...line, i === 0 ? 'loyalty_level' : 'gold']);
    case 'missing-column':
      return lines.map((line) => line.toSpliced(1, 1));
    case 'unknown-word':
      return [header, ...records.map((line) => line.with(2, 'à voir'))];
    case 'duplicates':
      return [header, ...records.flatMap((line) => [line, line])];
    case 'revised':
      return [
        header,
        ...records.map((line) => line.with(-1, line.at(-1) ? (Number(line.at(-1)) * 1.01).toFixed(2) : '')),
      ];
    case 'gap':
      return [header, ...records.filter((_, i) => i % 10 !== 0)];
    default:
      return lines;
  }
}

function json(world: World, trick: ContentTrick | undefined): Reply {
  const users = peopleOf(world)
    .filter((_, i) => trick !== 'gap' || i % 10 !== 0)
    .map((person) => userObject(person, trick));
  const body = [JSON.stringify(trick === 'duplicates' ? [...users, ...users] : users)];
  return { status: 200, headers: JSON_TYPE, body };
}

function userObject(person: Person, trick: ContentTrick | undefined): object {
  const { id, name, username, phone, street, suite, city, zipcode, company } = person;
  return {
    id: trick === 'unknown-word' ? null : id,
    name,
    username,
    email: mailOf(person),
    ...(trick !== 'missing-column' && {
      address: { street, suite, city, zipcode, geo: { lat: '46.0000', lng: '2.0000' } },
    }),
    phone: trick === 'revised' ? `${phone} 01` : phone,
    website: `${username}.example`,
    company: company === '' ? null : { name: company, catchPhrase: 'De père en fille', bs: 'services' },
    ...(trick === 'extra-column' && { loyalty_level: 'gold' }),
  };
}
