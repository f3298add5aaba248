//! clamd's INSTREAM, over TCP or a socket in a folder.

use super::service::{Scanner, Verdict};
use crate::config_upload::ClamdAddress;
use crate::files::Stored;
use anyhow::{Context, bail};
use futures::StreamExt;
use futures::future::BoxFuture;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The longest answer that is read; real ones take one line.
const MAX_ANSWER: u64 = 4096;

/// Speaks to clamd.
pub struct Clamd {
    address: ClamdAddress,
    patience: Duration,
}

impl Clamd {
    /// Nothing is connected before there is something to scan.
    pub fn new(address: ClamdAddress, patience_seconds: u64) -> Self {
        Self {
            address,
            patience: Duration::from_secs(patience_seconds),
        }
    }

    async fn ask(&self, bytes: Stored) -> anyhow::Result<Verdict> {
        let answer = match &self.address {
            ClamdAddress::Tcp(address) => {
                let line = TcpStream::connect(address).await.context("connecting to clamd")?;
                line.set_nodelay(true)?;
                converse(line, bytes).await?
            }
            #[cfg(unix)]
            ClamdAddress::Unix(path) => {
                let line = tokio::net::UnixStream::connect(path)
                    .await
                    .context("connecting to clamd")?;
                converse(line, bytes).await?
            }
            #[cfg(not(unix))]
            ClamdAddress::Unix(_) => bail!("this system has no such sockets"),
        };
        read(&answer)
    }
}

impl Scanner for Clamd {
    fn scan<'a>(&'a self, bytes: Stored) -> BoxFuture<'a, anyhow::Result<Verdict>> {
        Box::pin(async move {
            let asked = timeout(self.patience, self.ask(bytes));
            asked.await.context("clamd did not answer in time")?
        })
    }
}

/// Sends the bytes in chunks, each behind its length, and reads what comes back. clamd answers early and hangs up when it
/// has had enough, so what it says counts also when not everything could be sent.
async fn converse<L>(mut line: L, mut bytes: Stored) -> anyhow::Result<Vec<u8>>
where
    L: AsyncRead + AsyncWrite + Unpin,
{
    let sent: anyhow::Result<()> = async {
        line.write_all(b"zINSTREAM\0").await?;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk.context("the file cannot be read")?;
            if chunk.is_empty() {
                continue;
            }
            line.write_all(&u32::try_from(chunk.len())?.to_be_bytes()).await?;
            line.write_all(&chunk).await?;
        }
        line.write_all(&[0; 4]).await?;
        Ok(line.flush().await?)
    }
    .await;
    let mut answer = Vec::new();
    let heard = line.take(MAX_ANSWER).read_to_end(&mut answer).await;
    match sent {
        Err(error) if answer.is_empty() => Err(error),
        // What was said over half a file is no word about the file, unless it is that it was found or not taken.
        Err(_) if is_ok(&answer) => bail!("clamd was content with half a file"),
        _ if answer.is_empty() => {
            heard?;
            bail!("clamd said nothing");
        }
        _ => Ok(answer),
    }
}

fn is_ok(answer: &[u8]) -> bool {
    matches!(read(answer), Ok(Verdict::Clean))
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`; anything else is no answer.
fn read(answer: &[u8]) -> anyhow::Result<Verdict> {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim_end_matches(['\0', '\n', '\r']);
    if text == "stream: OK" {
        return Ok(Verdict::Clean);
    }
    let found = text
        .strip_prefix("stream: ")
        .and_then(|rest| rest.strip_suffix(" FOUND"))
        .filter(|name| !name.is_empty() && !name.contains(char::is_control));
    match found {
        Some(name) => Ok(Verdict::Infected(name.chars().take(200).collect())),
        None => bail!("clamd said: {}", text.chars().take(200).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_clamd_says_is_an_answer() {
        assert_eq!(read(b"stream: OK\0").unwrap(), Verdict::Clean);
        assert_eq!(
            read(b"stream: Eicar-Test-Signature FOUND\0").unwrap(),
            Verdict::Infected("Eicar-Test-Signature".to_owned())
        );
        for bad in [
            b"" as &[u8],
            b"OK",
            b"stream: OK FOUND? no",
            b"stream:  FOUND",
            b"INSTREAM size limit exceeded. ERROR\0",
            b"stream: a\0stream: OK\0",
            b"\xff\xfe\0OK",
            b"HTTP/1.1 200 OK\r\n\r\n",
        ] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}
