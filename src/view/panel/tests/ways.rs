//! Which page is shown, and the way from one incident to another.

use super::*;
use crate::message::Effect;
use crate::update::update;

#[test]
fn the_neighbours_in_time_are_a_step_away() {
    let mut map = opened("first-deployment");
    let steps = |map: &Harness| written(|m| panel(m, &map.state)).one(".panel-steps").unwrap();
    let is_off = |map: &Harness, action: &str| {
        steps(map).one(action).unwrap().get("aria-disabled").is_some()
    };
    assert_eq!(steps(&map).said(), "1 of 8");
    assert!(is_off(&map, "[data-action=previous]") && !is_off(&map, "[data-action=next]"));
    map.send(Message::IncidentStepped(1));
    assert_eq!(steps(&map).said(), "2 of 8");
    map.send(Message::PanelClosed);
    assert_eq!(page(&map.state), Page::List(Listed::Window));
    assert!(steps(&map).is_hidden());
    map.state.panel.is_beside = false;
    assert_eq!(page(&map.state), Page::Hidden);
    assert!(written(|m| panel(m, &map.state)).is_hidden());
}

#[test]
fn from_an_incident_that_a_filter_takes_out_one_goes_to_those_around_it() {
    const AIRLIFTED: &str = "officer-airlifted-2025-02";
    let all = ids_by_time(&Harness::new(HAITI));
    let at = all.iter().position(|id| id == AIRLIFTED).unwrap();
    for (by, expected) in [(-1, &all[at - 1]), (1, &all[at + 1])] {
        let mut map = opened(AIRLIFTED);
        let filter = Filter { without: vec!["death".to_owned()], ..Filter::default() };
        map.send(Message::FilterAsked(Box::new(filter)));
        map.frame();
        assert_eq!(ids_by_time(&map).len(), all.len() - 1);
        map.send(Message::IncidentStepped(by));
        assert_eq!(map.state.panel.selected.as_ref(), Some(expected));
    }
}

fn ids_by_time(map: &Harness) -> Vec<String> {
    let rows = map.state.feed.index.order.rows().iter();
    rows.map(|&row| map.state.feed.store().id(row).to_owned()).collect()
}

#[test]
fn controls_that_the_page_leaves_out_are_not_there() {
    let mut map = opened(FIRST);
    let has_back = |map: &Harness| {
        !written(|m| panel(m, &map.state)).one("[data-action=back]").unwrap().is_hidden()
    };
    assert!(has_back(&map));
    map.state.settings.controls.list = false;
    assert!(!has_back(&map));
    map.state.settings.controls.panel = false;
    assert_eq!(page(&map.state), Page::Hidden);
    map.send(Message::PanelClosed);
    assert_eq!(page(&map.state), Page::Hidden);
}

#[test]
fn where_a_page_has_the_list_and_no_panel_the_list_stays_and_keeps_the_keyboard() {
    let mut map = Harness::new(HAITI);
    map.state.settings.controls.panel = false;
    let row = map.state.feed.store().find(FIRST).unwrap();
    let effects = update(&mut map.state, Message::IncidentOpened(row));
    assert!(!effects.contains(&Effect::FocusPanel));
    map.frame();
    assert_eq!(map.state.selected_row(), Some(row));
    let whole = Harness::new(HAITI);
    assert_eq!(list_of(&map).said(), list_of(&whole).said());
    let header = |map: &Harness| written(|m| panel(m, &map.state)).said();
    assert_eq!(header(&map), header(&whole));
    // What stands at one place is a list, too.
    map.send(Message::PanelClosed);
    update(&mut map.state, Message::IncidentOpened(row));
    map.state.panel.page = PanelPage::Some(vec![row]);
    assert_eq!(page(&map.state), Page::List(Listed::Mark));
    // A step that the page tells by itself leaves it there, too.
    map.state.settings.controls.story = false;
    map.state.panel.page = PanelPage::Story;
    assert_eq!(page(&map.state), Page::List(Listed::Window));
}
