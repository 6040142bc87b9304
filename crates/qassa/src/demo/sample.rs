//! Sample receipts, sent through the shop's door as a shop would.

use app::sandbox::Facts;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use portal::SandboxError;
use portal::sandbox::Sample;
use serde_json::{Value, json};
use types::{TaskId, Timestamp};

/// A shop that sends samples.
pub struct SampleShop {
    client: reqwest::Client,
    base: String,
    queue: i64,
    id: String,
    secret: String,
}

impl SampleShop {
    /// The sandbox's own shop.
    ///
    /// # Errors
    /// When no HTTP client can be set up.
    pub fn new(facts: &Facts, base: &str) -> Result<Self, String> {
        Ok(Self {
            client: outbound::tls::http_client(&[])
                .map_err(|error| app::text_of(&error))?
                .no_proxy()
                .build()
                .map_err(|error| app::text_of(&error))?,
            base: base.to_owned(),
            queue: facts.queue.id.get(),
            id: facts.shop_id.clone(),
            secret: facts.shop_secret.clone(),
        })
    }

    /// Sends one.
    pub async fn send(&self, sample: Sample, now: Timestamp) -> Result<TaskId, SandboxError> {
        let url = format!("{}/api/shop/v2/queues/{}/task", self.base, self.queue);
        let body = self.receipt(sample, now).to_string();
        let mut mac = Hmac::<Md5>::new_from_slice(self.secret.as_bytes())
            .map_err(|error| SandboxError::Failed(error.to_string()))?;
        mac.update(format!("POST{url}{body}").as_bytes());
        let answer = self
            .client
            .post(&url)
            .header("Authorization", &self.id)
            .header("X-HMAC-Signature", hex::encode(mac.finalize().into_bytes()))
            .header("Content-Type", "application/json")
            .body(body)
            .send()
            .await
            .map_err(|error| SandboxError::Failed(error.to_string()))?;
        let status = answer.status();
        let text = answer
            .text()
            .await
            .map_err(|error| SandboxError::Failed(error.to_string()))?;
        let task: Value =
            serde_json::from_str(&text).map_err(|error| SandboxError::Failed(error.to_string()))?;
        match (status.is_success(), task["id"].as_i64()) {
            (true, Some(id)) => Ok(TaskId::new(id)),
            _ => Err(SandboxError::Refused(
                task["description"].as_str().unwrap_or(&text).to_owned(),
            )),
        }
    }

    fn receipt(&self, sample: Sample, now: Timestamp) -> Value {
        // Whole roubles.
        let position = |name: &str, price: u32, quantity: u32, object: &str| {
            json!({
                "name": name, "price": price, "quantity": quantity, "total": price * quantity,
                "measure": 0, "vat": "22", "payment_method": "full_payment", "payment_object": object,
            })
        };
        let (intent, positions, sum) = match sample {
            Sample::Sale | Sample::Return => {
                let lines = vec![
                    position("Кружка керамическая", 500, 2, "product"),
                    position("Доставка", 250, 1, "service"),
                ];
                (
                    if sample == Sample::Sale {
                        "sell"
                    } else {
                        "sellReturn"
                    },
                    lines,
                    1250,
                )
            }
            Sample::Marked => {
                let mut line = position("Ботинки", 5000, 1, "tm");
                line["mark_code"] = json!({"gs1m": "010460043993125621JgXJ5.T\u{1d}93zbrM"});
                line["planned_status"] = json!(1);
                ("sell", vec![line], 5000)
            }
            Sample::Correction => (
                "sellCorrection",
                vec![position("Кружка керамическая", 500, 1, "product")],
                500,
            ),
        };
        let mut receipt = json!({
            "external_id": format!("sample-{}", now.micros()),
            "intent": intent,
            "client": {"email": "buyer@example.com"},
            "company": {"sno": 0, "payment_address": "https://shop.example"},
            "positions": positions,
            "payments": [{"type": "card", "sum": sum}],
            "callback_url": format!("{}/sandbox/shop", self.base),
        });
        if sample == Sample::Correction {
            let day = now
                .plus_s(-86_400)
                .to_local(types::UtcOffset::MOSCOW)
                .format("%d.%m.%Y");
            receipt["correction_info"] = json!({"type": "self", "base_date": day});
            receipt["authorised_person"] = json!({"name": "Администратор"});
        }
        receipt
    }
}
