//! Sending a file in pieces, by hand.

use crate::client::{Answer, Client, ORIGIN};
use crate::{TestApp, client};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use motcua_shared::id::UploadId;
use motcua_shared::path::{self, CLIENT_HEADER, IDEMPOTENCY_HEADER};
use motcua_shared::upload::dto::{Purpose, UploadView};
use reqwest::{Method, RequestBuilder};
use std::io::{Read, Write};

/// The type of a piece.
pub const PIECE: &str = "application/offset+octet-stream";

/// `Upload-Metadata` of a file.
pub fn metadata(name: &str, purpose: Purpose) -> String {
    format!(
        "filename {},purpose {}",
        STANDARD.encode(name),
        STANDARD.encode(purpose.as_str())
    )
}

impl Client {
    /// A request by tus.
    pub fn tus(&self, method: Method, address: &str) -> RequestBuilder {
        self.request(method, address).header("tus-resumable", "1.0.0")
    }

    /// The request that begins a file.
    pub fn beginning(&self, size: u64, name: &str, purpose: Purpose, key: &str) -> RequestBuilder {
        self.tus(Method::POST, path::RESUMABLE_UPLOADS)
            .header("upload-length", size)
            .header("upload-metadata", metadata(name, purpose))
            .header(IDEMPOTENCY_HEADER, key)
    }

    /// Begins a file; its address.
    pub async fn begun(&self, size: usize, name: &str, purpose: Purpose) -> String {
        let request = self.beginning(size as u64, name, purpose, &client::new_key());
        let answer = Answer::of(request).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.header("location").unwrap().to_owned()
    }

    /// The request that sends a piece.
    pub fn appending(&self, address: &str, offset: usize, piece: &[u8]) -> RequestBuilder {
        self.tus(Method::PATCH, address)
            .header("content-type", PIECE)
            .header("upload-offset", offset)
            .body(Bytes::copy_from_slice(piece))
    }

    /// Sends a piece.
    pub async fn append(&self, address: &str, offset: usize, piece: &[u8]) -> Answer {
        Answer::of(self.appending(address, offset, piece)).await
    }

    /// How much has come.
    pub async fn offset(&self, address: &str) -> usize {
        let answer = Answer::of(self.tus(Method::HEAD, address)).await;
        assert_eq!(answer.status, 200);
        offset_of(&answer)
    }

    /// Sends a whole file in pieces.
    pub async fn sent_in_pieces(
        &self,
        bytes: &[u8],
        name: &str,
        purpose: Purpose,
        piece: usize,
    ) -> UploadView {
        let address = self.begun(bytes.len(), name, purpose).await;
        let mut offset = 0;
        for piece in bytes.chunks(piece) {
            let answer = self.append(&address, offset, piece).await;
            assert_eq!(answer.status, 204, "{}", answer.text());
            offset += piece.len();
            assert_eq!(offset_of(&answer), offset);
        }
        self.get(&address).await.ok(200)
    }
}

/// `Upload-Offset` of an answer.
pub fn offset_of(answer: &Answer) -> usize {
    answer.header("upload-offset").unwrap().parse().unwrap()
}

/// The id at the end of an address.
pub fn id_of(address: &str) -> UploadId {
    UploadId::parse(address.rsplit('/').next().unwrap()).unwrap()
}

/// Sends the beginning of a piece, then cuts the line: as when a train goes into a tunnel. With `linger` the server has read
/// all of it before the cut.
pub fn cut_off(app: &TestApp, client: &Client, address: &str, offset: usize, promised: usize, sent: &[u8]) {
    let mut line = std::net::TcpStream::connect(&app.address).unwrap();
    let head = format!(
        "PATCH {address} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\norigin: {ORIGIN}\r\n{CLIENT_HEADER}: 1\r\n\
         tus-resumable: 1.0.0\r\ncontent-type: {PIECE}\r\nupload-offset: {offset}\r\ncontent-length: {promised}\r\n\r\n",
        app.address,
        client.cookie.as_deref().unwrap(),
    );
    line.write_all(head.as_bytes()).unwrap();
    line.write_all(sent).unwrap();
    line.flush().unwrap();
    line.shutdown(std::net::Shutdown::Write).unwrap();
    // Until the server has taken what was sent, or has hung up.
    let _ = line.set_read_timeout(Some(std::time::Duration::from_millis(300)));
    let _ = line.read(&mut [0; 512]);
}
