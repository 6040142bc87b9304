//! A PostgreSQL server of our own: in a folder, on a free loopback port, gone with it.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// The server refuses to run as root.
const USER: &str = "postgres";

/// A cluster and, while it runs, its server.
#[derive(Clone, Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    address: SocketAddr,
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
        })
    }

    /// Starts the server; returns when it answers.
    pub fn start(&self) -> io::Result<()> {
        let log = self.folder.join("server.log");
        let mut command = self.program("pg_ctl")?;
        command
            .args(["start", "--wait", "--silent", "-D"])
            .arg(self.data())
            .arg("-l")
            .arg(log);
        command.arg("-o").arg(format!("-p {}", self.address.port()));
        run(&mut command)
    }

    /// `kill -9` of the postmaster; its children notice and go.
    pub fn kill(&self) -> io::Result<()> {
        let text = std::fs::read_to_string(self.data().join("postmaster.pid"))?;
        let pid = text.lines().next().unwrap_or_default().to_owned();
        run(Command::new("kill").args(["-9", &pid]))
    }

    /// Ends the server in order.
    pub fn stop(&self) -> io::Result<()> {
        run(self
            .program("pg_ctl")?
            .args(["stop", "--silent", "-m", "fast", "-D"])
            .arg(self.data()))
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
            let mut command = Command::new("runuser");
            command.args(["-u", USER, "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        Ok(command)
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
        .output()?;
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
