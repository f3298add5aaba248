//! Charts as drawings: SVG as text, so that a chart costs no more of the program than its lines. Plain functions.

use motcua_shared::statistics::figures::{Chart, ChartForm, ChartRow};

/// The drawing is as wide as a narrow screen: its words stay readable there.
const WIDTH: u32 = 360;
const HEIGHT: u32 = 190;
/// Where the lines begin and end.
const LEFT: u32 = 44;
const RIGHT: u32 = 350;
const TOP: u32 = 16;
const BOTTOM: u32 = 160;

/// A text within markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The chart; who cannot see it has its table.
pub fn svg(chart: &Chart) -> String {
    match chart.form {
        ChartForm::Rate => rate(chart),
        ChartForm::Columns => columns(chart),
        ChartForm::Bars => bars(chart),
    }
}

fn frame(chart: &Chart, height: u32, inner: &str) -> String {
    let said: Vec<String> = chart
        .rows
        .iter()
        .map(|row| format!("{}: {}", row.label, row.shown.join(", ")))
        .collect();
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\"><title>{}</title><desc>{}</desc>{inner}</svg>",
        escape(&chart.title),
        escape(&chart.title),
        escape(&said.join("; ")),
    )
}

/// Where a value lies between the bottom and the top.
pub fn height_of(value: u64, most: u64) -> u32 {
    let room = u64::from(BOTTOM - TOP);
    let part = value
        .min(most)
        .saturating_mul(room)
        .checked_div(most)
        .unwrap_or(0);
    u32::try_from(part).unwrap_or(0)
}

/// A round number that no value is above.
pub fn most_of(rows: &[ChartRow]) -> u64 {
    let most = rows.iter().flat_map(|row| row.values.iter().flatten()).max();
    let most = most.copied().unwrap_or(0).max(4);
    let mut step = 1_u64;
    loop {
        for factor in [4, 8, 20, 40] {
            let round = step.saturating_mul(factor);
            if round >= most {
                return round;
            }
        }
        step = step.saturating_mul(10);
    }
}

/// What tells months apart below the line: `11/2026` of "Tháng 11/2026".
fn short(label: &str) -> &str {
    label.rsplit(' ').next().unwrap_or(label)
}

/// The grid with its numbers, and the months: the first, the last, and some between them.
fn grid(chart: &Chart, marks: &[(u32, String)]) -> String {
    let mut text = String::new();
    for (y, label) in marks {
        text.push_str(&format!(
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LEFT - 5,
            y + 4,
            escape(label)
        ));
    }
    let last = chart.rows.len().saturating_sub(1);
    for (place, row) in chart.rows.iter().enumerate() {
        if place == 0 || place == last || (place.is_multiple_of(4) && place + 2 < last) {
            let anchor = match place {
                0 => "start",
                place if place == last => "end",
                _ => "middle",
            };
            let x = match place {
                0 => LEFT,
                place if place == last => RIGHT,
                place => middle(place, chart.rows.len()),
            };
            text.push_str(&format!(
                "<text x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                BOTTOM + 18,
                escape(short(&row.label))
            ));
        }
    }
    text
}

/// The middle of the place of a row.
fn middle(place: usize, of: usize) -> u32 {
    let width = (RIGHT - LEFT) as usize;
    let at = (place * 2 + 1) * width / (of.max(1) * 2);
    LEFT + u32::try_from(at).unwrap_or(0)
}

fn rate(chart: &Chart) -> String {
    let y = |permille: u64| BOTTOM - height_of(permille, 1_000);
    let marks: Vec<(u32, String)> = [0, 250, 500, 750, 1_000]
        .map(|mark| (y(mark), format!("{}%", mark / 10)))
        .into();
    let mut inner = grid(chart, &marks);
    if let Some(goal) = chart.goal {
        let at = y(goal.into());
        inner.push_str(&format!(
            "<line class=\"goal\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{at}\" y2=\"{at}\"/><text class=\"goal-words\" x=\"{}\" y=\"{}\">{}</text>",
            LEFT + 4,
            at.saturating_sub(4),
            escape(&chart.goal_words)
        ));
    }
    let count = chart.rows.len();
    let mut line = String::new();
    let mut dots = String::new();
    let mut is_drawing = false;
    let mut last = None;
    for (place, row) in chart.rows.iter().enumerate() {
        // Where there is nothing to say the line is broken: it is not nought there.
        let Some(value) = row.values.first().copied().flatten() else {
            is_drawing = false;
            continue;
        };
        let (x, y) = (middle(place, count), y(value));
        line.push_str(&format!("{}{x} {y}", if is_drawing { "L" } else { "M" }));
        dots.push_str(&format!(
            "<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"><title>{}: {}</title></circle>",
            escape(&row.label),
            escape(&row.shown.join(", "))
        ));
        is_drawing = true;
        last = Some((x, y, row));
    }
    inner.push_str(&format!("<path class=\"line\" d=\"{line}\"/>{dots}"));
    if let Some((x, y, row)) = last {
        let below = if y < TOP + 24 { y + 18 } else { y - 9 };
        inner.push_str(&format!(
            "<text class=\"value\" x=\"{}\" y=\"{below}\" text-anchor=\"end\">{}</text>",
            (x + 8).min(RIGHT),
            escape(&row.shown.join(", "))
        ));
    }
    frame(chart, HEIGHT, &inner)
}

fn columns(chart: &Chart) -> String {
    let most = most_of(&chart.rows);
    let y = |value: u64| BOTTOM - height_of(value, most);
    let marks: Vec<(u32, String)> = (0..=4)
        .map(|part| (y(most / 4 * part), short_count(most / 4 * part)))
        .collect();
    let mut inner = grid(chart, &marks);
    let count = chart.rows.len().max(1);
    let room = (RIGHT - LEFT) / u32::try_from(count).unwrap_or(1);
    let series = u32::try_from(chart.series.len().max(1)).unwrap_or(1);
    let width = (room.saturating_sub(4) / series).max(2);
    for (place, row) in chart.rows.iter().enumerate() {
        let from = middle(place, count).saturating_sub(width * series / 2);
        for (value, nth) in row.values.iter().zip(0_u32..) {
            let height = height_of(value.unwrap_or(0), most);
            let shown = row.shown.get(nth as usize).map_or("", String::as_str);
            let name = chart.series.get(nth as usize).map_or("", String::as_str);
            inner.push_str(&format!(
                "<rect class=\"series-{nth}\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\"><title>{}, {}: {}</title></rect>",
                from + nth * width,
                BOTTOM - height,
                escape(&row.label),
                escape(name),
                escape(shown)
            ));
        }
    }
    frame(chart, HEIGHT, &inner)
}

/// `250k` beside the grid: the whole numbers stand in the table.
fn short_count(number: u64) -> String {
    match number {
        0..10_000 => number.to_string(),
        10_000..10_000_000 => format!("{}k", number / 1_000),
        _ => format!("{}M", number / 1_000_000),
    }
}

fn bars(chart: &Chart) -> String {
    const ROW: u32 = 40;
    let most = chart
        .rows
        .iter()
        .flat_map(|row| row.values.iter().flatten())
        .max()
        .copied()
        .unwrap_or(0)
        .max(1);
    let mut inner = String::new();
    for (row, place) in chart.rows.iter().zip(0_u32..) {
        let value = row.values.first().copied().flatten().unwrap_or(0);
        let room = u64::from(WIDTH - 80);
        let width = u32::try_from(value.saturating_mul(room) / most).unwrap_or(0);
        let top = place * ROW;
        inner.push_str(&format!(
            "<text x=\"0\" y=\"{}\">{}</text><rect class=\"series-0\" x=\"0\" y=\"{}\" width=\"{}\" height=\"14\"/><text class=\"value\" x=\"{}\" y=\"{}\">{}</text>",
            top + 13,
            escape(&row.label),
            top + 19,
            width.max(2),
            width.max(2) + 6,
            top + 31,
            escape(&row.shown.join(", "))
        ));
    }
    let rows = u32::try_from(chart.rows.len()).unwrap_or(0);
    frame(chart, rows * ROW, &inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(form: ChartForm, values: &[Option<u64>]) -> Chart {
        Chart {
            title: "Tỷ lệ <b>".to_owned(),
            form,
            of: "Tháng".to_owned(),
            series: vec!["Tỷ lệ".to_owned()],
            goal: Some(600),
            goal_words: "Chỉ tiêu".to_owned(),
            rows: values
                .iter()
                .enumerate()
                .map(|(place, value)| ChartRow {
                    label: format!("Tháng {}/2026", place + 1),
                    values: vec![*value],
                    shown: vec![value.map_or("–".to_owned(), |value| value.to_string())],
                })
                .collect(),
        }
    }

    #[test]
    fn a_line_is_broken_where_there_is_nothing_to_say() {
        let drawn = svg(&chart(ChartForm::Rate, &[Some(0), Some(500), None, Some(1_000)]));
        assert_eq!(drawn.matches("<circle").count(), 3);
        let path = drawn.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 1));
        assert!(path.starts_with(&format!("M{} {BOTTOM}", middle(0, 4))));
        assert!(path.ends_with(&format!(" {TOP}")), "{path}");
        assert!(drawn.contains("Chỉ tiêu") && drawn.contains("&lt;b&gt;") && !drawn.contains("<b>"));
    }

    #[test]
    fn the_scale_is_round_and_holds_every_value() {
        for (value, most) in [
            (0, 4),
            (4, 4),
            (5, 8),
            (9, 20),
            (21, 40),
            (41, 80),
            (399, 400),
            (1_234, 2_000),
        ] {
            let rows = chart(ChartForm::Columns, &[Some(value)]).rows;
            assert_eq!(most_of(&rows), most, "{value}");
        }
        assert_eq!((height_of(0, 4), height_of(4, 4)), (0, BOTTOM - TOP));
        assert_eq!(height_of(9, 4), BOTTOM - TOP, "nothing grows out of the chart");
    }

    #[test]
    fn every_drawing_says_its_numbers() {
        for form in [ChartForm::Rate, ChartForm::Columns, ChartForm::Bars] {
            let drawn = svg(&chart(form, &[Some(7), Some(321)]));
            assert!(drawn.contains("Tháng 1/2026: 7; Tháng 2/2026: 321"), "{drawn}");
        }
        assert!(svg(&chart(ChartForm::Bars, &[])).starts_with("<svg"));
    }
}
