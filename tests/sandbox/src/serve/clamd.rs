//! An antivirus that speaks clamd's INSTREAM: finds the EICAR test file wherever it stands, and files whose digest it was
//! told. Misbehaves as the faults of the channel `antivirus` say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::{HttpResponse, Responder, web};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing::{info, warn};

use super::faults::{Fault, Faults};
use super::inbox::Channel;

/// The agreed file that every antivirus finds, in two pieces so that none finds this program.
const EICAR: [&str; 2] = [
    "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-",
    "ANTIVIRUS-TEST-FILE!$H+H*",
];

/// clamd's own default limit of a stream.
const STREAM_MAX: usize = 100 << 20;

/// What it finds besides, and how many files it has looked through.
#[derive(Default)]
pub struct Signatures {
    known: Mutex<HashMap<String, String>>,
    scanned: std::sync::atomic::AtomicU64,
}

/// A file that is to be found.
#[derive(Deserialize)]
pub struct Signature {
    sha256: String,
    name: String,
}

/// `POST /clamd/signatures` with `{"sha256": …, "name": …}`
pub async fn learn(signatures: web::Data<Signatures>, signature: web::Json<Signature>) -> impl Responder {
    let mut known = signatures.known.lock().unwrap_or_else(PoisonError::into_inner);
    known.insert(signature.sha256.clone(), signature.name.clone());
    HttpResponse::NoContent()
}

/// `GET /clamd/scanned`: how many files it has looked through.
pub async fn scanned(signatures: web::Data<Signatures>) -> impl Responder {
    web::Json(signatures.scanned.load(std::sync::atomic::Ordering::Relaxed))
}

/// Listens, and serves every connection until the program ends.
pub async fn listen(
    address: &str,
    faults: web::Data<Faults>,
    signatures: web::Data<Signatures>,
) -> Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: is another program using this port?"))?;
    println!("sandbox: antivirus at {}", listener.local_addr()?);
    let (faults, signatures): (Arc<Faults>, Arc<Signatures>) = (faults.into_inner(), signatures.into_inner());
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (faults, signatures) = (faults.clone(), signatures.clone());
            actix_web::rt::spawn(async move {
                if let Err(error) = serve(stream, &faults, &signatures).await {
                    warn!(%error, "antivirus connection ended");
                }
            });
        }
    });
    Ok(())
}

async fn serve<S>(mut stream: S, faults: &Faults, signatures: &Signatures) -> Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let fault = faults.of(Channel::Antivirus);
    if fault == Fault::Down {
        return Ok(());
    }
    let mut command = Vec::new();
    loop {
        let byte = stream.read_u8().await?;
        if byte == 0 || byte == b'\n' {
            break;
        }
        command.push(byte);
        if command.len() > 100 {
            bail!("no command");
        }
    }
    match command.as_slice() {
        b"zPING" | b"nPING" => return Ok(stream.write_all(b"PONG\0").await?),
        b"zINSTREAM" | b"nINSTREAM" => {}
        _ => return Ok(stream.write_all(b"UNKNOWN COMMAND\0").await?),
    }
    if fault == Fault::Garbage {
        // Content before it has seen anything, and in words that are not its own.
        return Ok(stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nstream: OK").await?);
    }
    let mut bytes = Vec::new();
    loop {
        let length = usize::try_from(stream.read_u32().await?)?;
        if length == 0 {
            break;
        }
        if bytes.len() + length > STREAM_MAX {
            return Ok(stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await?);
        }
        let from = bytes.len();
        bytes.resize(from + length, 0);
        stream
            .read_exact(bytes.get_mut(from..).unwrap_or_default())
            .await?;
    }
    match fault {
        Fault::Hang => tokio::time::sleep(Duration::from_secs(3600)).await,
        Fault::Slow => tokio::time::sleep(Duration::from_millis(1500)).await,
        Fault::Lost => return Ok(()),
        _ => {}
    }
    let answer = match found(&bytes, signatures) {
        Some(name) => format!("stream: {name} FOUND\0"),
        None => "stream: OK\0".to_owned(),
    };
    signatures
        .scanned
        .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    info!(size = bytes.len(), answer, "scanned");
    Ok(stream.write_all(answer.as_bytes()).await?)
}

fn found(bytes: &[u8], signatures: &Signatures) -> Option<String> {
    let eicar = EICAR.concat();
    if bytes
        .windows(eicar.len())
        .any(|window| window == eicar.as_bytes())
    {
        return Some("Eicar-Test-Signature".to_owned());
    }
    let digest: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let known = signatures.known.lock().unwrap_or_else(PoisonError::into_inner);
    known.get(&digest).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(sent: &[u8], fault: Fault) -> String {
        let (mut here, there) = tokio::io::duplex(1 << 16);
        let faults = Faults::default();
        faults.set(Channel::Antivirus, fault);
        let signatures = Signatures::default();
        let (_, answer) = tokio::join!(serve(there, &faults, &signatures), async {
            here.write_all(sent).await.unwrap();
            let mut answer = String::new();
            here.read_to_string(&mut answer).await.unwrap();
            answer
        });
        answer
    }

    fn stream(bytes: &[u8]) -> Vec<u8> {
        let mut sent = b"zINSTREAM\0".to_vec();
        for chunk in bytes.chunks(7) {
            sent.extend(u32::try_from(chunk.len()).unwrap().to_be_bytes());
            sent.extend(chunk);
        }
        sent.extend([0; 4]);
        sent
    }

    #[actix_web::test]
    async fn it_finds_the_agreed_file_and_nothing_else() {
        assert_eq!(ask(b"zPING\0", Fault::None).await, "PONG\0");
        assert_eq!(ask(&stream(b"a letter"), Fault::None).await, "stream: OK\0");
        let infected = format!("before {} behind", EICAR.concat());
        assert_eq!(
            ask(&stream(infected.as_bytes()), Fault::None).await,
            "stream: Eicar-Test-Signature FOUND\0"
        );
        assert_eq!(ask(&stream(infected.as_bytes()), Fault::Lost).await, "");
        assert!(
            !ask(&stream(b"a letter"), Fault::Garbage)
                .await
                .starts_with("stream")
        );
    }
}
