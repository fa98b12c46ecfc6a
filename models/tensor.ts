// Feature rows to the tensor of the ONNX graph: the one place where numbers become Float32.

/** Row-major, columns in the order the model declares. A missing value is NaN; imputing lives inside the graph. */
export function tensorOf(features: readonly string[], rows: readonly Readonly<Record<string, number>>[]): Float32Array {
  const out = new Float32Array(rows.length * features.length);
  rows.forEach((row, i) => {
    features.forEach((feature, j) => {
      const value = row[feature];
      if (value === undefined) throw new Error(`feature ${feature} is absent from the row; a missing value is NaN`);
      out[i * features.length + j] = value;
    });
  });
  return out;
}
