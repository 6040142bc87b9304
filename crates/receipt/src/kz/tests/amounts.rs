use super::*;

#[test]
fn adds_up_lines_discounts_vat_and_change() {
    let mut kumys = line("1160.00", "1.5", vat(16));
    kumys.modifiers = vec![
        modifier(ModifierKind::Discount, "40.00"),
        modifier(ModifierKind::Markup, "10.00"),
    ];
    let mut draft = sale(vec![kumys, line("100.00", "3", None)], "3000.00");
    draft.modifier = on_receipt(ModifierKind::Discount, "10.00");
    let receipt = priced(draft);
    let figures = receipt.figures();
    // 1740.00 − 40.00 + 10.00 = 1710.00; VAT 240.00 − 5.52 + 1.38 = 235.86.
    assert_eq!(figures.lines[0].gross, tenge("1740.00"));
    assert_eq!(figures.lines[0].vat, tenge("235.86"));
    assert_eq!(figures.gross, tenge("2040.00"));
    assert_eq!(figures.discount, tenge("50.00"));
    assert_eq!(figures.markup, tenge("10.00"));
    assert_eq!(figures.total, tenge("2000.00"));
    // The discount of 10.00 falls on 1710.00 with VAT and 300.00 without: 8.51 and 1.49; VAT of 8.51 is 1.17.
    assert_eq!(figures.vat[0].turnover, tenge("1701.49"));
    assert_eq!(figures.vat[0].amount, tenge("234.69"));
    assert_eq!(figures.vat[0].turnover_without_vat(), Some(tenge("1466.80")));
    assert_eq!(figures.paid_by(PaymentKind::Cash), tenge("2000.00"));
    assert_eq!(figures.tendered, tenge("3000.00"));
    assert_eq!(figures.change, tenge("1000.00"));
}

#[test]
fn vat_on_top_is_added_to_what_is_due() {
    let mut taxed = line("1000.00", "1", vat(16));
    taxed.vat.as_mut().unwrap().placement = VatPlacement::OnTop;
    let receipt = priced(sale(vec![taxed], "1160.00"));
    assert_eq!(receipt.figures().total, tenge("1160.00"));
    assert_eq!(receipt.figures().vat[0].turnover, tenge("1160.00"));
    assert_eq!(
        receipt.figures().vat[0].turnover_without_vat(),
        Some(tenge("1000.00"))
    );
}

#[test]
fn vat_is_the_sum_of_rounded_lines() {
    // One line of 0.30 has VAT 0.04; ten lines of 0.03 have none.
    let lines = vec![line("0.03", "1", vat(16)); 10];
    assert_eq!(priced(sale(lines, "0.30")).figures().vat[0].amount, Money::ZERO);
}

#[test]
fn a_storno_takes_its_line_away() {
    let mut discounted = line("500.00", "2", vat(16));
    discounted.modifiers = vec![modifier(ModifierKind::Discount, "100.00")];
    let mut draft = sale(vec![discounted, line("1160.00", "1", vat(16))], "1160.00");
    draft.lines.push(LineEntry::Storno { undoes: 0 });
    let receipt = priced(draft);
    assert_eq!(receipt.figures().total, tenge("1160.00"));
    assert_eq!(receipt.figures().discount, Money::ZERO);
    assert_eq!(receipt.figures().vat[0].amount, tenge("160.00"));
    assert_eq!(receipt.figures().lines[2], receipt.figures().lines[0]);
    let standing: Vec<Money> = receipt.standing_lines().map(|(line, _)| line.price).collect();
    assert_eq!(standing, [tenge("1160.00")]);
}

#[test]
fn cash_is_netted_however_it_is_written() {
    let lines = || vec![line("1160.00", "1", vat(16))];
    let mut stated = sale(lines(), "1160.00");
    stated.tendered = Some(tenge("2000.00"));
    for draft in [sale(lines(), "2000.00"), stated] {
        let receipt = priced(draft);
        assert_eq!(receipt.figures().paid_by(PaymentKind::Cash), tenge("1160.00"));
        assert_eq!(receipt.figures().change, tenge("840.00"));
    }
    let mut mixed = sale(lines(), "500.00");
    mixed
        .payments
        .push(paid(PaymentMeans::Card(CardDetails::default()), "900.00"));
    let receipt = priced(mixed);
    assert_eq!(receipt.figures().paid_by(PaymentKind::Card), tenge("900.00"));
    assert_eq!(receipt.figures().paid_by(PaymentKind::Cash), tenge("260.00"));
    assert_eq!(receipt.figures().change, tenge("240.00"));
}

#[test]
fn vat_of_the_receipt_as_a_whole() {
    let mut draft = sale(
        vec![line("1160.00", "1", None), line("500.00", "1", None)],
        "1660.00",
    );
    draft.vat = vec![ReceiptVat {
        rate: VatRate::from_percent(16).unwrap(),
        placement: VatPlacement::Included,
        regime: None,
        turnover: tenge("1160.00"),
        amount: Some(tenge("160.02")),
    }];
    let receipt = priced(draft.clone());
    assert_eq!(
        receipt.figures().vat[0].amount,
        tenge("160.02"),
        "a tiyn for each line"
    );
    draft.vat[0].amount = Some(tenge("160.03"));
    draft.vat[0].turnover = tenge("1660.01");
    draft.vat.push(draft.vat[0]);
    let LineEntry::Line(first) = &mut draft.lines[0] else {
        panic!()
    };
    first.vat = vat(16);
    assert_eq!(
        findings(draft),
        ["vat vat-placed-twice", "vat[0].amount vat-mismatch",]
    );
}

#[test]
fn a_wire_may_differ_by_a_tiyn_and_what_it_states_counts() {
    let mut stated = line("0.35", "0.1", vat(16));
    stated.total = Some(tenge("0.03"));
    let receipt = priced(sale(vec![stated.clone()], "0.03"));
    assert_eq!(receipt.figures().total, tenge("0.03"));
    stated.total = Some(tenge("0.02"));
    assert_eq!(
        findings(sale(vec![stated], "0.02")),
        ["lines[0].total sum-mismatch"]
    );
    let mut taxed = line("1160.00", "1", vat(16));
    taxed.vat.as_mut().unwrap().amount = Some(tenge("160.01"));
    assert_eq!(
        priced(sale(vec![taxed], "1160.00")).figures().vat[0].amount,
        tenge("160.01")
    );
}

#[test]
fn storage_keeps_receipts_and_refuses_changed_ones() {
    let mut draft = sale(vec![line("1160.00", "1", vat(16))], "2000.00");
    draft.operation = Operation::SellReturn;
    draft.parent = Some(parent("22.11.2026 10:00", "1160.00"));
    let receipt = priced(draft);
    let json = serde_json::to_string(&receipt).unwrap();
    assert_eq!(serde_json::from_str::<Receipt>(&json).unwrap(), receipt);
    let changed = json.replace("\"total\":116000,\"vat\"", "\"total\":116001,\"vat\"");
    assert_ne!(changed, json);
    let error = serde_json::from_str::<Receipt>(&changed).unwrap_err().to_string();
    assert!(error.contains("not those of its content"), "{error}");
    let broken = json.replace("\"amount\":200000", "\"amount\":1");
    let error = serde_json::from_str::<Receipt>(&broken).unwrap_err().to_string();
    assert!(error.contains("payments paid-mismatch"), "{error}");
}
