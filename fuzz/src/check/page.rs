//! Requests of the classroom page.

use circulus_web::Engine;
use serde_json::Value;

/// Requests, one per line, to one engine: each must get an answer or an error message.
pub fn request(requests: &str) {
    let mut engine = Engine::default();
    for request in requests.lines() {
        let answer = engine.answer(request);
        let value: Value = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("the answer is no JSON, {error}: {answer}"));
        let good = value.get("ok").is_some();
        let words = value.get("error").and_then(Value::as_str).is_some_and(|words| !words.is_empty());
        let one = value.as_object().is_some_and(|fields| fields.len() == 1);
        assert!(one && (good || words), "neither an answer nor an error: {answer}");
    }
}
