//! VNPAY, protocol 2.1.0: addresses signed with HMAC-SHA512.

use super::gateway::{Gateway, NotSigned, Order, Word};
use crate::config::PaymentConfig;
use crate::secret::{hex, same};
use chrono::{FixedOffset, TimeDelta};
use motcua_shared::id::PaymentAttemptId;
use motcua_shared::path;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use ring::hmac;
use secrecy::ExposeSecret;
use std::collections::BTreeMap;
use std::sync::Arc;

const VERSION: &str = "2.1.0";
const HASH: &str = "vnp_SecureHash";
const HASH_TYPE: &str = "vnp_SecureHashType";
/// Both codes say so when the money came in.
const SUCCESS: &str = "00";
/// The person called it off.
const CALLED_OFF: &str = "24";
/// Most signs of what is kept of VNPAY's words.
const MAX_KEPT: usize = 60;

/// The contract of this portal with VNPAY.
pub struct Vnpay {
    url: String,
    terminal: String,
    return_url: String,
    key: hmac::Key,
}

/// The gateway of the settings, if there is one.
pub fn gateway(config: &PaymentConfig, public_url: &str) -> Option<Arc<dyn Gateway>> {
    if config.vnpay_url.is_empty() {
        return None;
    }
    Some(Arc::new(Vnpay {
        url: config.vnpay_url.clone(),
        terminal: config.vnpay_terminal.clone(),
        return_url: format!("{public_url}{}", path::vnpay_return()),
        key: hmac::Key::new(hmac::HMAC_SHA512, config.vnpay_secret.expose_secret().as_bytes()),
    }))
}

impl Vnpay {
    fn sign(&self, fields: &BTreeMap<String, String>) -> String {
        hex(hmac::sign(&self.key, signed_text(fields).as_bytes()).as_ref())
    }
}

/// What is signed: names and values encoded as in a form, in the order of the names.
fn signed_text(fields: &BTreeMap<String, String>) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(fields);
    text.finish()
}

/// VNPAY's clock is Viet Nam's.
fn moment(time: Timestamp) -> String {
    const SEVEN_HOURS: i32 = 7 * 3600;
    let text = |time: chrono::DateTime<FixedOffset>| time.format("%Y%m%d%H%M%S").to_string();
    match FixedOffset::east_opt(SEVEN_HOURS) {
        Some(offset) => text(time.utc().with_timezone(&offset)),
        None => text((time.utc() + TimeDelta::hours(7)).fixed_offset()),
    }
}

impl Gateway for Vnpay {
    fn address(&self, order: &Order) -> String {
        let language = match order.lang {
            Lang::Vi => "vn",
            Lang::En => "en",
        };
        let address = order.address.map_or("127.0.0.1".to_owned(), |ip| ip.to_string());
        let fields: BTreeMap<String, String> = [
            ("vnp_Version", VERSION.to_owned()),
            ("vnp_Command", "pay".to_owned()),
            ("vnp_TmnCode", self.terminal.clone()),
            // Hundredths, of which a đồng has none.
            ("vnp_Amount", (order.amount * 100).to_string()),
            ("vnp_CurrCode", "VND".to_owned()),
            ("vnp_TxnRef", order.id.uuid().simple().to_string()),
            ("vnp_OrderInfo", order.purpose.clone()),
            ("vnp_OrderType", "other".to_owned()),
            ("vnp_Locale", language.to_owned()),
            ("vnp_ReturnUrl", self.return_url.clone()),
            ("vnp_IpAddr", address),
            ("vnp_CreateDate", moment(order.started_at)),
            ("vnp_ExpireDate", moment(order.expires_at)),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let signature = self.sign(&fields);
        format!("{}?{}&{HASH}={signature}", self.url, signed_text(&fields))
    }

    fn read(&self, query: &str) -> Result<Word, NotSigned> {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // Whoever says a thing twice may be read in two ways.
            if name.starts_with("vnp_") && fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(NotSigned);
            }
        }
        fields.remove(HASH_TYPE);
        let said = fields.remove(HASH).unwrap_or_default().to_ascii_lowercase();
        let whole = self.sign(&fields);
        // What is empty says nothing, and VNPAY's own examples differ in whether it is signed.
        fields.retain(|_, value| !value.is_empty());
        if !same(&said, &whole) && !same(&said, &self.sign(&fields)) {
            return Err(NotSigned);
        }
        // Our own order is signed with the same key, and is no word about it.
        if !fields.contains_key("vnp_ResponseCode") || fields.contains_key("vnp_Command") {
            return Err(NotSigned);
        }
        let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        // An order of another terminal that shares the key is none of ours.
        let is_ours = text("vnp_TmnCode") == self.terminal;
        let (response, status) = (text("vnp_ResponseCode"), text("vnp_TransactionStatus"));
        let hundredths: Option<i64> = text("vnp_Amount").parse().ok();
        let transaction = kept(text("vnp_TransactionNo"));
        Ok(Word {
            id: PaymentAttemptId::parse(text("vnp_TxnRef")).filter(|_| is_ours),
            amount: hundredths.filter(|sum| sum % 100 == 0).map(|sum| sum / 100),
            is_paid: response == SUCCESS && status == SUCCESS,
            is_called_off: response == CALLED_OFF,
            transaction: Some(transaction).filter(|number| !matches!(number.as_str(), "" | "0")),
            code: kept(&format!("{response}/{status}")),
        })
    }
}

/// Plain signs only, and not more than fit.
fn kept(text: &str) -> String {
    let is_plain = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '/');
    text.chars().filter(is_plain).take(MAX_KEPT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vnpay() -> Vnpay {
        Vnpay {
            url: "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html".to_owned(),
            terminal: "MOTCUA01".to_owned(),
            return_url: "https://mot-cua.example/api/v1/payments/vnpay/return".to_owned(),
            key: hmac::Key::new(hmac::HMAC_SHA512, b"SANDBOXSECRET"),
        }
    }

    fn order() -> Order {
        Order {
            id: PaymentAttemptId::parse("01926f3e-0000-7000-8000-000000000001").unwrap(),
            amount: 15_000,
            purpose: "Le phi ho so H211012611200001".to_owned(),
            started_at: Timestamp::parse("2026-11-22T17:30:05Z").unwrap(),
            expires_at: Timestamp::parse("2026-11-22T17:45:05Z").unwrap(),
            address: Some("2001:db8::1".parse().unwrap()),
            lang: Lang::Vi,
        }
    }

    /// Signed by `printf … | openssl dgst -sha512 -hmac SANDBOXSECRET`, not by this code.
    const SIGNED: &str = include_str!("vnpay_signed.txt");

    #[test]
    fn the_address_is_signed_as_openssl_signs_it() {
        assert_eq!(vnpay().address(&order()), SIGNED.lines().next().unwrap());
    }

    #[test]
    fn a_word_that_openssl_signed_is_read() {
        let word = vnpay().read(SIGNED.lines().nth(1).unwrap()).unwrap();
        let expected = Word {
            id: Some(order().id),
            amount: Some(15_000),
            is_paid: true,
            is_called_off: false,
            transaction: Some("14226112".to_owned()),
            code: "00/00".to_owned(),
        };
        assert_eq!(word, expected);
    }

    #[test]
    fn the_signature_may_be_in_capitals_and_stand_anywhere() {
        let line = SIGNED.lines().nth(1).unwrap();
        let (rest, hash) = line.split_once("&vnp_SecureHash=").unwrap();
        let turned = format!(
            "vnp_SecureHash={}&vnp_SecureHashType=HmacSHA512&{rest}",
            hash.to_uppercase()
        );
        assert!(vnpay().read(&turned).unwrap().is_paid);
    }

    #[test]
    fn nothing_but_what_was_signed_is_read() {
        let line = SIGNED.lines().nth(1).unwrap();
        let bad = [
            line.replace("vnp_Amount=1500000", "vnp_Amount=100"),
            line.replace("vnp_ResponseCode=00", "vnp_ResponseCode=24"),
            format!("{line}&vnp_Amount=1500000"),
            format!("{line}&vnp_More=1"),
            format!("{line}&vnp_SecureHash=00"),
            line.split_once("&vnp_SecureHash=").unwrap().0.to_owned(),
            "vnp_SecureHash=".to_owned(),
            String::new(),
            "%FF%FE=%00".to_owned(),
        ];
        for query in bad {
            assert_eq!(vnpay().read(&query), Err(NotSigned), "{query}");
        }
        let other = Vnpay {
            key: hmac::Key::new(hmac::HMAC_SHA512, b"OTHER"),
            ..vnpay()
        };
        assert_eq!(other.read(line), Err(NotSigned));
        // Signed, but for another terminal: none of our orders.
        let other = Vnpay {
            terminal: "OTHER".to_owned(),
            ..vnpay()
        };
        assert_eq!(other.read(line).unwrap().id, None);
    }

    #[test]
    fn what_is_empty_may_be_signed_or_not_and_says_nothing() {
        let vnpay = vnpay();
        let with = |extra: &[(&str, &str)]| -> BTreeMap<String, String> {
            let usual = [
                ("vnp_Amount", "1500000"),
                ("vnp_ResponseCode", "24"),
                ("vnp_TmnCode", "MOTCUA01"),
            ];
            usual
                .iter()
                .chain(extra)
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        let sent = signed_text(&with(&[("vnp_BankTranNo", "")]));
        for signed in [with(&[]), with(&[("vnp_BankTranNo", "")])] {
            let word = vnpay
                .read(&format!("{sent}&{HASH}={}", vnpay.sign(&signed)))
                .unwrap();
            assert!(word.is_called_off && !word.is_paid);
        }
        let other = vnpay.sign(&with(&[("vnp_BankTranNo", "1")]));
        assert_eq!(vnpay.read(&format!("{sent}&{HASH}={other}")), Err(NotSigned));
    }

    proptest! {
        /// What this signs it reads back, whatever stands in it; what is not ours in the query changes nothing.
        #[test]
        fn what_is_signed_is_read_back(info in "\\PC{0,40}", amount in 0_i64..9_999_999_999, code in "[0-9]{2}") {
            let vnpay = vnpay();
            let fields: BTreeMap<String, String> = [
                ("vnp_Amount", amount.to_string()), ("vnp_OrderInfo", info), ("vnp_ResponseCode", code.clone()),
                ("vnp_TmnCode", "MOTCUA01".to_owned()), ("vnp_TransactionStatus", "00".to_owned()),
            ].into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let text = signed_text(&fields);
            let hash = vnpay.sign(&fields);
            let word = vnpay.read(&format!("{text}&{HASH}={hash}&utm=1")).unwrap();
            prop_assert_eq!(word.is_paid, code == "00");
            prop_assert_eq!(word.amount, (amount % 100 == 0).then_some(amount / 100));
        }
    }
}
