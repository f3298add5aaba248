//! The token, spoken to by PKCS#11 (v2.40): private keys stay in it, certificates can be read.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow, bail, ensure};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, CertificateType, KeyType, ObjectClass};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use rsa::RsaPrivateKey;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};

use crate::pki::certificate::Identity;
use crate::pki::key::{Held, Key};
use crate::pki::store;

/// Whose keys the sandbox puts on its token.
pub const HOLDERS: [&str; 11] = [
    "org-hoa-mai",
    "org-so-noi-vu",
    "org-renewed",
    "org-enterprise",
    "org-no-uid",
    "org-expired",
    "org-not-yet",
    "org-revoked",
    "person-mau",
    "foreign-company",
    "impostor-org",
];

const LABEL: &str = "SANDBOX";

/// An opened token.
pub struct Token {
    module: Pkcs11,
    slot: Slot,
    pin: AuthPin,
    /// One caller at a time: a login is the whole program's, not a session's.
    turn: Arc<Mutex<()>>,
    certificates: Vec<Kept>,
}

/// A certificate on the token.
struct Kept {
    label: String,
    id: Vec<u8>,
    der: Vec<u8>,
}

impl Token {
    /// The first token there is, as it is.
    pub fn open(module: &Path, pin: &str) -> Result<Self> {
        let module = load(module)?;
        let slots = module.get_slots_with_initialized_token()?;
        let slot = *slots.first().context("no token is plugged in")?;
        Self::read(module, slot, pin)
    }

    /// A new token with the keys and certificates of the set in `dir`.
    pub fn make(module: &Path, pin: &str, dir: &Path) -> Result<Self> {
        let module = load(module)?;
        let slot = *module
            .get_slots_with_token()?
            .first()
            .context("the module has no slot")?;
        let auth = AuthPin::new(pin.into());
        module.init_token(slot, &auth, LABEL)?;
        // SoftHSM gives an initialised token another slot.
        let slot = *module
            .get_slots_with_initialized_token()?
            .first()
            .context("no token was made")?;
        {
            let session = module.open_rw_session(slot)?;
            session.login(UserType::So, Some(&auth))?;
            session.init_pin(&auth)?;
            session.logout()?;
            session.login(UserType::User, Some(&auth))?;
            for (number, holder) in (1u8..).zip(HOLDERS) {
                put(&session, &store::read(dir, holder)?, number)
                    .with_context(|| format!("cannot put {holder} on the token"))?;
            }
            session.logout()?;
        }
        Self::read(module, slot, pin)
    }

    fn read(module: Pkcs11, slot: Slot, pin: &str) -> Result<Self> {
        let mut certificates = Vec::new();
        {
            let session = module.open_ro_session(slot)?;
            for object in session.find_objects(&[Attribute::Class(ObjectClass::CERTIFICATE)])? {
                let wanted = [AttributeType::Label, AttributeType::Id, AttributeType::Value];
                let mut kept = Kept {
                    label: String::new(),
                    id: Vec::new(),
                    der: Vec::new(),
                };
                for attribute in session.get_attributes(object, &wanted)? {
                    match attribute {
                        Attribute::Label(label) => kept.label = String::from_utf8_lossy(&label).into_owned(),
                        Attribute::Id(id) => kept.id = id,
                        Attribute::Value(der) => kept.der = der,
                        _ => {}
                    }
                }
                certificates.push(kept);
            }
        }
        certificates.sort_by(|left, right| left.id.cmp(&right.id));
        Ok(Token {
            module,
            slot,
            pin: AuthPin::new(pin.into()),
            turn: Arc::new(Mutex::new(())),
            certificates,
        })
    }

    /// The labels of the certificates.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.certificates.iter().map(|kept| kept.label.as_str())
    }

    /// A holder whose key signs inside the token.
    pub fn identity(&self, label: &str) -> Result<Identity> {
        let kept = self.certificates.iter().find(|kept| kept.label == label);
        let kept = kept.with_context(|| format!("no certificate {label} on the token"))?;
        let key = TokenKey {
            module: self.module.clone(),
            slot: self.slot,
            pin: self.pin.clone(),
            turn: self.turn.clone(),
            id: kept.id.clone(),
            public: store::public_key(&kept.der).context("an unreadable certificate on the token")?,
        };
        store::identity(label, Key::Token(Box::new(key)), kept.der.clone())
            .context("an unreadable certificate on the token")
    }

    /// Logs in with a PIN that is not the token's. Always an error: the token's own.
    pub fn try_wrong_pin(&self) -> Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let session = self.module.open_ro_session(self.slot)?;
        session.login(UserType::User, Some(&AuthPin::new("00000000".into())))?;
        session.logout()?;
        bail!("the token took a wrong PIN")
    }
}

fn load(path: &Path) -> Result<Pkcs11> {
    let module = Pkcs11::new(path).with_context(|| {
        format!(
            "cannot load {}: is it installed? (Debian: apt install softhsm2)",
            path.display()
        )
    })?;
    module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
    Ok(module)
}

/// Puts key and certificate on the token under one label and id.
fn put(session: &Session, holder: &Identity, number: u8) -> Result<()> {
    let Key::Rsa(key) = holder.key.as_ref() else {
        bail!("not an RSA key")
    };
    let (label, id) = (holder.id.as_bytes().to_vec(), vec![number]);
    session.create_object(&[
        Attribute::Class(ObjectClass::CERTIFICATE),
        Attribute::CertificateType(CertificateType::X_509),
        Attribute::Token(true),
        Attribute::Private(false),
        Attribute::Label(label.clone()),
        Attribute::Id(id.clone()),
        Attribute::Subject(holder.subject.clone()),
        Attribute::Issuer(holder.issuer.clone()),
        Attribute::SerialNumber(crate::asn1::uint(&holder.serial)),
        Attribute::Value(holder.certificate.clone()),
    ])?;
    let mut template = vec![
        Attribute::Class(ObjectClass::PRIVATE_KEY),
        Attribute::KeyType(KeyType::RSA),
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Label(label),
        Attribute::Id(id),
    ];
    template.extend(numbers(key)?);
    session.create_object(&template)?;
    Ok(())
}

fn numbers(key: &RsaPrivateKey) -> Result<Vec<Attribute>> {
    let [first, second] = key.primes() else {
        bail!("a key of more than two primes")
    };
    let mut computed = key.clone();
    computed.precompute()?;
    let part =
        |number: Option<&rsa::BigUint>| number.map(rsa::BigUint::to_bytes_be).context("an incomplete key");
    let coefficient = computed.crt_coefficient().context("an incomplete key")?;
    Ok(vec![
        Attribute::Modulus(key.n().to_bytes_be()),
        Attribute::PublicExponent(key.e().to_bytes_be()),
        Attribute::PrivateExponent(key.d().to_bytes_be()),
        Attribute::Prime1(first.to_bytes_be()),
        Attribute::Prime2(second.to_bytes_be()),
        Attribute::Exponent1(part(computed.dp())?),
        Attribute::Exponent2(part(computed.dq())?),
        Attribute::Coefficient(coefficient.to_bytes_be()),
    ])
}

/// A private key that never leaves the token.
struct TokenKey {
    module: Pkcs11,
    slot: Slot,
    pin: AuthPin,
    turn: Arc<Mutex<()>>,
    id: Vec<u8>,
    public: Vec<u8>,
}

impl Held for TokenKey {
    fn public(&self) -> Vec<u8> {
        self.public.clone()
    }

    fn sign_pkcs1(&self, digest_info: &[u8]) -> Result<Vec<u8>> {
        let _turn = self.turn.lock().map_err(|_| anyhow!("the token broke"))?;
        let session = self.module.open_ro_session(self.slot)?;
        session.login(UserType::User, Some(&self.pin))?;
        let template = [
            Attribute::Class(ObjectClass::PRIVATE_KEY),
            Attribute::Id(self.id.clone()),
        ];
        let found = session.find_objects(&template)?;
        let signature = match found.as_slice() {
            [key] => session.sign(&Mechanism::RsaPkcs, *key, digest_info),
            keys => bail!("{} private keys belong to the certificate", keys.len()),
        };
        session.logout()?;
        let signature = signature?;
        ensure!(!signature.is_empty(), "the token gave an empty signature");
        Ok(signature)
    }
}
