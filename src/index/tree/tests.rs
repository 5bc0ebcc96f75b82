use super::*;
use proptest::prelude::*;

const WORLD: Square =
    Square { center: Point { x: 0, y: 1 << 31 }, half_width: 1 << 31, half_height: 1 << 31 };

fn tree(places: &[Point], budget: usize) -> Tree {
    let mut order: Vec<u32> = (0..places.len() as u32).collect();
    order.sort_by_key(|&row| places[row as usize].morton());
    let keys = order.iter().map(|&row| places[row as usize].morton()).collect();
    let mut builder = TreeBuilder::new(keys, order);
    while !builder.advance(budget, |row| places[row as usize]) {}
    builder.finish()
}

/// What is found, as places with the rows that stand there.
fn found(tree: &Tree, places: &[Point], level: u8, area: &Square) -> Vec<(Point, Vec<u32>)> {
    let mut all = Vec::new();
    tree.visit(
        level,
        area,
        |row| places[row as usize],
        |_| true,
        |found| {
            let mut rows = tree.rows()[found.start as usize..found.end as usize].to_vec();
            rows.sort_unstable();
            if area.contains(found.at) {
                all.push((found.at, rows));
            }
            true
        },
    );
    all
}

/// The same, without a grid, a tree or ranks: each with each.
fn slowly(places: &[Point]) -> Vec<Vec<(Point, Vec<u32>)>> {
    let mut order: Vec<u32> = (0..places.len() as u32).collect();
    order.sort_by_key(|&row| (places[row as usize].morton(), row));
    let mut items: Vec<(Point, Vec<u32>)> = Vec::new();
    for row in order {
        match items.last_mut().filter(|(at, _)| *at == places[row as usize]) {
            Some((_, rows)) => rows.push(row),
            None => items.push((places[row as usize], vec![row])),
        }
    }
    let mut levels = vec![items.clone()];
    for level in (0..LEVELS - 1).rev() {
        let mut left: Vec<Option<(Point, Vec<u32>)>> = items.into_iter().map(Some).collect();
        items = Vec::new();
        for index in 0..left.len() {
            let Some(seed) = left[index].take() else { continue };
            let mut members = vec![seed];
            for other in &mut left[index + 1..] {
                let is_near = other.as_ref().is_some_and(|(at, _)| {
                    let dx = u128::from(at.x.abs_diff(members[0].0.x));
                    let dy = u128::from(at.y.abs_diff(members[0].0.y));
                    dx * dx + dy * dy <= u128::from(radius(level)).pow(2)
                });
                if is_near {
                    members.extend(other.take());
                }
            }
            items.push(match <[_; 1]>::try_from(members) {
                Ok([alone]) => alone,
                Err(members) => {
                    let count: u64 = members.iter().map(|(_, rows)| rows.len() as u64).sum();
                    let middle = |axis: fn(&Point) -> u32| {
                        let sum: u64 = members
                            .iter()
                            .map(|(at, rows)| u64::from(axis(at)) * rows.len() as u64)
                            .sum();
                        (sum / count) as u32
                    };
                    let at = Point { x: middle(|at| at.x), y: middle(|at| at.y) };
                    (at, members.into_iter().flat_map(|(_, rows)| rows).collect())
                }
            });
        }
        levels.push(items.clone());
    }
    levels.reverse();
    levels
}

fn places() -> impl Strategy<Value = Vec<Point>> {
    // A few near each other at each scale, many at the same place, and the edges of the world.
    let coordinate = prop_oneof![
        4 => (0..24_u32, 0..26_u32).prop_map(|(step, scale)| (1 << 30) + (step << scale)),
        2 => (0..6_u32).prop_map(|step| (1 << 30) + step * 9000),
        1 => prop_oneof![Just(0), Just(u32::MAX), any::<u32>()],
    ];
    let place = (coordinate.clone(), coordinate).prop_map(|(x, y)| Point { x, y });
    prop::collection::vec(place, 0..60)
}

fn area() -> impl Strategy<Value = Square> {
    let (x, y) = (any::<u32>(), any::<u32>());
    let near =
        (0..30_u32, 0..30_u32).prop_map(|(x, y)| ((1 << 30) + (1 << x), (1 << 30) + (1 << y)));
    let center = prop_oneof![near, (x, y)].prop_map(|(x, y)| Point { x, y });
    (center, 0..34_u32, 0..34_u32).prop_map(|(center, width, height)| Square {
        center,
        half_width: 1 << width,
        half_height: 1 << height,
    })
}

fn sorted(mut found: Vec<(Point, Vec<u32>)>) -> Vec<(Point, Vec<u32>)> {
    found.iter_mut().for_each(|(_, rows)| rows.sort_unstable());
    found.sort_by_key(|(_, rows)| rows.first().copied());
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn each_level_is_merged_greedily_from_the_one_below(
        places in places(), budget in prop_oneof![1..20_usize, Just(10_000)]
    ) {
        let tree = tree(&places, budget);
        for (level, expected) in slowly(&places).into_iter().enumerate() {
            let found = found(&tree, &places, level as u8, &WORLD);
            prop_assert_eq!(sorted(found), sorted(expected), "level {}", level);
        }
    }

    #[test]
    fn of_an_area_all_is_found_that_stands_in_it(places in places(), area in area(), level in 0..LEVELS) {
        let tree = tree(&places, 1000);
        let is_in = |at: Point| {
            let across = i64::from(at.x.wrapping_sub(area.center.x) as i32).unsigned_abs();
            let down = u64::from(at.y.abs_diff(area.center.y));
            across <= area.half_width && down <= area.half_height
        };
        let mut expected = found(&tree, &places, level, &WORLD);
        expected.retain(|(at, _)| is_in(*at));
        prop_assert_eq!(found(&tree, &places, level, &area), expected);
    }
}
