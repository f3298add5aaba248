//! Words that are nearly those of a search: one letter wrong, missing, too many, or two that changed places. No HTTP, no SQL,
//! no clock.

use super::everyday::{Reading, Spellings, spellings};
use std::collections::BTreeSet;

/// Shorter words are each other's neighbours, all of them.
const SHORTEST: usize = 3;
/// Neighbours of one word that are looked for.
const MOST: usize = 20;

/// The words with every one that stands in one of the keys and is nearly one of them; nothing where no word has such a
/// neighbour.
pub fn readings<'a>(words: &[String], keys: impl Iterator<Item = &'a str>) -> Vec<Reading> {
    // What is no word has no neighbours: another code is another procedure.
    let letters = |word: &String| match is_word(word) {
        true => word.chars().collect(),
        false => Vec::new(),
    };
    let letters: Vec<Vec<char>> = words.iter().map(letters).collect();
    let mut near: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); words.len()];
    let mut seen = BTreeSet::new();
    for known in keys.flat_map(|key| key.split(' ')) {
        if !is_word(known) || !seen.insert(known) {
            continue;
        }
        let other: Vec<char> = known.chars().collect();
        for (typed, near) in letters.iter().zip(&mut near) {
            if near.len() < MOST && begin_alike(typed, &other) && is_near(typed, &other) {
                near.insert(known);
            }
        }
    }
    if near.iter().all(BTreeSet::is_empty) {
        return Vec::new();
    }
    let with = |(word, near): (&String, BTreeSet<&str>)| -> Spellings {
        let mut all = spellings(word);
        all.extend(near.into_iter().map(str::to_owned));
        all
    };
    vec![words.iter().zip(near).map(with).collect()]
}

/// Long enough to be mistyped, and of letters.
fn is_word(word: &str) -> bool {
    word.len() >= SHORTEST && !word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Hands and ears seldom miss the first letter, but for those that sound alike here or there in the country.
fn begin_alike(typed: &[char], known: &[char]) -> bool {
    const ALIKE: [&str; 5] = ["sx", "ln", "drgv", "ckq", "iy"];
    let (Some(one), Some(other)) = (typed.first(), known.first()) else {
        return false;
    };
    let both = |class: &&str| class.contains(*one) && class.contains(*other);
    one == other || ALIKE.iter().any(both)
}

/// Whether one edit makes the one into the other.
fn is_near(one: &[char], other: &[char]) -> bool {
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (Some(short), Some(long)) = (short.get(same..), long.get(same..)) else {
        return false;
    };
    match (short, long) {
        // One letter too many, in the middle or at the end.
        (rest, [_, more @ ..]) if rest == more => true,
        // One letter wrong.
        ([_, rest @ ..], [_, more @ ..]) if rest == more => true,
        // Two that changed places.
        ([a, b, rest @ ..], [c, d, more @ ..]) => a == d && b == c && rest == more,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::search_key::search_words;
    use proptest::prelude::*;

    fn near(one: &str, other: &str) -> bool {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        is_near(&letters(one), &letters(other))
    }

    #[test]
    fn one_edit_is_near_and_two_are_not() {
        for (one, other) in [
            ("sinj", "sinh"),
            ("snih", "sinh"),
            ("sih", "sinh"),
            ("sinhh", "sinh"),
            ("inh", "sinh"),
            ("xinh", "sinh"),
        ] {
            assert!(near(one, other) && near(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("sinh", "sinh"),
            ("sni", "sinh"),
            ("hnis", "sinh"),
            ("si", "sinh"),
            ("", "ab"),
        ] {
            assert!(!near(one, other) && !near(other, one), "{one} {other}");
        }
    }

    #[test]
    fn every_word_may_be_nearly_right_and_short_ones_stay() {
        let keys = [
            "1 001193 thu tuc dang ky khai sinh ho tich",
            "1 000656 thu tuc dang ky khai tu ho tich",
        ];
        let found = readings(&search_words("dang kí khia sinj"), keys.into_iter());
        let words: Vec<String> = found[0].iter().map(|spellings| spellings.join("|")).collect();
        assert_eq!(words, ["dang", "ki|ky", "khia|khai", "sinj|sinh"]);
        assert!(readings(&search_words("xyzzy qq"), keys.into_iter()).is_empty());
        assert!(readings(&[], keys.into_iter()).is_empty());
        assert!(
            readings(&search_words("xinh"), keys.into_iter()).len() == 1,
            "it sounds alike"
        );
        assert!(
            readings(&search_words("minh hai"), keys.into_iter()).is_empty(),
            "another beginning"
        );
        assert!(
            readings(&search_words("1.001194"), keys.into_iter()).is_empty(),
            "codes are exact"
        );
    }

    proptest! {
        #[test]
        fn an_edit_is_always_near(word in "[a-d]{3,8}", at in 0_usize..8, letter in "[e-h]") {
            let at = at % word.len();
            let changed = format!("{}{letter}{}", &word[..at], &word[at + 1..]);
            let longer = format!("{}{letter}{}", &word[..at], &word[at..]);
            prop_assert!(near(&word, &changed) && near(&word, &longer));
        }
    }
}
