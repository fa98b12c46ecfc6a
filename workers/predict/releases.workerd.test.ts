// Releases and who answers, with a real lake and the real object of the aliases: isolates of one mesh, whose clock the tests turn. One file, since each loads the whole Worker.
import { evictDurableObject } from 'cloudflare:test';
import { aliases } from './testing/releases/aliases.ts';
import { brokenReleases } from './testing/releases/broken-releases.ts';
import { meshOfReleases } from './testing/releases/mesh.ts';
import { openReleases } from './testing/releases/open-releases.ts';
import { sentReleases } from './testing/releases/sent-releases.ts';

const mesh = meshOfReleases(evictDurableObject);

sentReleases(mesh);
aliases(mesh);
openReleases(mesh);
brokenReleases(mesh);
