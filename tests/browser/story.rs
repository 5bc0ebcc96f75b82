//! The guided reading: step by step in the panel, or driven by the page.

use serde_json::{Value, json};

use crate::page::Page;
use crate::session::{Options, run};

async fn open(page: &Page, attributes: &str) {
    page.open_haiti(attributes).await;
    page.eval("window.told = []; map.addEventListener('story-step', ({ detail }) => told.push(detail.step)); return 0")
        .await;
    page.ready().await;
}

/// Which incidents stand out on the map, by the names of their marks.
async fn stand_out(page: &Page) -> Value {
    // Marks are named for whoever goes through them.
    let js = "const before = map.shadowRoot.activeElement;
        find('.marks').focus();
        await new Promise((done) => setTimeout(done, 400));
        const marks = findAll('.marks [aria-selected=true]').map((mark) => mark.ariaLabel.split(',')[0]);
        before?.focus();
        return marks";
    page.eval(js).await
}

/// What is called so, and can be pressed.
fn button(name: &str) -> String {
    format!(
        "findAll('button').find((e) => e.checkVisibility() && (e.ariaLabel ?? e.textContent) === '{name}')"
    )
}

async fn press(page: &Page, name: &str) {
    page.eval(&format!("{}.focus(); return 0", button(name))).await;
    page.key("Enter").await;
}

#[test]
fn a_reader_is_led_from_step_to_step_and_each_sentence_to_who_says_so() {
    run(Options::default(), async |page| {
        open(page, "").await;
        press(page, "Story in 6 steps").await;
        page.until("map.story.step === 1 && find('.panel-story').checkVisibility()").await;
        let has_keyboard = "map.shadowRoot.activeElement";
        page.until(&format!("{has_keyboard}?.textContent === 'The mission'")).await;
        press(page, "Next step").await;
        page.until("find('.panel-headline:not([hidden] *)').textContent === 'The first death'")
            .await;
        assert_eq!(page.eval(&format!("{has_keyboard}.ariaLabel")).await, "Next step");
        page.until("find('.unseen').textContent.startsWith('Step 2 of 6: The first death. A Kenyan officer')").await;
        assert_eq!(page.eval("map.counts.mapped").await, 1);
        assert_eq!(
            stand_out(page).await,
            json!(["Kenyan officer fatally shot during an operation"])
        );
        // Each sentence is followed by numbers that lead to quotations, and these stand under their source.
        let led = page
            .eval(
                "const led = [];
                 for (const cite of findAll('.panel-summary .panel-cite')) {
                     cite.click();
                     const quotation = map.shadowRoot.activeElement;
                     led.push(quotation.dataset.number === cite.textContent && quotation.querySelector('blockquote').textContent.length > 40
                         && cite.ariaLabel.endsWith(quotation.parentElement.querySelector('.panel-name').textContent));
                 }
                 return led",
            )
            .await;
        assert_eq!(led, json!(vec![true; 15]));
        // An incident of the step is opened, and left for the step again.
        page.click_on(".panel-told [data-action=open]").await;
        page.until("find('.panel-incident').textContent.includes('What was reported')").await;
        press(page, "Back to the story").await;
        page.until("find('.panel-story').checkVisibility() && map.story.step === 2").await;
        // Its numbers still lead to what is said there, and not in the incident that was open.
        page.eval("find('.panel-story .panel-cite').click(); return 0").await;
        let is_led = "map.shadowRoot.activeElement.matches('.panel-story .panel-quotation')";
        assert_eq!(page.eval(is_led).await, true);
        press(page, "Previous step").await;
        page.until(&format!("{}.ariaDisabled === 'true'", button("Previous step"))).await;
        assert_eq!(page.eval("map.story.step").await, 1);
        page.key("Escape").await;
        page.until("map.story.step === null && !find('.panel-story').checkVisibility()").await;
        assert_eq!(page.eval("told").await, json!([1, 2, 1, null]));
    });
}

#[test]
fn behind_the_last_step_all_incidents_are_shown_again() {
    // The sheet comes up by and by.
    run(Options { reduced_motion: false, ..Options::phone() }, async |page| {
        open(page, "").await;
        let whole = page.eval("[map.counts.mapped, map.view.zoom]").await;
        page.eval("return map.showStep(6)").await;
        // The sheet leaves in sight what the step is about.
        let seen = "const top = find('.panel').getBoundingClientRect().top - map.getBoundingClientRect().top;
             return map.marks().filter(({ y }) => y > 12 && y < top - 12).flatMap(({ ids }) => ids).sort()";
        let seen: Vec<String> = serde_json::from_value(page.eval(seen).await).unwrap();
        assert!(
            ["ambush-2025-03-25", "officer-fatally-shot-2025-02", "officers-injured-2025-03"]
                .iter()
                .all(|id| seen.iter().any(|seen| seen == id)),
            "{seen:?}"
        );
        press(page, "Show all incidents").await;
        page.until(&format!("{} && !find('.panel').checkVisibility()", "map.story.step === null"))
            .await;
        page.until(&format!("String([map.counts.mapped, map.view.zoom]) === String({whole})"))
            .await;
    });
}

#[test]
fn the_page_tells_the_story_where_it_takes_the_panel_away() {
    run(Options { reduced_motion: false, ..Options::default() }, async |page| {
        open(page, "controls='zoom timeline panel'").await;
        assert_eq!(page.eval("map.story").await, json!({ "step": null, "steps": 6 }));
        page.eval("window.views = []; map.addEventListener('view-change', ({ detail }) => views.push(detail.zoom)); return map.showStep(5)")
            .await;
        assert!(page.eval("views.length").await.as_i64().unwrap() > 2, "the map is animated");
        assert_eq!(page.eval("find('.panel').checkVisibility()").await, false);
        assert_eq!(
            stand_out(page).await,
            json!(["Two Kenyan officers seriously injured on patrols"])
        );
        page.eval("map.select('ambush-2025-03-25'); return 0").await;
        page.until("find('.panel-incident').checkVisibility()").await;
        page.eval("return map.showStep(1)").await;
        assert_eq!(page.eval("find('.panel').checkVisibility()").await, false);
        page.eval("return map.showStep(null)").await;
        assert_eq!(page.eval("[told, map.story.step]").await, json!([[5, 1, null], null]));
        for none in ["7", "0", "1.5", "'one'", "NaN"] {
            let refused =
                format!("return map.showStep({none}).then(() => 'shown', ({{ name }}) => name)");
            assert_eq!(page.eval(&refused).await, "RangeError", "{none}");
        }
    });
}

#[test]
fn a_map_begins_with_a_step_and_a_feed_without_a_story_has_none() {
    run(Options::default(), async |page| {
        open(page, "step=4 start=2024").await;
        page.until("map.story.step === 4 && find('.panel-story').textContent.includes('got stuck in a ditch')").await;
        assert_eq!(
            page.eval("[map.step, map.timeRange[1] - map.timeRange[0]]").await,
            json!([4, 86_400_000])
        );
        // A step that is none ends the story, and what is open is closed.
        page.eval("map.select('ambush-2025-03-25'); return 0").await;
        page.until("find('.panel-incident').checkVisibility()").await;
        page.eval("map.state = 'step=12'; return 0").await;
        page.until("map.story.step === null && !find('.panel-incident').checkVisibility()").await;
        page.eval("map.step = 9; map.src = '/data/earthquakes-2018-02.geojson'; return map.ready")
            .await;
        assert_eq!(
            page.eval("[map.story, find('[part=story]').checkVisibility()]").await,
            json!([null, false])
        );
        let refused = "return map.showStep(1).then(() => 'shown', ({ message }) => message)";
        assert_eq!(page.eval(refused).await, "the feed has no story");
    });
}
