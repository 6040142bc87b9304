//! Keys of programs.

use store::StoreError;
use store::api_keys::{self, NewApiKey, Signing};
use store::users::{self, NewUser, Role};
use testkit::{START, TestDb};
use types::OrganizationId;

use crate::world::{self, later};

testkit::on_both_engines! {
    async fn a_key_acts_until_it_is_revoked(test: TestDb) {
        let db = &test.db;
        let organization = world::make(db).await.organization;
        db.write("keys", move |tx| {
            let user = NewUser {
                organization: Some(organization),
                login: "keeper".to_owned(),
                password_hash: String::new(),
                role: Role::Owner,
            };
            let user = users::create(tx, &user, START)?;
            let key = NewApiKey { organization, user, name: "1C".to_owned(), signing: Signing::Allowed };
            let first = api_keys::create(tx, &key, &[1; 32], START)?;
            let denied = NewApiKey { signing: Signing::Denied, ..key.clone() };
            api_keys::create(tx, &denied, &[2; 32], later(1))?;
            let holder = api_keys::holder(tx, &[1; 32])?.unwrap();
            assert_eq!((holder.id, holder.user.id, holder.name.as_str(), holder.signing), (first, user, "1C", Signing::Allowed));
            assert_eq!(api_keys::holder(tx, &[2; 32])?.unwrap().signing, Signing::Denied);
            assert_eq!(api_keys::live(tx, organization)?, 2);
            assert!(!api_keys::revoke(tx, OrganizationId::new(9_999), first, later(2))?, "it is somebody else's");
            assert!(api_keys::revoke(tx, organization, first, later(2))?);
            assert!(!api_keys::revoke(tx, organization, first, later(3))?);
            assert!(api_keys::holder(tx, &[1; 32])?.is_none());
            let rows = api_keys::of_organization(tx, organization, 9)?;
            assert_eq!(rows.iter().map(|row| row.revoked_at).collect::<Vec<_>>(), [Some(later(2)), None]);
            assert_eq!(api_keys::live(tx, organization)?, 1);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn a_hash_is_kept_once(test: TestDb) {
        let db = &test.db;
        let organization = world::make(db).await.organization;
        let error = db.write("keys", move |tx| {
            let user = NewUser {
                organization: Some(organization),
                login: "keeper".to_owned(),
                password_hash: String::new(),
                role: Role::Owner,
            };
            let user = users::create(tx, &user, START)?;
            let key = NewApiKey { organization, user, name: "1C".to_owned(), signing: Signing::Denied };
            api_keys::create(tx, &key, &[1; 32], START)?;
            api_keys::create(tx, &key, &[1; 32], START)
        }).await.unwrap_err();
        assert!(error.violates("api_keys_hash_unique"), "{error}");
    }
}
