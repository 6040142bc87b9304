//! A receipt as the API writes it.

use receipt::Operation;
use receipt::kz::{
    Buyer, CardDetails, Cashier, Draft, IssueMode, LINES_MAX, Line, LineEntry, LineOfBusiness, LineVat,
    MobileDetails, Modifier, ModifierKind, ParentReceipt, Payment, PaymentMeans, ReceiptModifier,
    RegistrationNumber, SectionCode, TaxationRegime, TaxiRide, UnitCode, VatPlacement, VatRate,
};
use serde_json::Value;
use types::{LocalDateTime, Money, Quantity};

use super::fields::{Fields, Reader};

const KINDS: [(&str, ModifierKind); 2] = [
    ("discount", ModifierKind::Discount),
    ("markup", ModifierKind::Markup),
];
const MODIFIERS_MAX: usize = 16;
const PAYMENTS_MAX: usize = 8;
const MARKS_MAX: usize = 1000;

/// Reads a receipt; time and cashier are set by the register.
pub(crate) fn read(reader: &mut Reader, body: &Value, cashier: Cashier) -> Option<Draft> {
    let names = [
        "operation",
        "lines",
        "modifier",
        "payments",
        "tendered",
        "buyer",
        "parent",
        "business",
    ];
    let fields = reader.object(body, "", &names)?;
    let operations = [
        ("sell", Operation::Sell),
        ("sell_return", Operation::SellReturn),
        ("buy", Operation::Buy),
        ("buy_return", Operation::BuyReturn),
    ];
    if fields.value("operation").is_none() {
        reader.missing(&fields, "operation");
    }
    let operation = reader.choice(&fields, "operation", &operations);
    let lines: Vec<Option<LineEntry>> = reader
        .list(&fields, "lines", LINES_MAX)
        .into_iter()
        .map(|(path, value)| line(reader, value, &path))
        .collect();
    let payments: Vec<Option<Payment>> = reader
        .list(&fields, "payments", PAYMENTS_MAX)
        .into_iter()
        .map(|(path, value)| payment(reader, value, &path))
        .collect();
    let receipt_modifier = fields
        .value("modifier")
        .map(|value| modifier(reader, value, "modifier"));
    let tendered = reader.money(&fields, "tendered");
    let buyer = fields.value("buyer").map(|value| buyer(reader, value));
    let parent = fields.value("parent").map(|value| parent(reader, value));
    let business = fields.value("business").map(|value| business(reader, value));
    Some(Draft {
        operation: operation?,
        issued_at: LocalDateTime::from_wall_seconds(0),
        cashier,
        business: business.unwrap_or(Some(LineOfBusiness::Trading))?,
        lines: lines.into_iter().collect::<Option<_>>()?,
        modifier: receipt_modifier.unwrap_or(None).map(|one| ReceiptModifier {
            kind: one.kind,
            name: one.name,
            amount: one.amount,
            vat: None,
        }),
        vat: Vec::new(),
        payments: payments.into_iter().collect::<Option<_>>()?,
        tendered,
        buyer: buyer.unwrap_or(Some(Buyer::default()))?,
        parent: parent.unwrap_or(None),
    })
}

fn line(reader: &mut Reader, value: &Value, path: &str) -> Option<LineEntry> {
    let names = [
        "storno",
        "name",
        "code",
        "section",
        "quantity",
        "price",
        "unit",
        "barcode",
        "ntin",
        "product_id",
        "physical_label",
        "marking_codes",
        "vat",
        "modifiers",
    ];
    let fields = reader.object(value, path, &names)?;
    if fields.value("storno").is_some() {
        let undoes = reader.integer(&fields, "storno", 1_000_000)?;
        return Some(LineEntry::Storno {
            undoes: usize::try_from(undoes).ok()?,
        });
    }
    let section = reader.parsed(&fields, "section", SectionCode::parse);
    let quantity = match fields.value("quantity") {
        Some(_) => reader.required_quantity(&fields, "quantity"),
        None => Some(Quantity::ONE),
    };
    let price = reader.required_money(&fields, "price");
    let unit = match fields.value("unit") {
        Some(_) => reader.parsed(&fields, "unit", UnitCode::parse),
        None => Some(UnitCode::piece()),
    };
    let marking_codes = reader
        .list(&fields, "marking_codes", MARKS_MAX)
        .into_iter()
        .map(|(path, value)| text_of(reader, value, &path))
        .collect::<Vec<_>>();
    let modifiers = reader
        .list(&fields, "modifiers", MODIFIERS_MAX)
        .into_iter()
        .map(|(path, value)| modifier(reader, value, &path))
        .collect::<Vec<_>>();
    let vat = fields
        .value("vat")
        .map(|value| line_vat(reader, value, &fields.path("vat")));
    Some(LineEntry::Line(Box::new(Line {
        name: reader.text(&fields, "name").unwrap_or_default(),
        code: reader.integer(&fields, "code", u64::MAX),
        section: section.or_else(|| SectionCode::parse("1").ok())?,
        quantity: quantity?,
        price: price?,
        total: None,
        unit: unit?,
        barcode: reader.text(&fields, "barcode"),
        ntin: reader.text(&fields, "ntin"),
        product_id: reader.text(&fields, "product_id"),
        physical_label: reader.text(&fields, "physical_label"),
        marking_codes: marking_codes.into_iter().flatten().collect(),
        vat: vat.unwrap_or(None),
        modifiers: modifiers.into_iter().flatten().collect(),
    })))
}

fn text_of(reader: &mut Reader, value: &Value, path: &str) -> Option<String> {
    let text = value.as_str().map(str::to_owned);
    if text.is_none() {
        reader.find(path, "type", value, "text");
    }
    text
}

fn line_vat(reader: &mut Reader, value: &Value, path: &str) -> Option<LineVat> {
    let fields = reader.object(value, path, &["rate", "placement", "regime"])?;
    let rate = reader.required(&fields, "rate", percent);
    let placements = [
        ("included", VatPlacement::Included),
        ("on_top", VatPlacement::OnTop),
    ];
    let placement = reader.choice(&fields, "placement", &placements);
    let regimes = [
        ("general", TaxationRegime::General),
        ("simplified", TaxationRegime::Simplified),
        ("farm", TaxationRegime::Farm),
        ("patent", TaxationRegime::Patent),
    ];
    let regime = reader.choice(&fields, "regime", &regimes);
    Some(LineVat {
        rate: rate?,
        placement: placement.unwrap_or(VatPlacement::Included),
        regime: regime.or(Some(TaxationRegime::General)),
        amount: None,
    })
}

/// `16`, `12.5`: percents with at most two decimals.
fn percent(text: &str) -> Result<VatRate, String> {
    let wrong = || "percents such as 16 or 12.5".to_owned();
    let hundredths = Money::parse_major(text).map_err(|_| wrong())?.minor();
    let thousandths = hundredths
        .checked_mul(10)
        .and_then(|rate| u32::try_from(rate).ok());
    thousandths.and_then(VatRate::from_thousandths).ok_or_else(wrong)
}

fn modifier(reader: &mut Reader, value: &Value, path: &str) -> Option<Modifier> {
    let fields = reader.object(value, path, &["kind", "name", "amount"])?;
    if fields.value("kind").is_none() {
        reader.missing(&fields, "kind");
    }
    let kind = reader.choice(&fields, "kind", &KINDS);
    let amount = reader.required_money(&fields, "amount");
    let name = reader.text(&fields, "name");
    Some(Modifier {
        kind: kind?,
        name,
        amount: amount?,
        vat: None,
    })
}

fn payment(reader: &mut Reader, value: &Value, path: &str) -> Option<Payment> {
    let names = [
        "kind",
        "amount",
        "terminal_id",
        "card_type",
        "authorization_code",
        "reference_number",
        "slip_number",
        "qr_type",
        "qr_id",
    ];
    let fields = reader.object(value, path, &names)?;
    let amount = reader.required_money(&fields, "amount");
    if fields.value("kind").is_none() {
        reader.missing(&fields, "kind");
    }
    let kinds = [
        ("cash", receipt::kz::PaymentKind::Cash),
        ("card", receipt::kz::PaymentKind::Card),
        ("mobile", receipt::kz::PaymentKind::Mobile),
    ];
    let means = match reader.choice(&fields, "kind", &kinds)? {
        receipt::kz::PaymentKind::Card => PaymentMeans::Card(CardDetails {
            terminal_id: reader.text(&fields, "terminal_id"),
            card_type: reader.text(&fields, "card_type"),
            authorization_code: reader
                .integer(&fields, "authorization_code", u64::from(u32::MAX))
                .and_then(|code| u32::try_from(code).ok()),
            reference_number: reader.integer(&fields, "reference_number", u64::MAX),
            slip_number: reader.integer(&fields, "slip_number", u64::MAX),
        }),
        receipt::kz::PaymentKind::Mobile => PaymentMeans::Mobile(MobileDetails {
            qr_type: reader.text(&fields, "qr_type"),
            qr_id: reader.text(&fields, "qr_id"),
        }),
        _ => PaymentMeans::Cash,
    };
    Some(Payment {
        amount: amount?,
        means,
    })
}

fn buyer(reader: &mut Reader, value: &Value) -> Option<Buyer> {
    let fields = reader.object(value, "buyer", &["number", "email", "phone"])?;
    Some(Buyer {
        number: reader.text(&fields, "number"),
        email: reader.text(&fields, "email"),
        phone: reader.text(&fields, "phone"),
    })
}

fn parent(reader: &mut Reader, value: &Value) -> Option<ParentReceipt> {
    let names = ["sign", "issued_at", "registration_number", "total", "mode"];
    let fields = reader.object(value, "parent", &names)?;
    let sign = reader.required_text(&fields, "sign");
    let issued_at = reader.time(&fields, "issued_at");
    let number = reader.required(&fields, "registration_number", RegistrationNumber::parse);
    let total = reader.required_money(&fields, "total");
    let modes = [
        ("online", IssueMode::Online),
        ("autonomous", IssueMode::Autonomous),
    ];
    let mode = reader.choice(&fields, "mode", &modes);
    Some(ParentReceipt {
        sign: sign?,
        issued_at: issued_at?,
        registration_number: number?,
        total: total?,
        mode: mode.unwrap_or(IssueMode::Online),
    })
}

#[derive(Clone, Copy)]
enum Business {
    Trading,
    Services,
    GasStation,
    Hotel,
    Taxi,
    Parking,
}

fn business(reader: &mut Reader, value: &Value) -> Option<LineOfBusiness> {
    let names = [
        "kind",
        "account",
        "correction_number",
        "correction_sum",
        "card_number",
        "car_number",
        "is_ordered",
        "fare",
        "from",
        "until",
    ];
    let fields = reader.object(value, "business", &names)?;
    let kinds = [
        ("trading", Business::Trading),
        ("services", Business::Services),
        ("gas_station", Business::GasStation),
        ("hotel", Business::Hotel),
        ("taxi", Business::Taxi),
        ("parking", Business::Parking),
    ];
    if fields.value("kind").is_none() {
        reader.missing(&fields, "kind");
    }
    Some(match reader.choice(&fields, "kind", &kinds)? {
        Business::Trading => LineOfBusiness::Trading,
        Business::Services => LineOfBusiness::Services {
            account: reader.required_text(&fields, "account")?,
        },
        Business::GasStation => LineOfBusiness::GasStation {
            correction_number: reader.text(&fields, "correction_number"),
            correction_sum: reader.money(&fields, "correction_sum"),
            card_number: reader.text(&fields, "card_number"),
        },
        Business::Hotel => LineOfBusiness::Hotel,
        Business::Taxi => taxi(reader, &fields)?,
        Business::Parking => {
            let (from, until) = (reader.time(&fields, "from"), reader.time(&fields, "until"));
            LineOfBusiness::Parking {
                from: from?,
                until: until?,
            }
        }
    })
}

fn taxi(reader: &mut Reader, fields: &Fields<'_>) -> Option<LineOfBusiness> {
    let car_number = reader.required_text(fields, "car_number");
    let fare = reader.required_money(fields, "fare");
    let ride = match fields.value("is_ordered") {
        None | Some(Value::Bool(false)) => TaxiRide::Hailed,
        Some(Value::Bool(true)) => TaxiRide::Ordered,
        Some(other) => {
            reader.find(&fields.path("is_ordered"), "type", other, "true or false");
            return None;
        }
    };
    Some(LineOfBusiness::Taxi {
        car_number: car_number?,
        ride,
        fare: fare?,
    })
}
