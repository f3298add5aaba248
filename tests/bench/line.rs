//! A connection that sends bodies, that can be cut, and that knows what went over it.

use anyhow::{Context, ensure};
use motcua_shared::path::CLIENT_HEADER;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};

/// One kept-alive connection.
pub struct Line(BufReader<TcpStream>);

/// What came back.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its `Location`.
    pub location: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as what it is, when the status is `status`.
    pub fn json<T: DeserializeOwned>(&self, status: u16) -> anyhow::Result<T> {
        ensure!(self.status == status, "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.body).with_context(|| self.text())
    }
}

/// A request as it travels.
pub struct Request<'a> {
    /// Its method.
    pub method: &'a str,
    /// Path and query.
    pub address: &'a str,
    /// Who asks.
    pub token: &'a str,
    /// Further headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// Its body.
    pub body: &'a [u8],
}

impl Request<'_> {
    fn bytes(&self) -> Vec<u8> {
        let more: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let head = format!(
            "{} {} HTTP/1.1\r\nhost: localhost\r\ncookie: motcua-session={}\r\n{CLIENT_HEADER}: bench\r\n\
             sec-fetch-site: same-origin\r\ncontent-length: {}\r\n{more}\r\n",
            self.method,
            self.address,
            self.token,
            self.body.len()
        );
        [head.as_bytes(), self.body].concat()
    }
}

/// Where a line is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Half of the request went.
    Asking,
    /// The whole request went, and nothing was heard of it.
    Waiting,
    /// The answer had begun.
    Hearing,
}

impl Line {
    /// A new one.
    pub fn open(port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Asks and hears the answer to its end.
    pub fn send(&mut self, request: &Request<'_>) -> anyhow::Result<Answer> {
        self.0.get_mut().write_all(&request.bytes())?;
        let mut first = String::new();
        self.0.read_line(&mut first)?;
        let status = first
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .parse()
            .context(first)?;
        let (mut length, mut location) = (0, None);
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "location" => location = Some(value.to_owned()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(Answer {
            status,
            location,
            body,
        })
    }

    /// Asks, and is gone at a point of it.
    pub fn lose(mut self, request: &Request<'_>, cut: Cut) -> anyhow::Result<()> {
        let bytes = request.bytes();
        let half = bytes.len() / 2;
        let stream = self.0.get_mut();
        match cut {
            Cut::Asking => stream.write_all(bytes.get(..half).unwrap_or_default())?,
            Cut::Waiting => stream.write_all(&bytes)?,
            Cut::Hearing => {
                stream.write_all(&bytes)?;
                let mut some = [0; 20];
                self.0.read_exact(&mut some)?;
            }
        }
        // The other side may have hung up first.
        let _ = self.0.get_ref().shutdown(Shutdown::Both);
        Ok(())
    }

    /// Asks without further headers.
    pub fn ask(&mut self, method: &str, address: &str, token: &str, body: &[u8]) -> anyhow::Result<Answer> {
        let headers: &[(&str, &str)] = match body {
            [] => &[],
            _ => &[("content-type", "application/json")],
        };
        self.send(&Request {
            method,
            address,
            token,
            headers,
            body,
        })
    }
}
