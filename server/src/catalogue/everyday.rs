//! How people say what they look for, and how procedures are called. No HTTP, no SQL, no clock.

use anyhow::Context;
use motcua_shared::search_key::{search_key, search_words};
use serde::Deserialize;
use std::sync::LazyLock;

/// A word, in every way that it is written: one of them is enough.
pub type Spellings = Vec<String>;
/// Words that must all be there.
pub type Reading = Vec<Spellings>;

const WORDS: &str = include_str!("../../catalogue/everyday-words.json");

/// Words that say that something is wanted, and not what.
const FILLERS: [&str; 21] = [
    "lam", "xin", "cho", "cua", "toi", "em", "minh", "can", "muon", "o", "dau", "the", "nao", "thu", "tuc",
    "giay", "nop", "cap", "va", "online", "mang",
];

#[derive(Deserialize)]
struct Saying {
    said: Vec<String>,
    means: String,
}

/// Each as search keys.
static SAYINGS: LazyLock<Vec<(Vec<String>, String)>> = LazyLock::new(|| {
    let sayings = delivered().unwrap_or_default().into_iter();
    let keys = |saying: Saying| {
        let said = saying
            .said
            .iter()
            .map(|said| spelled(&search_key(said)))
            .collect();
        (said, search_key(&saying.means))
    };
    sayings.map(keys).collect()
});

fn delivered() -> anyhow::Result<Vec<Saying>> {
    serde_json::from_str(WORDS).context("everyday-words.json")
}

/// What a search may mean: as it was typed, and as procedures are called where it is said in everyday words.
pub fn readings(typed: &str) -> Vec<Reading> {
    let words = search_words(typed);
    if words.is_empty() {
        return Vec::new();
    }
    let key = format!(" {} ", spelled(&words.join(" ")));
    // The longest saying within it: "sang tên sổ đỏ" and not "sổ đỏ".
    let within = |said: &String| key.contains(&format!(" {said} "));
    let meant = SAYINGS
        .iter()
        .flat_map(|(said, means)| {
            said.iter()
                .filter(|said| within(said))
                .map(move |said| (said.len(), means))
        })
        .max_by_key(|(length, _)| *length);
    let mut readings = vec![reading(&words)];
    if let Some((_, means)) = meant {
        readings.push(reading(&search_words(means)));
    }
    readings
}

/// The same without the words that only say that something is wanted; nothing where it would be the same, or nothing is left.
pub fn core(typed: &str) -> Vec<Reading> {
    let kept = wanted_words(typed);
    if kept.is_empty() || kept.len() == search_words(typed).len() {
        return Vec::new();
    }
    vec![reading(&kept)]
}

/// The words that say what is wanted.
pub fn wanted_words(typed: &str) -> Vec<String> {
    let mut words = search_words(typed);
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    words
}

fn reading(words: &[String]) -> Reading {
    words.iter().map(|word| spellings(word)).collect()
}

/// "Ký" and "kí", "lý" and "lí" are the same word: both are taught.
pub fn spellings(word: &str) -> Spellings {
    let mut all = vec![word.to_owned()];
    let other = match word.strip_suffix('i') {
        Some(stem) => Some(format!("{stem}y")),
        None => word.strip_suffix('y').map(|stem| format!("{stem}i")),
    };
    if let Some(other) = other.filter(|other| has_two(other)) {
        all.push(other);
    }
    all
}

/// Whether a syllable is written with either letter: one consonant, or "qu", before it.
fn has_two(syllable: &str) -> bool {
    let Some(stem) = syllable.strip_suffix(['i', 'y']) else {
        return false;
    };
    stem == "qu" || stem.len() == 1 && !stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// With one of the two letters everywhere, so that texts can be held against each other.
fn spelled(key: &str) -> String {
    let one = |word: &str| match word.strip_suffix('y') {
        Some(stem) if has_two(word) => format!("{stem}i"),
        _ => word.to_owned(),
    };
    key.split(' ').map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(readings: &[Reading]) -> Vec<String> {
        let word = |spellings: &Spellings| spellings.join("|");
        readings
            .iter()
            .map(|reading| reading.iter().map(word).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn the_delivered_file_can_be_read() {
        assert!(delivered().unwrap().len() > 10);
    }

    #[test]
    fn two_spellings_are_one_word() {
        assert_eq!(flat(&readings("Đăng kí")), ["dang ki|ky"]);
        assert_eq!(flat(&readings("quý")), ["quy|qui"]);
        // Not "tai" and "tay".
        assert_eq!(flat(&readings("tay ai")), ["tay ai"]);
    }

    #[test]
    fn everyday_words_mean_what_procedures_are_called() {
        assert_eq!(
            flat(&readings("sổ đỏ"))[1],
            "chung nhan quyen su|sy dung dat".replace("su|sy", "su")
        );
        assert_eq!(
            flat(&readings("Nhập hộ khẩu cho con"))[1],
            "dang ky|ki thuong tru"
        );
        assert_eq!(
            flat(&readings("sang tên SỔ ĐỎ"))[1],
            "bien dong quyen su dung dat"
        );
        assert_eq!(
            flat(&readings("giấy kết hôn")),
            ["giay ket hon", "dang ky|ki ket hon"]
        );
        assert_eq!(readings("khen thưởng").len(), 1);
        assert_eq!(flat(&readings("làm CCCD"))[1], "can cuoc");
        assert_eq!(flat(&readings("lí lịch tư pháp"))[1], "phieu ly|li lich tu phap");
        assert!(readings(" – ").is_empty());
    }

    #[test]
    fn words_that_only_ask_are_left_out_when_nothing_is_found() {
        assert_eq!(flat(&core("làm giấy khai sinh cho con")), ["khai sinh con"]);
        assert!(core("khai sinh").is_empty());
        assert!(core("làm giấy").is_empty());
    }
}
