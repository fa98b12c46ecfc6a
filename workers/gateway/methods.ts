// Which methods a path answers to: for Allow, and for the preflight of a browser.
import type { Hono } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import type { Gateway } from './env.ts';

export function methodsByPath(app: Hono<Gateway>): (path: string) => readonly string[] {
  let router: TrieRouter<string> | undefined;
  return (path) => {
    if (!router) {
      router = new TrieRouter();
      for (const route of app.routes) if (route.method !== 'ALL') router.add('ALL', route.path, route.method);
    }
    const methods = new Set(router.match('ALL', path)[0].map(([method]) => method));
    if (methods.size === 0) return [];
    if (methods.has('GET')) methods.add('HEAD');
    return [...methods.add('OPTIONS')].sort();
  };
}
