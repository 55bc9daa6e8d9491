//! The engine for the browser: takes and returns text.

use crate::Engine;
use wasm_bindgen::prelude::wasm_bindgen;

/// An engine; the page has one, and its worker another.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Classroom(Engine);

#[wasm_bindgen]
impl Classroom {
    /// A new engine.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Classroom {
        Classroom(Engine::default())
    }

    /// Answers a request, both JSON: see [`crate::Request`].
    pub fn answer(&mut self, request: &str) -> String {
        self.0.answer(request)
    }
}
