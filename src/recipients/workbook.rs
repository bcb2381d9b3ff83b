//! Sheets of Excel workbooks.
//!
//! In: a workbook that [`archive`](super::archive) has looked at. Out: rows of text. A thread of its own reads it, since the
//! library's reader borrows the workbook; it is never more than a few rows ahead, and what goes wrong in it stays in it.

use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};

use super::{
    MAX_COLUMNS, archive,
    row::Row,
    table::{Fault, Input},
};
use crate::diagnostic::nearest;

/// Rows handed over together, and bytes of theirs after which fewer are.
const BATCH: (usize, usize) = (256, 256 << 10);
/// Packed bytes that are read on towards one cell: no honest sheet has so much of nothing.
const MAX_EMPTY: u64 = 512 << 10;

enum Message {
    Sheet(String),
    Rows(Vec<Row>),
    Refused(Fault),
    Broken(u64, String),
}

/// A sheet read row by row.
pub struct Workbook {
    /// Its name.
    pub sheet: String,
    receiver: Receiver<Message>,
    rows: std::vec::IntoIter<Row>,
    ended: bool,
}

impl Workbook {
    /// Opens a sheet: the one that is named, else the first that shows.
    ///
    /// # Errors
    /// When the file is no workbook, is too large, or has no such sheet.
    pub fn open(mut input: Box<dyn Input>, sheet: Option<&str>) -> Result<Self, Fault> {
        let allowance = archive::inspect(&mut input)?;
        let (sender, receiver) = sync_channel(2);
        let sheet = sheet.map(str::to_owned);
        let spawned = thread::Builder::new().name("workbook".into()).spawn(move || {
            read(input, allowance, sheet.as_deref(), &sender);
        });
        spawned.map_err(|e| (format!("the workbook cannot be read: {e}"), "try again".into()))?;
        match receiver.recv() {
            Ok(Message::Sheet(sheet)) => Ok(Self { sheet, receiver, rows: Vec::new().into_iter(), ended: false }),
            Ok(Message::Refused(fault)) => Err(fault),
            _ => Err(damaged("it cannot be understood")),
        }
    }

    /// Reads the next row; false at the end.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, String> {
        loop {
            if let Some(next) = self.rows.next() {
                *row = next;
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            match self.receiver.recv() {
                Ok(Message::Rows(rows)) => {
                    self.ended = rows.is_empty();
                    self.rows = rows.into_iter();
                }
                Ok(Message::Broken(line, why)) => {
                    row.clear();
                    row.line = line;
                    return Err(why);
                }
                _ => return Err("the workbook is damaged".into()),
            }
        }
    }
}

fn damaged(why: &str) -> Fault {
    (format!("the list is a damaged workbook: {why}"), "open it in Excel and save it again".into())
}

/// What the thread does; it ends when nobody listens any more.
fn read(input: Box<dyn Input>, allowance: u64, sheet: Option<&str>, sender: &SyncSender<Message>) {
    // Reading the contents, and the buffers of those who read.
    let left = Arc::new(AtomicU64::new(allowance + (128 << 10)));
    let input = Metered { inner: input, left: Arc::clone(&left) };
    let mut workbook = match Xlsx::new(input) {
        Ok(workbook) => workbook,
        Err(error) => {
            let _ = sender.send(Message::Refused(damaged(&error.to_string())));
            return;
        }
    };
    let found = match choose(&workbook, sheet) {
        Ok(found) => found,
        Err(fault) => {
            let _ = sender.send(Message::Refused(fault));
            return;
        }
    };
    left.store(MAX_EMPTY, Ordering::Relaxed);
    if sender.send(Message::Sheet(found.clone())).is_err() {
        return;
    }
    let mut batch = Batch { sender, rows: Vec::new(), bytes: 0, row: Row::default() };
    match cells(&mut workbook, &found, &left, &mut batch) {
        Ok(true) => batch.finish(),
        Ok(false) => {}
        Err(why) => {
            let line = batch.row.line.max(1);
            if batch.flush() {
                let _ = sender.send(Message::Broken(line, why));
            }
        }
    }
}

fn choose<R: Read + Seek>(workbook: &Xlsx<R>, wanted: Option<&str>) -> Result<String, Fault> {
    let sheets: Vec<_> = workbook.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet).collect();
    let names = || sheets.iter().map(|sheet| sheet.name.as_str());
    match wanted {
        None => {
            let first = sheets.iter().find(|s| s.visible == SheetVisible::Visible).or(sheets.first());
            first.map(|s| s.name.clone()).ok_or_else(|| damaged("it has no sheet"))
        }
        Some(wanted) => {
            names().find(|n| n.to_lowercase() == wanted.trim().to_lowercase()).map(str::to_owned).ok_or_else(|| {
                let help = nearest::help(wanted, names().collect::<Vec<_>>()).unwrap_or_default();
                (format!("the workbook has no sheet `{wanted}`"), help)
            })
        }
    }
}

/// Hands a sheet's cells over; false when nobody listens any more.
fn cells<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    sheet: &str,
    left: &AtomicU64,
    batch: &mut Batch<'_>,
) -> Result<bool, String> {
    let explain = |error: calamine::XlsxError| match left.load(Ordering::Relaxed) {
        0 => "a cell is too large, or there are too many empty rows: delete those below the last one, or save as CSV"
            .to_owned(),
        _ => format!("the workbook is damaged ({error}): open it in Excel and save it again"),
    };
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(explain)?;
    while let Some(cell) = reader.next_cell().map_err(explain)? {
        left.store(MAX_EMPTY, Ordering::Relaxed);
        let (row, column) = cell.get_position();
        let line = u64::from(row) + 1;
        if line != batch.row.line && !batch.begin(line) {
            return Ok(false);
        }
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(format!("row {line} has more than {MAX_COLUMNS} columns"));
        }
        while batch.row.len() < column && !batch.row.too_large {
            batch.row.push("");
        }
        // A cell that stands twice is no honest one: the first counts.
        if batch.row.len() == column {
            batch.row.push(&text);
        }
    }
    Ok(true)
}

/// Rows on their way.
struct Batch<'s> {
    sender: &'s SyncSender<Message>,
    rows: Vec<Row>,
    bytes: usize,
    /// The one that is being filled.
    row: Row,
}

impl Batch<'_> {
    /// Puts the row by and begins another; false when nobody listens any more.
    fn begin(&mut self, line: u64) -> bool {
        if !self.row.is_blank() {
            self.bytes += self.row.text().len();
            self.rows.push(std::mem::take(&mut self.row));
        }
        self.row.clear();
        self.row.line = line;
        (self.rows.len() < BATCH.0 && self.bytes < BATCH.1) || self.flush()
    }

    fn flush(&mut self) -> bool {
        self.bytes = 0;
        let rows = std::mem::take(&mut self.rows);
        rows.is_empty() || self.sender.send(Message::Rows(rows)).is_ok()
    }

    fn finish(mut self) {
        if self.begin(0) && self.flush() {
            // No rows are the end.
            let _ = self.sender.send(Message::Rows(Vec::new()));
        }
    }
}

/// A cell as people see it. A date is written as in ISO 8601, which every country reads alike; a formula that failed shows
/// nothing.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => date_time(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Excel shows 15 digits: 0.1 + 0.2 is 0.3.
fn float(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Where even that takes figures without end, as it was written.
    if rounded == 0.0 || (1e-9..1e21).contains(&rounded.abs()) { rounded.to_string() } else { format!("{rounded:e}") }
}

fn date_time(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    // Excel's calendar ends with the year 9999.
    if !(0.0..2_958_466.0).contains(&value) {
        return float(value);
    }
    let seconds = (value * 86_400.0).round() as u64;
    if moment.is_duration() {
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    match (value < 1.0, seconds.is_multiple_of(86_400)) {
        (true, _) => time,
        (_, true) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

/// Hands out so many bytes and no more.
struct Metered {
    inner: Box<dyn Input>,
    left: Arc<AtomicU64>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 && !buffer.is_empty() {
            return Err(io::Error::other("it holds next to nothing in very many bytes"));
        }
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.inner.read(&mut buffer[..length])?;
        self.left.store(left - read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_and_dates_as_people_see_them() {
        for (number, expected) in [
            (12.0, "12"),
            (0.1 + 0.2, "0.3"),
            (33_612_345_678.0, "33612345678"),
            (-1.5, "-1.5"),
            (1e300, "1e300"),
            (0.0, "0"),
        ] {
            assert_eq!(text(&DataRef::Float(number)), expected);
        }
        let date = |value| date_time(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(date(46_455.0), "2027-03-09");
        assert_eq!(date(46_455.5), "2027-03-09 12:00");
        assert_eq!(date(0.75), "18:00");
        assert_eq!(date(-4.0), "-4");
        assert_eq!(date(f64::NAN), "NaN");
        assert_eq!(date_time(&ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false)), "36:00:00");
        assert_eq!(date_time(&ExcelDateTime::new(44_993.0, ExcelDateTimeType::DateTime, true)), "2027-03-09");
    }
}
