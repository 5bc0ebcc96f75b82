//! The offsets of time zones, from a database that is compiled in: the same on every machine.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::time::Zone;

/// The years 1900 to 2100, as in the browser; in seconds.
const FROM_S: i64 = -2_208_988_800;
const UNTIL_S: i64 = 4_102_444_800;

/// The zone of an IANA name, where there is one.
pub fn resolve(name: &str) -> Option<Zone> {
    let zone = TimeZone::get(name).ok()?;
    let (from, until) =
        (Timestamp::from_second(FROM_S).ok()?, Timestamp::from_second(UNTIL_S).ok()?);
    let changes = zone.following(from).take_while(|change| change.timestamp() < until);
    let changes =
        changes.map(|change| (change.timestamp().as_millisecond(), change.offset().seconds()));
    Some(Zone::new(name, zone.to_offset(from).seconds(), changes.collect()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time;

    #[test]
    fn haiti_puts_its_clock_forward_in_march() {
        let zone = resolve("America/Port-au-Prince").unwrap();
        let hours = |ms| zone.offset_at(time::Timestamp(ms)) / 3600;
        assert_eq!((hours(1_741_503_599_999), hours(1_741_503_600_000)), (-5, -4));
        assert!(resolve("America/Nowhere").is_none());
    }
}
