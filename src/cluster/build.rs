//! Building the clusters, a piece at a time: the tree over the places, then the matrices over the times.

use incident_map_index::{Matrix, MatrixBuilder, RadixSort, TreeBuilder};

use super::{Categories, Clusters};
use crate::order::{RowSet, Side, TimeOrder, piece};
use crate::store::{NO_CATEGORY, Store};

/// More categories than these are not told apart in a cluster.
const MAX_PARTS: usize = 64;

/// Into how many parts clusters are divided; 0 where they are not.
fn parts_of(store: &Store) -> u32 {
    match store.category_count() {
        categories @ 1..MAX_PARTS => categories as u32 + 1,
        _ => 0,
    }
}

/// The first part is that without a category, since the others may grow in number.
fn part_of(store: &Store, row: u32) -> u32 {
    match store.category(row) {
        NO_CATEGORY => 0,
        category => u32::from(category) + 1,
    }
}

/// Builds [`Clusters`].
#[derive(Debug)]
pub struct ClusterBuilder {
    all: RowSet,
    stage: Stage,
    at: u32,
    keys: Vec<u64>,
    rows: Vec<u32>,
    /// By row: its place in an order of time.
    places: Vec<u32>,
    /// By rank: the same; and by part, and the rank among those of that part.
    numbers: Vec<u32>,
    by_part: Vec<Vec<u32>>,
    parts: u32,
    clusters: Clusters,
}

#[derive(Debug)]
enum Stage {
    KeyPlaces,
    Sort(RadixSort),
    Tree(Box<TreeBuilder>),
    ListParts,
    Parts(MatrixBuilder),
    Place(Side),
    List(Side),
    Matrix(Side, MatrixBuilder),
    Part(Side, MatrixBuilder),
    Done,
}

impl ClusterBuilder {
    /// Takes in some rows of a store.
    #[must_use]
    pub fn new(rows: RowSet) -> Self {
        Self {
            all: rows,
            stage: Stage::KeyPlaces,
            at: 0,
            keys: Vec::new(),
            rows: Vec::new(),
            places: Vec::new(),
            numbers: Vec::new(),
            by_part: Vec::new(),
            parts: 0,
            clusters: Clusters::default(),
        }
    }

    /// Goes on for about as many rows as `budget` says; whether all is built. `order` is that of the same rows.
    pub fn advance(&mut self, store: &Store, order: &TimeOrder, budget: u32) -> bool {
        let is_over = match &mut self.stage {
            Stage::KeyPlaces => self.key_places(store, budget),
            Stage::Sort(sort) => sort.advance(budget as usize),
            Stage::Tree(tree) => tree.advance(budget as usize, |row| store.point(row)),
            Stage::ListParts => self.list_parts(store, budget),
            Stage::Place(side) => {
                let side = *side;
                self.place(order.side(side), budget)
            }
            Stage::List(_) => self.list(store, budget),
            Stage::Parts(builder) | Stage::Matrix(_, builder) | Stage::Part(_, builder) => {
                builder.advance(budget as usize)
            }
            Stage::Done => return true,
        };
        if is_over {
            self.at = 0;
            self.stage = self.next_stage(store, order);
        }
        matches!(self.stage, Stage::Done)
    }

    /// The clusters, once all is there.
    #[must_use]
    pub fn finish(self) -> Clusters {
        self.clusters
    }

    fn next_stage(&mut self, store: &Store, order: &TimeOrder) -> Stage {
        let bound = order.dated().len() as u32;
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::KeyPlaces => {
                let (keys, rows) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.rows));
                Stage::Sort(RadixSort::new(keys, rows))
            }
            Stage::Sort(sort) => {
                let (keys, rows) = sort.into_sorted();
                Stage::Tree(Box::new(TreeBuilder::new(keys, rows)))
            }
            Stage::Tree(tree) => {
                self.clusters.tree = tree.finish();
                self.parts = parts_of(store);
                if self.parts > 0 { Stage::ListParts } else { self.begin_side(Side::Starts) }
            }
            Stage::ListParts => {
                Stage::Parts(MatrixBuilder::new(std::mem::take(&mut self.numbers), self.parts))
            }
            Stage::Parts(builder) => {
                self.clusters.categories =
                    Some(Categories { part: builder.finish(), times: Vec::new() });
                self.begin_side(Side::Starts)
            }
            Stage::Place(side) => Stage::List(side),
            Stage::List(side) => {
                self.places = Vec::new();
                // The last is taken first.
                self.by_part.reverse();
                let numbers = std::mem::take(&mut self.numbers);
                Stage::Matrix(side, MatrixBuilder::new(numbers, bound))
            }
            Stage::Matrix(side, builder) => {
                match side {
                    Side::Starts => self.clusters.starts = builder.finish(),
                    Side::Ends => self.clusters.ends = Some(builder.finish()),
                }
                self.next_part(side, order)
            }
            Stage::Part(side, builder) => {
                self.add_part(side, builder.finish());
                self.next_part(side, order)
            }
            Stage::Done => Stage::Done,
        }
    }

    fn begin_side(&mut self, side: Side) -> Stage {
        self.places = vec![0; self.all.bound()];
        self.by_part = vec![Vec::new(); self.parts as usize];
        Stage::Place(side)
    }

    fn next_part(&mut self, side: Side, order: &TimeOrder) -> Stage {
        match self.by_part.pop() {
            Some(numbers) => {
                Stage::Part(side, MatrixBuilder::new(numbers, order.dated().len() as u32))
            }
            None if side == Side::Starts && order.has_ends() => self.begin_side(Side::Ends),
            None => Stage::Done,
        }
    }

    fn add_part(&mut self, side: Side, matrix: Matrix) {
        let Some(Categories { times, .. }) = &mut self.clusters.categories else { return };
        match side {
            Side::Starts => times.push((matrix, None)),
            Side::Ends => {
                if let Some((_, ends)) = times.iter_mut().find(|(_, ends)| ends.is_none()) {
                    *ends = Some(matrix);
                }
            }
        }
    }

    fn key_places(&mut self, store: &Store, budget: u32) -> bool {
        for row in self.all.piece(&mut self.at, budget) {
            if store.is_dated(row) && store.place(row).is_some() {
                self.keys.push(store.point(row).morton());
                self.rows.push(row);
            }
        }
        self.at == self.all.count()
    }

    fn list_parts(&mut self, store: &Store, budget: u32) -> bool {
        let rows = self.clusters.tree.rows();
        let piece = piece(rows, &mut self.at, budget);
        self.numbers.extend(piece.iter().map(|&row| part_of(store, row)));
        self.at as usize == rows.len()
    }

    fn place(&mut self, rows: &[u32], budget: u32) -> bool {
        let first = self.at;
        for (place, &row) in (first..).zip(piece(rows, &mut self.at, budget)) {
            self.places[row as usize] = place;
        }
        self.at as usize == rows.len()
    }

    fn list(&mut self, store: &Store, budget: u32) -> bool {
        let rows = self.clusters.tree.rows();
        for &row in piece(rows, &mut self.at, budget) {
            let place = self.places[row as usize];
            self.numbers.push(place);
            if let Some(numbers) = self.by_part.get_mut(part_of(store, row) as usize) {
                numbers.push(place);
            }
        }
        self.at as usize == rows.len()
    }
}
