//! What the reports of an incident say of the same thing, side by side.

use super::same::{Meaning, Standing};
use super::{Claim, ClaimKind, Collection, FIGURE, Figure, Incident, Label, Report};
use crate::fold::fold;
use crate::time::Zone;

/// All that the reports say of one claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The key of the claim.
    pub key: String,
    /// What the claim is called; `None` where the feed does not say it.
    pub label: Option<Label>,
    /// The distinct values, in the order in which they first come.
    pub values: Vec<ComparedValue>,
    /// The sources that report the incident and say nothing of this, each once.
    pub silent: Vec<String>,
    /// Two of the values are not the same in other words. A value that is withheld, or refines another, differs from none.
    pub differ: bool,
}

/// A value, and who gives it, in whatever spelling.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedValue {
    /// The value as the first of them writes it.
    pub value: Claim,
    /// The reports that give it, as indices.
    pub by: Vec<usize>,
    /// Their sources, each once; an empty one for each report that names none.
    pub sources: Vec<String>,
}

/// Reports of different sources that quote the same, so that their agreement is that of one.
#[derive(Clone, Debug, PartialEq)]
pub struct SameVoice {
    /// Whom they quote, as the first of them writes it.
    pub said_by: String,
    /// The reports, as indices.
    pub by: Vec<usize>,
}

/// Compares what the reports of an incident claim, in the order of the collection's claims, then of the
/// reports. Dates are those of `zone`, the feed's.
#[must_use]
pub fn compare(incident: &Incident, collection: &Collection, zone: &Zone) -> Vec<Comparison> {
    let mut keys: Vec<&str> = collection.claims.iter().map(|(key, _)| key.as_str()).collect();
    for (key, _) in incident.reports.iter().flat_map(|report| &report.claims) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    let compare = |key| compare_claim(key, collection.claim(key), &incident.reports, zone);
    keys.into_iter().map(compare).filter(|comparison| !comparison.values.is_empty()).collect()
}

/// Compares the values that the sources give of a figure.
#[must_use]
pub fn compare_figure(figure: &Figure, zone: &Zone) -> Comparison {
    let kind = ClaimKind { label: Some(figure.label.clone()), value_type: None };
    compare_claim(FIGURE, Some(&kind), &figure.reports, zone)
}

fn compare_claim(
    key: &str,
    kind: Option<&ClaimKind>,
    reports: &[Report],
    zone: &Zone,
) -> Comparison {
    let value_type = kind.and_then(|kind| kind.value_type);
    let mut values: Vec<ComparedValue> = Vec::new();
    let mut meanings: Vec<Meaning> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for (_, claim) in report.claims.iter().filter(|(name, _)| name == key) {
            let meaning = Meaning::of(claim, value_type, zone);
            let at = meanings.iter().position(|known| *known == meaning).unwrap_or_else(|| {
                meanings.push(meaning);
                values.push(ComparedValue::new(claim));
                values.len() - 1
            });
            values[at].add(index, &report.source);
        }
    }
    Comparison {
        key: key.to_owned(),
        label: kind.and_then(|kind| kind.label.clone()),
        silent: silent(reports, &values),
        differ: differ(&meanings),
        values,
    }
}

impl ComparedValue {
    fn new(claim: &Claim) -> Self {
        Self { value: claim.clone(), by: Vec::new(), sources: Vec::new() }
    }

    fn add(&mut self, report: usize, source: &str) {
        if self.by.last() != Some(&report) {
            self.by.push(report);
            if source.is_empty() || !self.sources.iter().any(|known| known == source) {
                self.sources.push(source.to_owned());
            }
        }
    }
}

fn differ(meanings: &[Meaning]) -> bool {
    let mut said = meanings.iter().filter(|meaning| **meaning != Meaning::Withheld);
    while let Some(one) = said.next() {
        if said.clone().any(|other| one.standing(other) == Standing::Differs) {
            return true;
        }
    }
    false
}

fn silent(reports: &[Report], values: &[ComparedValue]) -> Vec<String> {
    let mut silent: Vec<String> = Vec::new();
    for source in reports.iter().map(|report| &report.source) {
        let speaks = values.iter().any(|value| value.sources.contains(source));
        if !speaks && !source.is_empty() && !silent.contains(source) {
            silent.push(source.clone());
        }
    }
    silent
}

/// Whom several sources quote, in the order in which they first come.
#[must_use]
pub fn same_voices(reports: &[Report]) -> Vec<SameVoice> {
    let mut voices: Vec<(String, SameVoice)> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        let Some(said_by) = &report.said_by else { continue };
        let voice = fold(said_by);
        match voices.iter_mut().find(|(known, _)| *known == voice) {
            Some((_, same)) => same.by.push(index),
            None => voices.push((voice, SameVoice { said_by: said_by.clone(), by: vec![index] })),
        }
    }
    let of_several_sources = |voice: &SameVoice| {
        let first = &reports[voice.by[0]].source;
        voice.by.iter().skip(1).any(|&other| first.is_empty() || reports[other].source != *first)
    };
    voices.into_iter().map(|(_, voice)| voice).filter(of_several_sources).collect()
}
