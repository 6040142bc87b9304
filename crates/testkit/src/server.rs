//! One throw-away server for all test processes that run at a time.
//!
//! `QASSA_TEST_POSTGRES_URL` names a running server instead; its user may create databases.

mod databases;

use std::fs::{self, File};
use std::os::unix::fs::chown;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::folder::{self, Folder};

pub(crate) use databases::{database_url, schema_url};

/// A server that is not ready after so long will not be.
const START_MAX: Duration = Duration::from_secs(60);

/// Runs the server, and ends it when no test process has held the folder's `users` for ten seconds, however they
/// ended. The folder stays locked until everything is gone.
const GUARD: &str = r#"
    dir=$1; shift
    exec 9<"$dir/users"
    "$@" 9<&- & server=$!
    idle=0
    while sleep 2 && kill -0 $server; do
        if flock -n -x 9; then idle=$((idle + 1)); else idle=0; fi
        if [ $idle -ge 5 ]; then
            kill -QUIT $server; wait $server; rm -rf "$dir/data" "$dir/run"; exit
        fi
        flock -u 9
    done
"#;

/// User and group that the server runs as; `None`: as we do.
type Account = Option<(u32, u32)>;

/// Address of the maintenance database; the server is started when it is first asked for.
pub(crate) fn url() -> String {
    static URL: OnceLock<String> = OnceLock::new();
    let start = || {
        let folder = folder::shared();
        folder.alone(|| start_unless_it_runs(folder));
        format!(
            "postgres:///postgres?host={}&user=postgres",
            run_folder(folder).display()
        )
    };
    URL.get_or_init(|| given().unwrap_or_else(start)).clone()
}

/// Whether the server is somebody else's.
pub(crate) fn was_given() -> bool {
    given().is_some()
}

fn given() -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests are configured by the environment alone"
    )]
    std::env::var("QASSA_TEST_POSTGRES_URL").ok()
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

fn run_folder(folder: &Folder) -> PathBuf {
    folder.path().join("run")
}

fn start_unless_it_runs(folder: &Folder) {
    let (run, data) = (run_folder(folder), folder.path().join("data"));
    let socket = run.join(".s.PGSQL.5432");
    if UnixStream::connect(&socket).is_ok() {
        return;
    }
    let programs = programs();
    let account = account();
    for left in [&run, &data] {
        // what a killed server left; nothing is there as a rule
        fs::remove_dir_all(left).unwrap_or_default();
        fs::create_dir(left).unwrap_or_else(|error| panic!("{}: {error}", left.display()));
        if let Some((user, group)) = account {
            chown(left, Some(user), Some(group))
                .unwrap_or_else(|error| panic!("{}: {error}", left.display()));
        }
    }
    create_cluster(&programs, &data, account);
    let log = folder.path().join("log");
    launch(&programs, folder.path(), &log, account);
    wait_until_ready(&socket, &data.join("postmaster.pid"), &log);
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
    if folder::our_user() != 0 {
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
    initdb.arg("--pgdata").arg(data).current_dir("/");
    if let Some((user, group)) = account {
        initdb.uid(user).gid(group);
    }
    let made = initdb
        .output()
        .unwrap_or_else(|error| panic!("initdb did not start: {error}"));
    assert!(
        made.status.success(),
        "initdb failed: {}",
        String::from_utf8_lossy(&made.stderr)
    );
}

fn launch(programs: &Path, dir: &Path, log: &Path, account: Account) {
    let log = File::create(log).unwrap_or_else(|error| panic!("{}: {error}", log.display()));
    let mut guard = Command::new("sh");
    guard.arg("-c").arg(GUARD).arg("guard").arg(dir);
    if let Some((user, group)) = account {
        guard.args(["setpriv", "--clear-groups"]);
        guard
            .arg(format!("--reuid={user}"))
            .arg(format!("--regid={group}"));
    }
    guard
        .arg(programs.join("postgres"))
        .arg("-D")
        .arg(dir.join("data"));
    for setting in [
        "listen_addresses=",
        "fsync=on",
        "synchronous_commit=on",
        "max_connections=1000",
        "shared_buffers=64MB",
        "log_min_messages=fatal",
        "log_min_error_statement=panic",
    ] {
        guard.arg("-c").arg(setting);
    }
    guard
        .arg("-c")
        .arg(format!("unix_socket_directories={}", dir.join("run").display()));
    let errors = log.try_clone().unwrap_or_else(|error| panic!("the log: {error}"));
    guard
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(errors)
        .current_dir("/")
        .process_group(0);
    let started = guard
        .spawn()
        .unwrap_or_else(|error| panic!("the server did not start: {error}"));
    // it outlives us: the processes that come after us use it too
    drop(started);
}

fn wait_until_ready(socket: &Path, pid: &Path, log: &Path) {
    let begun = Instant::now();
    // the last line of the file says `ready` when connections are taken
    while !(socket.exists() && fs::read_to_string(pid).is_ok_and(|lines| lines.contains("ready"))) {
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
