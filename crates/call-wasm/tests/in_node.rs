//! The scenarios in Node: the same traces as natively, through both faces.

#![cfg(target_arch = "wasm32")]

mod common;

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_typed_face_gives_the_native_traces() {
    common::typed_face_gives_the_native_traces();
}

#[wasm_bindgen_test]
fn the_numeric_face_gives_the_native_traces() {
    common::numeric_face_gives_the_native_traces();
}
