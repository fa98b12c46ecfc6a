// What an import of a file that is no JavaScript gives in a Worker.
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
declare module '*.onnx' {
  const bytes: ArrayBuffer;
  export default bytes;
}
declare module '*/release.json' {
  const text: string;
  export default text;
}
declare module '*/golden.json' {
  const text: string;
  export default text;
}
