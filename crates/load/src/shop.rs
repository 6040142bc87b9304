//! A shop that speaks the dialect of the shop API, version 2.

use hmac::{Hmac, KeyInit, Mac};
use std::fmt::Write as _;

/// Where and as whom to sell.
#[derive(Clone, Debug)]
pub struct Shop {
    /// `http://host:port`, as it is signed.
    pub base: String,
    /// Public id.
    pub id: String,
    /// Key of the signatures.
    pub secret: String,
    /// Queue that takes the receipts.
    pub queue: i64,
}

impl Shop {
    /// `host:port` of the base.
    pub fn address(&self) -> &str {
        self.base
            .split("://")
            .nth(1)
            .unwrap_or(&self.base)
            .trim_end_matches('/')
    }

    /// A signed request, ready to be sent.
    pub fn request(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let signature = self.sign(&[method, &self.base, path, body]);
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\nX-HMAC-Signature: {signature}\r\nAccept: application/json\r\n",
            self.address(),
            self.id
        );
        if method == "POST" {
            let _ = write!(
                text,
                "Content-Type: application/json\r\nContent-Length: {}\r\n",
                body.len()
            );
        }
        text.push_str("\r\n");
        text.push_str(body);
        text.into_bytes()
    }

    /// The request that puts a receipt of 1 to 9 lines, by `number`.
    pub fn put_task(&self, external_id: &str, number: u64) -> Vec<u8> {
        let path = format!("/api/shop/v2/queues/{}/task", self.queue);
        self.request("POST", &path, &receipt(external_id, number))
    }

    /// The request that asks for a task.
    pub fn get_task(&self, task: &str) -> Vec<u8> {
        self.request("GET", &format!("/api/shop/v2/tasks/{task}"), "")
    }

    fn sign(&self, parts: &[&str]) -> String {
        let mut mac = Hmac::<md5::Md5>::new_from_slice(self.secret.as_bytes()).expect("a key of any length");
        for part in parts {
            mac.update(part.as_bytes());
        }
        hex::encode(mac.finalize().into_bytes())
    }
}

/// A receipt of the format 1.2 with lines of 100.00 each.
pub fn receipt(external_id: &str, number: u64) -> String {
    let lines = 1 + number % 9;
    let positions: Vec<String> = (0..lines)
        .map(|line| {
            format!(
                r#"{{"name":"Кружка {line}","price":100,"quantity":1,"total":100,"measure":0,"vat":"22","payment_method":"full_payment","payment_object":"product"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"external_id":"{external_id}","intent":"sell","client":{{"email":"buyer@example.com"}},"company":{{"sno":0,"payment_address":"https://shop.example"}},"positions":[{}],"payments":[{{"type":"card","sum":{}}}]}}"#,
        positions.join(","),
        lines * 100
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_published_clients_do() {
        let shop = |secret: &str| Shop {
            base: "https://kassa.komtet.ru".to_owned(),
            id: "shop".to_owned(),
            secret: secret.to_owned(),
            queue: 3,
        };
        let parts = ["GET", "https://kassa.komtet.ru", "/api/shop/v2/queues/1", ""];
        assert_eq!(
            shop("secret-key").sign(&parts),
            "4f055e21e84b0d014b3e0b235e391c64"
        );
        let parts = [
            "POST",
            "https://kassa.komtet.ru",
            "/api/shop/v2/queues/3/task",
            r#"{"key": 10.0}"#,
        ];
        assert_eq!(
            shop("secret-key").sign(&parts),
            "d5aa2f6177ba2f4f94218ed9587454be"
        );
    }

    #[test]
    fn receipts_add_up() {
        for number in 0..9 {
            let receipt: serde_json::Value = serde_json::from_str(&receipt("a", number)).expect("JSON");
            let lines = receipt["positions"].as_array().expect("lines");
            let total: u64 = lines.iter().filter_map(|line| line["total"].as_u64()).sum();
            assert_eq!(Some(total), receipt["payments"][0]["sum"].as_u64());
        }
    }
}
