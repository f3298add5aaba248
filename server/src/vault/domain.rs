//! How papers are found: one text per paper in which every column of the letter has its place.

use chrono::NaiveDate;
use motcua_shared::search_key::{search_key, search_words};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::vault::dto::{PaperListItem, PaperView, SearchPapers};

/// A column that can be searched by itself (seed 001, part I, step 3). Its number marks its place in the search key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// "Tên giấy tờ".
    Name = 1,
    /// "Mã giấy tờ/Mã giấy tờ KQGQ".
    Code = 2,
    /// "Số quyết định".
    DecisionNumber = 3,
    /// "Tên chủ hồ sơ".
    OwnerName = 4,
    /// "Số định danh".
    Identifier = 5,
    /// "Trích yếu".
    Summary = 6,
    /// Name of the category.
    Category = 7,
}

impl Column {
    /// Control characters: no search key has them, so a pattern cannot run over into the next column.
    const fn mark(self) -> char {
        match self {
            Self::Name => '\u{1}',
            Self::Code => '\u{2}',
            Self::DecisionNumber => '\u{3}',
            Self::OwnerName => '\u{4}',
            Self::Identifier => '\u{5}',
            Self::Summary => '\u{6}',
            Self::Category => '\u{7}',
        }
    }

    const fn end(self) -> char {
        match self {
            Self::Name => '\u{2}',
            Self::Code => '\u{3}',
            Self::DecisionNumber => '\u{4}',
            Self::OwnerName => '\u{5}',
            Self::Identifier => '\u{6}',
            Self::Summary => '\u{7}',
            Self::Category => '\u{8}',
        }
    }
}

/// What searches look in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchKey(String);

/// The columns of a paper as they are searched.
#[derive(Debug, Clone, Copy)]
pub struct Searched<'a> {
    /// "Tên giấy tờ".
    pub name: &'a str,
    /// "Mã giấy tờ".
    pub code: &'a str,
    /// "Mã giấy tờ KQGQ".
    pub result_code: Option<&'a str>,
    /// "Số quyết định".
    pub decision_number: Option<&'a str>,
    /// "Tên chủ hồ sơ".
    pub owner_name: &'a str,
    /// "Số định danh".
    pub identifier: &'a str,
    /// "Trích yếu".
    pub summary: Option<&'a str>,
    /// Name of the category.
    pub category: &'a str,
    /// Its present file.
    pub file: SearchedFile<'a>,
}

/// The file of a paper as it is searched: by the box that looks everywhere, not by a column of its own.
#[derive(Debug, Clone, Copy)]
pub struct SearchedFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Who signed it; see [`signers`].
    pub signers: &'a str,
}

/// The most signers of one file that searches look at, the last ones first, and the most letters of one name.
const MOST_SIGNERS: usize = 20;
const SIGNER_LETTERS: usize = 200;

/// Whom the certificates of a file name, each once.
pub fn signers(report: &VerificationReport) -> String {
    let mut names: Vec<&str> = Vec::new();
    for signer in report
        .signatures
        .iter()
        .rev()
        .filter_map(|one| one.signer.as_ref())
    {
        if names.len() < MOST_SIGNERS && !names.contains(&signer.common_name.as_str()) {
            names.push(&signer.common_name);
        }
    }
    let cut = |name: &&str| name.chars().take(SIGNER_LETTERS).collect::<String>();
    names.iter().map(cut).collect::<Vec<_>>().join(" ")
}

/// The same of a paper, by its newest report.
pub fn signers_of(paper: &PaperView) -> String {
    signers(
        paper
            .current
            .as_ref()
            .map_or(&paper.report, |current| &current.report),
    )
}

impl SearchKey {
    /// The key of a paper.
    pub fn of(paper: Searched<'_>) -> Self {
        let codes = [Some(paper.code), paper.result_code];
        let codes: Vec<&str> = codes.into_iter().flatten().collect();
        let columns = [
            (Column::Name, paper.name),
            (Column::Code, &codes.join(" ")),
            (Column::DecisionNumber, paper.decision_number.unwrap_or_default()),
            (Column::OwnerName, paper.owner_name),
            (Column::Identifier, paper.identifier),
            (Column::Summary, paper.summary.unwrap_or_default()),
            (Column::Category, paper.category),
        ];
        let mut key = String::new();
        for (column, text) in columns {
            key.push(column.mark());
            key.push_str(&search_key(text));
        }
        key.push(Column::Category.end());
        // No column can be asked for behind this: no pattern of one has these marks.
        key.push_str(&search_key(paper.file.name));
        key.push('\u{9}');
        key.push_str(&search_key(paper.file.signers));
        key.push('\u{A}');
        Self(key)
    }

    /// The key of a paper as lists show it, with the signers of its file.
    pub fn of_item(paper: &PaperListItem, signers: &str) -> Self {
        Self::of(Searched {
            name: &paper.name,
            code: &paper.code,
            result_code: paper.result_code.as_deref(),
            decision_number: paper.decision_number.as_deref(),
            owner_name: &paper.owner_name,
            identifier: &paper.identifier,
            summary: paper.summary.as_deref(),
            category: &paper.category_name,
            file: SearchedFile {
                name: &paper.file_name,
                signers,
            },
        })
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is asked for a column, or for any, by the name of its field.
pub fn asked_texts(asked: &SearchPapers) -> [(&'static str, Option<&str>); 7] {
    [
        ("q", asked.q.as_deref()),
        ("name", asked.name.as_deref()),
        ("code", asked.code.as_deref()),
        ("decision_number", asked.decision_number.as_deref()),
        ("owner_name", asked.owner_name.as_deref()),
        ("identifier", asked.identifier.as_deref()),
        ("summary", asked.summary.as_deref()),
    ]
}

/// Patterns for `like`, all of which a paper must match.
pub fn patterns(asked: &SearchPapers) -> Vec<String> {
    let in_column = |column: Column, text: &Option<String>| -> Vec<String> {
        let pattern = |word: String| format!("%{}%{word}%{}%", column.mark(), column.end());
        words(text).into_iter().map(pattern).collect()
    };
    let mut found: Vec<String> = words(&asked.q)
        .into_iter()
        .map(|word| format!("%{word}%"))
        .collect();
    found.extend(in_column(Column::Name, &asked.name));
    found.extend(in_column(Column::Code, &asked.code));
    found.extend(in_column(Column::DecisionNumber, &asked.decision_number));
    found.extend(in_column(Column::OwnerName, &asked.owner_name));
    found.extend(in_column(Column::Identifier, &asked.identifier));
    found.extend(in_column(Column::Summary, &asked.summary));
    found
}

/// A search key has neither `%` nor `_` nor a control character.
fn words(text: &Option<String>) -> Vec<String> {
    search_words(text.as_deref().unwrap_or_default())
}

/// By which a paper is sorted among names. Never empty: an empty one waits for the job that writes keys anew.
pub fn sort_name(name: &str) -> String {
    match search_key(name) {
        key if key.is_empty() => " ".to_owned(),
        key => key,
    }
}

/// Papers without a day of issue are sorted as older than all others.
pub fn sort_day(issued_on: Option<NaiveDate>) -> NaiveDate {
    issued_on.unwrap_or_else(|| NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::signature::report::{SignatureReport, Verdict};

    fn key() -> SearchKey {
        SearchKey::of(Searched {
            name: "Giấy khai sinh",
            code: "001099000001.KQ.G15.000031",
            result_code: Some("H08.12-220101"),
            decision_number: Some("12/QĐ-UBND"),
            owner_name: "Nguyễn Thị Hoa",
            identifier: "001099000001",
            summary: Some("Khai sinh của Trần Minh"),
            category: "Giấy khai sinh",
            file: SearchedFile {
                name: "ban-scan (2).pdf",
                signers: "Lê Văn Ký UBND xã Phước Lộc",
            },
        })
    }

    fn signed_by(name: &str) -> SignatureReport {
        serde_json::from_value(serde_json::json!({
            "field": "S", "verdict": "TOTAL-PASSED", "reasons": [], "covers_whole_document": true, "changes_after": "none",
            "signer": { "common_name": name, "organisation": null, "serial": "1", "issuer": "CA" },
        }))
        .unwrap()
    }

    /// `like` of the databases, for patterns that begin and end with `%`.
    fn is_like(text: &str, pattern: &str) -> bool {
        let mut rest = text;
        for part in pattern.split('%').filter(|part| !part.is_empty()) {
            match rest.split_once(part) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        true
    }

    fn finds(asked: SearchPapers) -> bool {
        patterns(&asked)
            .iter()
            .all(|pattern| is_like(key().as_str(), pattern))
    }

    #[test]
    fn each_column_is_searched_by_itself() {
        let text = |text: &str| Some(text.to_owned());
        assert!(finds(SearchPapers {
            name: text("KHAI giay"),
            ..SearchPapers::default()
        }));
        assert!(
            !finds(SearchPapers {
                name: text("Trần"),
                ..SearchPapers::default()
            }),
            "stands in the abstract"
        );
        assert!(finds(SearchPapers {
            summary: text("tran"),
            ..SearchPapers::default()
        }));
        assert!(finds(SearchPapers {
            code: text("h08.12"),
            ..SearchPapers::default()
        }));
        assert!(finds(SearchPapers {
            code: text("KQ.G15"),
            ..SearchPapers::default()
        }));
        assert!(finds(SearchPapers {
            decision_number: text("12/QĐ"),
            ..SearchPapers::default()
        }));
        assert!(finds(SearchPapers {
            owner_name: text("nguyen hoa"),
            ..SearchPapers::default()
        }));
        assert!(finds(SearchPapers {
            identifier: text("1099"),
            ..SearchPapers::default()
        }));
        assert!(!finds(SearchPapers {
            identifier: text("G15"),
            ..SearchPapers::default()
        }));
        assert!(finds(SearchPapers {
            q: text("hoa 12 minh"),
            ..SearchPapers::default()
        }));
    }

    #[test]
    fn the_box_that_looks_everywhere_finds_the_file_and_who_signed_it() {
        let text = |text: &str| Some(text.to_owned());
        for q in [
            "Ban-Scan (2).PDF",
            "lê văn ký",
            "ubnd PHƯỚC lộc",
            "khai sinh scan ký",
        ] {
            assert!(
                finds(SearchPapers {
                    q: text(q),
                    ..SearchPapers::default()
                }),
                "{q}"
            );
        }
        // No column reaches that far.
        for (name, summary) in [(text("scan"), None), (None, text("ký")), (None, text("scan"))] {
            assert!(!finds(SearchPapers {
                name,
                summary,
                ..SearchPapers::default()
            }));
        }
    }

    #[test]
    fn signers_are_named_once_the_last_ones_first_and_not_without_end() {
        let signed = |names: &[String]| VerificationReport {
            verdict: Verdict::TotalPassed,
            reasons: Vec::new(),
            warnings: Vec::new(),
            signatures: names.iter().map(|name| signed_by(name)).collect(),
        };
        let names = ["A", "B", "A"].map(str::to_owned);
        assert_eq!(signers(&signed(&names)), "A B");
        let many: Vec<String> = (0..50).map(|number| format!("ký-{number}")).collect();
        let found = signers(&signed(&many));
        assert!(
            found.starts_with("ký-49 ") && found.ends_with(" ký-30"),
            "{found}"
        );
        assert_eq!(signers(&signed(&["ệ".repeat(100_000)])).chars().count(), 200);
    }

    #[test]
    fn what_databases_take_for_a_wildcard_is_no_word() {
        assert!(
            patterns(&SearchPapers {
                q: Some("%_ \u{1}".to_owned()),
                ..SearchPapers::default()
            })
            .is_empty()
        );
    }
}
