//! Who signs papers: agencies, persons and an office of a province that does not exist.

use anyhow::Result;

use super::certificate::Part;
use super::key::Hash;
use super::world::{Keys, Leaf, World, YEAR};

/// A fictitious province.
pub const PROVINCE: &str = "Bình Minh Mẫu";

impl World {
    /// Agencies.
    pub(super) fn organisations(&mut self, keys: &Keys) -> Result<()> {
        let commune = |uids: &[&'static str], cn, email| {
            let mut parts = vec![
                Part::C("VN"),
                Part::L(PROVINCE),
                Part::O("UBND TỈNH BÌNH MINH MẪU"),
                Part::Cn(cn),
            ];
            parts.extend(uids.iter().map(|uid| Part::Uid(uid)));
            parts.push(Part::Email(email));
            parts
        };
        let hoa_mai = ["MNS:9990001", "MST:9900000017"];
        let mail = "hoamai@binhminhmau.example";
        let cn = "ỦY BAN NHÂN DÂN XÃ HOA MAI";
        let usual = (-2 * YEAR, 3 * YEAR);
        let org = commune(&hoa_mai, cn, mail);
        let leaf = |id, subject, days| Leaf {
            id,
            subject,
            email: mail,
            days,
            hash: Hash::Sha256,
        };
        self.leaf(keys, "sub-g2", leaf("org-hoa-mai", &org, usual))?;
        self.leaf(keys, "sub-g2", leaf("org-renewed", &org, (-20, 5 * YEAR)))?;
        self.leaf(keys, "sub-g2", leaf("org-not-yet", &org, (30, 5 * YEAR)))?;
        self.leaf(keys, "sub-g2", leaf("org-expired", &org, (-5 * YEAR, -400)))?;
        self.leaf(keys, "sub-g2", leaf("org-revoked", &org, usual))?;
        self.leaf(keys, "sub-g2", leaf("org-revoked-later", &org, usual))?;
        for id in ["org-p256", "org-p384", "org-p521", "org-ed25519", "org-answered"] {
            self.leaf(keys, "sub-g2", leaf(id, &org, usual))?;
        }
        self.leaf(keys, "sub-g2-unpublished", leaf("org-unpublished", &org, usual))?;
        let department = commune(
            &["MNS:9990020", "MST:9900000025"],
            "SỞ NỘI VỤ",
            "sonoivu@binhminhmau.example",
        );
        self.leaf(keys, "sub-g2", leaf("org-so-noi-vu", &department, usual))?;
        let council = commune(
            &["MNS:9990033"],
            "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH",
            "hdtdkt@binhminhmau.example",
        );
        self.leaf(keys, "sub-g2", leaf("org-mns-only", &council, usual))?;
        let enterprise = [
            Part::C("VN"),
            Part::L(PROVINCE),
            Part::O("CÔNG TY TNHH MẪU"),
            Part::Cn("CÔNG TY TNHH MẪU"),
            Part::Uid("MST:9900000041"),
        ];
        self.leaf(keys, "sub-g2", leaf("org-enterprise", &enterprise, usual))?;
        let plain = commune(&[], "VĂN PHÒNG ỦY BAN NHÂN DÂN", "vanphong@binhminhmau.example");
        self.leaf(keys, "sub-g2", leaf("org-no-uid", &plain, usual))?;
        let decomposed = commune(
            &hoa_mai,
            "U\u{309}Y BAN NHA\u{302}N DA\u{302}N XA\u{303} HOA MAI",
            mail,
        );
        self.leaf(keys, "sub-g2", leaf("org-decomposed", &decomposed, usual))?;
        let old = [
            Part::C("VN"),
            Part::O("UBND tỉnh Bình Minh Mẫu"),
            Part::L(PROVINCE),
            Part::Cn("Ủy ban nhân dân xã Hoa Mai"),
        ];
        self.leaf(
            keys,
            "sub-g1",
            Leaf {
                id: "org-g1",
                subject: &old,
                email: mail,
                days: (-11 * YEAR, -6 * YEAR),
                hash: Hash::Sha1,
            },
        )
    }

    /// Persons and an office.
    pub(super) fn people(&mut self, keys: &Keys) -> Result<()> {
        let usual = (-2 * YEAR, 3 * YEAR);
        let person = |ou, cn, email| {
            vec![
                Part::C("VN"),
                Part::L(PROVINCE),
                Part::O("UBND TỈNH BÌNH MINH MẪU"),
                Part::Ou(ou),
                Part::Cn(cn),
                Part::Email(email),
            ]
        };
        let people = [
            (
                "person-mau",
                "UBND XÃ HOA MAI",
                "Nguyễn Văn Mẫu",
                "mau.nv@binhminhmau.example",
            ),
            (
                "person-thu",
                "SỞ NỘI VỤ",
                "Trần Thị Thử",
                "thu.tt@binhminhmau.example",
            ),
            (
                "office-van-thu",
                "VĂN PHÒNG UBND TỈNH",
                "PHÒNG VĂN THƯ",
                "vanthu@binhminhmau.example",
            ),
        ];
        for (id, ou, cn, email) in people {
            let subject = person(ou, cn, email);
            self.leaf(
                keys,
                "sub-g2",
                Leaf {
                    id,
                    subject: &subject,
                    email,
                    days: usual,
                    hash: Hash::Sha256,
                },
            )?;
        }
        Ok(())
    }
}
