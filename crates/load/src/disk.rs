//! Disks that can lose their power, fill up, or take no more writes. All of it needs root and loop devices.
//!
//! Power cut by reflink: an outer XFS holds the image of an inner ext4. A reflink copy of that image is what the
//! device held at that moment: what the kernel had not yet been made to write is not in it.

use crate::postgres::{is_root, run};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

const OUTER_SIZE: &str = "6G";
const INNER_SIZE: &str = "2G";

/// A disk whose power can be cut.
pub struct FragileDisk {
    folder: PathBuf,
    /// What is mounted, to be unmounted in reverse.
    mounted: Vec<PathBuf>,
}

impl FragileDisk {
    /// Makes the two file systems below `folder` and mounts them.
    pub fn create(folder: &Path) -> io::Result<Self> {
        require_root()?;
        let mut disk = Self {
            folder: folder.to_owned(),
            mounted: Vec::new(),
        };
        for name in ["outer", "inner", "copy"] {
            std::fs::create_dir_all(folder.join(name))?;
        }
        let outer = folder.join("outer.img");
        run(Command::new("truncate").args(["-s", OUTER_SIZE]).arg(&outer))?;
        run(Command::new("mkfs.xfs")
            .args(["-q", "-f", "-m", "reflink=1"])
            .arg(&outer))?;
        disk.mount(&outer, "outer")?;
        let inner = folder.join("outer/disk.img");
        run(Command::new("truncate").args(["-s", INNER_SIZE]).arg(&inner))?;
        run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&inner))?;
        disk.mount(&inner, "inner")?;
        Ok(disk)
    }

    /// Where the disk is mounted.
    pub fn path(&self) -> PathBuf {
        self.folder.join("inner")
    }

    /// Keeps what the device holds right now.
    pub fn cut(&self) -> io::Result<()> {
        let (from, to) = (
            self.folder.join("outer/disk.img"),
            self.folder.join("outer/copy.img"),
        );
        run(Command::new("cp").arg("--reflink=always").arg(from).arg(to))
    }

    /// Mounts what [`Self::cut`] kept; the file system replays its journal.
    pub fn recover(&mut self) -> io::Result<PathBuf> {
        let copy = self.folder.join("outer/copy.img");
        self.mount(&copy, "copy")?;
        Ok(self.folder.join("copy"))
    }

    /// Forgets the copy, so that the next cut can be made.
    pub fn forget(&mut self) -> io::Result<()> {
        let copy = self.folder.join("copy");
        if let Some(at) = self.mounted.iter().position(|path| *path == copy) {
            run(Command::new("umount").arg(&copy))?;
            self.mounted.remove(at);
        }
        std::fs::remove_file(self.folder.join("outer/copy.img"))
    }

    fn mount(&mut self, image: &Path, name: &str) -> io::Result<()> {
        let point = self.folder.join(name);
        run(Command::new("mount").args(["-o", "loop"]).arg(image).arg(&point))?;
        self.mounted.push(point);
        Ok(())
    }
}

impl Drop for FragileDisk {
    fn drop(&mut self) {
        unmount(&mut self.mounted);
    }
}

/// A disk of limited size in memory.
pub struct SmallDisk {
    mounted: Vec<PathBuf>,
}

impl SmallDisk {
    /// Mounts one of `mib` mebibytes at `point`.
    pub fn create(point: &Path, mib: u32) -> io::Result<Self> {
        require_root()?;
        std::fs::create_dir_all(point)?;
        run(Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={mib}m"), "tmpfs"])
            .arg(point))?;
        Ok(Self {
            mounted: vec![point.to_owned()],
        })
    }

    /// Makes it so large.
    pub fn grow(&self, mib: u32) -> io::Result<()> {
        self.remount(&format!("size={mib}m"))
    }

    /// Takes no more writes.
    pub fn protect(&self) -> io::Result<()> {
        self.remount("ro")
    }

    /// Takes writes again.
    pub fn release(&self) -> io::Result<()> {
        self.remount("rw")
    }

    fn remount(&self, option: &str) -> io::Result<()> {
        for point in &self.mounted {
            run(Command::new("mount")
                .args(["-o", &format!("remount,{option}")])
                .arg(point))?;
        }
        Ok(())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        unmount(&mut self.mounted);
    }
}

fn unmount(mounted: &mut Vec<PathBuf>) {
    while let Some(point) = mounted.pop() {
        // Lazily, so that a process that still holds a file does not keep the folder.
        let _ = run(Command::new("umount").arg("-l").arg(point));
    }
}

fn require_root() -> io::Result<()> {
    match is_root()? {
        true => Ok(()),
        false => Err(io::Error::other("this drill mounts file systems: run it as root")),
    }
}
