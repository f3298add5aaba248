//! Name constraints, RFC 5280 §4.2.1.10.

use super::authority::{Authority, oid};
use super::name::begins_with;
use const_oid::ObjectIdentifier;
use der::Decode;
use motcua_shared::signature::{Reason, parse::certificate::attribute_values};
use x509_cert::ext::pkix::{
    NameConstraints, SubjectAltName, constraints::name::GeneralSubtrees, name::GeneralName,
};

const EMAIL: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1");

/// What the authorities of a path permit and exclude.
#[derive(Debug, Default)]
pub struct Subtrees {
    /// One list per authority that has one: a name must fit each of them.
    permitted: Vec<Vec<GeneralName>>,
    excluded: Vec<GeneralName>,
}

impl Subtrees {
    /// Takes in the constraints of one more authority.
    pub fn add(&mut self, constraints: NameConstraints) -> Result<(), Reason> {
        if let Some(trees) = constraints.permitted_subtrees {
            self.permitted.push(bases(trees)?);
        }
        if let Some(trees) = constraints.excluded_subtrees {
            self.excluded.extend(bases(trees)?);
        }
        Ok(())
    }

    /// Checks every name of a certificate.
    pub fn check(&self, certificate: &Authority) -> Result<(), Reason> {
        if self.permitted.is_empty() && self.excluded.is_empty() {
            return Ok(());
        }
        let names = names_of(certificate)?;
        if names.iter().all(|name| self.allows(name)) {
            Ok(())
        } else {
            Err(Reason::ChainInvalid)
        }
    }

    fn allows(&self, name: &GeneralName) -> bool {
        let is_excluded = self
            .excluded
            .iter()
            .any(|tree| is_within(name, tree) == Some(true));
        let is_permitted = self.permitted.iter().all(|trees| {
            // A list restricts only the forms that it names.
            let mut same_form = trees.iter().filter_map(|tree| is_within(name, tree)).peekable();
            same_form.peek().is_none() || same_form.any(|is_within| is_within)
        });
        !is_excluded && is_permitted
    }
}

/// `minimum` must be 0 and `maximum` absent. Forms that are not understood are refused, not passed over.
fn bases(trees: GeneralSubtrees) -> Result<Vec<GeneralName>, Reason> {
    let read = trees.into_iter().map(|tree| {
        let is_understood = matches!(
            tree.base,
            GeneralName::Rfc822Name(_)
                | GeneralName::DnsName(_)
                | GeneralName::DirectoryName(_)
                | GeneralName::UniformResourceIdentifier(_)
                | GeneralName::IpAddress(_)
        );
        if is_understood && tree.minimum == 0 && tree.maximum.is_none() {
            Ok(tree.base)
        } else {
            Err(Reason::ChainInvalid)
        }
    });
    read.collect()
}

/// The subject, the alternative names, and the e-mail addresses of the subject where no alternative name has one.
fn names_of(certificate: &Authority) -> Result<Vec<GeneralName>, Reason> {
    let subject = &certificate.certificate.tbs_certificate.subject;
    let mut names = match certificate.find(oid::SUBJECT_ALT_NAME) {
        Some((_, body)) => {
            SubjectAltName::from_der(body)
                .map_err(|_| Reason::ChainInvalid)?
                .0
        }
        None => Vec::new(),
    };
    if !names
        .iter()
        .any(|name| matches!(name, GeneralName::Rfc822Name(_)))
    {
        for address in attribute_values(subject, EMAIL) {
            let address = der::asn1::Ia5String::new(&address).map_err(|_| Reason::ChainInvalid)?;
            names.push(GeneralName::Rfc822Name(address));
        }
    }
    if !subject.0.is_empty() {
        names.push(GeneralName::DirectoryName(subject.clone()));
    }
    Ok(names)
}

/// Whether `name` lies in the subtree of `base`; `None` when they are of different forms.
fn is_within(name: &GeneralName, base: &GeneralName) -> Option<bool> {
    match (name, base) {
        (GeneralName::DirectoryName(name), GeneralName::DirectoryName(base)) => Some(begins_with(name, base)),
        (GeneralName::Rfc822Name(name), GeneralName::Rfc822Name(base)) => {
            Some(is_mailbox_within(name.as_str(), base.as_str()))
        }
        (GeneralName::DnsName(name), GeneralName::DnsName(base)) => {
            Some(is_host_within(name.as_str(), base.as_str(), true))
        }
        (GeneralName::UniformResourceIdentifier(name), GeneralName::UniformResourceIdentifier(base)) => {
            Some(is_address_within(name.as_str(), base.as_str()))
        }
        (GeneralName::IpAddress(name), GeneralName::IpAddress(base)) => {
            Some(is_ip_within(name.as_bytes(), base.as_bytes()))
        }
        _ => None,
    }
}

/// A base is a mailbox, a host, or with a leading dot all hosts below one.
fn is_mailbox_within(mailbox: &str, base: &str) -> bool {
    let Some((user, host)) = mailbox.rsplit_once('@') else {
        return false;
    };
    match base.rsplit_once('@') {
        Some((base_user, base_host)) => user == base_user && host.eq_ignore_ascii_case(base_host),
        None => is_host_within(host, base, false),
    }
}

fn is_address_within(address: &str, base: &str) -> bool {
    reqwest::Url::parse(address)
        .ok()
        .and_then(|address| address.host_str().map(|host| is_host_within(host, base, false)))
        .unwrap_or(false)
}

/// `example.vn` is that host, and for DNS names everything below it; `.example.vn` is everything below it.
fn is_host_within(host: &str, base: &str, takes_in_below: bool) -> bool {
    let (host, base) = (host.to_ascii_lowercase(), base.to_ascii_lowercase());
    if base.is_empty() {
        return true;
    }
    match base.strip_prefix('.') {
        Some(_) => host.ends_with(&base),
        None => host == base || takes_in_below && host.ends_with(&format!(".{base}")),
    }
}

/// An address, and an address with its mask.
fn is_ip_within(address: &[u8], base: &[u8]) -> bool {
    let (network, mask) = base.split_at(base.len() / 2);
    network.len() == address.len()
        && mask.len() == address.len()
        && address
            .iter()
            .zip(network.iter().zip(mask))
            .all(|(byte, (network, mask))| byte & mask == network & mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_mailboxes_lie_below_what_names_them() {
        for (mailbox, base, expected) in [
            ("a@tinh.gov.vn", "tinh.gov.vn", true),
            ("a@so.tinh.gov.vn", "tinh.gov.vn", false),
            ("a@so.tinh.gov.vn", ".tinh.gov.vn", true),
            ("a@tinh.gov.vn", ".tinh.gov.vn", false),
            ("a@TINH.gov.vn", "a@tinh.gov.vn", true),
            ("b@tinh.gov.vn", "a@tinh.gov.vn", false),
            ("nobody", "tinh.gov.vn", false),
        ] {
            assert_eq!(is_mailbox_within(mailbox, base), expected, "{mailbox} {base}");
        }
        assert!(is_host_within("so.tinh.gov.vn", "tinh.gov.vn", true));
        assert!(!is_host_within("xtinh.gov.vn", "tinh.gov.vn", true));
        assert!(is_address_within("http://ca.gov.vn/x", "ca.gov.vn"));
        assert!(!is_address_within("http://ca.gov.vn@evil.example/", "ca.gov.vn"));
    }

    #[test]
    fn addresses_are_compared_under_their_mask() {
        assert!(is_ip_within(&[10, 1, 2, 3], &[10, 0, 0, 0, 255, 0, 0, 0]));
        assert!(!is_ip_within(&[11, 1, 2, 3], &[10, 0, 0, 0, 255, 0, 0, 0]));
        assert!(!is_ip_within(&[10, 1, 2, 3], &[10, 0, 0]));
    }
}
