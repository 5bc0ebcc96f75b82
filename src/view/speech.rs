//! What the screen reader says by itself of what has changed, where it is not read out for another reason.

use crate::message::Hint;
use crate::state::{PanelPage, Phase, State};
use crate::view::names;
use crate::view::panel::story_spoken;
use crate::view::status::{copied, counts, dates_and_counts, out_of_sight};

/// What was said last, and of what.
#[derive(Debug, Default)]
pub struct Speech {
    /// What stands in the live region.
    said: String,
    /// What was open when something was new last.
    open: Option<String>,
    /// What was counted then.
    counted: String,
}

impl Speech {
    /// Follows the state: what is opened is said, and else what is counted, once it is another. `is_blank` says whether nothing
    /// of the incidents is seen. Somebody who reads past the map (not `is_heard`) hears nothing of it.
    pub fn follow(&mut self, state: &State, is_blank: bool, is_heard: bool) {
        let news = self.news(state, is_blank);
        if let Some(news) = news.filter(|_| is_heard) {
            self.said = news;
        }
    }

    /// What is said.
    #[must_use]
    pub fn said(&self) -> &str {
        &self.said
    }

    fn news(&mut self, state: &State, is_blank: bool) -> Option<String> {
        let is_coming = matches!(state.feed.phase, Phase::Loading | Phase::Resolving);
        if is_coming && state.feed.store().is_empty() {
            self.counted.clear();
            return Some(state.words.t("loading.begun").to_owned());
        }
        // While the window moves, or incidents are counted one after the other, it would be a stream of numbers.
        let is_counting = is_coming || state.feed.is_searching();
        if state.time.is_playing || state.time.held.is_some() || is_counting {
            return None;
        }
        if let Some((Hint::Copied(is_copied), _)) = state.map.hint {
            return Some(copied(state, is_copied).to_owned());
        }
        let open = open(state)?;
        let counted = counted(state, is_blank);
        let is_opened = open != self.open;
        if !is_opened && counted == self.counted {
            return None;
        }
        (self.open, self.counted) = (open, counted);
        // What the keyboard has gone to is read out by that, and so is what a slider counts.
        let is_read_out = match self.open {
            Some(_) if is_opened => state.panel.is_read_out,
            _ => state.time.is_window_spoken && !state.time.is_span_spoken,
        };
        let news = self.open.as_ref().filter(|_| is_opened).unwrap_or(&self.counted);
        (!is_read_out).then(|| news.clone())
    }
}

/// The incident or the step of the story that is open; `None` while its words are still to be read.
fn open(state: &State) -> Option<Option<String>> {
    if state.panel.page == PanelPage::Story
        && let Some(told) = story_spoken(state)
    {
        return Some(Some(told));
    }
    let Some(row) = state.selected_row() else { return Some(None) };
    let incident = state.texts.get(row)?;
    Some(Some([names::title(state, incident), names::when(state, incident)].join(", ")))
}

/// What is counted in which dates, and whether nothing of it is seen.
fn counted(state: &State, is_blank: bool) -> String {
    let dates = state.time.window.map(|_| dates_and_counts(state));
    let mut counted = dates.unwrap_or_else(|| counts(state));
    if let Some((key, _)) = out_of_sight(state, is_blank) {
        counted = [&counted, ". ", state.words.t(key)].concat();
    }
    counted.push_str(&laid_out(state));
    counted
}

/// Which dates the timeline shows, where it was zoomed into by somebody who may not see it.
fn laid_out(state: &State) -> String {
    let axis = state.axis().filter(|axis| axis.is_zoomed() && state.time.is_span_spoken);
    let Some(axis) = axis else { return String::new() };
    let range = state.words.range_phrase(axis.range, &axis.zone);
    [". ", &state.words.with("timeline.zoomed", &[("range", &range)])].concat()
}

#[cfg(test)]
mod tests;
