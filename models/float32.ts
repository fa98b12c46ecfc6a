// Float32 as eight hex digits: what golden vectors are written in. Features are equal bit by bit or they are not equal.

const view = new DataView(new ArrayBuffer(4));

/** Missing is missing: which of the many NaNs it is, the sign of 0 / 0 for one, differs between runtimes. */
export function float32Hex(value: number): string {
  if (Number.isNaN(value)) return '7fc00000';
  view.setFloat32(0, value);
  return view.getUint32(0).toString(16).padStart(8, '0');
}

export function float32Of(hex: string): number {
  if (!/^[0-9a-f]{8}$/.test(hex)) throw new Error(`not the bits of a Float32: got ${hex}, want eight hex digits`);
  view.setUint32(0, Number.parseInt(hex, 16));
  return view.getFloat32(0);
}
