// What is said of a name that a source did not have before: nothing of it is kept, and nothing else suffers. Quoted at the end, where persons' data are cut off.

export const leftOut = (whose: string, what: 'column' | 'field' | 'list' | 'variable', name: string): string =>
  `${whose}: new to us and left out: the ${what} "${name.slice(0, 60)}"`;
