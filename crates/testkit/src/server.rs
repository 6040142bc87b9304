//! One throw-away server for a test process.
//!
//! `QASSA_TEST_POSTGRES_URL` names a running server instead; its user may create databases.

use std::fs::{self, File};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A server that is not ready after so long will not be.
const START_MAX: Duration = Duration::from_secs(60);

/// Ends the server and removes its folder when this process has ended, however it did: the pipe closes then.
const GUARD: &str =
    r#"dir=$1; shift; "$@" & server=$!; cat; kill -QUIT $server; wait $server; rm -rf "$dir""#;

struct Server {
    url: String,
    /// Its pipe is open as long as this process lives.
    _guard: Option<Child>,
}

/// User and group that the server runs as; `None`: as we do.
type Account = Option<(u32, u32)>;

/// Address of the maintenance database; the server is started when it is first asked for.
pub(crate) fn url() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start).url.clone()
}

/// The same server, another database.
pub(crate) fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let scheme_end = address.find("//").map_or(0, |at| at + 2);
    let host = &address[scheme_end..];
    let host = host.split('/').next().unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{host}/{name}{mark}{query}", &address[..scheme_end])
}

fn start() -> Server {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests are configured by the environment alone"
    )]
    if let Ok(url) = std::env::var("QASSA_TEST_POSTGRES_URL") {
        return Server { url, _guard: None };
    }
    let programs = programs();
    let account = account();
    let dir = tempfile::Builder::new().prefix("qassa-test-server-").tempdir();
    let dir = dir
        .unwrap_or_else(|error| panic!("no temporary folder: {error}"))
        .keep();
    if let Some((user, group)) = account {
        chown(&dir, Some(user), Some(group)).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    }
    let data = dir.join("data");
    create_cluster(&programs, &data, account);
    let log = dir.join("log");
    let guard = launch(&programs, &dir, &data, &log, account);
    let url = format!("postgres:///postgres?host={}&user=postgres", dir.display());
    wait_until_ready(&dir, &log);
    Server {
        url,
        _guard: Some(guard),
    }
}

/// Folder with `initdb` and `postgres`: of the search path, or where Debian has the newest.
fn programs() -> PathBuf {
    #[expect(
        clippy::disallowed_methods,
        reason = "a program is looked for where the shell would"
    )]
    let path = std::env::var("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = path.split(':').map(PathBuf::from).collect();
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .collect();
    installed.sort_unstable();
    folders.extend(installed.into_iter().rev().map(|(_, folder)| folder));
    let found = folders.into_iter().find(|folder| {
        folder.is_absolute() && folder.join("initdb").exists() && folder.join("postgres").exists()
    });
    found.unwrap_or_else(|| {
        panic!(
            "no PostgreSQL server found: install the Debian package `postgresql`, or name a running server in \
             QASSA_TEST_POSTGRES_URL"
        )
    })
}

/// The server refuses to run as root: then it runs as `postgres`, or as `nobody`.
fn account() -> Account {
    let we_are_root =
        fs::metadata("/proc/self").is_ok_and(|us| std::os::unix::fs::MetadataExt::uid(&us) == 0);
    if !we_are_root {
        return None;
    }
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found = ["postgres", "nobody"].into_iter().find_map(|name| {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    Some(found.unwrap_or_else(|| panic!("the server does not run as root, and there is no user `nobody`")))
}

fn create_cluster(programs: &Path, data: &Path, account: Account) {
    let mut initdb = Command::new(programs.join("initdb"));
    initdb.args([
        "--username=postgres",
        "--auth=trust",
        "--locale=C",
        "--encoding=UTF8",
        "--no-sync",
    ]);
    let made = run_as(initdb.arg("--pgdata").arg(data), account).output();
    let made = made.unwrap_or_else(|error| panic!("initdb did not start: {error}"));
    assert!(
        made.status.success(),
        "initdb failed: {}",
        String::from_utf8_lossy(&made.stderr)
    );
}

fn launch(programs: &Path, dir: &Path, data: &Path, log: &Path, account: Account) -> Child {
    let log = File::create(log).unwrap_or_else(|error| panic!("{}: {error}", log.display()));
    let mut guard = Command::new("sh");
    guard
        .arg("-c")
        .arg(GUARD)
        .arg("guard")
        .arg(dir)
        .arg(programs.join("postgres"))
        .arg("-D")
        .arg(data);
    for setting in [
        "listen_addresses=",
        "fsync=on",
        "synchronous_commit=on",
        "max_connections=400",
        "shared_buffers=64MB",
        "log_min_messages=fatal",
        "log_min_error_statement=panic",
    ] {
        guard.arg("-c").arg(setting);
    }
    guard
        .arg("-c")
        .arg(format!("unix_socket_directories={}", dir.display()));
    let errors = log.try_clone().unwrap_or_else(|error| panic!("the log: {error}"));
    guard
        .stdin(Stdio::piped())
        .stdout(log)
        .stderr(errors)
        .process_group(0);
    run_as(&mut guard, account)
        .spawn()
        .unwrap_or_else(|error| panic!("the server did not start: {error}"))
}

fn run_as(command: &mut Command, account: Account) -> &mut Command {
    command.current_dir("/");
    match account {
        Some((user, group)) => command.uid(user).gid(group),
        None => command,
    }
}

fn wait_until_ready(dir: &Path, log: &Path) {
    let socket = dir.join(".s.PGSQL.5432");
    let pid = dir.join("data/postmaster.pid");
    let begun = Instant::now();
    // the last line of the file says `ready` when connections are taken
    while !(socket.exists() && fs::read_to_string(&pid).is_ok_and(|lines| lines.contains("ready"))) {
        let said = fs::read_to_string(log).unwrap_or_default();
        assert!(
            begun.elapsed() < START_MAX,
            "the test server is not ready: {said}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_put_into_the_address() {
        let socket = "postgres:///postgres?host=/tmp/x&user=postgres";
        assert_eq!(
            with_database(socket, "a"),
            "postgres:///a?host=/tmp/x&user=postgres"
        );
        assert_eq!(
            with_database("postgres://u:p@h:5/postgres", "a"),
            "postgres://u:p@h:5/a"
        );
    }
}
