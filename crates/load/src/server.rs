//! The platform as a child process: started, killed, started again on the same data.

use crate::shop::Shop;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Time from start to ready beyond which a start has failed.
const READY_MAX: Duration = Duration::from_secs(60);

/// Pause before a core that does not answer yet is asked again.
const ASK_AGAIN: Duration = Duration::from_millis(10);

/// Registers of each country of a demo that is told nothing else.
pub const DEMO_REGISTERS: u16 = 2;

/// Storages that the demo, and an operator of [`Role::Ofd`], take without enrollment; in quotes, since it is no number.
const GUEST_PREFIX: &str = "\"99990789\"";

/// Tasks that may wait where nobody works them off.
const WAITING_TASKS_MAX: &str = "100000000";

/// A part of the platform in a process of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The doors of shops and registers.
    Api,
    /// The operator.
    Ofd,
}

/// How to start it; the same for every start of one drill.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The program.
    pub binary: PathBuf,
    /// Folder of its data.
    pub data: PathBuf,
    /// Database in place of the embedded one.
    pub database: Option<String>,
    /// Address of the API; the same after each start, so that clients find it again.
    pub http: SocketAddr,
    /// Address of the operator.
    pub ofd: SocketAddr,
    /// Address of the software register.
    pub core: SocketAddr,
    /// Virtual registers of the demo's queue.
    pub registers: u16,
    /// Enrolled registers of the demo's Kazakh organization.
    pub kz_registers: u16,
    /// File that gets the server's log.
    pub log: PathBuf,
}

/// How to start the software register; the same for every start of one drill.
#[derive(Clone, Debug)]
pub struct CoreLaunch {
    /// The program.
    pub binary: PathBuf,
    /// Folder of its journal.
    pub data: PathBuf,
    /// Address of its API; the same after each start.
    pub listen: SocketAddr,
    /// Address of its operator.
    pub operator: String,
    /// File that gets its log.
    pub log: PathBuf,
}

impl CoreLaunch {
    /// A launch of `qassa core` on a free port, with the operator that runs as `platform`; its log goes to `folder`.
    pub fn new(binary: &Path, data: &Path, platform: &Server, folder: &Path) -> std::io::Result<Self> {
        Ok(Self {
            binary: binary.to_owned(),
            data: data.to_owned(),
            listen: free_address()?,
            operator: platform.facts["ofd"].as_str().unwrap_or_default().to_owned(),
            log: folder.join("core.log"),
        })
    }

    /// Starts it and waits until it answers.
    pub fn start(&self) -> Result<Server, StartError> {
        let begun = Instant::now();
        let mut command = Command::new(&self.binary);
        command.arg("core").arg("--data").arg(&self.data);
        command.args(["--listen", &self.listen.to_string()]);
        command.args(["--operator", &format!("Qassa={}=test", self.operator)]);
        let log = log_file(&self.log).map_err(|source| self.spawn_error(source))?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let child = command.spawn().map_err(|source| self.spawn_error(source))?;
        let mut server = Server {
            child,
            facts: Value::Null,
            ready_after: Duration::ZERO,
        };
        while !answers(self.listen) {
            if !server.is_running() || begun.elapsed() > READY_MAX {
                return Err(StartError::NotReady {
                    said: String::new(),
                    log: self.log.clone(),
                });
            }
            std::thread::sleep(ASK_AGAIN);
        }
        server.ready_after = begun.elapsed();
        Ok(server)
    }

    fn spawn_error(&self, source: std::io::Error) -> StartError {
        StartError::Spawn {
            binary: self.binary.clone(),
            source,
        }
    }
}

/// Whether an HTTP server answers anything there.
fn answers(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<usize> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(
            format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes(),
        )?;
        stream.read(&mut [0; 16])
    };
    ask().is_ok_and(|read| read > 0)
}

fn log_file(path: &Path) -> std::io::Result<std::fs::File> {
    std::fs::OpenOptions::new().create(true).append(true).open(path)
}

/// A running server.
pub struct Server {
    child: Child,
    /// The line of JSON that it printed.
    pub facts: Value,
    /// From start to that line.
    pub ready_after: Duration,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The program does not run or has no output.
    #[error("{binary}: {source}")]
    Spawn {
        /// The program.
        binary: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It ended, or said something else, before it was ready.
    #[error("not ready: it said {said:?}; see {log}")]
    NotReady {
        /// What it printed.
        said: String,
        /// Where its log is.
        log: PathBuf,
    },
}

impl Launch {
    /// A launch of `qassa demo` on free ports.
    pub fn demo(binary: &Path, data: &Path, database: Option<String>, log: &Path) -> std::io::Result<Self> {
        Ok(Self {
            binary: binary.to_owned(),
            data: data.to_owned(),
            database,
            http: free_address()?,
            ofd: free_address()?,
            core: free_address()?,
            registers: DEMO_REGISTERS,
            kz_registers: DEMO_REGISTERS,
            log: log.to_owned(),
        })
    }

    /// Starts it and waits until it says that it is ready.
    pub fn start(&self) -> Result<Server, StartError> {
        let spawn_error = |source| StartError::Spawn {
            binary: self.binary.clone(),
            source,
        };
        let log = log_file(&self.log).map_err(spawn_error)?;
        let mut command = Command::new(&self.binary);
        command.arg("demo").arg("--data").arg(&self.data);
        command.args(["--registers", &self.registers.to_string()]);
        command.args(["--kz-registers", &self.kz_registers.to_string()]);
        command.args(["--http", &self.http.to_string(), "--ofd", &self.ofd.to_string()]);
        command.args(["--core", &self.core.to_string()]);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        let begun = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().map_err(spawn_error)?;
        let stdout = child.stdout.take().expect("it is piped");
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            // An error leaves the line empty, which is no JSON.
            let _ = BufReader::new(stdout).read_line(&mut line);
            let _ = sender.send(line);
        });
        let said = receiver.recv_timeout(READY_MAX).unwrap_or_default();
        match serde_json::from_str(&said) {
            Ok(facts) => Ok(Server {
                child,
                facts,
                ready_after: begun.elapsed(),
            }),
            Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(StartError::NotReady {
                    said,
                    log: self.log.clone(),
                })
            }
        }
    }
}

impl Launch {
    /// Starts one part of the platform alone, as it runs when the roles are spread over machines, on the launch's
    /// data and addresses; `facts` are what a demo on the same data printed.
    pub fn start_role(&self, role: Role, facts: Value) -> Result<Server, StartError> {
        let spawn_error = |source| StartError::Spawn {
            binary: self.binary.clone(),
            source,
        };
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)
            .map_err(spawn_error)?;
        let (word, address) = match role {
            Role::Api => ("api", self.http),
            Role::Ofd => ("ofd", self.ofd),
        };
        let database = self
            .database
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data.join("qassa.db").display()));
        let mut command = Command::new(&self.binary);
        command.args(["serve", "--role", word]);
        command.env("QASSA_DATABASE__URL", database);
        command.env("QASSA_HTTP__LISTEN", self.http.to_string());
        command.env("QASSA_OFD__LISTEN", self.ofd.to_string());
        command.env("QASSA_OFD__GUEST_PREFIX", GUEST_PREFIX);
        // As the demo has it: the registers check signs and links.
        command.env(
            "QASSA_KAZAKHSTAN__SIGN_KEY",
            crate::kz::register::SANDBOX_SIGN_KEY,
        );
        let public = facts["http"].as_str().unwrap_or_default();
        command.env("QASSA_HTTP__PUBLIC_URLS", format!("[\"{public}\"]"));
        command.env("QASSA_INTAKE__WAITING_TASKS_MAX", WAITING_TASKS_MAX);
        command.env("QASSA_LOGS__FILTER", "warn");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let begun = Instant::now();
        let mut server = Server {
            child: command.spawn().map_err(spawn_error)?,
            facts,
            ready_after: Duration::ZERO,
        };
        while TcpStream::connect(address).is_err() {
            if begun.elapsed() > READY_MAX || !server.is_running() {
                return Err(StartError::NotReady {
                    said: String::new(),
                    log: self.log.clone(),
                });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        server.ready_after = begun.elapsed();
        Ok(server)
    }
}

impl Server {
    /// The demo's shop and its queue.
    pub fn shop(&self) -> Option<Shop> {
        let russia = &self.facts["ru"];
        Some(Shop {
            base: self.facts["http"].as_str()?.to_owned(),
            id: russia["shop_id"].as_str()?.to_owned(),
            secret: russia["shop_secret"].as_str()?.to_owned(),
            queue: russia["queue_id"].as_i64()?,
        })
    }

    /// `kill -9`: no handler runs, nothing is flushed by the program.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end; tells how long that took, and whether it ended well.
    pub fn stop(mut self) -> (Duration, bool) {
        let begun = Instant::now();
        let _ = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        let ended = self.child.wait().is_ok_and(|status| status.success());
        (begun.elapsed(), ended)
    }

    /// Number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Memory that it holds, bytes.
    pub fn resident_bytes(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib * 1024)
    }
}

impl Drop for Server {
    /// A drill that failed leaves nothing running.
    fn drop(&mut self) {
        if self.is_running() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// A loopback address whose port nobody listens on right now.
pub fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}
