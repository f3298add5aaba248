//! The application under test.

use crate::backend::{Backend, PostgresDatabase, sqlite_url};
use crate::client::{Answer, Client, ORIGIN};
use crate::sandbox;
use actix_web::dev::ServerHandle;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use motcua_server::boot::Application;
use motcua_server::both;
use motcua_server::clock::Clock;
use motcua_server::config::Config;
use motcua_server::job::worker::run_next;
use motcua_server::state::AppState;
use motcua_shared::id::AccountId;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::path::{self, Entry};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

/// A demo account by its role in the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login {
    /// The agency that most tests act as.
    Agency,
    /// Another agency.
    OtherAgency,
    /// A citizen.
    Citizen,
    /// Another citizen.
    OtherCitizen,
    /// An officer of unit `H21.101`.
    Staff,
    /// An officer of unit `H21.102`.
    OtherStaff,
    /// Who runs the portal.
    Administrator,
}

impl Login {
    /// The account name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agency => "truonghoamai",
            Self::OtherAgency => "truonghoasen",
            Self::Citizen => "001099000001",
            Self::OtherCitizen => "001099000002",
            Self::Staff => "canbotuyphuoc",
            Self::OtherStaff => "canboquynhon",
            Self::Administrator => "quantri",
        }
    }
}

/// The unit whose officer is [`Login::Staff`].
pub const UNIT: &str = "H21.101";

/// What keys the signatures between the portal and VNPAY.
pub const VNPAY_SECRET: &str = "SANDBOXSECRETOFTESTS";

/// A procedure of agencies whose components are `to-trinh`, `bao-cao`, `bien-ban`, `minh-chung`.
pub const PROCEDURE: &str = "1.012373.H08";

/// The categories that fit the three required components of [`PROCEDURE`], with a sound paper for each.
pub const FITTING: [(&str, &str, &str); 3] = [
    ("to-trinh", "KQ.H21.910001", "to-trinh"),
    ("bao-cao", "KQ.H21.910002", "bao-cao-thanh-tich"),
    ("bien-ban", "KQ.H21.910003", "bien-ban-hop"),
];

/// The real application on a port and a database of its own.
pub struct TestApp {
    /// The parts of the server.
    pub state: AppState,
    /// Which database it runs on.
    pub backend: Backend,
    /// The PostgreSQL database.
    pub postgres: Option<PostgresDatabase>,
    /// `127.0.0.1:port`
    pub address: String,
    http: reqwest::Client,
    server: ServerHandle,
    folder: TempDir,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The command is sent at once; there is nothing to wait for.
        drop(self.server.stop(false));
    }
}

impl TestApp {
    /// With the settings of a demonstration.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, |_| ()).await
    }

    /// With other settings.
    pub async fn start_with(backend: Backend, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (url, postgres) = match backend {
            Backend::Sqlite => {
                let file = folder.path().join("motcua.db");
                std::fs::copy(&SQLITE_TEMPLATE.file, &file).unwrap();
                (sqlite_url(&file), None)
            }
            Backend::Postgres => {
                let database = PostgresDatabase::create(Some(&POSTGRES_TEMPLATE));
                (database.url.clone(), Some(database))
            }
        };
        let mut config = settings(folder.path(), &url);
        change(&mut config);
        config.check().unwrap();
        let application = Application::build(config, Clock::default()).unwrap();
        let address = format!("127.0.0.1:{}", application.port().unwrap());
        let state = application.state.clone();
        let server = application.run(false).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            state,
            backend,
            postgres,
            address,
            http: motcua_server::outbound::client()
                .no_proxy()
                .tls_certs_only([])
                .timeout(Duration::from_secs(30))
                .build()
                .unwrap(),
            server: handle,
            folder,
        }
    }

    /// Starts as many servers at the same time on one empty PostgreSQL database, and says how many could.
    pub fn start_together(count: usize) -> usize {
        let database = PostgresDatabase::create(None);
        let starts: Vec<_> = (0..count)
            .map(|_| {
                let url = database.url.clone();
                std::thread::spawn(move || {
                    let folder = tempfile::tempdir().unwrap();
                    let mut config = settings(folder.path(), &url);
                    config.database.connections = 1;
                    Application::build(config, Clock::default()).map_err(|error| eprintln!("{error:#}"))
                })
            })
            .collect();
        let started = starts.into_iter().map(|start| start.join().unwrap());
        started.filter(Result::is_ok).count()
    }

    /// With the settings of production: cookies only over HTTPS, no demonstration.
    pub async fn start_as_in_production(backend: Backend) -> Self {
        Self::start_with(backend, |config| {
            config.profile = motcua_server::config::Profile::Production;
            config.secret_key = Some("0123456789abcdef0123456789abcdef".to_owned().into());
            config.http.plain_cookies = false;
            config.demo.accounts = false;
            config.signature.trust = std::mem::take(&mut config.signature.sandbox_trust);
        })
        .await
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Client {
        Client::new(self.http.clone(), format!("http://{}", self.address))
    }

    /// Somebody who signed in with password and one-time code.
    pub async fn sign_in(&self, login: Login) -> Client {
        let mut client = self.nobody();
        let challenge = self.challenge(&client, login).await;
        let code = self.last_code();
        let _: SessionView = client.code(&challenge, &code).await.ok(200);
        client
    }

    /// The first step of signing in.
    pub async fn challenge(&self, client: &Client, login: Login) -> Challenge {
        client
            .password(login.name(), motcua_server::demo::PASSWORD)
            .await
            .ok(200)
    }

    /// The agency of most tests, with the three papers in its vault that [`PROCEDURE`] needs.
    pub async fn agency_with_papers(&self) -> Client {
        let agency = self.sign_in(Login::Agency).await;
        for (_, category, name) in FITTING {
            agency.paper(name, category).await;
        }
        agency
    }

    /// The one-time code that was queued last.
    pub fn last_code(&self) -> String {
        let contents = self.query(
            "select content as value from messages where kind = 'one-time-code' and content is not null order by id desc limit 1",
        );
        let notice: serde_json::Value = serde_json::from_str(&contents[0]).unwrap();
        notice["code"].as_str().unwrap().to_owned()
    }

    /// The id of a demo account.
    pub fn account(&self, login: Login) -> AccountId {
        let ids = self.query(&format!(
            "select id as value from accounts where login = '{}'",
            login.name()
        ));
        AccountId::parse(&ids[0]).unwrap()
    }

    /// Lets time pass.
    pub fn advance(&self, seconds: u64) {
        self.state.clock.advance(Duration::from_secs(seconds));
    }

    /// Runs the jobs that are due; says how many there were.
    pub async fn run_jobs(&self) -> usize {
        let mut count = 0;
        while run_next(&self.state).await.unwrap() {
            count += 1;
        }
        count
    }

    /// Text values of a query that names its only column `value`.
    pub fn query(&self, sql: &str) -> Vec<String> {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            value: String,
        }
        let mut conn = self.state.db.connection().unwrap();
        let rows: Vec<Row> = both!(&mut **conn, inner => diesel::sql_query(sql).load(inner))
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.into_iter().map(|row| row.value).collect()
    }

    /// The number that a query like `select count(*) from papers` gives.
    pub fn count(&self, from: &str) -> u64 {
        self.query(&format!("select cast(count(*) as text) as value from {from}"))[0]
            .parse()
            .unwrap()
    }

    /// Runs statements.
    pub fn execute(&self, sql: &str) {
        let mut conn = self.state.db.connection().unwrap();
        conn.batch_execute(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The folder of this test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Every file that lies in the store, by its path below it, also half-written ones.
    pub fn stored_paths(&self) -> Vec<String> {
        let root = self.folder.path().join("files");
        let mut found = Vec::new();
        list(&root, &root, &mut found);
        found.sort();
        found
    }

    /// Waits until nothing that is on its way out of the store is left there: answers do not wait for it.
    pub async fn settled_paths(&self, expected: usize) -> Vec<String> {
        for _ in 0..500 {
            if self.stored_paths().len() == expected {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.stored_paths()
    }

    /// Fails unless files and rows agree in both directions.
    pub async fn assert_files_and_rows_agree(&self) {
        let staged = self.count("uploads where used_for is null");
        let stored = self.count("stored_files");
        let parts = self.count("upload_parts");
        let paths = self
            .settled_paths(usize::try_from(staged + stored + parts).unwrap())
            .await;
        let below = |place: &str| paths.iter().filter(|path| path.starts_with(place)).count();
        assert_eq!(
            (
                below("staging/") as u64,
                below("stored/") as u64,
                below("parts/") as u64,
                paths.len() as u64
            ),
            (staged, stored, parts, staged + stored + parts),
            "{paths:?}"
        );
        self.advance(2 * 3600);
        let found = motcua_server::upload::job::reconcile(&self.state).await.unwrap();
        assert_eq!(found, motcua_server::upload::job::Discrepancies::default());
    }

    /// Signs out whoever the client is.
    pub async fn sign_out(&self, client: &Client) -> Answer {
        client.delete(path::SESSION).await
    }
}

fn list(root: &Path, folder: &Path, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}

/// What stands in the page of a program, so that a test can tell them apart.
fn title(entry: Entry) -> &'static str {
    match entry {
        Entry::Main => "Trang chủ",
        Entry::Account => "Tài khoản",
        Entry::Own => "Tài khoản của tôi",
        Entry::Staff => "Cán bộ",
        Entry::Vault => "Kho giấy tờ",
        Entry::Filing => "Nộp hồ sơ",
        Entry::Dossiers => "Hồ sơ đã nộp",
        Entry::Supplement => "Bổ sung hồ sơ",
        Entry::Adding => "Thêm giấy tờ",
        Entry::Scan => "Chụp giấy tờ",
        Entry::Requests => "Chứng thực và phản ánh",
        Entry::DeskRequests => "Yêu cầu với cán bộ",
        Entry::Processing => "Hồ sơ",
        Entry::Reception => "Tiếp nhận tại quầy",
        Entry::Unit => "Việc của đơn vị",
        Entry::Keeping => "Danh mục",
        Entry::People => "Cán bộ",
        Entry::Figures => "Số liệu",
        Entry::News => "Tin tức",
        Entry::Drafting => "Kết quả",
    }
}

/// The settings of a test, as an operator would write them.
fn settings(folder: &Path, database_url: &str) -> Config {
    let file = folder.join("motcua.toml");
    let site = folder.join("site");
    std::fs::create_dir_all(&site).unwrap();
    for entry in Entry::ALL {
        let page = format!("<!doctype html><title>{}</title>", title(entry));
        std::fs::write(site.join(entry.html()), page).unwrap();
    }
    let text = format!(
        r#"
profile = "demo"
[http]
listen = "127.0.0.1:0"
public_url = "{ORIGIN}"
site = {site:?}
plain_cookies = true
[database]
url = {database_url:?}
connections = 4
patience_seconds = 10
[files]
url = {files:?}
[identity]
attempts_per_address = 1000000
free_failures = 1000000
codes_per_quarter = 1000000
codes_per_day = 1000000
codes_per_address = 1000000
proof_after_failures = 1000000
proof_rounds = 1
staff_password = true
hash_memory_kib = 8
hash_passes = 1
[signature]
trust = []
sandbox_trust = [{trust:?}]
[payment]
vnpay_url = "https://vnpay.example/paymentv2/vpcpay.html"
vnpay_terminal = "MOTCUA01"
vnpay_secret = "{VNPAY_SECRET}"
[[payment.accounts]]
unit = "{UNIT}"
bin = "970403"
bank = "Sacombank"
number = "0011012345678"
holder = "UBND XA TUY PHUOC"
[demo]
accounts = true
"#,
        files = folder.join("files"),
        trust = sandbox::folder().join("trust"),
    );
    std::fs::write(&file, text).unwrap();
    Config::load(Some(&file)).unwrap()
}

/// A SQLite file with everything that a start makes.
struct SqliteTemplate {
    file: PathBuf,
    _folder: TempDir,
}

static SQLITE_TEMPLATE: LazyLock<SqliteTemplate> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite_url(&folder.path().join("first.db"));
    let application = Application::build(settings(folder.path(), &url), Clock::default()).unwrap();
    let file = folder.path().join("template.db");
    let mut conn = application.state.db.connection().unwrap();
    conn.batch_execute(&format!("vacuum into '{}'", file.display()))
        .unwrap();
    SqliteTemplate {
        file,
        _folder: folder,
    }
});

static POSTGRES_TEMPLATE: LazyLock<PostgresDatabase> = LazyLock::new(|| {
    let database = PostgresDatabase::create(None);
    let folder = tempfile::tempdir().unwrap();
    let mut config = settings(folder.path(), &database.url);
    config.database.connections = 1;
    drop(Application::build(config, Clock::default()).unwrap());
    database
});
