use serde_json::json;

use super::*;

fn read(value: &Value) -> (Story, Vec<String>) {
    let mut warnings = Vec::new();
    (story(value, &mut warnings).unwrap_or_default(), warnings)
}

#[test]
fn a_step_is_read_with_its_passages_its_window_and_its_view() {
    let (story, warnings) = read(&json!({ "title": "A month", "steps": [
        { "title": { "en": "First", "fr": "D’abord" },
          "text": [
              { "text": "It began.", "reports": [ { "source": "a", "excerpt": "It has begun." } ] },
              "Nothing is known of that." ],
          "incidents": ["x", 7], "view": [-74, 18, -71, 20],
          "window": "2025-02-23/2025-03-01" },
        { "text": "Then.", "view": { "center": [-72.5, 19], "zoom": 11 }, "window": "2025-03" },
        { "text": { "en": "At last." }, "window": { "start": "2025-04" } },
    ] }));
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(story.title.unwrap().get("en"), "A month");
    let [first, then, last] = &story.steps[..] else { panic!("three steps") };
    assert_eq!(first.title.as_ref().unwrap().get("fr"), "D’abord");
    assert_eq!(first.passages[0].reports[0].excerpt, "It has begun.");
    assert_eq!(first.passages[1].text.get("en"), "Nothing is known of that.");
    assert_eq!(first.incidents, ["x", "7"]);
    assert!(matches!(first.view, Some(StepView::Bounds(_))));
    let window = |start, end| Some(AskedWindow::between(start, end));
    assert_eq!(first.window, window(Some("2025-02-23"), Some("2025-03-01")));
    assert_eq!(then.window, window(Some("2025-03"), Some("2025-03")));
    assert_eq!(last.window, window(Some("2025-04"), None));
    let center = LngLat { lng: -72.5, lat: 19.0 };
    assert_eq!(then.view, Some(StepView::Place { center, zoom: 11.0 }));
}

#[test]
fn steps_may_stand_alone_and_what_makes_no_sense_is_left_out_with_a_warning() {
    let (story, warnings) = read(&json!([
        { "text": "One.", "window": "yesterday", "view": [1, 2], "incidents": "x" },
        { "title": "Nothing is told" },
        { "text": [] },
        7,
        { "text": "Two.", "view": { "center": [0, 91], "zoom": 3 }, "window": "2025/2024" },
    ]));
    let told: Vec<&str> = story.steps.iter().map(|step| step.passages[0].text.get("en")).collect();
    assert_eq!(told, ["One.", "Two."]);
    assert!(story.steps.iter().all(|step| step.window.is_none() && step.view.is_none()));
    assert_eq!(warnings.len(), 6, "{warnings:?}");
    for none in [json!(null), json!("story"), json!({}), json!({ "steps": 7 })] {
        assert!(read(&none).0.steps.is_empty());
    }
}
