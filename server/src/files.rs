//! Where bytes are kept: a folder or an S3-compatible store, through `object_store`.
//!
//! `staging/<id>` holds what was sent and not yet put to use; `stored/<aa>/<sha256>` what papers and dossiers stand
//! on. Stored bytes are named by their digest and never change.

use crate::config::FilesConfig;
use crate::error::AppError;
use crate::files_unfinished;
use crate::outbound;
use anyhow::Context;
use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UploadId;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};
use secrecy::ExposeSecret;
use std::path::PathBuf;
use std::sync::Arc;

/// Says whether bytes may leave the portal. Asked by whatever opens them for somebody, so that no answer can forget it.
pub trait Clearance: Send + Sync {
    /// Refuses bytes that may not.
    fn check<'a>(&'a self, sha256: &'a str) -> BoxFuture<'a, Result<(), AppError>>;
}

/// Bytes as they come out of the store.
pub type Stored = BoxStream<'static, object_store::Result<Bytes>>;

/// The store of files.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    clearance: Option<Arc<dyn Clearance>>,
    prefix: Path,
    /// Where it is a folder: a folder that went away lists as empty.
    folder: Option<PathBuf>,
}

/// An object of the store, for the reconciling job.
#[derive(Debug, Clone)]
pub struct StoredObject {
    /// Last part of its name: an upload id or a digest.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Seconds since 1970 of its last change.
    pub changed_at: i64,
}

/// Name of an object that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside(pub String);

impl Aside {
    /// The digest of its bytes.
    pub fn sha256(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }
}

/// The places.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Sent, not yet put to use.
    Staging,
    /// Pieces of what is being sent.
    Parts,
    /// Stood on by papers and dossiers.
    Stored,
    /// On its way out: nobody stands on it, unless somebody came to in this moment.
    Aside,
    /// Sealed with the server's key: scans of identity cards.
    Sealed,
}

impl Place {
    const fn folder(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Parts => "parts",
            Self::Stored => "stored",
            Self::Aside => "aside",
            Self::Sealed => "sealed",
        }
    }
}

impl Files {
    /// Opens the folder or the store that the settings name.
    pub fn open(config: &FilesConfig) -> anyhow::Result<Self> {
        if config.url.contains("://") {
            let url = reqwest::Url::parse(&config.url).context("files.url is no address")?;
            let options: Vec<(String, String)> = config
                .options
                .iter()
                .map(|(key, value)| (key.clone(), value.expose_secret().to_owned()))
                .collect();
            outbound::prepare_tls();
            let (store, prefix) =
                object_store::parse_url_opts(&url, options).context("files.url names no known store")?;
            Ok(Self {
                store: Arc::from(store),
                clearance: None,
                prefix,
                folder: None,
            })
        } else {
            let folder = &config.url;
            std::fs::create_dir_all(folder)
                .with_context(|| format!("files.url: the folder {folder} cannot be made"))?;
            // Found out now, and not by the first paper.
            tempfile::tempfile_in(folder)
                .with_context(|| format!("files.url: nothing can be written to the folder {folder}"))?;
            let store = LocalFileSystem::new_with_prefix(folder)
                .with_context(|| format!("files.url: the folder {folder} cannot be used"))?;
            Ok(Self {
                store: Arc::new(store),
                clearance: None,
                prefix: Path::default(),
                folder: Some(PathBuf::from(&config.url)),
            })
        }
    }

    /// The same store, which asks before it opens bytes for somebody.
    pub fn with_clearance(mut self, clearance: Arc<dyn Clearance>) -> Self {
        self.clearance = Some(clearance);
        self
    }

    async fn clear(&self, sha256: &str) -> Result<(), AppError> {
        match &self.clearance {
            Some(clearance) => clearance.check(sha256).await,
            None => Ok(()),
        }
    }

    fn staging(&self, id: UploadId) -> Path {
        self.prefix
            .clone()
            .join(Place::Staging.folder())
            .join(id.to_string())
    }

    fn stored(&self, sha256: &str) -> Path {
        let shelf: String = sha256.chars().take(2).collect();
        self.prefix
            .clone()
            .join(Place::Stored.folder())
            .join(shelf)
            .join(sha256)
    }

    fn aside(&self, aside: &Aside) -> Path {
        self.prefix
            .clone()
            .join(Place::Aside.folder())
            .join(aside.0.as_str())
    }

    fn sealed(&self, id: &str) -> Path {
        self.prefix.clone().join(Place::Sealed.folder()).join(id)
    }

    /// Keeps what was sealed under an id of its own.
    pub async fn put_sealed(&self, id: &str, sealed: String) -> Result<(), AppError> {
        let put = self.store.put(&self.sealed(id), sealed.into()).await;
        put.map(|_| ()).map_err(AppError::internal)
    }

    /// What was sealed.
    pub async fn read_sealed(&self, id: &str) -> Result<Bytes, AppError> {
        let result = self
            .store
            .get(&self.sealed(id))
            .await
            .map_err(AppError::internal)?;
        result.bytes().await.map_err(AppError::internal)
    }

    /// Forgets what was sealed; harmless when it is gone.
    pub async fn discard_sealed(&self, id: &str) -> Result<(), AppError> {
        self.delete(&self.sealed(id)).await
    }

    /// Everything that is kept sealed.
    pub async fn list_sealed(&self) -> Result<Vec<StoredObject>, AppError> {
        self.list(self.prefix.clone().join(Place::Sealed.folder())).await
    }

    /// Starts writing an object that appears in the store only when it is finished.
    pub async fn stage(&self, id: UploadId) -> Result<WriteMultipart, AppError> {
        let upload = self
            .store
            .put_multipart(&self.staging(id))
            .await
            .map_err(AppError::internal)?;
        Ok(WriteMultipart::new(upload))
    }

    /// Puts a staged object under another name as well.
    pub async fn copy_staged(&self, from: UploadId, to: UploadId) -> Result<(), AppError> {
        let copied = self.store.copy(&self.staging(from), &self.staging(to)).await;
        copied.map_err(AppError::internal)
    }

    /// All bytes of a staged object.
    pub async fn read_staged(&self, id: UploadId) -> Result<Bytes, AppError> {
        let result = self
            .store
            .get(&self.staging(id))
            .await
            .map_err(AppError::internal)?;
        result.bytes().await.map_err(AppError::internal)
    }

    /// A staged object for somebody, if its bytes may leave the portal.
    pub async fn open_staged(&self, id: UploadId, sha256: &str) -> Result<Stored, AppError> {
        self.clear(sha256).await?;
        self.stream_staged(id).await
    }

    /// A staged object for the portal itself.
    pub async fn stream_staged(&self, id: UploadId) -> Result<Stored, AppError> {
        match self.store.get(&self.staging(id)).await {
            Ok(result) => Ok(result.into_stream()),
            Err(object_store::Error::NotFound { .. }) => Err(ErrorCode::UploadGone.into()),
            Err(error) => Err(AppError::internal(error)),
        }
    }

    fn part(&self, name: &str) -> Path {
        self.prefix.clone().join(Place::Parts.folder()).join(name)
    }

    /// Keeps a piece of what is being sent, under a name of its own.
    pub async fn put_part(&self, name: &str, bytes: Vec<Bytes>) -> Result<(), AppError> {
        let put = self
            .store
            .put(&self.part(name), PutPayload::from_iter(bytes))
            .await;
        put.map(|_| ()).map_err(AppError::internal)
    }

    /// Pieces one behind the other.
    pub fn read_parts(&self, names: Vec<String>) -> Stored {
        let files = self.clone();
        let each =
            futures::stream::iter(names).then(move |name| {
                let files = files.clone();
                async move {
                    Ok::<_, object_store::Error>(files.store.get(&files.part(&name)).await?.into_stream())
                }
            });
        each.try_flatten().boxed()
    }

    /// Forgets a piece; harmless when it is gone.
    pub async fn discard_part(&self, name: &str) -> Result<(), AppError> {
        self.delete(&self.part(name)).await
    }

    /// Every piece.
    pub async fn list_parts(&self) -> Result<Vec<StoredObject>, AppError> {
        self.list(self.prefix.clone().join(Place::Parts.folder())).await
    }

    /// Forgets a staged object; harmless when it is gone.
    pub async fn discard_staged(&self, id: UploadId) -> Result<(), AppError> {
        self.delete(&self.staging(id)).await
    }

    /// Puts a staged object under its digest as well. Harmless when that was done before.
    pub async fn promote(&self, id: UploadId, sha256: &str) -> Result<(), AppError> {
        match self
            .store
            .copy_if_not_exists(&self.staging(id), &self.stored(sha256))
            .await
        {
            Ok(()) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
            // Staged no more: put to use by an earlier request, if the bytes are there.
            Err(object_store::Error::NotFound { .. }) if self.has_stored(sha256).await? => Ok(()),
            Err(object_store::Error::NotFound { .. }) => Err(ErrorCode::UploadGone.into()),
            // S3 alone has no such copy; bytes of one digest are the same bytes.
            Err(object_store::Error::NotImplemented { .. } | object_store::Error::NotSupported { .. }) => {
                self.store
                    .copy(&self.staging(id), &self.stored(sha256))
                    .await
                    .map_err(AppError::internal)
            }
            Err(error) => Err(AppError::internal(error)),
        }
    }

    /// Puts a stored object where nobody finds it, before it is decided whether it goes. Each time under a name of its
    /// own, so that two who do so at once do not take each other's; the name comes back, if there was such an object.
    pub async fn set_aside(&self, sha256: &str) -> Result<Option<Aside>, AppError> {
        let aside = Aside(format!("{sha256}.{}", uuid::Uuid::now_v7().simple()));
        match self.store.rename(&self.stored(sha256), &self.aside(&aside)).await {
            Ok(()) => Ok(Some(aside)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(AppError::internal(error)),
        }
    }

    /// Puts an object back that was set aside; says whether there was one.
    pub async fn put_back(&self, aside: &Aside) -> Result<bool, AppError> {
        let stored = self.stored(aside.sha256());
        match self.store.rename(&self.aside(aside), &stored).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(AppError::internal(error)),
        }
    }

    /// Forgets an object that was set aside.
    pub async fn discard_aside(&self, aside: &Aside) -> Result<(), AppError> {
        self.delete(&self.aside(aside)).await
    }

    /// Whether a stored object is there.
    pub async fn has_stored(&self, sha256: &str) -> Result<bool, AppError> {
        match self.store.head(&self.stored(sha256)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(AppError::internal(error)),
        }
    }

    /// All bytes of a stored object, as a stream, for the portal itself.
    pub async fn read_stored(&self, sha256: &str) -> Result<Stored, AppError> {
        let result = self
            .store
            .get(&self.stored(sha256))
            .await
            .map_err(AppError::internal)?;
        Ok(result.into_stream())
    }

    /// The first `length` bytes of a stored object for somebody, if they may leave the portal.
    pub async fn open_stored(&self, sha256: &str, length: u64) -> Result<Stored, AppError> {
        self.clear(sha256).await?;
        let result = self
            .store
            .get_opts(
                &self.stored(sha256),
                GetOptions::new().with_range(Some(0..length)),
            )
            .await
            .map_err(AppError::internal)?;
        Ok(result.into_stream())
    }

    /// Every staged object: as many as uploads wait.
    pub async fn list_staged(&self) -> Result<Vec<StoredObject>, AppError> {
        self.list(self.prefix.clone().join(Place::Staging.folder())).await
    }

    /// Deletes what was begun before `oldest` (seconds since 1970) and never became an object, where the store is a folder; says
    /// how many.
    pub async fn discard_unfinished(&self, oldest: i64) -> Result<usize, AppError> {
        let Some(folder) = &self.folder else { return Ok(0) };
        let mut count = 0;
        // All other places are filled by renaming or linking.
        for place in [Place::Staging, Place::Parts, Place::Sealed] {
            let cleared = files_unfinished::clear(&folder.join(place.folder()), oldest).await;
            count += cleared.map_err(AppError::internal)?;
        }
        Ok(count)
    }

    /// Every object that was set aside and neither put back nor forgotten.
    pub async fn list_aside(&self) -> Result<Vec<StoredObject>, AppError> {
        self.list(self.prefix.clone().join(Place::Aside.folder())).await
    }

    /// The stored objects whose digest starts with `shelf` (two hexadecimal digits).
    pub async fn list_shelf(&self, shelf: &str) -> Result<Vec<StoredObject>, AppError> {
        self.list(self.prefix.clone().join(Place::Stored.folder()).join(shelf))
            .await
    }

    async fn list(&self, folder: Path) -> Result<Vec<StoredObject>, AppError> {
        let objects = self.store.list(Some(&folder)).map(|object| {
            object.map(|meta| StoredObject {
                name: meta.location.filename().unwrap_or_default().to_owned(),
                size: meta.size,
                changed_at: meta.last_modified.timestamp(),
            })
        });
        objects.try_collect().await.map_err(AppError::internal)
    }

    /// Whether the store answers.
    pub async fn is_ready(&self) -> bool {
        if let Some(folder) = &self.folder
            && !tokio::fs::try_exists(folder).await.unwrap_or(false)
        {
            return false;
        }
        let folder = self.prefix.clone().join(Place::Staging.folder());
        !matches!(self.store.list(Some(&folder)).next().await, Some(Err(_)))
    }

    async fn delete(&self, path: &Path) -> Result<(), AppError> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(AppError::internal(error)),
        }
    }
}
