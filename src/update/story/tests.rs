use super::*;
use crate::camera::{Padding, Viewport};
use crate::settings::{Controls, Settings};
use crate::testing::{HAITI, Harness};

const NARROW: Viewport = Viewport { width: 360.0, height: 300.0 };

fn map() -> Harness {
    let mut map = Harness::new(HAITI);
    resize(&mut map, 0.0);
    map
}

fn resize(map: &mut Harness, bottom: f64) {
    let covered = Padding { bottom, ..Padding::default() };
    map.send(Message::MapResized { viewport: NARROW, covered, is_beside: false });
}

fn open(map: &mut Harness, step: usize) {
    map.send(Message::StepOpened { step, now_ms: 0.0 });
    settle(map);
}

/// Whatever moves comes to rest.
fn settle(map: &mut Harness) {
    map.send(Message::FrameBegan { now_ms: 10_000.0 });
    map.state.now_ms = 0.0;
}

fn told(map: &Harness) -> (Option<usize>, PanelPage, Option<String>) {
    let panel = &map.state.panel;
    (panel.step, panel.page.clone(), panel.selected.clone())
}

/// How many are on the map, and whether all that the step is about are in the part of it that nothing covers.
fn shown(map: &Harness) -> (u32, bool) {
    let state = &map.state;
    let is_seen = |row: u32| {
        state.feed.store().place(row).is_none_or(|place| {
            let at = state.map.camera.to_screen(place, NARROW);
            let height = NARROW.height - state.map.covered.bottom;
            (0.0..NARROW.width).contains(&at.x) && (0.0..height).contains(&at.y)
        })
    };
    (state.feed.index.counts.mapped, state.told_rows().into_iter().all(is_seen))
}

#[test]
fn a_step_shows_its_dates_and_its_places_above_the_sheet() {
    let mut map = map();
    open(&mut map, 3);
    assert_eq!(told(&map), (Some(3), PanelPage::Story, None));
    assert_eq!(shown(&map), (2, true));
    // The sheet opens over the map when the step is written.
    resize(&mut map, 180.0);
    assert_eq!(shown(&map), (2, true));
    open(&mut map, 4);
    assert_eq!(shown(&map), (2, true));
    open(&mut map, 0);
    assert_eq!(shown(&map), (1, true));
}

#[test]
fn the_map_is_on_its_way_to_a_step_unless_nothing_is_to_move() {
    let mut map = map();
    let before = map.state.map.camera;
    map.send(Message::StepOpened { step: 4, now_ms: 0.0 });
    map.send(Message::FrameBegan { now_ms: 1.0 });
    resize(&mut map, 180.0);
    assert!(map.state.map.motion.is_some(), "a sheet that opens does not stop it");
    assert!(map.state.map.camera.zoom < before.zoom + 1.0, "still near to where it was");
    settle(&mut map);
    assert_eq!(shown(&map), (2, true));
    let still = Settings { reduced_motion: true, ..map.state.settings.clone() };
    map.send(Message::SettingsChanged(Box::new(still)));
    map.send(Message::StepOpened { step: 3, now_ms: 0.0 });
    assert!(map.state.map.motion.is_none());
    assert_eq!(shown(&map), (2, true));
}

#[test]
fn from_an_incident_of_a_step_one_comes_back_to_it_and_from_there_to_the_list() {
    let mut map = map();
    open(&mut map, 1);
    map.send(Message::SelectionAsked(Some("officer-airlifted-2025-02".to_owned())));
    assert_eq!(told(&map).1, PanelPage::Incident);
    map.send(Message::WentBack);
    assert_eq!(told(&map), (Some(1), PanelPage::Story, None));
    map.send(Message::WentBack);
    assert_eq!(told(&map), (None, PanelPage::List, None));
    open(&mut map, 1);
    map.send(Message::PanelClosed);
    assert_eq!(told(&map), (None, PanelPage::Closed, None));
}

#[test]
fn who_leaves_the_story_sees_all_incidents() {
    let mut map = map();
    let (before, whole) = (map.state.map.camera, shown(&map).0);
    open(&mut map, 5);
    map.send(Message::StoryLeft { now_ms: 0.0 });
    settle(&mut map);
    assert_eq!(told(&map), (None, PanelPage::Closed, None));
    assert_eq!((shown(&map).0, map.state.time.window), (whole, None));
    assert_eq!(map.state.map.camera, before);
}

#[test]
fn a_page_tells_the_story_itself_where_it_takes_the_panel_away() {
    let mut map = map();
    let controls = Controls { story: false, ..Controls::ALL };
    let settings = Settings { controls, ..map.state.settings.clone() };
    map.send(Message::SettingsChanged(Box::new(settings)));
    let ask = |map: &mut Harness, step| {
        let moves = StepMoves { window: true, view: true };
        map.send(Message::StepAsked { step, moves, now_ms: 0.0 });
        settle(map);
    };
    ask(&mut map, Some(3));
    assert_eq!(told(&map), (Some(3), PanelPage::Closed, None));
    assert_eq!(map.state.told_rows().len(), 1);
    // What is open is closed by the way, and not the step.
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    map.send(Message::PanelClosed);
    assert_eq!(told(&map), (Some(3), PanelPage::Closed, None));
    ask(&mut map, None);
    assert_eq!(told(&map), (None, PanelPage::Closed, None));
}

#[test]
fn a_step_that_is_asked_for_before_it_is_read_comes_with_the_feed_and_what_is_none_is_passed_over()
{
    let step_of = |map: &mut Harness, step: usize, moves: StepMoves| {
        map.send(Message::LoadBegan { is_reload: false });
        map.send(Message::StepAsked { step: Some(step), moves, now_ms: 0.0 });
        map.send(Message::BytesArrived(HAITI.as_bytes().to_vec()));
        assert_eq!(map.state.time.window, None);
        map.send(Message::LoadEnded);
        map.frame();
        (told(map).0, map.state.time.window.is_some())
    };
    let mut map = map();
    assert_eq!(step_of(&mut map, 3, ALL), (Some(3), true));
    assert_eq!(told(&map).1, PanelPage::Story);
    map.send(Message::WindowChanged(None));
    assert_eq!(step_of(&mut map, 2, StepMoves::default()), (Some(2), false), "as it was left");
    assert_eq!(step_of(&mut map, 6, ALL), (None, false));
    assert_eq!(told(&map).1, PanelPage::Closed);
    open(&mut map, 99);
    assert_eq!(told(&map).0, None);
}

#[test]
fn a_load_leaves_what_is_open_and_ends_a_story_that_is_gone() {
    let mut map = map();
    let controls = Controls { story: false, ..Controls::ALL };
    let settings = Settings { controls, ..map.state.settings.clone() };
    map.send(Message::SettingsChanged(Box::new(settings)));
    map.send(Message::StepAsked { step: Some(3), moves: ALL, now_ms: 0.0 });
    map.send(Message::ListOpened);
    map.send(Message::LoadBegan { is_reload: true });
    map.send(Message::BytesArrived(HAITI.as_bytes().to_vec()));
    map.send(Message::LoadEnded);
    map.frame();
    assert_eq!(told(&map), (Some(3), PanelPage::List, None));
    map.send(Message::LoadBegan { is_reload: false });
    map.send(Message::LoadFailed(crate::message::LoadError::Http(404)));
    assert_eq!(told(&map).0, None);

    let mut map = self::map();
    open(&mut map, 3);
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    open(&mut map, 99);
    assert_eq!(told(&map), (None, PanelPage::Closed, None));
    open(&mut map, 3);
    map.send(Message::LoadBegan { is_reload: false });
    map.send(Message::LoadFailed(crate::message::LoadError::Http(404)));
    assert_eq!(told(&map), (None, PanelPage::Closed, None));
}
