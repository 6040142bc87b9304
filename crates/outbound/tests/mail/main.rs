//! Mail against a scripted mail server on a loopback address.

mod server;

use std::time::Duration;

use outbound::mail::{
    AttachmentPlace, Mail, MailAttachment, MailOutcome, MailRefusal, Mailbox, Mailer, SmtpConfig,
    SmtpCredentials, SmtpMailer, SmtpSecurity,
};
use server::{Manners, Server};
use types::Secret;

fn config(server: &Server) -> SmtpConfig {
    SmtpConfig {
        host: server.address.ip().to_string(),
        port: server.address.port(),
        security: SmtpSecurity::Plain,
        credentials: None,
        hello_name: "qassa.example".to_owned(),
        step_timeout: Duration::from_secs(5),
        timeout: Duration::from_secs(5),
    }
}

fn mail() -> Mail {
    Mail {
        message_id: "outbox-17@qassa.example".to_owned(),
        from: "Магазин <shop@example.com>".to_owned(),
        to: "buyer@example.com".to_owned(),
        reply_to: Some("help@example.com".to_owned()),
        subject: "Чек № 5".to_owned(),
        text: "Итого 100.00".to_owned(),
        html: Some("<p>Итого <b>100.00</b></p>".to_owned()),
        attachments: Vec::new(),
    }
}

async fn send(server: &Server, mail: &Mail) -> MailOutcome {
    SmtpMailer::new(&config(server)).unwrap().send(mail).await
}

#[tokio::test]
async fn a_mail_arrives_as_text_and_html() {
    let server = Server::open(Manners::default()).await;
    assert_eq!(send(&server, &mail()).await, MailOutcome::Sent);
    for line in [
        "EHLO qassa.example",
        "MAIL FROM:<shop@example.com>",
        "RCPT TO:<buyer@example.com>",
        "Message-ID: <outbox-17@qassa.example>",
        "Reply-To: help@example.com",
        "To: buyer@example.com",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(server.heard(line), "no `{line}` in {:#?}", server.lines());
    }
    let whole = server.lines().join("\n");
    assert!(whole.contains("multipart/alternative"), "{whole}");
    assert!(
        !whole.contains("multipart/mixed") && !whole.contains("multipart/related"),
        "{whole}"
    );
}

#[tokio::test]
async fn files_stand_beside_and_inside() {
    let server = Server::open(Manners::default()).await;
    let mut mail = mail();
    mail.attachments = vec![
        MailAttachment {
            name: "receipt.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: b"%PDF-1.7".to_vec(),
            place: AttachmentPlace::Beside,
        },
        MailAttachment {
            name: "qr.png".to_owned(),
            media_type: "image/png".to_owned(),
            bytes: vec![0x89, 0x50, 0x4E, 0x47],
            place: AttachmentPlace::Inside {
                content_id: "qr".to_owned(),
            },
        },
    ];
    assert_eq!(send(&server, &mail).await, MailOutcome::Sent);
    for line in [
        "Content-Type: application/pdf",
        "Content-Disposition: attachment; filename=\"receipt.pdf\"",
        "Content-Type: image/png",
        "Content-ID: <qr>",
        "Content-Disposition: inline",
    ] {
        assert!(server.heard(line), "no `{line}` in {:#?}", server.lines());
    }
    let whole = server.lines().join("\n");
    assert!(
        whole.contains("multipart/mixed") && whole.contains("multipart/related"),
        "{whole}"
    );
}

#[tokio::test]
async fn a_mail_may_be_text_alone() {
    let server = Server::open(Manners::default()).await;
    let plain = Mail { html: None, ..mail() };
    assert_eq!(send(&server, &plain).await, MailOutcome::Sent);
    assert!(!server.lines().iter().any(|line| line.contains("text/html")));
}

#[tokio::test]
async fn a_reader_that_does_not_exist_is_final() {
    let server = Server::open(Manners {
        to_reader: Some("550 no such user"),
        ..Manners::default()
    })
    .await;
    let outcome = send(&server, &mail()).await;
    let MailOutcome::Refused { reason } = &outcome else {
        panic!("{outcome:?}")
    };
    assert!(
        matches!(reason, MailRefusal::Server { code: 550, .. }),
        "{reason}"
    );
    assert!(reason.to_string().contains("no such user"), "{reason}");
}

#[tokio::test]
async fn later_is_not_never() {
    for manners in [
        Manners {
            to_reader: Some("451 try again later"),
            ..Manners::default()
        },
        Manners {
            to_mail: Some("452 disk full"),
            ..Manners::default()
        },
        Manners {
            to_mail: Some(""),
            ..Manners::default()
        },
    ] {
        let server = Server::open(manners).await;
        let outcome = send(&server, &mail()).await;
        assert!(matches!(outcome, MailOutcome::Failed { .. }), "{outcome:?}");
    }
}

#[tokio::test]
async fn silence_ends_with_the_time_out() {
    let server = Server::open(Manners {
        silent: true,
        ..Manners::default()
    })
    .await;
    let config = SmtpConfig {
        timeout: Duration::from_millis(100),
        ..config(&server)
    };
    let outcome = SmtpMailer::new(&config).unwrap().send(&mail()).await;
    let expected = MailOutcome::Failed {
        detail: "not done within 100 ms".to_owned(),
    };
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn nobody_at_home_is_a_failure() {
    let server = Server::open(Manners::default()).await;
    let config = config(&server);
    drop(server);
    let outcome = SmtpMailer::new(&config).unwrap().send(&mail()).await;
    assert!(matches!(outcome, MailOutcome::Failed { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_server_without_starttls_gets_neither_mail_nor_password() {
    let server = Server::open(Manners {
        offers: Some("AUTH PLAIN"),
        ..Manners::default()
    })
    .await;
    let config = SmtpConfig {
        security: SmtpSecurity::StartTls,
        credentials: Some(SmtpCredentials {
            user: "shop".to_owned(),
            password: Secret::new("pa55word"),
        }),
        ..config(&server)
    };
    let outcome = SmtpMailer::new(&config).unwrap().send(&mail()).await;
    assert!(!matches!(outcome, MailOutcome::Sent), "{outcome:?}");
    assert!(
        !server
            .lines()
            .iter()
            .any(|line| line.starts_with("AUTH") || line.starts_with("MAIL"))
    );
}

#[tokio::test]
async fn the_server_gets_name_and_password_when_it_asks() {
    let server = Server::open(Manners {
        offers: Some("AUTH PLAIN"),
        ..Manners::default()
    })
    .await;
    let config = SmtpConfig {
        credentials: Some(SmtpCredentials {
            user: "shop".to_owned(),
            password: Secret::new("pa55word"),
        }),
        ..config(&server)
    };
    assert_eq!(
        SmtpMailer::new(&config).unwrap().send(&mail()).await,
        MailOutcome::Sent
    );
    assert!(
        server.heard("AUTH PLAIN AHNob3AAcGE1NXdvcmQ="),
        "{:#?}",
        server.lines()
    );
    assert!(!format!("{config:?}").contains("pa55word"));
}

#[tokio::test]
async fn what_is_no_address_is_never_sent() {
    let server = Server::open(Manners::default()).await;
    for to in [
        "",
        "buyer",
        "buyer@",
        "buyer@example.com\r\nBcc: other@example.com",
        "a@b, c@d",
        "+79001234567",
    ] {
        let wrong = Mail {
            to: to.to_owned(),
            ..mail()
        };
        let outcome = send(&server, &wrong).await;
        let MailOutcome::Refused { reason } = &outcome else {
            panic!("{to}: {outcome:?}")
        };
        assert!(
            matches!(reason, MailRefusal::Address { value, .. } if value == to),
            "{reason}"
        );
    }
    let mut wrong = mail();
    wrong.attachments.push(MailAttachment {
        name: "x".to_owned(),
        media_type: "no type".to_owned(),
        bytes: Vec::new(),
        place: AttachmentPlace::Beside,
    });
    let outcome = send(&server, &wrong).await;
    assert!(
        matches!(
            outcome,
            MailOutcome::Refused {
                reason: MailRefusal::Content { .. }
            }
        ),
        "{outcome:?}"
    );
    assert_eq!(server.lines(), [""; 0]);
}

#[tokio::test]
async fn a_subject_of_two_lines_makes_no_header() {
    let server = Server::open(Manners::default()).await;
    let sly = Mail {
        subject: "Чек\r\nBcc: other@example.com".to_owned(),
        ..mail()
    };
    let _ = send(&server, &sly).await;
    let sly = Mail {
        subject: "Receipt\r\nBcc: other@example.com".to_owned(),
        message_id: "1>\r\nX-Evil: 1".to_owned(),
        ..mail()
    };
    let _ = send(&server, &sly).await;
    let evil = |line: &String| line.starts_with("Bcc:") || line.starts_with("X-Evil:");
    assert!(!server.lines().iter().any(evil), "{:#?}", server.lines());
}

#[tokio::test]
async fn the_mailbox_keeps_what_was_sent() {
    let mailbox = Mailbox::new();
    let refused = MailOutcome::Failed {
        detail: "greylisted".to_owned(),
    };
    mailbox.then(refused.clone());
    assert_eq!(mailbox.send(&mail()).await, refused);
    assert_eq!(mailbox.send(&mail()).await, MailOutcome::Sent);
    assert_eq!(mailbox.mails(), [mail(), mail()]);
    mailbox.clear();
    assert!(mailbox.mails().is_empty());
}
