//! Rows in columns.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Writes rows in columns as wide as they must be, the last one as it comes; a column that is empty in every row is left out.
///
/// # Errors
/// When the stream cannot be written to.
pub fn columns<const N: usize>(rows: &[[String; N]], out: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let line: String = cells.map(|(cell, width)| format!("  {cell}{:1$}", "", width - cell.width())).collect();
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
