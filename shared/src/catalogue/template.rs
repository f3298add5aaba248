//! Templates of the papers that a unit gives back: data of the procedure, so that a dossier keeps those with which it was
//! filed. In their texts, words in double braces stand for what is known of a dossier: `{{chủ hồ sơ}}`, `{{đơn: name}}` for
//! an answer of the form, `{{nhập: Kết quả xác minh}}` for what an officer types.

use crate::search_key::search_key;
use serde::{Deserialize, Serialize};

/// Most templates of a procedure.
pub const MAX_TEMPLATES: usize = 20;
/// Longest title and sign, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest body, in characters.
pub const MAX_BODY: usize = 20_000;
/// Most fields that one template leaves open.
pub const MAX_OPEN: usize = 30;
/// Longest question of an open field, in characters.
pub const MAX_LABEL: usize = 120;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResultTemplate {
    /// Its own within the procedure.
    pub id: String,
    /// What the paper is called, e.g. "Giấy xác nhận".
    pub title: String,
    /// What it is about; may hold words in braces, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What follows the number, e.g. "GXN-UBND".
    pub symbol: String,
    /// Category of the paper that it becomes.
    pub category_code: String,
    /// Paragraphs, with words in braces. A line that begins with "=" stands bold in the middle.
    pub body: String,
    /// "Nơi nhận", one in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub recipients: String,
}

impl ResultTemplate {
    /// The texts that may hold words in braces, with the names of their fields.
    pub fn texts(&self) -> [(&'static str, &str); 3] {
        [
            ("subject", &self.subject),
            ("body", &self.body),
            ("recipients", &self.recipients),
        ]
    }

    /// What an officer has to type, each once, in the order of the paper. What cannot be read is passed over.
    pub fn open_fields(&self) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for (_, text) in self.texts() {
            for piece in read(text).unwrap_or_default() {
                if let Piece::Open(label) = piece
                    && !labels.iter().any(|known| known == label)
                {
                    labels.push(label.to_owned());
                }
            }
        }
        labels
    }
}

/// What is known of every dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Whose matter it is.
    Owner,
    /// The owner's number.
    OwnerNumber,
    /// The owner's address.
    OwnerAddress,
    /// Who filed.
    Filer,
    /// The filer's number.
    FilerNumber,
    /// The unit that gives the result.
    Unit,
    /// Code of the dossier.
    Code,
    /// Name of the procedure.
    Procedure,
    /// Name of the case.
    Case,
    /// The day on which it was filed.
    FiledOn,
    /// The day for which the result is promised.
    DueOn,
    /// The day of the paper.
    Today,
    /// Legal grounds of the procedure.
    Grounds,
    /// Who signs.
    Signer,
    /// In which capacity.
    Title,
}

impl Fact {
    /// All of them, in the order in which a page lists them.
    pub const ALL: [Self; 15] = [
        Self::Owner,
        Self::OwnerNumber,
        Self::OwnerAddress,
        Self::Filer,
        Self::FilerNumber,
        Self::Unit,
        Self::Code,
        Self::Procedure,
        Self::Case,
        Self::FiledOn,
        Self::DueOn,
        Self::Today,
        Self::Grounds,
        Self::Signer,
        Self::Title,
    ];

    /// As it stands in braces. These papers are Vietnamese, whatever language the page is in.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "chủ hồ sơ",
            Self::OwnerNumber => "số định danh chủ hồ sơ",
            Self::OwnerAddress => "địa chỉ chủ hồ sơ",
            Self::Filer => "người nộp",
            Self::FilerNumber => "số định danh người nộp",
            Self::Unit => "đơn vị",
            Self::Code => "mã hồ sơ",
            Self::Procedure => "thủ tục",
            Self::Case => "trường hợp",
            Self::FiledOn => "ngày nộp",
            Self::DueOn => "ngày hẹn trả",
            Self::Today => "ngày ban hành",
            Self::Grounds => "căn cứ",
            Self::Signer => "người ký",
            Self::Title => "chức vụ",
        }
    }
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// Something that is known of every dossier.
    Fact(Fact),
    /// The answer to this field of the form.
    Answer(&'a str),
    /// What an officer types.
    Open(&'a str),
}

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateFault {
    /// Braces that nobody closes, or that hold nothing.
    Braces,
    /// There is no such word.
    Word(String),
    /// The question of an open field is too long.
    Label(String),
}

/// The parts of a text.
pub fn read(text: &str) -> Result<Vec<Piece<'_>>, TemplateFault> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let (word, after) = behind.split_once("}}").ok_or(TemplateFault::Braces)?;
        pieces.push(piece(word.trim())?);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

fn piece(word: &str) -> Result<Piece<'_>, TemplateFault> {
    if word.is_empty() || word.contains(['{', '}', '\n']) {
        return Err(TemplateFault::Braces);
    }
    if let Some((kind, name)) = word.split_once(':') {
        let name = name.trim();
        return match search_key(kind).as_str() {
            _ if name.is_empty() => Err(TemplateFault::Word(word.to_owned())),
            "don" => Ok(Piece::Answer(name)),
            "nhap" if name.chars().count() > MAX_LABEL => Err(TemplateFault::Label(name.to_owned())),
            "nhap" => Ok(Piece::Open(name)),
            _ => Err(TemplateFault::Word(word.to_owned())),
        };
    }
    let key = search_key(word);
    let found = Fact::ALL.into_iter().find(|fact| search_key(fact.word()) == key);
    found
        .map(Piece::Fact)
        .ok_or_else(|| TemplateFault::Word(word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_in_braces_are_known_whatever_their_case_and_marks() {
        let text = "Ông {{Chủ hồ sơ}}, số {{ so dinh danh chu ho so }}: {{đơn: lyDo}} – {{nhập: Kết quả}}.";
        assert_eq!(
            read(text).unwrap(),
            [
                Piece::Text("Ông "),
                Piece::Fact(Fact::Owner),
                Piece::Text(", số "),
                Piece::Fact(Fact::OwnerNumber),
                Piece::Text(": "),
                Piece::Answer("lyDo"),
                Piece::Text(" – "),
                Piece::Open("Kết quả"),
                Piece::Text("."),
            ]
        );
    }

    #[test]
    fn what_is_no_word_is_named() {
        let word = |text| read(text).unwrap_err();
        assert_eq!(word("a {{chủ nhà}}"), TemplateFault::Word("chủ nhà".to_owned()));
        assert_eq!(word("{{đơn:}}"), TemplateFault::Word("đơn:".to_owned()));
        assert_eq!(word("{{khác: x}}"), TemplateFault::Word("khác: x".to_owned()));
        for text in ["{{", "a {{chủ hồ sơ", "{{}}", "{{ {{chủ hồ sơ}}"] {
            assert_eq!(word(text), TemplateFault::Braces, "{text}");
        }
        let label = "x".repeat(MAX_LABEL + 1);
        assert_eq!(
            word(&format!("{{{{nhập:{label}}}}}")),
            TemplateFault::Label(label)
        );
    }

    #[test]
    fn every_fact_has_a_word_of_its_own() {
        for fact in Fact::ALL {
            assert_eq!(
                read(&format!("{{{{{}}}}}", fact.word())),
                Ok(vec![Piece::Fact(fact)])
            );
        }
    }

    #[test]
    fn an_open_field_is_asked_once() {
        let template = ResultTemplate {
            id: "x".to_owned(),
            title: "Giấy".to_owned(),
            subject: "{{nhập: A}}".to_owned(),
            symbol: "G".to_owned(),
            category_code: "KQ".to_owned(),
            body: "{{nhập: B}} {{nhập:A}} {{chủ hồ sơ}}".to_owned(),
            recipients: String::new(),
        };
        assert_eq!(template.open_fields(), ["A", "B"]);
    }

    proptest! {
        /// Nothing is lost and nothing added: plain text is read as itself, and what stands in braces as itself.
        #[test]
        fn what_is_written_is_read_back(parts in proptest::collection::vec((0_u8..3, "[a-zđơư ,.]{0,12}", 0_usize..15), 0..12)) {
            let mut text = String::new();
            let mut wanted: Vec<Piece<'_>> = Vec::new();
            for (kind, word, at) in &parts {
                match kind {
                    0 if !word.is_empty() && !matches!(wanted.last(), Some(Piece::Text(_))) => {
                        text.push_str(word);
                        wanted.push(Piece::Text(word));
                    }
                    1 if !word.trim().is_empty() => {
                        text.push_str(&format!("{{{{nhập: {word}}}}}"));
                        wanted.push(Piece::Open(word.trim()));
                    }
                    _ => {
                        text.push_str(&format!("{{{{{}}}}}", Fact::ALL[*at].word()));
                        wanted.push(Piece::Fact(Fact::ALL[*at]));
                    }
                }
            }
            prop_assert_eq!(read(&text).unwrap(), wanted);
        }

        /// Whatever is typed: it is read or refused, and never ends the program.
        #[test]
        fn anything_is_read_or_refused(text in "[a{}: đn\n]{0,40}") {
            let _ = read(&text);
        }
    }
}
