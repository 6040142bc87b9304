use std::fmt::Write;

use super::*;

type Step = (
    &'static str,
    fn(Application) -> Result<Application, ApplicationError>,
);

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-22T07:00:00Z").unwrap()
}

fn hash() -> ContentHash {
    ContentHash::of(b"document")
}

const STEPS: [Step; 7] = [
    ("sign for the tax authority", |one| {
        one.sign(hash(), Addressee::TaxAuthority, now())
    }),
    ("sign for the operator", |one| {
        one.sign(hash(), Addressee::Ofd, now())
    }),
    ("sign another document", |one| {
        one.sign(ContentHash::of(b"other"), Addressee::TaxAuthority, now())
    }),
    ("cancel", |one| one.cancel(now())),
    ("note as sent", |one| one.sent("T-1".into(), now())),
    ("complete", |one| one.complete(now())),
    ("refuse", |one| one.refuse("no".into(), now())),
];

fn states() -> Vec<Application> {
    let prepared = Application::prepared(hash());
    let signed = prepared
        .clone()
        .sign(hash(), Addressee::TaxAuthority, now())
        .unwrap();
    let sent = signed.clone().sent("T-1".into(), now()).unwrap();
    vec![
        prepared.clone(),
        prepared.cancel(now()).unwrap(),
        signed,
        sent.clone(),
        sent.clone().complete(now()).unwrap(),
        sent.refuse("no".into(), now()).unwrap(),
    ]
}

#[test]
fn every_state_meets_every_step_as_the_matrix_says() {
    let mut table = String::from("# Application: every state and every step\n\n| state |");
    for (name, _) in STEPS {
        write!(table, " {name} |").unwrap();
    }
    table.push_str("\n|---|---|---|---|---|---|---|---|\n");
    for state in states() {
        write!(table, "| {} |", state.state()).unwrap();
        for (_, step) in STEPS {
            match step(state.clone()) {
                Ok(next) => write!(table, " → {} |", next.state()).unwrap(),
                Err(ApplicationError::WrongState { .. }) => table.push_str(" – |"),
                Err(ApplicationError::OtherContent { .. }) => table.push_str(" ✗ other content |"),
            }
        }
        table.push('\n');
    }
    crate::golden::compare("application.md", &table);
}

#[test]
fn every_state_survives_storage() {
    for state in states() {
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<Application>(&json).unwrap(), state);
    }
    let broken = r#"{"application":"awaiting_signature","hash":"zz"}"#;
    assert!(serde_json::from_str::<Application>(broken).is_err());
}
