//! What the sandbox's simulators keep.

use store::StoreError;
use store::sandbox::{self, NewMail, NewTaxEntry};
use testkit::TestDb;

use crate::world::{OTHER_STORAGE, STORAGE, later};

testkit::on_both_engines! {
    async fn a_setting_is_put_anew(test: TestDb) {
        let setting = || test.db.read("setting", |tx| sandbox::setting(tx, "tax.fault"));
        assert_eq!(setting().await, Ok(None));
        for value in ["silent", "slow"] {
            test.db.write("set", move |tx| sandbox::set(tx, "tax.fault", value)).await.unwrap();
            assert_eq!(setting().await, Ok(Some(value.to_owned())));
        }
    }

    async fn mails_are_listed_newest_first(test: TestDb) {
        let mail = |number: i64, recipient: &str| NewMail {
            at: later(number),
            recipient: recipient.to_owned(),
            subject: format!("Чек № {number}"),
            text_body: "text".to_owned(),
            html_body: "<p>markup</p>".to_owned(),
        };
        let ids = test.db.write("add", move |tx| {
            Ok::<_, StoreError>([
                sandbox::add_mail(tx, &mail(1, "a@example.com"))?,
                sandbox::add_mail(tx, &mail(2, "b@example.com"))?,
                sandbox::add_mail(tx, &mail(3, "a@example.com"))?,
            ])
        }).await.unwrap();
        let list = |recipient: Option<&'static str>, before, limit| test.db.read("mails", move |tx| {
            let rows = sandbox::mails(tx, recipient, before, limit)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
        });
        assert_eq!(list(None, None, 2).await.unwrap(), [ids[2], ids[1]]);
        assert_eq!(list(None, Some(ids[1]), 2).await.unwrap(), [ids[0]]);
        assert_eq!(list(Some("a@example.com"), None, 9).await.unwrap(), [ids[2], ids[0]]);
        let id = ids[1];
        let found = test.db.read("mail", move |tx| sandbox::mail(tx, id)).await.unwrap().unwrap();
        assert_eq!(found.mail, mail(2, "b@example.com"));
        assert_eq!(test.db.read("mail", |tx| sandbox::mail(tx, 99)).await, Ok(None));
    }

    async fn the_tax_log_is_narrowed_to_a_storage(test: TestDb) {
        let entry = |storage: &str, number| NewTaxEntry {
            at: later(number),
            fiscal_storage_number: storage.to_owned(),
            document_number: number,
            answer: "accepted".to_owned(),
            document: "{\"код\":3}".to_owned(),
        };
        let entries = [entry(STORAGE, 1), entry(OTHER_STORAGE, 2), entry(STORAGE, 3)];
        let sent = entries.clone();
        test.db.write("add", move |tx| sandbox::add_tax_entries(tx, &sent)).await.unwrap();
        let found = test.db.read("list", |tx| sandbox::tax_entries(tx, Some(STORAGE), None, 9)).await.unwrap();
        let found: Vec<NewTaxEntry> = found.into_iter().map(|row| row.entry).collect();
        assert_eq!(found, [entries[2].clone(), entries[0].clone()]);
    }
}
