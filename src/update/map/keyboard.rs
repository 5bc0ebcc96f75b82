//! The keyboard among the marks.

use crate::cluster::FEW;
use crate::marks::{self, PlacedMark};
use crate::message::Message;
use crate::state::State;
use crate::update::panel;

/// The keyboard comes to the marks, goes from one to another, or leaves them.
pub(super) fn moved(state: &mut State, message: Message) {
    let marks = marks::visible(state);
    let next = match message {
        Message::MarksFocused(is_focused) => {
            state.map.marks_focused = is_focused;
            if !is_focused {
                return;
            }
            entry(state, &marks)
        }
        Message::MarkStepped { right, down } => active_mark(state)
            .and_then(|placed| marks::next_in_direction(&marks, placed.at, (right, down)).cloned()),
        Message::MarkEnded(is_last) => {
            let in_order = reading_order(&marks);
            if is_last {
                in_order.last().copied().cloned()
            } else {
                in_order.first().copied().cloned()
            }
        }
        _ => None,
    };
    if let Some(placed) = next {
        state.map.active = Some(placed.mark.ranks.start);
        let index = &state.feed.index;
        // Of more the list shows nothing.
        let most = if placed.mark.count <= FEW { 1 } else { 0 };
        let rows = index.clusters.rows_of(&placed.mark, index.shown, most);
        rows.into_iter().for_each(|row| panel::follow(state, row));
    }
}

/// Where the keyboard enters the marks: at the selected one, else where it was, else at the first.
fn entry(state: &State, marks: &[PlacedMark]) -> Option<PlacedMark> {
    let index = &state.feed.index;
    let rank = state.selected_row().and_then(|row| index.clusters.rank(row, state.feed.store()));
    let selected = rank
        .and_then(|rank| marks.iter().find(|placed| placed.mark.ranks.contains(&rank)))
        .cloned();
    selected
        .or_else(|| active_mark(state))
        .or_else(|| reading_order(marks).first().copied().cloned())
}

/// The mark that has the keyboard, or had it last.
pub(super) fn active_mark(state: &State) -> Option<PlacedMark> {
    let rank = state.map.active?;
    marks::visible(state).into_iter().find(|placed| placed.mark.ranks.contains(&rank))
}

/// From the upper left to the lower right, in rows of 24 pixels.
fn reading_order(marks: &[PlacedMark]) -> Vec<&PlacedMark> {
    let mut order: Vec<&PlacedMark> = marks.iter().collect();
    order.sort_by(|a, b| {
        let (a_line, b_line) = ((a.at.y / 24.0).floor(), (b.at.y / 24.0).floor());
        a_line.total_cmp(&b_line).then(a.at.x.total_cmp(&b.at.x))
    });
    order
}
