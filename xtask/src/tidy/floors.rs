//! A crate depends only on strictly lower floors.

use super::Finding;
use crate::workspace::{Crate, DependencyKind, Floor};

/// Tests may use lower floors and what is made for tests.
pub fn check(crates: &[Crate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in crates {
        let path = format!("{}/Cargo.toml", one.folder);
        let Some(floor) = one.floor else {
            let message = "`[package.metadata] floor` must be 0 to 6, \"dev\" or \"tool\"".to_owned();
            findings.push(Finding {
                path,
                line: 0,
                message,
            });
            continue;
        };
        for dependency in &one.dependencies {
            let Some(target) = crates.iter().find(|other| other.name == dependency.name) else {
                continue;
            };
            let Some(below) = target.floor else { continue };
            if !may_use(floor, below, dependency.kind) {
                let message = format!(
                    "`{}` ({}) may not depend on `{}` ({})",
                    one.name,
                    shown(floor),
                    target.name,
                    shown(below)
                );
                findings.push(Finding {
                    path: path.clone(),
                    line: 0,
                    message,
                });
            }
        }
    }
    findings
}

fn may_use(floor: Floor, below: Floor, kind: DependencyKind) -> bool {
    match (floor, below) {
        (Floor::Product(upper), Floor::Product(lower)) => lower < upper,
        (Floor::Product(_), Floor::Dev) => kind == DependencyKind::Dev,
        (Floor::Product(_), Floor::Tool) => false,
        (Floor::Dev, Floor::Product(lower)) => lower < 6,
        (Floor::Dev, Floor::Dev) | (Floor::Tool, _) => true,
        (Floor::Dev, Floor::Tool) => false,
    }
}

fn shown(floor: Floor) -> String {
    match floor {
        Floor::Product(number) => format!("floor {number}"),
        Floor::Dev => "dev only".to_owned(),
        Floor::Tool => "tool".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;

    fn a_crate(name: &str, floor: Option<Floor>, dependencies: &[(&str, DependencyKind)]) -> Crate {
        Crate {
            name: name.to_owned(),
            folder: format!("crates/{name}"),
            floor,
            dependencies: dependencies
                .iter()
                .map(|(name, kind)| Dependency {
                    name: (*name).to_owned(),
                    kind: *kind,
                })
                .collect(),
        }
    }

    #[test]
    fn refuses_the_same_floor_and_a_higher_one() {
        use DependencyKind::{Dev, Real};
        let crates = [
            a_crate("types", Some(Floor::Product(0)), &[("testkit", Dev)]),
            a_crate(
                "receipt",
                Some(Floor::Product(1)),
                &[("types", Real), ("ofd-ru", Real), ("serde", Real)],
            ),
            a_crate(
                "ofd-ru",
                Some(Floor::Product(1)),
                &[("types", Real), ("store", Real), ("testkit", Real)],
            ),
            a_crate("store", Some(Floor::Product(3)), &[]),
            a_crate("testkit", Some(Floor::Dev), &[("store", Real)]),
            a_crate("stray", None, &[]),
        ];
        let said: Vec<String> = check(&crates).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "crates/receipt/Cargo.toml: `receipt` (floor 1) may not depend on `ofd-ru` (floor 1)",
                "crates/ofd-ru/Cargo.toml: `ofd-ru` (floor 1) may not depend on `store` (floor 3)",
                "crates/ofd-ru/Cargo.toml: `ofd-ru` (floor 1) may not depend on `testkit` (dev only)",
                "crates/stray/Cargo.toml: `[package.metadata] floor` must be 0 to 6, \"dev\" or \"tool\"",
            ]
        );
    }
}
