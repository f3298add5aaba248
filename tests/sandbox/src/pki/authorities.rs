//! Certificate authorities. Every name says SANDBOX, lest a person mistake it for the real authority.

use anyhow::Result;
use chrono::Duration;

use super::certificate::{Kind, Order, Part, name};
use super::holders::PROVINCE;
use super::key::Hash;
use super::world::{Keys, Leaf, World, YEAR};

const AUTHORITY: &str = "Ban Cơ yếu Chính phủ (SANDBOX)";
const AUTHORITY_G1: &str = "Ban Co yeu Chinh phu (SANDBOX)";

impl World {
    /// The trusted ones: two roots, authorities below them, timestamp servers issued by a root directly.
    pub(super) fn authorities(&mut self, keys: &Keys) -> Result<()> {
        let g1 = |cn| name(&[Part::C("VN"), Part::O(AUTHORITY_G1), Part::Cn(cn)]);
        let g2 = |cn| name(&[Part::C("VN"), Part::O(AUTHORITY), Part::Cn(cn)]);
        let tsa = "Máy chủ cấp dấu thời gian (SANDBOX)";
        let order = |id, subject, kind, hash, repository_name| {
            let (from, to) = match kind {
                Kind::TimestampAuthority => (-12 * YEAR, 6 * YEAR),
                _ => (-16 * YEAR, 20 * YEAR),
            };
            let (from, to) = (
                self.made_at + Duration::days(from),
                self.made_at + Duration::days(to),
            );
            Ok::<_, anyhow::Error>(Order {
                id,
                subject,
                key: keys.of(id)?,
                kind,
                from,
                to,
                hash,
                repository_name,
                extra: Vec::new(),
            })
        };
        let orders = [
            (
                None,
                order(
                    "root-g1",
                    g1("Co quan chung thuc thu nghiem (RootCA SANDBOX)"),
                    Kind::Root,
                    Hash::Sha1,
                    "rootca",
                )?,
            ),
            (
                None,
                order(
                    "root-g2",
                    g2("RootCA chuyên dùng thử nghiệm G2 (SANDBOX)"),
                    Kind::Root,
                    Hash::Sha256,
                    "rootcag2",
                )?,
            ),
            // The genuine G1 authority is signed with SHA-1 too.
            (
                Some("root-g1"),
                order(
                    "sub-g1",
                    g1("Co quan chung thuc so thu nghiem (SANDBOX)"),
                    Kind::SubAuthority,
                    Hash::Sha1,
                    "rootca",
                )?,
            ),
            (
                Some("root-g2"),
                order(
                    "sub-g2",
                    g2("CA phục vụ các cơ quan Nhà nước G2 (SANDBOX)"),
                    Kind::SubAuthority,
                    Hash::Sha256,
                    "rootcag2",
                )?,
            ),
            (
                Some("root-g2"),
                order(
                    "sub-g2-unpublished",
                    g2("CA chưa công bố G2 (SANDBOX)"),
                    Kind::SubAuthority,
                    Hash::Sha256,
                    "rootcag2",
                )?,
            ),
            (
                Some("root-g1"),
                order(
                    "tsa-g1",
                    g1(tsa),
                    Kind::TimestampAuthority,
                    Hash::Sha256,
                    "rootca",
                )?,
            ),
            (
                Some("root-g2"),
                order(
                    "tsa-g2",
                    g2(tsa),
                    Kind::TimestampAuthority,
                    Hash::Sha256,
                    "rootcag2",
                )?,
            ),
        ];
        orders
            .into_iter()
            .try_for_each(|(issuer, order)| self.add(issuer, order))
    }

    /// Authorities that must not be trusted: another root, and one that took the sandbox's names.
    pub(super) fn strangers(&mut self, keys: &Keys) -> Result<()> {
        let foreign = "Trung tâm Chứng thực điện tử quốc gia (SANDBOX)";
        let far = |id: &'static str, subject, kind| {
            let (from, to) = (
                self.made_at - Duration::days(8 * YEAR),
                self.made_at + Duration::days(20 * YEAR),
            );
            Ok::<_, anyhow::Error>(Order {
                id,
                subject,
                key: keys.of(id)?,
                kind,
                from,
                to,
                hash: Hash::Sha256,
                repository_name: "foreign",
                extra: Vec::new(),
            })
        };
        let national = name(&[
            Part::C("VN"),
            Part::O(foreign),
            Part::Cn("Vietnam National Root CA (SANDBOX)"),
        ]);
        let public_ca = name(&[
            Part::C("VN"),
            Part::O("Nhà cung cấp Mẫu"),
            Part::Cn("MAU-CA SHA2 (SANDBOX)"),
        ]);
        let stamper = name(&[
            Part::C("VN"),
            Part::O("Nhà cung cấp Mẫu"),
            Part::Cn("MAU-TSA (SANDBOX)"),
        ]);
        let impostor_root = self.get("root-g2")?.subject.clone();
        let impostor_sub = self.get("sub-g2")?.subject.clone();
        let orders = [
            (None, far("foreign-root", national, Kind::Root)?),
            (
                Some("foreign-root"),
                far("foreign-ca", public_ca, Kind::SubAuthority)?,
            ),
            (
                Some("foreign-root"),
                far("foreign-tsa", stamper, Kind::TimestampAuthority)?,
            ),
            (None, far("impostor-root", impostor_root, Kind::Root)?),
            (
                Some("impostor-root"),
                far("impostor-sub", impostor_sub, Kind::SubAuthority)?,
            ),
        ];
        orders
            .into_iter()
            .try_for_each(|(issuer, order)| self.add(issuer, order))?;
        let usual = (-2 * YEAR, 3 * YEAR);
        let company = [
            Part::C("VN"),
            Part::L(PROVINCE),
            Part::Cn("CÔNG TY TNHH VÍ DỤ"),
            Part::Uid("MST:9900000099"),
        ];
        self.leaf(
            keys,
            "foreign-ca",
            Leaf {
                id: "foreign-company",
                subject: &company,
                email: "vidu@example.com",
                days: usual,
                hash: Hash::Sha256,
            },
        )?;
        let taken = self.get("org-hoa-mai")?.subject.clone();
        let order = Order {
            id: "impostor-org",
            subject: taken,
            key: keys.of("impostor-org")?,
            kind: Kind::EndEntity {
                email: "hoamai@binhminhmau.example",
            },
            from: self.made_at + Duration::days(usual.0),
            to: self.made_at + Duration::days(usual.1),
            hash: Hash::Sha256,
            repository_name: "cpcag2",
            extra: Vec::new(),
        };
        self.add(Some("impostor-sub"), order)
    }
}
