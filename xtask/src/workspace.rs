//! What cargo and git say about the workspace.

use crate::step::output;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout.
pub struct Workspace {
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
    pub crates: Vec<Crate>,
    /// Every file that git tracks or would, relative to the root, with `/`.
    pub files: Vec<String>,
}

/// One member of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crate {
    pub name: String,
    /// Folder relative to the root.
    pub folder: String,
    /// `None` when the manifest does not say, or says what is no floor.
    pub floor: Option<Floor>,
    pub dependencies: Vec<Dependency>,
}

/// Where a crate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    /// 0 to 6: part of the product.
    Product(u64),
    /// `"dev"`: what only tests use.
    Dev,
    /// `"tool"`: programs of the workshop.
    Tool,
}

/// One edge of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    pub name: String,
    pub kind: DependencyKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DependencyKind {
    /// Linked into the crate, or run to build it.
    Real,
    /// For its tests alone.
    Dev,
}

impl Workspace {
    /// Asks cargo and git.
    pub fn load() -> Result<Self, String> {
        let text = output(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
        let metadata: Value =
            serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
        let root = PathBuf::from(text_of(&metadata, "workspace_root")?);
        let packages = metadata["packages"]
            .as_array()
            .ok_or("cargo metadata names no packages")?;
        let crates = packages
            .iter()
            .map(|package| parse_crate(package, &root))
            .collect::<Result<_, _>>()?;
        let listed = output(Command::new("git").arg("-C").arg(&root).args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        let files = listed
            .lines()
            .filter(|file| root.join(file).is_file())
            .map(str::to_owned)
            .collect();
        let target = PathBuf::from(text_of(&metadata, "target_directory")?);
        Ok(Self {
            root,
            target,
            crates,
            files,
        })
    }

    /// The crate that a file belongs to.
    pub fn crate_of(&self, file: &str) -> Option<&Crate> {
        self.crates
            .iter()
            .find(|one| Path::new(file).starts_with(&one.folder))
    }
}

/// Cargo as it runs us.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn parse_crate(package: &Value, root: &Path) -> Result<Crate, String> {
    let manifest = PathBuf::from(text_of(package, "manifest_path")?);
    let folder = manifest
        .parent()
        .and_then(|folder| folder.strip_prefix(root).ok())
        .unwrap_or(Path::new(""));
    let floor = match &package["metadata"]["floor"] {
        Value::Number(number) => number.as_u64().filter(|floor| *floor <= 6).map(Floor::Product),
        Value::String(word) if word == "dev" => Some(Floor::Dev),
        Value::String(word) if word == "tool" => Some(Floor::Tool),
        _ => None,
    };
    let dependencies = package["dependencies"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    Ok(Crate {
        name: text_of(package, "name")?,
        folder: folder.to_string_lossy().into_owned(),
        floor,
        dependencies: dependencies
            .iter()
            .map(|one| {
                let kind = match one["kind"].as_str() {
                    Some("dev") => DependencyKind::Dev,
                    _ => DependencyKind::Real,
                };
                Ok(Dependency {
                    name: text_of(one, "name")?,
                    kind,
                })
            })
            .collect::<Result<_, String>>()?,
    })
}

fn text_of(value: &Value, key: &str) -> Result<String, String> {
    value[key]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("cargo metadata has no `{key}`"))
}
