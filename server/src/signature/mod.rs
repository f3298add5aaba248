//! The final word over a signed paper: cryptography, trust, time and revocation, on top of `motcua_shared::signature`.
