//! Units of measure in words: tag 1197, which FFD 1.05 and 1.1 have in place of the numbers of 2108.

use receipt::MeasureUnit;

/// The words of the order's table, by number. Source: RU-FFD/2108.
const NAMES: [(u8, &str); 23] = [
    (0, "шт."),
    (10, "г"),
    (11, "кг"),
    (12, "т"),
    (20, "см"),
    (21, "дм"),
    (22, "м"),
    (30, "кв. см"),
    (31, "кв. дм"),
    (32, "кв. м"),
    (40, "мл"),
    (41, "л"),
    (42, "куб. м"),
    (50, "кВт∙ч"),
    (51, "Гкал"),
    (70, "сутки"),
    (71, "час"),
    (72, "мин"),
    (73, "с"),
    (80, "Кбайт"),
    (81, "Мбайт"),
    (82, "Гбайт"),
    (83, "Тбайт"),
];

/// The unit in words; `None` for 255 and for numbers of no table.
pub(crate) fn measure_name(unit: MeasureUnit) -> Option<&'static str> {
    NAMES
        .into_iter()
        .find(|(number, _)| MeasureUnit(*number) == unit)
        .map(|(_, name)| name)
}

/// The unit that the words mean; `None` for words of the seller's own.
pub(crate) fn measure_unit(name: &str) -> Option<MeasureUnit> {
    NAMES
        .into_iter()
        .find(|(_, known)| *known == name)
        .map(|(number, _)| MeasureUnit(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_but_the_last_has_words_that_fit_the_tag() {
        for unit in MeasureUnit::ALL {
            let name = measure_name(unit);
            assert_eq!(name.is_none(), unit == MeasureUnit::OTHER, "{unit:?}");
            assert!(name.is_none_or(|name| name.chars().count() <= 16 && measure_unit(name) == Some(unit)));
        }
    }
}
