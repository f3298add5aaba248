//! Of what a revocation list speaks, RFC 5280 §5.2. Only a list whose silence is understood may say that a certificate
//! is good. What names a certificate names it, however limited the list is.

use super::{
    authority::{Authority, oid, seconds},
    name::NameKey,
};
use const_oid::ObjectIdentifier;
use der::{Decode, asn1::GeneralizedTime};
use motcua_shared::time::Timestamp;
use x509_cert::{
    crl::TbsCertList,
    ext::{
        Extension,
        pkix::{
            CrlDistributionPoints, IssuingDistributionPoint,
            name::{DistributionPointName, GeneralName},
        },
    },
    name::{Name, RelativeDistinguishedName},
};

const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
const DELTA: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.27");
const ISSUING_POINT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");
/// Expired certificates that a list still names, X.509 §9.5.2.8.
const EXPIRED_CERTIFICATES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.60");
/// Names of the point that a list is issued for; real ones have one or two.
const NAMES: usize = 32;

/// The extensions of a list, read once.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// It is a delta, leaves reasons out, speaks for other issuers, or has something critical that is not understood.
    is_partial: bool,
    /// Its entries are attribute certificates, which are numbered apart.
    pub is_of_attributes: bool,
    only_users: bool,
    only_authorities: bool,
    /// The distribution point that it was issued for; without one it is for all.
    point: Option<Vec<Point>>,
    /// Certificates that ended after this moment are still named.
    keeps_since: Option<Timestamp>,
}

/// The name of a distribution point.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Point {
    Address(String),
    Directory(NameKey),
}

impl Scope {
    /// The scope of a list.
    pub fn of(list: &TbsCertList) -> Self {
        let mut scope = Self::default();
        let mut has_point = false;
        for extension in list.crl_extensions.iter().flatten() {
            let body = extension.extn_value.as_bytes();
            match extension.extn_id {
                // One point only: which of two would count?
                ISSUING_POINT if !has_point => {
                    has_point = true;
                    match IssuingDistributionPoint::from_der(body) {
                        Ok(point) => scope.narrow(point, &list.issuer),
                        Err(_) => scope.is_partial = true,
                    }
                }
                EXPIRED_CERTIFICATES => {
                    let since = GeneralizedTime::from_der(body).ok();
                    scope.keeps_since = since.and_then(|since| seconds(since.to_unix_duration().as_secs()));
                }
                _ => scope.is_partial |= !is_harmless(extension),
            }
        }
        scope
    }

    fn narrow(&mut self, point: IssuingDistributionPoint, issuer: &Name) {
        self.is_partial |= point.indirect_crl || point.only_some_reasons.is_some();
        self.is_of_attributes = point.only_contains_attribute_certs;
        self.only_users = point.only_contains_user_certs;
        self.only_authorities = point.only_contains_ca_certs;
        self.point = point.distribution_point.map(|point| names(point, issuer));
    }

    /// Whether its silence about `subject` means something (RFC 5280 §6.3.3 (b) to (d)).
    pub fn takes_in(&self, subject: &Authority) -> bool {
        let is_authority = subject.may_issue();
        let is_other_kind = self.only_users && is_authority || self.only_authorities && !is_authority;
        !(self.is_partial || self.is_of_attributes || is_other_kind)
            && self
                .point
                .as_ref()
                .is_none_or(|point| points_of(subject).iter().any(|own| point.contains(own)))
    }

    /// Whether it would still name a certificate that ended then, which lists may drop (RFC 5280 §3.3).
    pub fn keeps_expired(&self, end: Option<Timestamp>) -> bool {
        self.keeps_since.zip(end).is_some_and(|(since, end)| since <= end)
    }
}

fn is_harmless(extension: &Extension) -> bool {
    match extension.extn_id {
        CRL_NUMBER | oid::AUTHORITY_KEY => true,
        // Critical or not, a delta is none of the whole.
        DELTA | ISSUING_POINT => false,
        _ => !extension.critical,
    }
}

/// The points under which `subject` is to be looked up, for all reasons and with its own issuer; that issuer's name is
/// one, too (RFC 5280 §6.3.3).
fn points_of(subject: &Authority) -> Vec<Point> {
    let issuer = &subject.certificate.tbs_certificate.issuer;
    let points = subject.extension::<CrlDistributionPoints>(oid::CRL_POINTS);
    let points = points.into_iter().flat_map(|points| points.0);
    points
        .filter(|point| point.reasons.is_none() && point.crl_issuer.is_none())
        .filter_map(|point| point.distribution_point)
        .flat_map(|point| names(point, issuer))
        .chain([Point::Directory(subject.issuer)])
        .collect()
}

fn names(point: DistributionPointName, issuer: &Name) -> Vec<Point> {
    match point {
        DistributionPointName::FullName(names) => names.into_iter().take(NAMES).filter_map(name).collect(),
        DistributionPointName::NameRelativeToCRLIssuer(last) => vec![relative(issuer, last)],
    }
}

fn name(name: GeneralName) -> Option<Point> {
    match name {
        // Scheme and host in one spelling (RFC 5280 §7.4).
        GeneralName::UniformResourceIdentifier(address) => Some(Point::Address(
            reqwest::Url::parse(address.as_str()).map_or_else(|_| address.to_string(), String::from),
        )),
        GeneralName::DirectoryName(name) => Some(Point::Directory(NameKey::of(&name))),
        _ => None,
    }
}

fn relative(issuer: &Name, last: RelativeDistinguishedName) -> Point {
    let mut name = issuer.clone();
    name.0.push(last);
    Point::Directory(NameKey::of(&name))
}
