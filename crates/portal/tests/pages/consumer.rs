//! The consumer page: what finds a receipt, what does not, and what programs read on it.

use std::sync::Arc;

use axum::http::StatusCode;
use futures::future::BoxFuture;
use ofd_kz::link::ReceiptLink;
use portal::{ConsumerPages, ConsumerReceipt, PagesError};

use crate::consumer_fake::{Consumers, sale};
use crate::hostile;
use crate::visit::Site;

const QUERY: &str = "i=849825692&f=010100000001&s=3677.72&t=20261122T195254";

fn site() -> Site {
    Site::with_consumer(Arc::new(Consumers))
}

#[tokio::test]
async fn the_link_of_a_qr_code_opens_the_receipt_with_and_without_a_path() {
    let site = site();
    let variants = [
        format!("/consumer?{QUERY}"),
        format!("/?{QUERY}"),
        format!("/?&{QUERY}"),
        "/?t=20261122T195254&s=3677.72&f=010100000001&i=849825692".to_owned(),
        "/consumer?i=849825692&f=010100000001&s=3677,72&t=2026-11-22T19%3A52%3A54".to_owned(),
        "/ticket/sale".to_owned(),
    ];
    for path in variants {
        let page = site.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let text = page.text();
        for part in [
            "ТОО «Мысал»",
            "849825692",
            "3\u{a0}677,72",
            "/ticket/sale.pdf",
            "<svg",
        ] {
            assert!(text.contains(part), "{path}: {part} is missing");
        }
        assert!(page.header("x-robots-tag").contains("noindex"), "{path}");
        assert!(text.contains("name=\"back\" value=\"/ticket/sale\""), "{path}");
    }
}

/// The fake answers with the sale whatever is asked for.
#[tokio::test]
async fn one_wrong_value_gets_the_same_page_as_nonsense() {
    let site = site();
    let wrong = [
        "i=849825693&f=010100000001&s=3677.72&t=20261122T195254",
        "i=849825692&f=010100000002&s=3677.72&t=20261122T195254",
        "i=849825692&f=010100000001&s=3677.73&t=20261122T195254",
        "i=849825692&f=010100000001&s=3677.72&t=20261122T195255",
        "i=849825692&f=010100000001&s=3677.72",
        "i=849825692",
        "i=x&f=x&s=x&t=x",
        "i=849825692&i=849825692&f=010100000001&s=3677.72&t=20261122T195254",
        "i=%00&f=%27%20or%201=1&s=1e9&t=now",
    ];
    let expected = site.get("/consumer?i=1&f=1&s=1&t=20261122T195254").await;
    assert_eq!(expected.status, StatusCode::NOT_FOUND);
    for query in wrong {
        let page = site.get(&format!("/consumer?{query}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{query}");
        assert_eq!(page.body, expected.body, "{query}");
        let json = site.get(&format!("/api/tickets/get-by-url?{query}")).await;
        assert_eq!(json.status, StatusCode::NOT_FOUND, "{query}");
        assert!(json.text().contains("receipt_not_found"), "{query}");
    }
    for path in ["/ticket/unknown", "/ticket/..%2f", "/ticket/unknown.pdf"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_autonomous_receipt_is_found_by_either_sign() {
    let site = site();
    let of = |sign: &str| format!("/consumer?i={sign}&f=010100000001&s=1160&t=20261122T195254&lang=en");
    let by_own = site.get(&of("1001")).await.text();
    assert!(by_own.contains("has no fiscal sign"), "{by_own}");
    let by_operator = site.get(&of("849825692")).await.text();
    assert!(by_operator.contains("sent it later"), "{by_operator}");
}

#[tokio::test]
async fn the_form_asks_for_four_values_and_the_start_page_stays() {
    let site = site();
    let form = site.get("/consumer").await;
    assert_eq!(form.status, StatusCode::OK);
    for name in ["i", "f", "s", "t", "link"] {
        assert!(form.text().contains(&format!("name=\"{name}\"")), "{name}");
    }
    let start = site.get("/").await.text();
    assert!(
        start.contains("action=\"/find\"") && start.contains("href=\"/consumer\""),
        "{start}"
    );
    let elsewhere = Site::fake();
    assert!(!elsewhere.get("/").await.text().contains("/consumer"));
    for path in ["/consumer", "/ticket/sale"] {
        assert_eq!(elsewhere.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(elsewhere.get(&format!("/?{QUERY}")).await.status, StatusCode::OK);
}

/// Protocol: KZ-OFD/consumer-page.
#[tokio::test]
async fn the_page_keeps_the_contract_with_programs_that_read_it() {
    for locale in ["ru", "kk", "en"] {
        let page = site()
            .get(&format!("/consumer?{QUERY}&lang={locale}"))
            .await
            .text();
        let (_, receipt) = page.split_once("<app-ticket>").unwrap();
        let (head, rest) = receipt.split_once("</app-ticket-header>").unwrap();
        let seller = head.split_once("<p").unwrap().1;
        assert!(seller.split_once('>').unwrap().1.starts_with("ТОО «Мысал»</p>"));
        assert!(head.contains("22.11.2026 19:52"));
        let (items, _) = rest.split_once("</app-ticket-items>").unwrap();
        let rows: Vec<&str> = items.split("<div class=\"row row-position\"").skip(1).collect();
        assert_eq!(rows.len(), 3);
        let row = rows[2].split_once('>').unwrap().1.split_once("</div>").unwrap().0;
        let cells: Vec<&str> = row.split("</span>").collect();
        assert_eq!((cells.len(), cells[6]), (7, ""), "{row}");
        assert!(cells[..6].iter().all(|cell| cell.starts_with("<span")), "{row}");
        let text = |cell: &str| cell.split_once('>').unwrap().1.to_owned();
        assert_eq!(text(cells[0]), "3.");
        assert_eq!(text(cells[1]), "Алма / Яблоки");
        assert_eq!(text(cells[3]), "890.50\u{a0}₸");
        assert_eq!(text(cells[4]), "1.345");
        assert_eq!(text(cells[5]), "1197.72\u{a0}₸");
    }
}

/// Protocol: KZ-OFD/consumer-json.
#[tokio::test]
async fn apps_read_the_receipt_as_json() {
    let site = site();
    for path in [
        format!("/api/tickets/get-by-url?{QUERY}"),
        "/ticket/sale.json".into(),
    ] {
        let answer = site.get(&path).await;
        assert_eq!(answer.header("content-type"), "application/json");
        let text = answer.text();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "commodity": {
                "name": "Алма / Яблоки", "quantity": 1.345, "price": 890.5, "sum": 1197.72, "barcode": null,
                "exciseStamp": null, "measureUnitCode": "116", "taxes": [{"layout": {"rate": 16}, "sum": 165.2}],
            },
        });
        assert_eq!(json["ticket"]["items"][2], expected);
        assert_eq!(json["ticket"]["items"].as_array().unwrap().len(), 3);
        for (pointer, value) in [
            ("/ticket/fiscalId", "849825692"),
            ("/ticket/transactionDate", "2026-11-22T19:52:54"),
            ("/ticket/payments/1/paymentType", "CARD"),
            ("/orgTitle", "ТОО «Мысал»"),
            ("/orgId", "990440000008"),
            ("/kkmSerialNumber", "QASA1184032394000"),
            ("/kkmFnsId", "010100000001"),
        ] {
            assert_eq!(json.pointer(pointer).unwrap(), value, "{pointer}");
        }
        assert_eq!(json["ticket"]["operationType"], 2);
        for sum in [
            "\"totalSum\":3677.72",
            "\"takenSum\":2000.00",
            "\"changeSum\":322.28",
        ] {
            assert!(text.contains(sum), "{sum} is missing in {text}");
        }
        assert_eq!(json["taxes"][0], serde_json::json!({"rate": 16, "sum": 507.27}));
    }
}

#[tokio::test]
async fn the_receipt_is_downloaded_as_it_is_printed() {
    let site = site();
    let pdf = site.get("/ticket/sale.pdf").await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.body.starts_with(b"%PDF-"));
    let text = site.get("/ticket/sale.txt?lang=en").await.text();
    assert!(text.contains("БАРЛЫҒЫ/ИТОГО"), "paper has both languages: {text}");
    let picture = site.get("/ticket/sale/qr.png").await;
    assert_eq!(picture.header("content-type"), "image/png");
    assert_eq!(
        site.get("/ticket/none/qr.png").await.status,
        StatusCode::NOT_FOUND
    );
    let broken = site.get("/ticket/broken").await;
    assert_eq!(broken.status, StatusCode::SERVICE_UNAVAILABLE);
}

/// Every text is an attack.
struct Hostile(&'static str);

impl Hostile {
    fn receipt(&self) -> ConsumerReceipt {
        let mut receipt = sale();
        receipt.card.seller_name = self.0.to_owned();
        receipt.card.serial_number = self.0.to_owned();
        receipt.card.address = print::kz::BilingualText::same(self.0);
        receipt.card.ofd.site = self.0.to_owned();
        receipt.link_base = self.0.to_owned();
        receipt.fiscal_sign = Some(self.0.to_owned());
        let mut draft = receipt.receipt.clone().into_content();
        for entry in &mut draft.lines {
            if let receipt::kz::LineEntry::Line(line) = entry {
                line.name = self.0.to_owned();
            }
        }
        let context = receipt::kz::PricingContext::sums_only();
        receipt.receipt = receipt::kz::Receipt::price(draft, &context).unwrap();
        receipt
    }
}

impl ConsumerPages for Hostile {
    fn find<'a>(&'a self, _: &'a ReceiptLink) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>> {
        Box::pin(async { Ok(None) })
    }

    fn by_token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>> {
        Box::pin(async { Ok(Some(self.receipt())) })
    }
}

#[tokio::test]
async fn hostile_texts_stay_texts_on_the_page() {
    for attack in hostile::TEXTS {
        let site = Site::with_consumer(Arc::new(Hostile(attack)));
        let page = site.get("/ticket/any").await;
        assert_eq!(page.status, StatusCode::OK);
        for (tag, name) in page.tags() {
            let is_contract = tag.trim_start_matches('/').starts_with("app-ticket");
            let known = is_contract || hostile::EXPECTED_TAGS.contains(&name);
            assert!(known, "{attack}: <{tag}>");
            assert!(
                !tag.contains(" onerror") && !tag.contains(" onload="),
                "{attack}: <{tag}>"
            );
        }
        let typed = hostile::encoded(attack);
        let page = site
            .get(&format!("/consumer?i={typed}&f={typed}&s={typed}&t={typed}"))
            .await;
        assert!(!page.text().contains(attack), "{attack}");
    }
}
