// The world without clock, chance and locale: for code that must look at its arguments alone.

/** Runs with a clock, chance and locale that throw when they are touched. */
export function withoutAmbient<T>(run: () => T): T {
  const forbidden = (name: string) => () => {
    throw new Error(`a feature touched ${name}`);
  };
  const real = { Date: globalThis.Date, Intl: globalThis.Intl, random: Math.random };
  globalThis.Date = new Proxy(real.Date, {
    construct: (target, args) => (args.length > 0 ? Reflect.construct(target, args) : forbidden('new Date()')()),
    get: (target, name) => (name === 'now' ? forbidden('Date.now') : Reflect.get(target, name)),
  });
  Reflect.set(globalThis, 'Intl', new Proxy({}, { get: forbidden('Intl') }));
  Math.random = forbidden('Math.random');
  try {
    return run();
  } finally {
    globalThis.Date = real.Date;
    globalThis.Intl = real.Intl;
    Math.random = real.random;
  }
}
