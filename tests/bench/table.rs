//! The table at the end.

use std::io::Write;

/// One measure.
struct Row {
    what: String,
    measured: String,
    limit: String,
    is_reached: bool,
}

/// All measures of a run.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Adds a measure.
    pub fn add(&mut self, what: &str, measured: String, limit: String, is_reached: bool) {
        self.rows.push(Row {
            what: what.to_owned(),
            measured,
            limit,
            is_reached,
        });
    }

    /// Adds a ratio `value / peer` with its limit; both raw figures are shown behind it.
    pub fn ratio(&mut self, what: &str, value: f64, peer: f64, limit: f64, unit: &str) {
        let ratio = value / peer;
        let measured = format!("{ratio:.2} ({value:.2} {unit} against {peer:.2} {unit})");
        self.add(what, measured, format!("≤ {limit}"), ratio <= limit);
    }

    /// Whether every limit was kept.
    pub fn all_reached(&self) -> bool {
        self.rows.iter().all(|row| row.is_reached)
    }

    /// Prints it.
    pub fn print(&self) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        let width = |text: &dyn Fn(&Row) -> &str| {
            self.rows
                .iter()
                .map(|row| text(row).chars().count())
                .max()
                .unwrap_or(0)
        };
        let (first, second) = (width(&|row| &row.what), width(&|row| &row.measured));
        writeln!(out)?;
        for row in &self.rows {
            let mark = if row.is_reached { "reached" } else { "MISSED" };
            writeln!(
                out,
                "{:first$}  {:second$}  {:12}  {mark}",
                row.what, row.measured, row.limit
            )?;
        }
        Ok(())
    }
}

/// The value below which 95 % of the samples lie.
pub fn p95(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() * 95 / 100).copied().unwrap_or(f64::NAN)
}

/// The middle sample.
pub fn median(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}
