//! `motcua trust`: looking after the folder of trusted authorities.

use super::{
    authority::Authority,
    fetch::write_whole,
    known,
    policy::Policy,
    policy_file::fingerprint,
    revocation::RevocationList,
    trust::{pem_blocks, read_files},
};
use crate::config::Config;
use anyhow::{Context, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use motcua_shared::{
    search_key::search_key, signature::parse::certificate::attribute_values, time::Timestamp,
};
use std::io::Write;
use std::path::{Path, PathBuf};

const ORGANISATION: const_oid::ObjectIdentifier = const_oid::ObjectIdentifier::new_unwrap("2.5.4.10");
/// What every organisation name of the Government Cipher Committee says, as a search key.
const COMMITTEE: &str = "ban co yeu chinh phu";
/// Bytes that a file to add may have: the longest revocation lists have a few million.
const LARGEST: u64 = 16 << 20;

/// What to do about the trust folder: the first of `signature.trust`, unless --folder names another.
#[derive(Debug, clap::Subcommand)]
pub enum TrustCommand {
    /// List the authorities with their fingerprints, and the revocation lists
    List {
        /// The folder, if not the first of signature.trust.
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Trust the authorities in a file (PEM or DER): self-signed ones as anchors, others as intermediates. A revocation
    /// list is kept as well
    Add {
        /// The folder, if not the first of signature.trust.
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
        /// The file.
        file: PathBuf,
    },
    /// No longer trust an authority
    Remove {
        /// The folder, if not the first of signature.trust.
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
        /// SHA-256 of its certificate, 64 hexadecimal digits.
        fingerprint: String,
    },
}

/// Runs the command.
pub fn run(command: TrustCommand, settings: Option<&Path>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match command {
        TrustCommand::List { folder } => {
            if let Some(folder) = &folder {
                ensure!(folder.is_dir(), "{}: no such folder", folder.display());
            }
            let folder = place(folder, settings)?;
            let policy = Config::read(settings).and_then(|config| Policy::of_settings(&config.signature));
            list(&folder, policy.as_ref().ok(), &mut out)?;
            if let Err(error) = policy {
                writeln!(out, "lưu ý: chưa rõ chính sách công nhận gốc nào: {error:#}")?;
            }
            Ok(())
        }
        TrustCommand::Add { folder, file } => {
            add(&place(folder, settings)?, &file, &mut out)?;
            say_when(&mut out)
        }
        TrustCommand::Remove { folder, fingerprint } => {
            remove(&place(folder, settings)?, &fingerprint, &mut out)?;
            say_when(&mut out)
        }
    }
}

fn say_when(out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "Cổng đang chạy áp dụng trong vòng một giờ, hoặc ngay khi khởi động lại."
    )?;
    Ok(())
}

fn place(folder: Option<PathBuf>, settings: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(folder) = folder {
        return Ok(folder);
    }
    let folders = Config::read(settings)?.signature.trust;
    folders
        .into_iter()
        .next()
        .context("signature.trust names no folder; use --folder")
}

/// An authority and the file it lies in.
struct Kept {
    authority: Authority,
    file: PathBuf,
    /// How many certificates the file holds.
    in_file: usize,
}

fn kept(folder: &Path) -> anyhow::Result<Vec<Kept>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for (file, content) in read_files(folder)? {
        let read = authorities(&content);
        let in_file = read.len();
        found.extend(read.into_iter().map(|authority| Kept {
            authority,
            file: file.clone(),
            in_file,
        }));
    }
    Ok(found)
}

/// What a file holds: its PEM blocks, else its bytes.
fn blocks(content: &[u8]) -> Vec<Vec<u8>> {
    let mut blocks = pem_blocks(content);
    if blocks.is_empty() {
        blocks.push(content.to_vec());
    }
    blocks
}

/// The certificates in a file; whatever else lies there is left out.
fn authorities(content: &[u8]) -> Vec<Authority> {
    let blocks = blocks(content);
    let read = blocks.iter().filter_map(|der| Authority::parse(der).ok());
    read.collect()
}

/// The revocation lists in a file.
fn lists(content: &[u8]) -> Vec<RevocationList> {
    let blocks = blocks(content);
    let read = blocks.iter().filter_map(|der| RevocationList::parse(der));
    read.collect()
}

/// With a policy, roots that it does not admit are marked.
fn list(folder: &Path, policy: Option<&Policy>, out: &mut impl Write) -> anyhow::Result<()> {
    let kept = kept(folder)?;
    if kept.is_empty() {
        writeln!(out, "{}: chưa có chứng thư nào", folder.display())?;
    }
    for one in &kept {
        describe(&one.authority, out)?;
        if let Some(policy) = policy
            && one.authority.is_self_signed()
            && !policy.admits(&one.authority.fingerprint())
        {
            writeln!(
                out,
                "  lưu ý: chính sách {} không công nhận gốc này; giấy tờ ký dưới gốc này không được nhận",
                clean(&policy.name)
            )?;
        }
        writeln!(out, "  tệp: {}", one.file.display())?;
    }
    if !folder.exists() {
        return Ok(());
    }
    for (file, content) in read_files(folder)? {
        for list in lists(&content) {
            describe_list(&list, out)?;
            writeln!(out, "  tệp: {}", file.display())?;
        }
    }
    Ok(())
}

fn add(folder: &Path, file: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let length = std::fs::metadata(file)
        .with_context(|| format!("{}", file.display()))?
        .len();
    ensure!(
        length <= LARGEST,
        "{}: too long for certificates or lists",
        file.display()
    );
    let content = std::fs::read(file).with_context(|| format!("{}", file.display()))?;
    let found = authorities(&content);
    let lists = lists(&content);
    ensure!(
        !found.is_empty() || !lists.is_empty(),
        "{}: no certificate and no revocation list in it",
        file.display()
    );
    // All or nothing: a file that holds something else was not meant to be trusted.
    for authority in &found {
        ensure!(
            authority.may_issue(),
            "{}: \"{}\" is not the certificate of an authority, so it cannot be trusted as one",
            file.display(),
            clean(&authority.name())
        );
    }
    for list in &lists {
        let folder = folder.join("crls");
        std::fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
        // A newer list of the same authority takes the place of the older one.
        let place = folder.join(list_name(list));
        write_whole(&place, &list.piece().der).with_context(|| format!("{}", place.display()))?;
        writeln!(out, "đã thêm: {}", place.display())?;
        describe_list(list, out)?;
    }
    let before = kept(folder)?;
    for authority in &found {
        let fingerprint = authority.fingerprint();
        if let Some(known) = before.iter().find(|one| one.authority.is(authority)) {
            writeln!(out, "đã có sẵn: {}", known.file.display())?;
            describe(authority, out)?;
            continue;
        }
        let kind = if authority.is_self_signed() {
            "roots"
        } else {
            "intermediates"
        };
        let folder = folder.join(kind);
        std::fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
        let place = folder.join(file_name(authority, &fingerprint));
        write_whole(&place, pem(&authority.der).as_bytes())
            .with_context(|| format!("{}", place.display()))?;
        writeln!(out, "đã thêm: {}", place.display())?;
        describe(authority, out)?;
    }
    Ok(())
}

fn remove(folder: &Path, wanted: &str, out: &mut impl Write) -> anyhow::Result<()> {
    let wanted = fingerprint(wanted)?;
    let kept = kept(folder)?;
    let found: Vec<&Kept> = kept
        .iter()
        .filter(|one| one.authority.fingerprint() == wanted)
        .collect();
    if found.is_empty() {
        bail!("{}: no certificate with fingerprint {wanted}", folder.display());
    }
    for one in &found {
        ensure!(
            one.in_file == 1,
            "{} holds other certificates as well; take this one out by hand",
            one.file.display()
        );
    }
    for one in found {
        std::fs::remove_file(&one.file).with_context(|| format!("{}", one.file.display()))?;
        writeln!(out, "đã bỏ: {}", one.file.display())?;
        describe(&one.authority, out)?;
    }
    Ok(())
}

fn describe(authority: &Authority, out: &mut impl Write) -> std::io::Result<()> {
    let fingerprint = authority.fingerprint();
    let kind = if authority.is_self_signed() {
        "gốc"
    } else {
        "trung gian"
    };
    writeln!(out, "  {kind}: {}", clean(&authority.name()))?;
    writeln!(out, "  vân tay SHA-256: {fingerprint}")?;
    let (from, to) = authority.validity();
    let day = |moment: Option<Timestamp>| moment.map_or_else(|| "?".to_owned(), Timestamp::vietnam_day);
    writeln!(out, "  hiệu lực: {} – {}", day(from), day(to))?;
    match known::name_of(&fingerprint) {
        Some(name) => writeln!(out, "  nhận ra: {name}"),
        None if claims_committee(authority) => writeln!(
            out,
            "  lưu ý: mang tên Ban Cơ yếu Chính phủ nhưng vân tay không nằm trong danh sách đã biết"
        ),
        None => Ok(()),
    }
}

fn describe_list(list: &RevocationList, out: &mut impl Write) -> std::io::Result<()> {
    let (issued, next) = list.issued();
    let day = |moment: Option<Timestamp>| moment.map_or_else(|| "?".to_owned(), Timestamp::vietnam_day);
    writeln!(out, "  danh sách thu hồi của: {}", clean(&list.issuer()))?;
    writeln!(out, "  phát hành: {}, bản sau: {}", day(issued), day(next))
}

fn claims_committee(authority: &Authority) -> bool {
    let subject = &authority.certificate.tbs_certificate.subject;
    attribute_values(subject, ORGANISATION)
        .iter()
        .any(|name| search_key(name).contains(COMMITTEE))
}

/// A name that people recognise, and never one that leads out of the folder.
fn file_name(authority: &Authority, fingerprint: &str) -> String {
    let short: String = fingerprint.chars().take(16).collect();
    format!("{}-{short}.pem", plain(&authority.name()))
}

/// One name for each authority's lists.
fn list_name(list: &RevocationList) -> String {
    let short: String = list.issuer_digest().chars().take(16).collect();
    format!("{}-{short}.crl", plain(&list.issuer()))
}

fn plain(name: &str) -> String {
    let key = search_key(name);
    let ascii = key.chars().filter(char::is_ascii);
    ascii
        .map(|character| if character == ' ' { '-' } else { character })
        .take(60)
        .collect()
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}

/// Names come from files; a terminal must not obey them.
fn clean(name: &str) -> String {
    name.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, KeyUsagePurpose};

    fn certificate(name: &str, is_authority: bool) -> Vec<u8> {
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params
            .distinguished_name
            .push(DnType::OrganizationName, "Ban Cơ yếu Chính phủ");
        if is_authority {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        }
        params
            .self_signed(&KeyPair::generate().unwrap())
            .unwrap()
            .der()
            .to_vec()
    }

    fn said(act: impl FnOnce(&mut Vec<u8>) -> anyhow::Result<()>) -> String {
        let mut out = Vec::new();
        act(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_authority_is_added_listed_and_removed() {
        let home = tempfile::tempdir().unwrap();
        let (folder, file) = (home.path().join("trust"), home.path().join("ca.der"));
        let der = certificate("../../RootCA giả", true);
        std::fs::write(&file, &der).unwrap();
        let fingerprint = Authority::parse(&der).unwrap().fingerprint();

        let text = said(|out| add(&folder, &file, out));
        assert!(text.contains("đã thêm") && text.contains(&fingerprint), "{text}");
        assert!(text.contains("không nằm trong danh sách"), "{text}");
        let names: Vec<_> = read_files(&folder)
            .unwrap()
            .into_iter()
            .map(|(file, _)| file)
            .collect();
        assert_eq!(names.len(), 1);
        assert!(names[0].starts_with(folder.join("roots")), "{names:?}");

        let text = said(|out| add(&folder, &file, out));
        assert!(text.contains("đã có sẵn"), "{text}");
        assert!(said(|out| list(&folder, None, out)).contains(&fingerprint));
        let listed = |policy| said(|out| list(&folder, Some(&policy), out));
        assert!(listed(Policy::ban_co_yeu()).contains("chính sách ban-co-yeu không công nhận"));
        assert!(!listed(Policy::any_national_ca()).contains("không công nhận"));
        assert!(remove(&folder, "abc", &mut Vec::new()).is_err());
        assert!(remove(&folder, &"0".repeat(64), &mut Vec::new()).is_err());
        let text = said(|out| remove(&folder, &fingerprint.to_lowercase(), out));
        assert!(text.contains("đã bỏ"), "{text}");
        assert!(said(|out| list(&folder, None, out)).contains("chưa có"));
    }

    #[test]
    fn a_revocation_list_is_kept_and_a_newer_one_takes_its_place() {
        let home = tempfile::tempdir().unwrap();
        let (folder, file) = (home.path().join("trust"), home.path().join("list.crl"));
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().unwrap();
        let issuer = rcgen::Issuer::from_params(&params, &key);
        for day in [1, 2] {
            let list = rcgen::CertificateRevocationListParams {
                this_update: rcgen::date_time_ymd(2026, 1, day),
                next_update: rcgen::date_time_ymd(2027, 1, day),
                crl_number: rcgen::SerialNumber::from(1_u64),
                issuing_distribution_point: None,
                revoked_certs: vec![],
                key_identifier_method: rcgen::KeyIdMethod::Sha256,
            };
            std::fs::write(&file, list.signed_by(&issuer).unwrap().der()).unwrap();
            let text = said(|out| add(&folder, &file, out));
            assert!(text.contains(&format!("phát hành: 0{day}/01/2026")), "{text}");
        }
        assert_eq!(read_files(&folder.join("crls")).unwrap().len(), 1);
        assert!(said(|out| list(&folder, None, out)).contains("phát hành: 02/01/2026"));
    }

    #[test]
    fn what_is_no_authority_is_not_trusted() {
        let home = tempfile::tempdir().unwrap();
        let (folder, file) = (home.path().join("trust"), home.path().join("x"));
        for content in [certificate("Người ký", false), b"hello".to_vec(), Vec::new()] {
            std::fs::write(&file, content).unwrap();
            assert!(add(&folder, &file, &mut Vec::new()).is_err());
            assert!(!folder.exists());
        }
    }
}
