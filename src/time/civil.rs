//! The proleptic Gregorian calendar as arithmetic on days; it knows no zones.

/// Milliseconds of a day of 24 hours.
pub const DAY_MS: i64 = 86_400_000;

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;
/// Days of 400 years, after which the calendar repeats.
const CYCLE_DAYS: i64 = 146_097;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    /// The astronomical year: 0 is 1 BC.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, 1 to 31.
    pub day: u8,
}

impl CivilDate {
    /// The day that lies `days` after 1970-01-01.
    pub const fn from_days(days: i64) -> Self {
        // Years are counted from March here, so that the leap day is the last of its year.
        let shifted = days + EPOCH_DAYS;
        let day_of_cycle = shifted.rem_euclid(CYCLE_DAYS);
        let leap_days_before =
            day_of_cycle / 1_460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
        let year_of_cycle = (day_of_cycle - leap_days_before) / 365;
        let day_of_year =
            day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12 + 1;
        let year = shifted.div_euclid(CYCLE_DAYS) * 400 + year_of_cycle + (month <= 2) as i64;
        Self { year, month: month as u8, day: day as u8 }
    }

    /// The day in which a clock shows `civil_ms`, the milliseconds since 1970-01-01T00:00 on that clock.
    pub const fn from_ms(civil_ms: i64) -> Self {
        Self::from_days(civil_ms.div_euclid(DAY_MS))
    }

    /// Days since 1970-01-01.
    pub const fn days(self) -> i64 {
        let month_from_march = (self.month as i64 + 9) % 12;
        let year = self.year - (self.month <= 2) as i64;
        let day_of_year = (153 * month_from_march + 2) / 5 + self.day as i64 - 1;
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
            - EPOCH_DAYS
    }

    /// Milliseconds from 1970-01-01T00:00 to the beginning of the day, on the same clock.
    pub const fn start_ms(self) -> i64 {
        self.days() * DAY_MS
    }

    /// The number of days in the month of this day, 28 to 31.
    pub const fn days_in_month(self) -> u8 {
        match self.month {
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}
