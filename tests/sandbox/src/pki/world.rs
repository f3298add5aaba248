//! All authorities and holders of the sandbox. Every name is invented and says SANDBOX where a person
//! could mistake it for the real authority.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use chrono::{DateTime, Duration, Utc};

use super::certificate::{Identity, Kind, Order, Part, issue, name};
use super::key::{Hash, Key};

const AUTHORITY: &str = "Ban Cơ yếu Chính phủ (SANDBOX)";
const AUTHORITY_G1: &str = "Ban Co yeu Chinh phu (SANDBOX)";
/// A fictitious province.
pub const PROVINCE: &str = "Bình Minh Mẫu";

/// Everything that holds a certificate.
pub struct World {
    /// Moment that all dates count from.
    pub made_at: DateTime<Utc>,
    identities: Vec<Identity>,
}

impl World {
    /// All identities.
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// The identity of that name.
    pub fn get(&self, id: &str) -> Result<&Identity> {
        self.identities
            .iter()
            .find(|one| one.id == id)
            .with_context(|| format!("no identity {id}"))
    }

    /// Makes keys and certificates.
    pub fn generate(now: DateTime<Utc>) -> Result<Self> {
        let keys = Keys::generate()?;
        let mut world = World {
            made_at: now,
            identities: Vec::new(),
        };
        world.authorities(&keys)?;
        world.organisations(&keys)?;
        world.people(&keys)?;
        world.strangers(&keys)?;
        Ok(world)
    }

    fn add(&mut self, issuer: Option<&str>, order: Order) -> Result<()> {
        let issuer = issuer.map(|id| self.get(id).cloned()).transpose()?;
        self.identities.push(issue(order, issuer.as_ref())?);
        Ok(())
    }

    fn authorities(&mut self, keys: &Keys) -> Result<()> {
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

    fn leaf(&mut self, keys: &Keys, issuer: &str, leaf: Leaf) -> Result<()> {
        let repository_name = if issuer == "sub-g1" { "cp" } else { "cpcag2" };
        let order = Order {
            id: leaf.id,
            subject: name(leaf.subject),
            key: keys.of(leaf.id)?,
            kind: Kind::EndEntity { email: leaf.email },
            from: self.made_at + Duration::days(leaf.days.0),
            to: self.made_at + Duration::days(leaf.days.1),
            hash: leaf.hash,
            repository_name,
        };
        self.add(Some(issuer), order)
    }

    fn organisations(&mut self, keys: &Keys) -> Result<()> {
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
        self.leaf(keys, "sub-g2", leaf("org-expired", &org, (-5 * YEAR, -400)))?;
        self.leaf(keys, "sub-g2", leaf("org-revoked", &org, usual))?;
        self.leaf(keys, "sub-g2", leaf("org-revoked-later", &org, usual))?;
        self.leaf(keys, "sub-g2", leaf("org-p256", &org, usual))?;
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

    fn people(&mut self, keys: &Keys) -> Result<()> {
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

    /// Authorities that must not be trusted: another root, and one that took the sandbox's names.
    fn strangers(&mut self, keys: &Keys) -> Result<()> {
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
        };
        self.add(Some("impostor-sub"), order)
    }
}

const YEAR: i64 = 365;

struct Leaf<'a> {
    id: &'static str,
    subject: &'a [Part<'a>],
    email: &'static str,
    /// Validity in days from the moment of making.
    days: (i64, i64),
    hash: Hash,
}

/// Keys by name. RSA keys are slow to make, so holders that never meet in one test share one.
struct Keys(Vec<(&'static str, Arc<Key>)>);

impl Keys {
    const OWN: [(&'static str, usize); 11] = [
        ("root-g2", 3072),
        ("sub-g2", 3072),
        ("root-g1", 2048),
        ("sub-g1", 2048),
        ("tsa-g1", 2048),
        ("tsa-g2", 2048),
        ("org-hoa-mai", 2048),
        ("person-mau", 2048),
        ("office-van-thu", 2048),
        ("foreign-root", 2048),
        ("shared", 2048),
    ];

    fn generate() -> Result<Self> {
        let halves: Vec<Vec<(&'static str, usize)>> = (0..2)
            .map(|half| Self::OWN.into_iter().skip(half).step_by(2).collect())
            .collect();
        let made = std::thread::scope(|scope| {
            let workers: Vec<_> = halves
                .into_iter()
                .map(|half| {
                    scope.spawn(move || {
                        half.into_iter()
                            .map(|(id, bits)| Ok((id, Arc::new(Key::rsa(bits)?))))
                            .collect::<Result<Vec<_>>>()
                    })
                })
                .collect();
            let mut keys = Vec::new();
            for worker in workers {
                keys.extend(worker.join().map_err(|_| anyhow!("a key worker stopped"))??);
            }
            Ok::<_, anyhow::Error>(keys)
        })?;
        let mut keys = made;
        keys.push(("org-p256", Arc::new(Key::p256())));
        Ok(Keys(keys))
    }

    fn of(&self, id: &str) -> Result<Arc<Key>> {
        let find = |id: &str| {
            self.0
                .iter()
                .find(|(name, _)| *name == id)
                .map(|(_, key)| key.clone())
        };
        find(id).or_else(|| find("shared")).context("no shared key")
    }
}
