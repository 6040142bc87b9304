use super::*;

#[test]
fn the_defaults_work() {
    assert_eq!(Config::default().problems(), Vec::<String>::new());
}

#[test]
fn names_all_wrong_keys_at_once_and_hides_the_password() {
    let mut config = Config::default();
    config.database.url = "mysql://root:secret@host/db".into();
    config.registers.lease_s = 0;
    config.http.public_urls = vec!["kassa.example/".into()];
    config.ofd.inn = "7700000001".into();
    let text = config.problems().join("\n");
    for part in [
        "database.url",
        "registers.lease_s = 0: must be from 1",
        "kassa.example/",
        "ofd.inn = 7700000001",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(!text.contains("secret"));
}

#[test]
fn refuses_an_unknown_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qassa.toml");
    std::fs::write(&file, "[http]\nlisten_on = \"127.0.0.1:1\"\n").unwrap();
    let error = Config::load(Some(&file)).unwrap_err().to_string();
    assert!(error.starts_with("http.listen_on: unknown field"), "{error}");
}

#[test]
fn the_file_wins_over_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qassa.toml");
    std::fs::write(
        &file,
        "[registers]\nlease_s = 7\n[callbacks]\nallowed_private_networks = [\"10.0.0.0/8\"]\n",
    )
    .unwrap();
    let config = Config::load(Some(&file)).unwrap();
    assert_eq!(config.registers.lease_s, 7);
    assert_eq!(config.callbacks.allowed_private_networks, ["10.0.0.0/8"]);
    assert_eq!(
        config.registers.attempts_max,
        Config::default().registers.attempts_max
    );
}

#[test]
fn keys_of_the_wrong_type_do_not_hide_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qassa.toml");
    let text = "[registers]\nlease_s = \"long\"\nattempts_max = 0\n[logs]\nformat = \"xml\"\n";
    std::fs::write(&file, text).unwrap();
    let error = Config::load(Some(&file)).unwrap_err();
    let ConfigError(wrong) = &error;
    assert_eq!(wrong.len(), 3, "{error}");
    for part in [
        "registers.lease_s: ",
        "registers.attempts_max = 0",
        "logs.format: ",
    ] {
        assert!(error.to_string().contains(part), "{part} is missing in\n{error}");
    }
}

#[test]
fn a_wrong_address_of_the_mail_server_is_told_without_its_password() {
    let mut config = Config::default();
    config.mail.smtp_url = "http://u:secret@host".into();
    config.callbacks.allowed_private_networks = vec!["everywhere".into()];
    let text = config.problems().join("\n");
    assert!(text.contains("mail.smtp_url = …: must be smtp://"), "{text}");
    assert!(
        text.contains("callbacks.allowed_private_networks = everywhere"),
        "{text}"
    );
    assert!(!text.contains("secret"));
}

#[test]
fn the_documented_keys_are_the_keys_there_are() {
    let text = include_str!("../../../../docs/configuration.md");
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let documented: std::collections::BTreeSet<String> = rows.map(str::to_owned).collect();
    let sections = serde_json::to_value(Config::default()).unwrap();
    let keys = sections.as_object().unwrap().iter().flat_map(|(section, keys)| {
        keys.as_object()
            .unwrap()
            .keys()
            .map(move |key| format!("{section}.{key}"))
    });
    assert_eq!(documented, keys.collect());
}

#[test]
fn a_missing_file_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nofile.toml");
    let error = Config::load(Some(&file)).unwrap_err().to_string();
    assert!(error.contains("nofile.toml does not exist"), "{error}");
    assert!(error.contains("--config"), "{error}");
    assert!(!error.contains("os error"), "{error}");
}
