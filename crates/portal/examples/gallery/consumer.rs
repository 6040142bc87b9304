//! Invented Kazakh receipts behind the consumer page.

use futures::future::BoxFuture;
use ofd_kz::link::ReceiptLink;
use portal::{ConsumerPages, ConsumerReceipt, PagesError};
use print::kz::*;
use receipt::Operation;
use register_kz::Issue;

#[path = "../../../print/src/kz/sample.rs"]
#[expect(dead_code, reason = "the sample has more than the page needs")]
mod sample;

/// Answers with the sale whatever is asked for: the page has to compare.
pub(crate) struct Consumers;

pub(crate) fn sale() -> ConsumerReceipt {
    of("sale", Issue::Online, Some(sample::ONLINE_SIGN), sample::sale())
}

fn of(token: &str, issue: Issue, sign: Option<&str>, receipt: receipt::kz::Receipt) -> ConsumerReceipt {
    ConsumerReceipt {
        token: token.to_owned(),
        card: sample::card(),
        head: sample::head(345, issue),
        receipt,
        fiscal_sign: sign.map(str::to_owned),
        is_annulled: false,
        link_base: "http://consumer.example.kz".to_owned(),
    }
}

fn named(token: &str) -> Option<ConsumerReceipt> {
    let sign = Some(sample::ONLINE_SIGN);
    match token {
        "sale" => Some(sale()),
        "annulled" => Some(ConsumerReceipt {
            is_annulled: true,
            ..of(token, Issue::Online, sign, sample::short_sale())
        }),
        "waiting" => Some(of(token, sample::autonomous(), None, sample::short_sale())),
        "arrived" => Some(of(token, sample::autonomous(), sign, sample::short_sale())),
        "return" => {
            let receipt = sample::of_operation(Operation::SellReturn);
            Some(of(token, Issue::Online, sign, receipt))
        }
        _unknown => None,
    }
}

impl ConsumerPages for Consumers {
    fn find<'a>(
        &'a self,
        link: &'a ReceiptLink,
    ) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>> {
        let all = ["waiting", "arrived"].into_iter().filter_map(named);
        let found = all.into_iter().find(|receipt| receipt.answers(link));
        Box::pin(async { Ok(found.or_else(|| named("sale"))) })
    }

    fn by_token<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>> {
        let broken = token == "broken";
        let found = named(token);
        Box::pin(async move {
            if broken {
                return Err(PagesError("the store is away".into()));
            }
            Ok(found)
        })
    }
}
