//! The two databases have one shape, and it is the shape that the code believes in.

use diesel::RunQueryDsl;
use motcua_server::both;
use motcua_server::config::DatabaseConfig;
use motcua_server::db::{Db, DbConn, migrate};
use motcua_tests::backend::{PostgresDatabase, sqlite_url};
use motcua_tests::environment::source_root;
use motcua_tests::{Backend, TestApp, on_both, on_each};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

fn query(conn: &mut DbConn, sql: &str) -> Vec<String> {
    let rows: Vec<Row> = both!(conn, inner => diesel::sql_query(sql).load(inner))
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.into_iter().map(|row| row.value).collect()
}

/// Everything that the migrations made, as text.
fn dump(conn: &mut DbConn, backend: Backend) -> Vec<String> {
    let statements: &[&str] = match backend {
        Backend::Sqlite => &[
            "select type || ' ' || name || ' ' || coalesce(sql, '') as value from sqlite_master \
             where tbl_name not like '\\_\\_diesel%' escape '\\' order by 1",
        ],
        Backend::Postgres => &[
            "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(column_default, '') as value \
             from information_schema.columns where table_schema = 'public' and table_name not like '\\_\\_diesel%' order by 1",
            "select indexdef as value from pg_indexes where schemaname = 'public' and tablename not like '\\_\\_diesel%' order by 1",
            "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as value from pg_constraint \
             where connamespace = 'public'::regnamespace and conrelid::regclass::text not like '\\_\\_diesel%' order by 1",
        ],
    };
    statements.iter().flat_map(|sql| query(conn, sql)).collect()
}

fn names(folder: &str) -> BTreeSet<String> {
    std::fs::read_dir(source_root().join("server/migrations").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

/// Tables of `db/schema.rs` and its parts with their columns and types.
fn tables_of_the_code() -> BTreeMap<String, BTreeMap<String, String>> {
    let folder = source_root().join("server/src/db");
    let parts = std::fs::read_dir(folder.join("schema")).unwrap();
    let files = parts
        .map(|part| part.unwrap().path())
        .chain([folder.join("schema.rs")]);
    let text: String = files.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let table = Regex::new(r"(?s)diesel::table! \{\s*(\w+) \([^)]*\) \{(.*?)\n    \}").unwrap();
    let column = Regex::new(r"(\w+) -> ([\w<>]+),").unwrap();
    table
        .captures_iter(&text)
        .map(|found| {
            let columns = column
                .captures_iter(&found[2])
                .map(|column| (column[1].to_owned(), column[2].to_owned()))
                .collect();
            (found[1].to_owned(), columns)
        })
        .collect()
}

/// The type of a column as diesel writes it.
fn diesel_type(declared: &str, is_nullable: bool) -> String {
    let base = match declared.to_lowercase().as_str() {
        "text" => "Text",
        "integer" => "Integer",
        "bigint" => "BigInt",
        "boolean" => "Bool",
        "timestamp" | "timestamp without time zone" => "Timestamp",
        "date" => "Date",
        "blob" | "bytea" => "Binary",
        other => panic!("a type that is not used so far: {other}"),
    };
    if is_nullable {
        format!("Nullable<{base}>")
    } else {
        base.to_owned()
    }
}

/// Tables of the database with their columns and types.
fn tables_of_the_database(app: &TestApp) -> BTreeMap<String, BTreeMap<String, String>> {
    let rows = match app.backend {
        // A primary key of SQLite may be null unless it says otherwise; no row of ours ever is.
        Backend::Sqlite => app.query(
            "select m.name || '|' || c.name || '|' || c.type || '|' || (c.\"notnull\" = 0 and c.pk = 0) as value \
             from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'",
        ),
        Backend::Postgres => app.query(
            "select table_name || '|' || column_name || '|' || data_type || '|' || (is_nullable = 'YES')::int as value \
             from information_schema.columns where table_schema = 'public'",
        ),
    };
    let mut tables: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in rows {
        let parts: Vec<&str> = row.split('|').collect();
        if parts[0].starts_with("__diesel") || parts[0].starts_with("sqlite_") {
            continue;
        }
        tables
            .entry(parts[0].to_owned())
            .or_default()
            .insert(parts[1].to_owned(), diesel_type(parts[2], parts[3] == "1"));
    }
    tables
}

on_each! {
    async fn migrations_go_up_down_and_up_again_to_the_same_shape(backend) {
        let folder = tempfile::tempdir().unwrap();
        let postgres = (backend == Backend::Postgres).then(|| PostgresDatabase::create(None));
        let url = match &postgres {
            Some(database) => database.url.clone(),
            None => sqlite_url(&folder.path().join("empty.db")),
        };
        let config = DatabaseConfig { url, connections: 1, patience_seconds: 5 };
        let db = Db::open(&config, true).unwrap();
        let mut conn = db.connection().unwrap();
        assert_eq!(migrate::run(&mut conn).unwrap(), names("sqlite").len());
        assert!(migrate::is_current(&mut conn).unwrap());
        let first = dump(&mut conn, backend);
        assert!(first.len() > 40, "{first:#?}");
        assert_eq!(migrate::revert_all(&mut conn).unwrap(), names("sqlite").len());
        assert_eq!(dump(&mut conn, backend), [] as [String; 0]);
        assert!(!migrate::is_current(&mut conn).unwrap());
        migrate::run(&mut conn).unwrap();
        assert_eq!(dump(&mut conn, backend), first);
        assert_eq!(migrate::run(&mut conn).unwrap(), 0, "a second run does nothing");
    }

    async fn a_missing_file_or_a_wrong_address_is_refused_instead_of_made(backend) {
        let _ = backend;
        let config = |url: &str| DatabaseConfig { url: url.to_owned(), connections: 1, patience_seconds: 1 };
        for url in ["sqlite:/nowhere/there/is/none.db", "sqlite:", "mysql://x", "motcua.db", ""] {
            assert!(Db::open(&config(url), false).is_err(), "{url}");
        }
    }
}

#[test]
fn servers_that_start_at_the_same_time_wait_for_each_other() {
    if Backend::Postgres.is_wanted() {
        assert_eq!(TestApp::start_together(4), 4);
    }
}

on_both! {
    async fn the_tables_are_those_that_the_code_believes_in(app) {
        assert_eq!(tables_of_the_database(&app), tables_of_the_code());
    }

    async fn every_foreign_key_is_indexed_and_says_what_deleting_does(app) {
        let (keys, indexed) = match app.backend {
            Backend::Sqlite => (
                app.query(
                    "select m.name || '.' || f.\"from\" || '|' || f.on_delete as value from sqlite_master m \
                     join pragma_foreign_key_list(m.name) f where m.type = 'table' and f.seq = 0",
                ),
                app.query(
                    "select m.name || '.' || i.name as value from sqlite_master m join pragma_index_list(m.name) l \
                     join pragma_index_info(l.name) i where m.type = 'table' and i.seqno = 0 and l.partial = 0",
                ),
            ),
            Backend::Postgres => (
                app.query(
                    "select c.conrelid::regclass || '.' || a.attname || '|' || \
                     case c.confdeltype when 'a' then 'NO ACTION' when 'r' then 'RESTRICT' when 'c' then 'CASCADE' else '?' end as value \
                     from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'",
                ),
                app.query(
                    "select i.indrelid::regclass || '.' || a.attname as value from pg_index i \
                     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indpred is null",
                ),
            ),
        };
        assert!(keys.len() > 15, "{keys:?}");
        for key in keys {
            let (column, rule) = key.split_once('|').unwrap();
            assert!(indexed.iter().any(|one| one == column), "{column} has no index");
            assert!(matches!(rule, "RESTRICT" | "CASCADE"), "{column} does not say what deleting does");
        }
    }
}
