use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use store::health::SchemaVersion;
use store::{Db, DbOptions};
use types::{ManualClock, Timestamp};

use super::*;

const MIB: u64 = 1024 * 1024;

fn noon() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-22T12:00:00Z").unwrap()
}

/// A configuration whose ports are free and whose database lies in the folder.
fn config(folder: &Path) -> Config {
    let mut config = Config::default();
    config.http.listen = ([127, 0, 0, 1], 0).into();
    config.ofd.listen = ([127, 0, 0, 1], 0).into();
    config.database.url = format!("sqlite:{}", folder.join("qassa.db").display());
    config
}

fn examined(config: &Config) -> Vec<Finding> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(examine(config, &ManualClock::new(noon())))
}

fn texts(findings: &[Finding], subject: &str) -> Vec<(Grade, String)> {
    let of_subject = findings.iter().filter(|finding| finding.subject == subject);
    of_subject
        .map(|finding| (finding.grade, finding.message.clone()))
        .collect()
}

#[test]
fn a_fresh_installation_has_no_failures_and_stays_fresh() {
    let folder = tempfile::tempdir().unwrap();
    let findings = examined(&config(folder.path()));
    assert!(
        findings.iter().all(|finding| finding.grade < Grade::Fail),
        "{findings:?}"
    );
    let database = texts(&findings, "database");
    assert!(database[0].1.ends_with("`qassa serve` makes it"), "{database:?}");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing is left behind"
    );
}

#[test]
fn a_migrated_database_is_as_it_should_be() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let db = Db::open(DbOptions::new(&config.database.url)).await.unwrap();
        db.migrate(noon().plus_s(60)).await.unwrap();
        db.shutdown().await;
    });
    let findings = examined(&config);
    let database = texts(&findings, "database");
    assert_eq!(database.len(), 2, "{database:?}");
    assert!(
        database.iter().all(|(grade, _)| *grade == Grade::Ok),
        "{database:?}"
    );
    assert!(database[0].1.contains("as this program wants it"), "{database:?}");
    let clock = texts(&findings, "clock");
    assert_eq!(
        clock[0].0,
        Grade::Fail,
        "the clock stands before the migration: {clock:?}"
    );
}

#[test]
fn a_missing_folder_is_named() {
    let mut config = config(Path::new("/tmp"));
    config.database.url = "sqlite:/no/such/folder/qassa.db".into();
    let findings = examined(&config);
    assert_eq!(
        texts(&findings, "database"),
        [(
            Grade::Fail,
            "the folder /no/such/folder does not exist".to_owned()
        )]
    );
}

#[test]
fn a_database_of_another_process_is_a_failure_without_the_platform() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let db = runtime
        .block_on(Db::open(DbOptions::new(&config.database.url)))
        .unwrap();
    let findings = examined(&config);
    let database = texts(&findings, "database");
    assert_eq!(database[0].0, Grade::Fail, "{database:?}");
    assert!(
        database[0].1.contains("in use by another process"),
        "{database:?}"
    );
    runtime.block_on(db.shutdown());
}

#[test]
fn a_taken_port_is_a_failure_unless_the_platform_has_it() {
    use std::io::{Read, Write};
    let folder = tempfile::tempdir().unwrap();
    for (answer, grade) in [("404", Grade::Fail), ("200 OK\r\n\r\nqassa_up 1", Grade::Ok)] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut config = config(folder.path());
        config.http.listen = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(format!("HTTP/1.1 {answer}").as_bytes()).unwrap();
            listener
        });
        let findings = examined(&config);
        let network = texts(&findings, "network");
        assert!(
            network[0].1.starts_with("http.listen = 127.0.0.1:"),
            "{network:?}"
        );
        assert_eq!(network[0].0, grade, "{network:?}");
        drop(server.join().unwrap());
    }
}

#[test]
fn all_wrong_keys_come_at_once_and_the_rest_is_still_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qassa.toml");
    let text = "[http]\nlisten_on = \"x\"\npublic_urls = [\"shop\"]\n[ofd]\nlisten = \"here\"\ninn = \"7700000001\"\n[colour]\nred = 1\n";
    std::fs::write(&file, text).unwrap();
    let (config, findings) = configuration::examine(Some(&file));
    let text = report(&findings);
    for part in [
        "http.listen_on",
        "http.public_urls = shop",
        "ofd.listen",
        "ofd.inn = 7700000001",
        "colour",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(text.ends_with("failures: 5, warnings: 0\n"), "{text}");
    assert_eq!(config.ofd.listen, Config::default().ofd.listen);
}

#[test]
fn a_file_that_is_no_toml_is_one_failure() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qassa.toml");
    std::fs::write(&file, "[http\n").unwrap();
    let (_, findings) = configuration::examine(Some(&file));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].grade, Grade::Fail);
}

#[cfg(unix)]
#[test]
fn a_password_in_a_file_for_everybody_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qassa.toml");
    std::fs::write(
        &file,
        "[mail]\nsmtp_url = \"smtps://u:secret@mail.example.com\"\n",
    )
    .unwrap();
    for (mode, grades) in [(0o644, vec![Grade::Ok, Grade::Warn]), (0o600, vec![Grade::Ok])] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let (_, findings) = configuration::examine(Some(&file));
        let found: Vec<Grade> = findings.iter().map(|finding| finding.grade).collect();
        assert_eq!(found, grades, "{findings:?}");
        assert!(!report(&findings).contains("secret"));
    }
}

#[test]
fn the_mail_server_is_tried_and_missing_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    assert_eq!(texts(&examined(&config), "mail")[0].0, Grade::Warn);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    config.mail.smtp_url = format!("smtp+plain://{}", listener.local_addr().unwrap());
    let mail = texts(&examined(&config), "mail");
    assert_eq!((mail[0].0, mail[1].0), (Grade::Ok, Grade::Warn), "{mail:?}");
    assert!(mail[1].1.contains("localhost"));
    drop(listener);
    assert_eq!(texts(&examined(&config), "mail")[0].0, Grade::Fail);
}

#[test]
fn each_measure_has_its_bounds() {
    let schema = |version| SchemaVersion {
        version,
        name: "foundation".into(),
        applied_at: noon(),
    };
    let table = [
        (disk::space_finding(63 * MIB, "/"), Grade::Fail),
        (disk::space_finding(64 * MIB, "/"), Grade::Warn),
        (disk::space_finding(1024 * MIB, "/"), Grade::Ok),
        (disk::sync_finding(Duration::from_micros(14)), Grade::Warn),
        (disk::sync_finding(Duration::from_micros(15)), Grade::Ok),
        (disk::sync_finding(Duration::from_millis(50)), Grade::Ok),
        (disk::sync_finding(Duration::from_millis(51)), Grade::Warn),
        (network::files_finding(1024, 1024), Grade::Ok),
        (network::files_finding(1025, 1024), Grade::Warn),
        (database::schema_finding(None, 2), Grade::Warn),
        (database::schema_finding(Some(&schema(1)), 2), Grade::Warn),
        (database::schema_finding(Some(&schema(2)), 2), Grade::Ok),
        (database::schema_finding(Some(&schema(3)), 2), Grade::Fail),
        (clock::examine(noon(), Some(&schema(1))), Grade::Ok),
        (clock::examine(noon().plus_s(-1), Some(&schema(1))), Grade::Fail),
        (clock::examine(Timestamp::from_micros(0), None), Grade::Fail),
    ];
    for (finding, grade) in table {
        assert_eq!(finding.grade, grade, "{finding}");
    }
}

#[test]
fn a_line_has_grade_subject_and_message() {
    let finding = Finding::warn("mail", "none");
    assert_eq!(finding.to_string(), "WARN  mail           none");
}
