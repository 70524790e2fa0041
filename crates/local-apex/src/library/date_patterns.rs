//! The patterns of `Datetime.format`: those of Java's `SimpleDateFormat`, in the locale of the
//! United States. Weeks of the month and the long names of zones are not known.

use jiff::civil::DateTime;

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// From Monday on.
const DAYS: &[&str] =
    &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What clock and calendar on a wall show.
pub(super) struct Wall {
    /// Day and time of day.
    pub at: DateTime,
    /// How many seconds ahead of GMT.
    pub offset: i32,
    /// The zone's short name.
    pub zone: String,
}

/// By a pattern; what of it is not known where that is so.
pub(super) fn written(wall: &Wall, pattern: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\'' {
            if characters.next_if_eq(&'\'').is_some() {
                out.push('\'');
                continue;
            }
            loop {
                match characters.next() {
                    Some('\'') if characters.next_if_eq(&'\'').is_none() => break,
                    Some(quoted) => out.push(quoted),
                    None => return Err("a quote does not end".to_owned()),
                }
            }
        } else if character.is_ascii_alphabetic() {
            let mut count = 1;
            while characters.next_if_eq(&character).is_some() {
                count += 1;
            }
            out.push_str(&field(wall, character, count)?);
        } else {
            out.push(character);
        }
    }
    Ok(out)
}

/// What so many of a letter stand for.
fn field(wall: &Wall, letter: char, count: usize) -> Result<String, String> {
    let at = wall.at;
    let hour = i32::from(at.hour());
    let number = |number: i32| format!("{number:0count$}");
    let year = |year: i32| if count == 2 { format!("{:02}", year % 100) } else { number(year) };
    Ok(match letter {
        'G' => "AD".to_owned(),
        'y' => year(i32::from(at.year())),
        'Y' => year(week(at).0),
        'w' => number(week(at).1),
        'M' if count < 3 => number(i32::from(at.month())),
        'M' => named(MONTHS, at.month() - 1, count),
        'd' => number(i32::from(at.day())),
        'D' => number(i32::from(at.date().day_of_year())),
        'F' => number((i32::from(at.day()) - 1) / 7 + 1),
        'E' => named(DAYS, at.weekday().to_monday_zero_offset(), count),
        'u' => number(i32::from(at.weekday().to_monday_one_offset())),
        'a' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
        'H' => number(hour),
        'k' => number(if hour == 0 { 24 } else { hour }),
        'K' => number(hour % 12),
        'h' => number(if hour % 12 == 0 { 12 } else { hour % 12 }),
        'm' => number(i32::from(at.minute())),
        's' => number(i32::from(at.second())),
        'S' => number(i32::from(at.millisecond())),
        'z' if count < 4 && !wall.zone.starts_with(['+', '-']) => wall.zone.clone(),
        'Z' => offset(wall.offset, ""),
        'X' if count < 4 && wall.offset == 0 => "Z".to_owned(),
        'X' if count == 1 => offset(wall.offset, "")[..3].to_owned(),
        'X' if count == 2 => offset(wall.offset, ""),
        'X' if count == 3 => offset(wall.offset, ":"),
        _ => return Err(format!("{} is not known", String::from(letter).repeat(count))),
    })
}

/// The name in full for four letters and more, else its first three.
fn named(names: &[&str], index: i8, count: usize) -> String {
    let name = usize::try_from(index).ok().and_then(|index| names.get(index)).copied();
    let name = name.unwrap_or_default();
    if count < 4 { &name[..3] } else { name }.to_owned()
}

/// `+hhmm`, with something between hours and minutes.
fn offset(seconds: i32, between: &str) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
}

/// The week and the year it is of: weeks begin with Sunday, and the first is that of the first of
/// January, so a week is of the year in which its Saturday is.
fn week(at: DateTime) -> (i32, i32) {
    let (year, day) = (i32::from(at.year()), i32::from(at.date().day_of_year()));
    let saturday = day + 6 - i32::from(at.weekday().to_sunday_zero_offset());
    let days = i32::from(at.date().days_in_year());
    if saturday > days { (year + 1, 1) } else { (year, (saturday - 1) / 7 + 1) }
}
