//! Authorities that are recognised by fingerprint. A name can be taken by anybody, a fingerprint by nobody.

/// An authority everybody knows.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// SHA-256 of its certificate, upper-case hexadecimal without separators.
    pub fingerprint: &'static str,
    /// What it is.
    pub name: &'static str,
}

/// The roots of the Government Cipher Committee, which issue the certificates of all state agencies.
pub const BAN_CO_YEU: [Known; 2] = [
    Known {
        fingerprint: "F7BC89054CEC7F12730D7B8CD3EB7955B163835087E5EB873EDFB584763B3F90",
        name: "Gốc G1 của Ban Cơ yếu Chính phủ (2010–2030)",
    },
    Known {
        fingerprint: "F04BA4B459A7C9A1B971AD9B1CB833E695A80C79AEA63B174B66A70EDFE2FDB8",
        name: "Gốc G2 của Ban Cơ yếu Chính phủ (2018–2048)",
    },
];

/// Other authorities worth naming.
const OTHERS: [Known; 4] = [
    Known {
        fingerprint: "75E969C07BA35C29C72BBC1BFB880F20F3891A619B00B77EB02CA6160736A1FE",
        name: "CA trung gian G1 của Ban Cơ yếu Chính phủ",
    },
    Known {
        fingerprint: "D8CAB7A4AEF92E6BB2509D7C61CEE7B44F3731B2D21074963530277B366FAE4B",
        name: "CA phục vụ các cơ quan Nhà nước G2 của Ban Cơ yếu Chính phủ",
    },
    Known {
        fingerprint: "E4B402E3CB4CACC0A20D21FA49BCE76BEB4EB47BA7FFB7A8F71C554DBE561A81",
        name: "CA phục vụ các cơ quan Đảng G2 của Ban Cơ yếu Chính phủ",
    },
    Known {
        fingerprint: "BAC8BF609AB420A8EE1780D74F4DE5C7F7184959D2A7375B0A75E4C29F0908E7",
        name: "Gốc quốc gia, không phải của Ban Cơ yếu Chính phủ",
    },
];

/// What the authority with this fingerprint is, if it is known.
pub fn name_of(fingerprint: &str) -> Option<&'static str> {
    let all = BAN_CO_YEU.iter().chain(&OTHERS);
    let mut found = all.filter(|known| known.fingerprint == fingerprint);
    found.next().map(|known| known.name)
}
