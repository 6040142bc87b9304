//! What a core says when it starts, line by line. Source: S2-89 to S2-110.

use std::net::SocketAddr;

use types::{LocalDateTime, Timestamp, UtcOffset};

use crate::config::{Installation, REGISTERS_MAX};
use crate::service::{Core, version_code};
use ofd_kz::Version;

/// `[YYYY-MM-DD HH:MM:SS.mmm]: text`, at the wall clock of Kazakhstan.
pub(crate) fn line(now: Timestamp, text: &str) -> String {
    let local: LocalDateTime = now.to_local(UtcOffset::KAZAKHSTAN);
    let milliseconds = now.micros().rem_euclid(1_000_000).div_euclid(1000);
    format!(
        "[{}.{milliseconds:03}]: {text}",
        local.format("%Y-%m-%d %H:%M:%S")
    )
}

/// As the system names itself.
fn os_version() -> String {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| "unknown".to_owned(), |name| name.trim_matches('"').to_owned())
}

/// The lines, from the version to the addresses.
pub(crate) fn lines(core: &Core, is_first_start: bool, address: SocketAddr) -> Vec<String> {
    let mut lines = vec![format!("Qassa core v{}", env!("CARGO_PKG_VERSION"))];
    if core.config.installation == Installation::Sandbox {
        let now = core.clock.now().to_local(UtcOffset::KAZAKHSTAN);
        lines.push(format!(
            "SANDBOX: the clock can be moved and shows {now}; receipts have no force"
        ));
    }
    if is_first_start {
        lines.push("Default settings initiated.".to_owned());
    }
    lines.extend([
        format!("[GUID]: {}", core.guid),
        "isSlave = False".to_owned(),
        format!("Protocol version: {} (2.0.2 by choice)", Version::V203),
        format!("Platform: {}", std::env::consts::OS.to_uppercase()),
        format!("OS version: {}", os_version()),
        format!("Architecture: {}", std::env::consts::ARCH),
        "Build configuration: UNIVERSAL".to_owned(),
        format!("Version name: {}", env!("CARGO_PKG_VERSION")),
        format!("Version code: {}", version_code()),
        "--- LICENSE INFORMATION ---".to_owned(),
        "License Type: Free".to_owned(),
        format!("License terms: {}", env!("CARGO_PKG_LICENSE")),
        "License file not found in current directory: none is needed".to_owned(),
        "Activation Code: not needed".to_owned(),
        "License Period: without end".to_owned(),
        format!("Register Count: at most {REGISTERS_MAX}"),
        "--- LICENSE INFORMATION ---".to_owned(),
        "Available OFD List:".to_owned(),
    ]);
    for operator in &core.config.operators {
        lines.push(format!(
            "  {} ({}, {})",
            operator.name,
            operator.address,
            operator.platform.as_str()
        ));
    }
    if core.config.operators.is_empty() {
        lines.push("  none: an address is typed in with each register".to_owned());
    }
    lines.push("Core.create: OK".to_owned());
    let registers = core.registry.list();
    if registers.is_empty() {
        lines.push("Register list is empty, initialization not started.".to_owned());
    }
    for one in &registers {
        lines.push(format!(
            "Register {}: {} ({})",
            one.meta.id, one.meta.serial_number, one.meta.platform
        ));
    }
    lines.push("Core.start".to_owned());
    lines.push("Service started:".to_owned());
    lines.push(format!("http://{address}"));
    lines
}
