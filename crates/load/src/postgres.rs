//! A PostgreSQL server of our own: in a folder, on a free loopback port, gone with it.

use std::fs::File;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// The server refuses to run as root.
const USER: &str = "postgres";

/// Time in which a server answers, and the processes of a killed one are gone.
const READY_MAX: Duration = Duration::from_secs(30);

/// A cluster and, while it runs, its server.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    address: SocketAddr,
    server: Option<Child>,
}

impl Cluster {
    /// Makes a cluster in a new folder.
    pub fn create(folder: &Path, address: SocketAddr) -> io::Result<Self> {
        let cluster = Self::at(folder, address)?;
        std::fs::create_dir_all(folder)?;
        if is_root()? {
            run(Command::new("chown").arg(USER).arg(folder))?;
        }
        let options = [
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--username=postgres",
            "--no-instructions",
        ];
        run(cluster
            .program("initdb")?
            .arg("-D")
            .arg(cluster.data())
            .args(options))?;
        let settings = format!(
            "\nlisten_addresses = '{}'\nport = {}\nunix_socket_directories = ''\nmax_connections = 200\n",
            address.ip(),
            address.port()
        );
        let path = cluster.data().join("postgresql.conf");
        let before = std::fs::read_to_string(&path)?;
        std::fs::write(&path, before + &settings)?;
        Ok(cluster)
    }

    /// A cluster that [`Self::create`] made, perhaps in another place since.
    pub fn at(folder: &Path, address: SocketAddr) -> io::Result<Self> {
        Ok(Self {
            programs: programs()?,
            folder: folder.to_owned(),
            address,
            server: None,
        })
    }

    /// Starts the server as a child, so that it is reaped when it is killed; returns when it answers.
    pub fn start(&mut self) -> io::Result<()> {
        let begun = Instant::now();
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("server.log"))?;
        let mut command = self.program("postgres")?;
        command
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.address.port().to_string()]);
        self.server = Some(
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(log)
                .spawn()?,
        );
        loop {
            let (host, port) = (self.address.ip().to_string(), self.address.port().to_string());
            let mut ask = self.program("pg_isready")?;
            match run(ask.args(["--quiet", "--host", &host, "--port", &port])) {
                Ok(()) => return Ok(()),
                Err(_) if self.is_running() && begun.elapsed() < READY_MAX => {
                    std::thread::sleep(Duration::from_millis(100));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// `kill -9` of the postmaster; its children notice and go.
    pub fn kill(&mut self) -> io::Result<()> {
        let Some(mut server) = self.server.take() else {
            return Ok(());
        };
        server.kill()?;
        server.wait().map(|_| ())
    }

    /// Starts the server after [`Self::kill`]: processes of the old one hold its memory for a moment longer.
    pub fn start_again(&mut self) -> io::Result<()> {
        let begun = Instant::now();
        loop {
            match self.start() {
                Err(_) if begun.elapsed() < READY_MAX => std::thread::sleep(Duration::from_millis(300)),
                outcome => return outcome,
            }
        }
    }

    /// Ends the server in order.
    pub fn stop(&mut self) -> io::Result<()> {
        run(self
            .program("pg_ctl")?
            .args(["stop", "--silent", "-m", "fast", "-D"])
            .arg(self.data()))?;
        self.server
            .take()
            .map_or(Ok(()), |mut server| server.wait().map(|_| ()))
    }

    fn is_running(&mut self) -> bool {
        self.server
            .as_mut()
            .is_some_and(|server| matches!(server.try_wait(), Ok(None)))
    }

    /// Address of its database for `qassa`.
    pub fn url(&self) -> String {
        format!("postgres://postgres@{}/postgres", self.address)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("cluster")
    }

    fn program(&self, name: &str) -> io::Result<Command> {
        let path = self.programs.join(name);
        let mut command = if is_root()? {
            // It becomes the program itself, so that a child that is killed is the server.
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid", USER, "--regid", USER, "--clear-groups", "--"])
                .arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        Ok(command)
    }
}

impl Drop for Cluster {
    /// A drill that failed leaves nothing running.
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// The newest version that is installed.
fn programs() -> io::Result<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(DEBIAN)
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    found.retain(|folder| folder.join("initdb").exists());
    found.sort();
    found
        .pop()
        .ok_or_else(|| io::Error::other("PostgreSQL is missing: apt-get install postgresql"))
}

/// Whether this process may do everything.
pub fn is_root() -> io::Result<bool> {
    Ok(Command::new("id").arg("-u").output()?.stdout == b"0\n")
}

/// Runs a command; an error tells what it said.
pub fn run(command: &mut Command) -> io::Result<()> {
    let output = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let output = output.map_err(|error| {
        let program = command.get_program().to_string_lossy();
        io::Error::new(
            error.kind(),
            format!("the program `{program}` cannot be run: {error}"),
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(io::Error::other(format!(
        "{}: {}: {said}",
        command.get_program().to_string_lossy(),
        output.status
    )))
}
