// How high a place in France lies and how near the sea is, roughly: mountains as bells, the coast as a string of points. Pure.

export interface Spot {
  readonly latitude: number;
  readonly longitude: number;
}

/** Cities lie in the valleys of these. */
const MOUNTAINS: readonly (Spot & { readonly metres: number; readonly degrees: number })[] = [
  { latitude: 45.1, longitude: 3.2, metres: 420, degrees: 0.8 },
  { latitude: 44.2, longitude: 2.7, metres: 550, degrees: 0.4 },
  { latitude: 45.4, longitude: 4.4, metres: 350, degrees: 0.25 },
  { latitude: 45.9, longitude: 6.6, metres: 450, degrees: 0.6 },
  { latitude: 47.3, longitude: 5.3, metres: 180, degrees: 0.5 },
  { latitude: 48.5, longitude: 6.4, metres: 180, degrees: 0.6 },
];
const PLAIN_METRES = 45;

const COAST: readonly Spot[] = [
  [51.0, 2.2],
  [50.2, 1.5],
  [49.7, 0.2],
  [49.35, -0.5],
  [49.6, -1.7],
  [48.65, -1.8],
  [48.8, -3.2],
  [48.4, -4.7],
  [47.7, -3.3],
  [47.2, -2.4],
  [46.4, -1.7],
  [45.3, -1.1],
  [44.2, -1.3],
  [43.4, -1.6],
  [42.6, 3.1],
  [43.2, 3.3],
  [43.4, 4.2],
  [43.2, 5.3],
  [43.0, 6.1],
  [43.6, 7.1],
].map(([latitude = 0, longitude = 0]) => ({ latitude, longitude }));
const KM_PER_DEGREE = 111;
/** Beyond some hours' drive the sea is a rumour. */
const SEA_REACHES_KM = 70;

export function altitudeOf(spot: Spot): number {
  const inland = 1 - seaOf(spot);
  return MOUNTAINS.reduce(
    (sum, peak) => sum + peak.metres * Math.exp(-((distanceOf(spot, peak) / peak.degrees) ** 2) / 2),
    PLAIN_METRES * inland + 5,
  );
}

/** 1 on the coast and beyond it, towards 0 inland. */
export function seaOf(spot: Spot): number {
  const km = KM_PER_DEGREE * Math.min(...COAST.map((point) => distanceOf(spot, point)));
  return Math.exp(-Math.max(0, km - 20) / SEA_REACHES_KM);
}

/** In degrees of latitude; a degree of longitude is shorter here. */
const distanceOf = (a: Spot, b: Spot): number =>
  Math.hypot(a.latitude - b.latitude, 0.69 * (a.longitude - b.longitude));
