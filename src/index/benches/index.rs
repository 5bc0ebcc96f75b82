//! How long it takes to sort, to build and to ask, for a hundred thousand incidents and a million:
//! `cargo bench --package incident-map-index`.

mod chance;

use std::hint::black_box;

use chance::Chance;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use incident_map_index::{
    LEVELS, Matrix, MatrixBuilder, Point, RadixSort, Square, Tree, TreeBuilder,
};

const SIZES: [usize; 2] = [100_000, 1_000_000];
/// As much as a slice of work takes up at a time.
const BUDGET: usize = 20_000;

/// Seven of ten in two hundred towns a few kilometres wide, the others anywhere in Haiti.
fn places(count: usize) -> Vec<Point> {
    let mut chance = Chance(7);
    let anywhere = |chance: &mut Chance| Point {
        x: 1_259_000_000 + chance.below(36_000_000) as u32,
        y: 1_912_000_000 + chance.below(26_000_000) as u32,
    };
    let towns: Vec<Point> = (0..200).map(|_| anywhere(&mut chance)).collect();
    (0..count)
        .map(|_| {
            if chance.below(10) < 3 {
                return anywhere(&mut chance);
            }
            let town = towns[chance.below(200) as usize];
            // The sum of several is nearer to the middle, as houses are.
            let mut away = || (0..4).map(|_| chance.below(130_000)).sum::<u64>() as u32;
            Point { x: town.x + away(), y: town.y + away() }
        })
        .collect()
}

fn sorted(places: &[Point]) -> (Vec<u64>, Vec<u32>) {
    let keys = places.iter().map(|place| place.morton()).collect();
    let mut sort = RadixSort::new(keys, (0..places.len() as u32).collect());
    while !sort.advance(BUDGET) {}
    sort.into_sorted()
}

fn tree(places: &[Point], (keys, order): (Vec<u64>, Vec<u32>)) -> Tree {
    let mut builder = TreeBuilder::new(keys, order);
    while !builder.advance(BUDGET, |row| places[row as usize]) {}
    builder.finish()
}

fn matrix(numbers: Vec<u32>) -> Matrix {
    let bound = numbers.len() as u32;
    let mut builder = MatrixBuilder::new(numbers, bound);
    while !builder.advance(BUDGET) {}
    builder.finish()
}

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    group.sample_size(10);
    for size in SIZES {
        let places = places(size);
        let order = sorted(&places);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::new("sort", size), |b| b.iter(|| sorted(&places)));
        group.bench_function(BenchmarkId::new("tree", size), |b| {
            b.iter_batched(|| order.clone(), |order| tree(&places, order), BatchSize::LargeInput);
        });
        group.bench_function(BenchmarkId::new("matrix", size), |b| {
            b.iter_batched(|| order.1.clone(), matrix, BatchSize::LargeInput);
        });
    }
    group.finish();
}

fn ask(c: &mut Criterion) {
    let mut group = c.benchmark_group("ask");
    for size in SIZES {
        let places = places(size);
        let tree = tree(&places, sorted(&places));
        let mut chance = Chance(8);
        let times: Vec<u32> = (0..size).map(|_| chance.below(size as u64) as u32).collect();
        let matrix = matrix(times);
        for level in [8, 10, 14, LEVELS - 1] {
            // Eight hundred by six hundred CSS pixels.
            let unit = 1_u64 << (26 - level);
            let area =
                Square { center: places[1], half_width: 400 * unit, half_height: 300 * unit };
            group.bench_function(BenchmarkId::new(format!("marks at level {level}"), size), |b| {
                b.iter(|| {
                    let mut sum = 0;
                    let count = |found: incident_map_index::Found| {
                        let until = |bound| matrix.count_below(found.start, found.end, bound);
                        sum += until(size as u32 / 2) - until(size as u32 / 3);
                        true
                    };
                    tree.visit(
                        level,
                        black_box(&area),
                        |row| places[row as usize],
                        |_| true,
                        count,
                    );
                    sum
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, build, ask);
criterion_main!(benches);
