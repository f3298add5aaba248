//! The signature checker: a wasm module of its own, in a Web Worker.

fn main() {}
