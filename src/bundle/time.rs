//! Points in time, as the bundle writes them (RFC 3339, UTC, whole seconds) and as campaign ids carry them.

use std::fmt::{self, Display};

use ::time::format_description::well_known::Rfc3339;
use ::time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::compact::{Compact, Reader, Writer};

/// 0000-01-01T00:00:00Z, in seconds since 1970.
const YEAR_0: i64 = -62_167_219_200;

/// A point in time, UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(OffsetDateTime);

impl Instant {
    /// Seconds since 1970-01-01T00:00:00Z; none outside the years 0 to 9999, which RFC 3339 cannot write.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(seconds).ok().and_then(Self::within)
    }

    /// RFC 3339 (`2026-11-02T00:00:00Z`), or a day alone (`2026-11-02`, its first second).
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(day) = Day::parse(text) {
            return Some(day.start());
        }
        let at = OffsetDateTime::parse(text.trim(), &Rfc3339).ok()?;
        at.checked_to_offset(UtcOffset::UTC)?.replace_nanosecond(0).ok().and_then(Self::within)
    }

    fn within(at: OffsetDateTime) -> Option<Self> {
        (0..=9999).contains(&at.year()).then_some(Self(at))
    }

    /// As people read it: `2 Nov 2026 00:00 UTC`.
    pub fn readable(self) -> String {
        let (at, month) = (self.0, self.0.month().to_string());
        let month = month.get(..3).unwrap_or(&month);
        format!("{} {month} {:04} {:02}:{:02} UTC", at.day(), at.year(), at.hour(), at.minute())
    }

    /// The calendar day, UTC.
    pub fn day(self) -> Day {
        Day(self.0.date())
    }

    /// Whole days from `earlier` to here; negative when `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).whole_days()
    }
}

impl Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.0.to_hms();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}Z", self.day())
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is not a time")))
    }
}

/// The seconds since the year 0.
impl Compact for Instant {
    fn write(&self, writer: &mut Writer) {
        let seconds = self.0.unix_timestamp().checked_sub(YEAR_0).and_then(|seconds| u64::try_from(seconds).ok());
        seconds.unwrap_or_default().write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let seconds = i64::try_from(u64::read(reader)).ok().and_then(|seconds| seconds.checked_add(YEAR_0));
        seconds.and_then(Self::from_unix).unwrap_or_else(|| {
            reader.fail();
            Self(OffsetDateTime::UNIX_EPOCH)
        })
    }
}

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-').map(Some);
        let mut part = |length: usize| parts.next().flatten().filter(|part| part.len() == length).and_then(digits);
        let day = day(part(4)?, part(2)?, part(2)?)?;
        parts.next().is_none().then_some(Self(day))
    }

    /// The day's first second, UTC.
    pub fn start(self) -> Instant {
        Instant(self.0.midnight().assume_utc())
    }
}

impl Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl Compact for Day {
    fn write(&self, writer: &mut Writer) {
        self.start().write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Instant::read(reader).day()
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The UTC time that a campaign id carries in front (`<time>-<slug>`) or, in older ones, behind.
pub fn campaign_time(id: &str) -> Option<Instant> {
    parse_campaign_time(id).or_else(|| split_front(id).or_else(|| split_behind(id)).map(|(at, _)| at))
}

/// What a campaign id is called without its time: none where it has no time, two where it has one at each end.
pub fn campaign_slug(id: &str) -> impl Iterator<Item = &str> {
    [split_front(id), split_behind(id)].into_iter().flatten().map(|(_, slug)| slug)
}

fn split_front(id: &str) -> Option<(Instant, &str)> {
    let (time, slug) = id.split_once('-')?;
    Some((parse_campaign_time(time)?, slug))
}

fn split_behind(id: &str) -> Option<(Instant, &str)> {
    let (slug, time) = id.rsplit_once('-')?;
    Some((parse_campaign_time(time)?, slug))
}

fn parse_campaign_time(text: &str) -> Option<Instant> {
    let (date, time) =
        text.strip_suffix('Z')?.split_once('T').filter(|(date, time)| date.len() == 8 && time.len() == 6)?;
    let part = |text: &str, at: usize, length: usize| digits(text.get(at..at.checked_add(length)?)?);
    let date = day(part(date, 0, 4)?, part(date, 4, 2)?, part(date, 6, 2)?)?;
    let narrow = |number: u16| u8::try_from(number).ok();
    let [hour, minute, second] = [part(time, 0, 2)?, part(time, 2, 2)?, part(time, 4, 2)?].map(narrow);
    let time = Time::from_hms(hour?, minute?, second?).ok()?;
    Some(Instant(PrimitiveDateTime::new(date, time).assume_utc()))
}

/// A number in digits alone.
fn digits(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn day(year: u16, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_carries_its_time_in_front_or_behind() {
        let at = Instant::parse("2026-10-20T08:15:00Z");
        assert!(at.is_some());
        assert_eq!(campaign_time("20261020T081500Z-nvfp4-kv"), at);
        assert_eq!(campaign_time("nvfp4-kv-20261020T081500Z"), at);
        assert_eq!(campaign_time("20261020T081500Z"), at);
    }

    #[test]
    fn what_only_looks_like_a_time_is_none() {
        for id in ["nvfp4-kv", "20261020T081500Zx", "20261320T081500Z-month-13", "x20261020T081500Z", "é", ""] {
            assert_eq!(campaign_time(id), None, "{id}");
        }
    }

    #[test]
    fn an_instant_reads_back_what_it_writes() {
        let at = Instant::parse("2026-11-02T01:02:03+01:00").expect("a time");
        assert_eq!(at.to_string(), "2026-11-02T00:02:03Z");
        assert_eq!(Instant::parse(&at.to_string()), Some(at));
        assert_eq!(at.readable(), "2 Nov 2026 00:02 UTC");
    }

    #[test]
    fn a_time_that_cannot_be_written_is_none() {
        assert_eq!(Instant::parse("9999-12-31T23:30:00-01:00"), None);
        assert_eq!(Instant::parse("0000-01-01T00:30:00+01:00"), None);
        assert_eq!(Instant::from_unix(-62_167_219_201), None);
        assert_eq!(
            Instant::from_unix(-62_167_219_200).map(|at| at.to_string()).as_deref(),
            Some("0000-01-01T00:00:00Z")
        );
    }

    #[test]
    fn days_are_whole_ones() {
        let day = |text| Instant::parse(text).expect("a time");
        assert_eq!(day("2026-11-02").days_since(day("2026-08-04")), 90);
        assert_eq!(day("2026-11-02T23:59:59Z").days_since(day("2026-11-02")), 0);
        assert_eq!(day("2026-11-01").days_since(day("2026-11-02")), -1);
        assert_eq!(day("2026-11-02T23:59:59Z").day().to_string(), "2026-11-02");
    }
}
