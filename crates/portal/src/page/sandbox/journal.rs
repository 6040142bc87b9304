//! Mailbox, callbacks, and what the tax authority got.

use maud::{Markup, html};
use print::{Arg, Locale, TextId, form_name};

use super::{address, chip, empty, time_of_day};
use crate::icon::Icon;
use crate::sandbox::{CallbackEntry, CallbackOutcome, MailSummary, TaxEntry, TaxIssuer};

pub(super) fn mails(mails: &[MailSummary], locale: Locale) -> Markup {
    html! {
        @if mails.is_empty() { (empty(locale, "sandbox-no-mails")) }
        ul.rows {
            @for mail in mails {
                li.row {
                    div.row-main {
                        a.row-name href=(address(&format!("/sandbox/mail/{}", mail.id), locale)) { (mail.subject) }
                        p.muted { (mail.to) }
                    }
                    time.row-time datetime=(mail.at) { (time_of_day(mail.at)) }
                }
            }
        }
    }
}

pub(super) fn callbacks(callbacks: &[CallbackEntry], locale: Locale) -> Markup {
    html! {
        @if callbacks.is_empty() { (empty(locale, "sandbox-no-callbacks")) }
        ul.rows {
            @for (place, entry) in callbacks.iter().enumerate() {
                li.row {
                    div.row-main {
                        p.row-name { (outcome(&entry.outcome, locale)) }
                        p.row-address { (entry.url) }
                        p.muted { (note(entry, locale)) }
                        details.fold id=(format!("callback-{}-{place}", entry.at.micros())) {
                            summary { (locale.text("sandbox-callback-body")) }
                            pre.code tabindex="0" { (entry.body) }
                        }
                    }
                    time.row-time datetime=(entry.at) { (time_of_day(entry.at)) }
                }
            }
        }
    }
}

fn outcome(outcome: &CallbackOutcome, locale: Locale) -> Markup {
    match outcome {
        CallbackOutcome::Delivered(status) => {
            let status = status.to_string();
            let word = locale.text_with("callback-delivered", &[("status", Arg::Text(&status))]);
            chip("ok", Icon::Done, &word)
        }
        CallbackOutcome::Retrying { at, .. } => {
            let at = time_of_day(*at);
            chip(
                "wait",
                Icon::Waiting,
                &locale.text_with("callback-retrying", &[("at", Arg::Text(&at))]),
            )
        }
        CallbackOutcome::Dead { .. } => chip("bad", Icon::Refused, &locale.text("callback-dead")),
    }
}

fn note(entry: &CallbackEntry, locale: Locale) -> String {
    let attempts = locale.text_with("callback-attempts", &[("count", Arg::Count(entry.attempts))]);
    match &entry.outcome {
        CallbackOutcome::Delivered(_) => attempts,
        CallbackOutcome::Retrying { reason, .. } | CallbackOutcome::Dead { reason } => {
            format!("{attempts} · {reason}")
        }
    }
}

pub(super) fn taxes(entries: &[TaxEntry], locale: Locale) -> Markup {
    html! {
        @if entries.is_empty() { (empty(locale, "sandbox-no-taxes")) }
        ul.rows {
            @for entry in entries {
                li.row {
                    div.row-main {
                        p.row-name { (kind(entry, locale)) " № " (entry.document_number) " " (verdict(entry.accepted, locale)) }
                        p.muted { (issuer(entry, locale)) }
                    }
                    time.row-time datetime=(entry.at) { (time_of_day(entry.at)) }
                }
            }
        }
    }
}

/// `ФН 9999…` in Russia, `РНМ 0101…` in Kazakhstan.
fn issuer(entry: &TaxEntry, locale: Locale) -> String {
    let (id, number) = match &entry.issuer {
        TaxIssuer::FiscalStorage(number) => ("sandbox-storage", number),
        TaxIssuer::Register(number) => ("sandbox-registration", number),
    };
    format!("{} {number}", locale.text(TextId(id)))
}

fn kind(entry: &TaxEntry, locale: Locale) -> String {
    entry.form.map_or_else(
        || locale.text("tax-unknown-document"),
        |form| form_name(form, locale),
    )
}

fn verdict(accepted: bool, locale: Locale) -> Markup {
    let (class, icon, id) = if accepted {
        ("ok", Icon::Done, "tax-accepted")
    } else {
        ("bad", Icon::Refused, "tax-refused")
    };
    chip(class, icon, &locale.text(TextId(id)))
}
