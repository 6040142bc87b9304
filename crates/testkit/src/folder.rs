//! The folder that test processes of one user share, and how they agree on it.
//!
//! Test runners start a process for each test: what is dear (a server, a migrated database) is made by the first
//! and used by all. A process that uses the folder holds a shared lock on `users` as long as it lives.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What test processes share.
pub(crate) struct Folder {
    path: PathBuf,
    /// Locked as long as this process lives.
    _users: File,
}

/// Enters the folder; it is made when it is not there.
pub(crate) fn shared() -> &'static Folder {
    static FOLDER: OnceLock<Folder> = OnceLock::new();
    FOLDER.get_or_init(Folder::enter)
}

impl Folder {
    fn enter() -> Self {
        let user = our_user();
        let path = std::env::temp_dir().join(format!("qassa-test-{user}"));
        match fs::DirBuilder::new().mode(0o711).create(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => panic!("{}: {error}", path.display()),
        }
        let owner = fs::symlink_metadata(&path).map(|folder| (folder.is_dir(), folder.uid()));
        let ours = owner.is_ok_and(|(is_dir, owner)| is_dir && owner == user);
        assert!(ours, "{} is not a folder of this user", path.display());
        let users = open(&path.join("users"));
        users
            .lock_shared()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { path, _users: users }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Does something that only one process does at a time.
    pub(crate) fn alone<T>(&self, work: impl FnOnce() -> T) -> T {
        let turn = open(&self.path.join("turn"));
        turn.lock()
            .unwrap_or_else(|error| panic!("{}: {error}", self.path.display()));
        work()
    }
}

/// User that this process runs as.
pub(crate) fn our_user() -> u32 {
    fs::metadata("/proc/self").map_or(0, |us| us.uid())
}

fn open(path: &Path) -> File {
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path);
    file.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
