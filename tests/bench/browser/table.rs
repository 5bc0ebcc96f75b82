//! What was measured, as a table in Markdown.

use std::fmt::{Display, Formatter, Result};

use serde_json::{Map, Value};

/// The figures by the names that `measure.js` gives them, and how they are called in the table.
const COLUMNS: [(&str, &str); 11] = [
    ("load", "load, ms"),
    ("firstMarks", "first marks, ms"),
    ("longestTask", "longest task, ms"),
    ("memory", "JavaScript, MB"),
    ("wasm", "WebAssembly, MB"),
    ("step", "step to pixels, ms"),
    ("main", "main thread a step, ms"),
    ("view", "pan or zoom to pixels, ms"),
    ("mainMove", "main thread a pan or zoom, ms"),
    ("hit", "hit, ms"),
    ("wrong", "wrong counts"),
];

/// The maps whose counts have to be right.
const OURS: [&str; 2] = ["ours", "dots"];

pub struct Row {
    pub name: String,
    pub figures: Map<String, Value>,
    /// Not all of it could be measured.
    pub gave_up: bool,
}

impl Row {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), figures: Map::new(), gave_up: false }
    }

    /// One that is not even tried.
    pub fn failed(name: &str) -> Self {
        Self { gave_up: true, ..Self::new(name) }
    }

    fn get(&self, figure: &str) -> Option<f64> {
        self.figures.get(figure)?.as_f64()
    }
}

/// All maps with one feed.
pub struct Table {
    size: String,
    pub rows: Vec<Row>,
}

impl Table {
    pub fn new(size: &str) -> Self {
        Self { size: size.to_owned(), rows: Vec::new() }
    }

    pub fn gave_up(&self, name: &str) -> bool {
        self.rows.iter().any(|row| row.name == name && row.gave_up)
    }

    /// What is wrong with the counts of ours; not to have come so far is wrong too.
    pub fn wrong(&self) -> impl Iterator<Item = String> {
        let ours = self.rows.iter().filter(|row| OURS.contains(&row.name.as_str()));
        ours.filter(|row| row.get("wrong") != Some(0.0)).map(|row| {
            let count = row
                .get("wrong")
                .map_or_else(|| "unchecked".to_owned(), |n| format!("wrong in {n} windows"));
            format!("the counts of {} of {} incidents are {count}", row.name, self.size)
        })
    }

    /// How far ours is from the limit and from the fastest other, where all three were measured.
    pub fn ratios(&self) -> Option<String> {
        let get = |name: &str, figure: &str| {
            self.rows.iter().find(|row| row.name == name).and_then(|row| row.get(figure))
        };
        let (load, main) = (get("ours", "load")?, get("ours", "main")?);
        Some(format!(
            "Ours, of {} incidents: load {} × the limit's; main thread a step {} ms more than the limit's, {} × supercluster's.\n",
            self.size,
            shown(load / get("limit", "load")?),
            shown(main - get("limit", "main")?),
            shown(main / get("supercluster", "main")?),
        ))
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let titles = COLUMNS.map(|(_, title)| title).join(" | ");
        writeln!(f, "| {} incidents | {titles} |", self.size)?;
        writeln!(f, "|---|{}", "--:|".repeat(COLUMNS.len()))?;
        for row in &self.rows {
            let cells = COLUMNS.map(|(figure, _)| cell(figure, row.get(figure))).join(" | ");
            writeln!(f, "| {} | {cells} |", row.name)?;
        }
        Ok(())
    }
}

/// The browser tells of tasks from 50 ms on; a count is shown whole.
fn cell(figure: &str, value: Option<f64>) -> String {
    match (figure, value) {
        (_, None) => "–".to_owned(),
        ("longestTask", Some(0.0)) => "< 50".to_owned(),
        ("wrong", Some(count)) => count.to_string(),
        (_, Some(value)) => shown(value),
    }
}

/// To three digits or so.
fn shown(value: f64) -> String {
    let decimals = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}
