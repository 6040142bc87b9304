//! Keys of programs, on both engines.

use app::App;
use app::api_key::{self, ApiKeyError, LIVE_MAX, PREFIX};
use app::context::{Settings, Unverified};
use app::kz_ofd::KzSettings;
use ofd_kz::VersionPolicy;
use std::sync::Arc;
use store::api_keys::{NewApiKey, Signing};
use store::organizations::{self, NewOrganization};
use store::users::{self, NewUser, Role};
use testkit::{START, TestDb};
use types::{Inn, ManualClock, SeededRng, UtcOffset};

fn app(test: &TestDb) -> App {
    let settings = Settings {
        public_url: "http://localhost".to_owned(),
        ofd_inn: Inn::parse("7700000009").unwrap(),
        ofd_name: "Qassa".to_owned(),
        guest_prefix: String::new(),
        unverified: Unverified::Refused,
        waiting_tasks_max: 10,
        lease_s: 10,
        attempts_max: 3,
        give_up_after_s: 86_400,
        shift_close_after_s: 86_400,
        offset: UtcOffset::MOSCOW,
        kz: KzSettings {
            sign_key: None,
            consumer_url: "http://localhost".to_owned(),
            ofd_name: "Qassa".to_owned(),
            versions: VersionPolicy::Published,
            offset: UtcOffset::KAZAKHSTAN,
            tariff_plans: Arc::default(),
        },
    };
    let clock = Arc::new(ManualClock::new(START));
    App::new(test.db.clone(), clock, Arc::new(SeededRng::new(1)), settings)
}

async fn key(app: &App) -> NewApiKey {
    app.db()
        .write("owner", |tx| {
            let new = NewOrganization {
                inn: "7700000009".to_owned(),
                kpp: None,
                name: "ООО «Пример»".to_owned(),
            };
            let organization = organizations::create(tx, &new, START)?;
            let user = NewUser {
                organization: Some(organization),
                login: "owner".to_owned(),
                password_hash: String::new(),
                role: Role::Owner,
            };
            Ok::<_, store::StoreError>(NewApiKey {
                organization,
                user: users::create(tx, &user, START)?,
                name: "1C".to_owned(),
                signing: Signing::Allowed,
            })
        })
        .await
        .unwrap()
}

testkit::on_both_engines! {
    async fn a_key_is_found_by_itself_until_it_is_revoked(test: TestDb) {
        let app = app(&test);
        let key = key(&app).await;
        let (id, secret) = api_key::create(&app, key.clone()).await.unwrap();
        assert!(secret.reveal().starts_with(PREFIX));
        let holder = api_key::holder(&app, secret.reveal()).await.unwrap().unwrap();
        assert_eq!((holder.id, holder.user.id, holder.signing), (id, key.user, Signing::Allowed));
        assert!(api_key::holder(&app, "key_other").await.unwrap().is_none());
        assert!(api_key::revoke(&app, key.organization, id).await.unwrap());
        assert!(api_key::holder(&app, secret.reveal()).await.unwrap().is_none());
        assert_eq!(api_key::list(&app, key.organization).await.unwrap().len(), 1);
    }

    async fn an_organization_has_a_hundred_live_keys(test: TestDb) {
        let app = app(&test);
        let key = key(&app).await;
        let mut ids = Vec::new();
        for _ in 0..LIVE_MAX {
            ids.push(api_key::create(&app, key.clone()).await.unwrap().0);
        }
        let more = api_key::create(&app, key.clone()).await;
        assert!(matches!(more, Err(ApiKeyError::TooMany)));
        assert!(api_key::revoke(&app, key.organization, ids[0]).await.unwrap());
        assert!(api_key::create(&app, key.clone()).await.is_ok());
    }
}
