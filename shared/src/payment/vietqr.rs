//! VietQR: the code that every banking application of the country reads (EMVCo Merchant-Presented Mode with NAPAS' own
//! template 38). Here a payment of a known amount to an account; no crate that is kept does it.

/// NAPAS' name within template 38.
const NAPAS: &str = "A000000727";
/// A transfer to an account, not to a card.
const TO_ACCOUNT: &str = "QRIBFTTA";
/// Most signs of a bill number and of a purpose.
const MAX_WORD: usize = 25;

/// To whom, how much, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// BIN of the bank, six digits.
    pub bin: String,
    /// Number of the account.
    pub account: String,
    /// In đồng.
    pub amount: i64,
    /// What the payment is for, at the payee's.
    pub bill: String,
    /// What stands on the statement.
    pub purpose: String,
}

/// Whether this can be the BIN of a bank.
pub fn is_bin(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether this can be the number of an account: NAPAS takes up to 19 letters and digits.
pub fn is_account(text: &str) -> bool {
    (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A dossier's code as a field of the code and a bank's statement take it: letters and digits only, and of a longer one the end,
/// which tells dossiers apart.
pub fn content_of(dossier_code: &str) -> String {
    let signs: Vec<char> = dossier_code.chars().filter(char::is_ascii_alphanumeric).collect();
    let from = signs.len().saturating_sub(MAX_WORD);
    signs.into_iter().skip(from).collect()
}

impl Transfer {
    /// The text of the code; nothing where a value cannot stand in it.
    pub fn payload(&self) -> Option<String> {
        let is_word = |text: &str| {
            (1..=MAX_WORD).contains(&text.len())
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
        };
        let is_fine = is_bin(&self.bin)
            && is_account(&self.account)
            && (1..=9_999_999_999_999).contains(&self.amount)
            && is_word(&self.bill)
            && is_word(&self.purpose);
        if !is_fine {
            return None;
        }
        let place = [field("00", &self.bin), field("01", &self.account)].concat();
        let payee = [field("00", NAPAS), field("01", &place), field("02", TO_ACCOUNT)].concat();
        let more = [field("01", &self.bill), field("08", &self.purpose)].concat();
        let text = [
            field("00", "01"),
            // Dynamic: made for this one payment.
            field("01", "12"),
            field("38", &payee),
            field("53", "704"),
            field("54", &self.amount.to_string()),
            field("58", "VN"),
            field("62", &more),
            "6304".to_owned(),
        ]
        .concat();
        let sum = crc(text.as_bytes());
        Some(format!("{text}{sum:04X}"))
    }
}

/// One field: id, length, value. The values above are short ASCII, so that two digits hold every length.
fn field(id: &str, value: &str) -> String {
    format!("{id}{:02}{value}", value.len())
}

/// CRC-16/CCITT-FALSE.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            let shifted = sum << 1;
            if sum & 0x8000 == 0 {
                shifted
            } else {
                shifted ^ 0x1021
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Reads fields as strictly as a terminal does.
    fn fields(text: &str) -> Option<BTreeMap<String, String>> {
        let (mut rest, mut found) = (text, BTreeMap::new());
        while !rest.is_empty() {
            let (id, length) = (rest.get(..2)?, rest.get(2..4)?);
            let length: usize = length
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| length.parse().ok())??;
            let value = rest.get(4..4 + length)?;
            let is_new = found.insert(id.to_owned(), value.to_owned()).is_none();
            rest = is_new.then(|| &rest[4 + length..])?;
        }
        Some(found)
    }

    /// The account and amount of a whole code with a right sum.
    fn read(text: &str) -> Option<(String, String, Option<String>)> {
        let (body, sum) = text.split_at_checked(text.len().checked_sub(4)?)?;
        if !body.ends_with("6304") || format!("{:04X}", crc(body.as_bytes())) != sum {
            return None;
        }
        let all = fields(text)?;
        let payee = fields(all.get("38")?)?;
        if payee.get("00")? != NAPAS || all.get("53")? != "704" || all.get("58")? != "VN" {
            return None;
        }
        let place = fields(payee.get("01")?)?;
        Some((
            place.get("00")?.clone(),
            place.get("01")?.clone(),
            all.get("54").cloned(),
        ))
    }

    const PUBLISHED: &str = "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E";

    #[test]
    fn the_published_example_of_napas_comes_out_to_the_letter() {
        let transfer = Transfer {
            bin: "970403".to_owned(),
            account: "0011012345678".to_owned(),
            amount: 180_000,
            bill: "NPS6869".to_owned(),
            purpose: "thanh toan don hang".to_owned(),
        };
        assert_eq!(transfer.payload().as_deref(), Some(PUBLISHED));
        let read = read(PUBLISHED).unwrap();
        assert_eq!(
            read,
            (
                "970403".to_owned(),
                "0011012345678".to_owned(),
                Some("180000".to_owned())
            )
        );
    }

    #[test]
    fn the_example_that_circulates_with_a_wrong_length_is_refused_and_the_right_one_is_read() {
        let circulating =
            "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5";
        let right =
            "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F";
        assert_eq!(
            crc(&circulating.as_bytes()[..circulating.len() - 4]),
            0xF4E5,
            "its sum is right"
        );
        assert_eq!(read(circulating), None);
        assert_eq!(read(right).unwrap().1, "0011012345678");
    }

    #[test]
    fn what_cannot_stand_in_a_code_makes_none() {
        let good = Transfer {
            bin: "970403".to_owned(),
            account: "0011012345678".to_owned(),
            amount: 15_000,
            bill: "H21".to_owned(),
            purpose: "H21".to_owned(),
        };
        assert!(good.payload().is_some());
        let bad = [
            Transfer {
                bin: "97040".to_owned(),
                ..good.clone()
            },
            Transfer {
                account: String::new(),
                ..good.clone()
            },
            Transfer {
                account: "12345678901234567890".to_owned(),
                ..good.clone()
            },
            Transfer {
                account: "123 456".to_owned(),
                ..good.clone()
            },
            Transfer {
                amount: 0,
                ..good.clone()
            },
            Transfer {
                amount: -5,
                ..good.clone()
            },
            Transfer {
                purpose: "lệ phí".to_owned(),
                ..good.clone()
            },
            Transfer {
                purpose: "x".repeat(26),
                ..good.clone()
            },
            Transfer {
                bill: String::new(),
                ..good
            },
        ];
        for transfer in bad {
            assert_eq!(transfer.payload(), None, "{transfer:?}");
        }
    }

    #[test]
    fn a_dossiers_code_keeps_what_tells_it_apart() {
        assert_eq!(content_of("H21.101-261120-0001"), "H211012611200001");
        let long = content_of("000.00.01.H21.24.101.77-261120-0001");
        assert!(
            long.len() == 25 && long.ends_with("H2124101772611200001"),
            "{long}"
        );
    }

    proptest! {
        #[test]
        fn every_code_is_read_back(bin in "[0-9]{6}", account in "[0-9A-Z]{1,19}", amount in 1_i64..1_000_000_000, word in "[A-Za-z0-9]{1,25}") {
            let transfer = Transfer { bin: bin.clone(), account: account.clone(), amount, bill: word.clone(), purpose: word };
            let text = transfer.payload().unwrap();
            prop_assert_eq!(read(&text), Some((bin, account, Some(amount.to_string()))));
        }

        /// One wrong sign anywhere is found by the sum.
        #[test]
        fn a_wrong_sign_is_found(at in 0_usize..150, sign in "[0-9A-Z]") {
            let at = at % PUBLISHED.len();
            let changed = format!("{}{sign}{}", &PUBLISHED[..at], &PUBLISHED[at + 1..]);
            prop_assert_eq!(read(&changed).is_some(), changed == PUBLISHED);
        }
    }
}
