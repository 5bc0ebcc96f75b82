//! The guided reading: from step to step, window and map going along.

use crate::incident::StepView;
use crate::message::{Effect, Message};
use crate::state::{PanelPage, State, StepMoves};

use super::{map, timeline};

const ALL: StepMoves = StepMoves { window: true, view: true };

pub(super) fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::StepAsked { step: None, .. } => {
            if state.panel.page == PanelPage::Story {
                state.panel.page = PanelPage::Closed;
            }
            (state.panel.step, state.panel.step_due) = (None, None);
            Vec::new()
        }
        Message::StepAsked { step: Some(step), moves, now_ms } => {
            go_to(state, (step, moves), now_ms);
            Vec::new()
        }
        Message::StepOpened { step, now_ms } => {
            let was_told = state.panel.page == PanelPage::Story;
            go_to(state, (step, ALL), now_ms);
            if was_told { Vec::new() } else { super::panel::focus(state) }
        }
        Message::StoryLeft { now_ms } => {
            state.now_ms = now_ms;
            super::panel::close(state);
            state.panel.step = None;
            timeline::show(state, None);
            if let Some(bounds) = state.feed.index.bounds {
                map::ease_to_fit(state, bounds);
            }
            vec![Effect::RestoreFocus]
        }
        _ => Vec::new(),
    }
}

fn go_to(state: &mut State, (step, moves): (usize, StepMoves), now_ms: f64) {
    state.now_ms = state.now_ms.max(now_ms);
    state.panel.selected = None;
    state.panel.is_read_out = false;
    if state.panel.page == PanelPage::Incident {
        state.panel.page = PanelPage::Closed;
    }
    (state.panel.step, state.panel.step_due) = (Some(step), Some(moves));
    if !state.feed.is_loading() || state.story_step().is_some() {
        begin(state);
    }
}

/// A load has ended: the step that was asked for before is there now, or will not come.
pub(super) fn read(state: &mut State) {
    let is_gone = state.panel.step.is_some() && state.story_step().is_none();
    if is_gone || state.panel.step_due.is_some() {
        begin(state);
    }
}

/// Moves what the step is to move.
fn begin(state: &mut State) {
    let moves = state.panel.step_due.take().unwrap_or_default();
    let Some(step) = state.story_step() else {
        state.panel.step = None;
        if state.panel.page == PanelPage::Story {
            state.panel.page = PanelPage::Closed;
        }
        return;
    };
    let (view, window) = (step.view, step.window.clone());
    if state.panel.selected.is_none() {
        let has_panel = state.settings.controls.story;
        state.panel.page = if has_panel { PanelPage::Story } else { PanelPage::Closed };
    }
    if moves.window {
        timeline::show(state, window);
    }
    if moves.view {
        look(state, view);
    }
}

/// Looks at what a step is about: its view, else where its incidents are, else all that there is.
fn look(state: &mut State, view: Option<StepView>) {
    let store = state.feed.store();
    let told = store.bounds(state.told_rows());
    match view {
        Some(StepView::Place { center, zoom }) => map::ease_to_place(state, center, zoom),
        Some(StepView::Bounds(bounds)) => map::ease_to_fit(state, bounds),
        None => told
            .or(state.feed.index.bounds)
            .into_iter()
            .for_each(|all| map::ease_to_fit(state, all)),
    }
}

#[cfg(test)]
mod tests;
