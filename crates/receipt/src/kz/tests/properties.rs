use super::super::pricing::distribute;
use super::*;
use proptest::prelude::*;

prop_compose! {
    fn any_line()(
        price in 0_i64..2_000_000,
        thousandths in 1_u64..20_000,
        percent in prop_oneof![Just(None), Just(Some(0)), Just(Some(5)), Just(Some(16))],
        on_top in any::<bool>(),
        discount_share in 0_i64..=100,
        markup in 0_i64..10_000,
    ) -> Line {
        let mut made = line("0.00", "1", percent.and_then(vat));
        made.price = Money::from_minor(price);
        made.quantity = Quantity::from_millionths(thousandths * 1000);
        if let Some(vat) = &mut made.vat && on_top {
            vat.placement = VatPlacement::OnTop;
        }
        let gross = line_total(made.price, made.quantity).unwrap();
        made.modifiers = vec![
            Modifier { amount: gross.share(discount_share, 100).unwrap(), ..modifier(ModifierKind::Discount, "0.00") },
            Modifier { amount: Money::from_minor(markup), ..modifier(ModifierKind::Markup, "0.00") },
        ];
        made
    }
}

prop_compose! {
    fn any_draft()(
        lines in proptest::collection::vec(any_line(), 1..8),
        undo in any::<bool>(),
        modifier_amount in 0_i64..100,
        is_markup in any::<bool>(),
    ) -> Draft {
        let count = lines.len();
        let mut draft = sale(lines, "999999999.00");
        let kind = if is_markup { ModifierKind::Markup } else { ModifierKind::Discount };
        draft.modifier = on_receipt(kind, "0.00");
        draft.modifier.as_mut().unwrap().amount = Money::from_minor(modifier_amount);
        if undo && count > 1 {
            draft.lines.push(LineEntry::Storno { undoes: 0 });
        }
        draft
    }
}

proptest! {
    #[test]
    fn sums_of_a_receipt_always_add_up(draft in any_draft()) {
        let Ok(receipt) = Receipt::price(draft, &context()) else {
            // Only the discount on the receipt may be too large for a cheap receipt.
            return Ok(());
        };
        let figures = receipt.figures();
        let on_top = receipt.standing_lines().filter(|(line, _)| {
            line.vat.is_some_and(|vat| vat.placement == VatPlacement::OnTop)
        });
        let on_top = Money::sum(on_top.map(|(_, line)| line.vat)).unwrap();
        let due = figures.gross.minor() - figures.discount.minor() + figures.markup.minor() + on_top.minor();
        prop_assert_eq!(figures.total.minor(), due);
        let paid = Money::sum(figures.payments.iter().map(|paid| paid.amount)).unwrap();
        prop_assert_eq!(paid, figures.total);
        prop_assert_eq!(figures.tendered.minor() - figures.change.minor(), figures.paid_by(PaymentKind::Cash).minor());
        let turnover = Money::sum(figures.vat.iter().map(|one| one.turnover)).unwrap();
        prop_assert!(turnover <= figures.total);
        for one in &figures.vat {
            prop_assert!(!one.amount.is_negative() && one.amount <= one.turnover);
        }
        let json = serde_json::to_string(&receipt).unwrap();
        prop_assert_eq!(serde_json::from_str::<Receipt>(&json).unwrap(), receipt);
    }

    #[test]
    fn a_split_discount_loses_nothing(amount in 0_i64..1_000_000, weights in proptest::collection::vec(0_i64..1_000_000, 1..6)) {
        let weights: Vec<Money> = weights.into_iter().map(Money::from_minor).collect();
        let whole = Money::sum(weights.iter().copied()).unwrap();
        let amount = Money::from_minor(amount.min(whole.minor()));
        let parts = distribute(amount, &weights).unwrap();
        prop_assert_eq!(Money::sum(parts.iter().copied()), Some(amount));
        for (part, weight) in parts.iter().zip(&weights) {
            prop_assert!(!part.is_negative());
            // Two roundings of running shares: within a tiyn of the exact part.
            let apart = i128::from(part.minor()) * i128::from(whole.minor().max(1))
                - i128::from(amount.minor()) * i128::from(weight.minor());
            prop_assert!(apart.abs() <= i128::from(whole.minor().max(1)));
        }
    }

    #[test]
    fn included_vat_and_vat_on_top_are_each_others_inverse(net in 0_i64..1_000_000_000, percent in 0_u32..=100) {
        let rate = VatRate::from_percent(percent).unwrap();
        let net = Money::from_minor(net);
        let vat = vat_on_top(net, rate).unwrap();
        let back = vat_included(net.checked_add(vat).unwrap(), rate).unwrap();
        prop_assert!(back.minor().abs_diff(vat.minor()) <= 1);
    }
}
