//! How long it takes to find the Features of a feed, to read them, and to index them: `cargo bench --bench feed`.

#[path = "../../src/index/benches/chance.rs"]
mod chance;

use std::hint::black_box;

use chance::Chance;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use incident_map::feed::{ReadOptions, Reader};
use incident_map::indexing::Indexing;
use incident_map::time::{TimeRange, Timestamp, Zone};
use incident_map_json::{ScanError, Scanner, Sink};

const FEATURES: u64 = 100_000;
/// As much as the page hands on at a time.
const CHUNK: usize = 65_536;

/// A feed of points with a date, a category, a title and some words, anywhere in Haiti and in five years.
fn feed() -> String {
    let mut chance = Chance(7);
    let mut below = |bound: u64| chance.below(bound);
    let features: Vec<String> = (0..FEATURES)
        .map(|id| {
            let (lng, lat) = (71_500_000 + below(3_100_000), 17_900_000 + below(2_300_000));
            let (year, month, day) = (2019 + below(5), 1 + below(12), 1 + below(28));
            let (hour, minute) = (below(24), below(60));
            let words = "the police said that armed men had come to the market ".repeat(4);
            format!(
                r#"{{"type":"Feature","id":{id},"geometry":{{"type":"Point","coordinates":[-{}.{:06},{}.{:06}]}},"properties":{{"id":{id},"date":"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z","category":"kind {}","title":"{}","excerpt":"{}"}}}}"#,
                lng / 1_000_000,
                lng % 1_000_000,
                lat / 1_000_000,
                lat % 1_000_000,
                below(6),
                &words[..20 + below(30) as usize],
                &words[..80 + below(120) as usize],
            )
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

/// Takes no Feature as it stands, so that all are scanned.
struct Count(u64);

impl Sink for Count {
    type Error = ScanError;

    fn features_begun(&mut self, _: &[u8]) -> Result<(), ScanError> {
        Ok(())
    }

    fn whole_feature(&mut self, _: u64, _: &str) -> Result<Option<usize>, ScanError> {
        Ok(None)
    }

    fn feature(&mut self, _: u64, _: &[u8]) -> Result<(), ScanError> {
        self.0 += 1;
        Ok(())
    }
}

fn scan(feed: &[u8]) -> u64 {
    let (mut scanner, mut count) = (Scanner::default(), Count(0));
    for chunk in feed.chunks(CHUNK) {
        assert_eq!(scanner.push(chunk, &mut count), Ok(()));
    }
    count.0
}

fn read(feed: &[u8]) -> Reader {
    let mut reader = Reader::new(&ReadOptions::default());
    reader.expect_bytes(Some(feed.len() as u64));
    for chunk in feed.chunks(CHUNK) {
        assert_eq!(reader.push(chunk), Ok(()));
    }
    assert_eq!(reader.finish().map(|summary| u64::from(summary.total)), Ok(FEATURES));
    reader
}

fn benches(c: &mut Criterion) {
    let feed = feed();
    let mut group = c.benchmark_group("feed");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(feed.len() as u64));
    group.bench_function("scan", |b| b.iter(|| assert_eq!(scan(feed.as_bytes()), FEATURES)));
    group.bench_function("read", |b| b.iter(|| black_box(read(feed.as_bytes()))));
    group.finish();

    let store = || read(feed.as_bytes()).into_parts().0;
    let index = |store: &mut incident_map::store::Store| {
        let mut indexing = Indexing::new(store.len(), Some(Zone::utc()), None);
        while !indexing.advance(store, 16_384) {}
        indexing.finish().0
    };
    let mut group = c.benchmark_group("index");
    group.sample_size(20);
    group.throughput(Throughput::Elements(FEATURES));
    group.bench_function("build", |b| {
        b.iter_batched(store, |mut store| index(&mut store), BatchSize::LargeInput);
    });
    let mut rows = store();
    let mut built = index(&mut rows);
    let mut day = 0;
    group.bench_function("count a window", |b| {
        b.iter(|| {
            day = (day + 1) % 1000;
            let at = |day: i64| Timestamp(1_546_300_800_000 + day * 86_400_000);
            built.recount(TimeRange::new(at(day), at(day + 30)), &rows, 0);
            built.counts
        });
    });
    group.finish();
}

criterion_group!(feed_benches, benches);
criterion_main!(feed_benches);
