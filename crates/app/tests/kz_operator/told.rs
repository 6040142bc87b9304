//! What the register told of itself, and what its receipts show of its owner.

use app::kz_ofd::{self, Card, OrganizationCard, TradePointCard};
use ofd_kz::KnownResult;
use ofd_kz::link::ReceiptLink;
use receipt::kz::Operation;
use testkit::TestDb;
use translate::kz::service::{Module, RegisterFacts, Software};
use types::OrganizationId;

use crate::register::{DEVICE, SELLER, Stage, assert_result};

fn card(address: &str) -> Card {
    Card {
        organization: OrganizationCard {
            title: "ТОО «Мысал»".to_owned(),
            taxpayer_number: SELLER.to_owned(),
            ..OrganizationCard::default()
        },
        trade_point: TradePointCard {
            address: address.to_owned(),
            ..TradePointCard::default()
        },
    }
}

testkit::on_both_engines! {
    async fn a_receipt_shows_the_card_of_its_own_time(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let mut links = Vec::new();
        for address in ["Алматы, Первая, 1", "Алматы, Вторая, 2"] {
            stage.clock.advance_s(60);
            assert!(kz_ofd::replace_card(&stage.app, DEVICE, &card(address)).await.unwrap());
            let sale = stage.receipt(Operation::Sell, "10.00");
            let sold = stage.send(sale).await;
            let link = String::from_utf8(sold.ticket.unwrap().qr_code.unwrap()).unwrap();
            links.push(ReceiptLink::parse(&link).unwrap());
        }
        let mut shown = Vec::new();
        for link in &links {
            let found = kz_ofd::find_by_link(&stage.app, link).await.unwrap().unwrap();
            shown.push(found.register.card.trade_point.address);
        }
        assert_eq!(shown, ["Алматы, Первая, 1", "Алматы, Вторая, 2"]);
        let today = kz_ofd::register(&stage.app, None::<OrganizationId>, DEVICE).await.unwrap().unwrap();
        assert_eq!(today.card.trade_point.address, "Алматы, Вторая, 2");
    }

    async fn what_a_register_tells_of_itself_is_kept(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let facts = RegisterFacts {
            software: Software {
                modules: vec![Module {
                    name: "Core".to_owned(),
                    version: "2.0".to_owned(),
                    build: None,
                }],
                os_family: Some("Linux".to_owned()),
                ..Software::default()
            },
            ..RegisterFacts::default()
        };
        assert_result(&stage.tell(&facts).await, KnownResult::Ok);
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        let told = kz_ofd::register(&stage.app, None::<OrganizationId>, DEVICE).await.unwrap().unwrap().facts;
        assert_eq!(told.programs, [("Core".to_owned(), "2.0".to_owned())]);
        assert_eq!(told.system.as_deref(), Some("Linux"), "a request without facts forgets none");
    }
}
