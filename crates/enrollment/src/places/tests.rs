use std::fmt::Write;

use super::*;

fn code(text: &str) -> KatoCode {
    KatoCode::parse(text).unwrap()
}

#[test]
fn every_region_has_its_department_and_offices() {
    let places = Places::shipped().unwrap();
    assert_eq!(places.regions().count(), 20);
    for region in places.regions() {
        assert!(places.offices(&region.code).count() >= 5, "{}", region.name_ru);
        assert!(!region.name_kk.is_empty());
    }
    let offices: usize = places
        .regions()
        .map(|one| places.offices(&one.code).count())
        .sum();
    // The main dispatch office belongs to no region.
    assert_eq!(offices, places.offices.len() - 1);
    let dispatch = TaxOfficeCode::parse("6901").unwrap();
    assert!(places.office(&dispatch).is_some());
}

#[test]
fn a_divided_city_is_chosen_by_its_districts() {
    let places = Places::shipped().unwrap();
    let names = |region: &str, query: &str| -> Vec<String> {
        let region = code(region);
        let found = places.settlements(&region, query);
        found.map(|one| one.name_ru.clone()).collect()
    };
    assert!(places.is_divided(&code("351010000")));
    assert_eq!(
        names("350000000", "имени каз"),
        ["район имени Казыбек би (г. Караганда)"]
    );
    assert_eq!(names("350000000", "кара").len(), 2, "the districts, not the city");
    assert_eq!(names("710000000", "Есиль"), ["район Есиль"]);
    assert_eq!(names("550000000", "Павл"), ["г. Павлодар"]);
    assert_eq!(names("750000000", "").len(), 8);
    assert_eq!(
        places.names_down_to(&code("351013100")),
        [
            "Карагандинская область",
            "г. Караганда",
            "район имени Казыбек би (г. Караганда)"
        ]
    );
}

#[test]
fn an_operator_imports_the_classifier_whole_or_not_at_all() {
    let mut places = Places::shipped().unwrap();
    let text = "kato,parent_kato,name_ru,name_kk\n\
                550000000,,Павлодарская область,\n\
                551010000,550000000,г. Павлодар,Павлодар қ.\n\
                551033100,551010000,\"с. Первое\",\n";
    let imported = places.import_settlements(text).unwrap();
    assert_eq!(
        imported,
        Imported {
            added: 1,
            replaced: 1
        }
    );
    assert!(places.is_divided(&code("551010000")));
    let bad = "kato,parent_kato,name_ru\n551033200,550000000,с. Второе\n551033300,190000000,с. Чужое\n";
    assert_eq!(
        places.import_settlements(bad).unwrap_err().to_string(),
        "line 3: `190000000` in column `parent_kato` is not a territory of the same region"
    );
    assert!(places.settlement(&code("551033200")).is_none());
    let unknown = "kato,parent_kato,name_ru\n991033200,990000000,с. Нигде\n";
    assert!(places.import_settlements(unknown).is_err());
}

#[test]
fn a_dictionary_too_large_is_refused() {
    let mut places = Places::shipped().unwrap();
    let heavy = " ".repeat(IMPORT_MAX_BYTES + 1);
    assert!(matches!(
        places.import_settlements(&heavy),
        Err(DictionaryError::TooLarge { .. })
    ));
    let mut long = String::from("kato,parent_kato,name_ru\n");
    for number in 0..=SETTLEMENTS_MAX {
        writeln!(long, "55{number:07},550000000,с. {number}").unwrap();
    }
    assert_eq!(
        places.import_settlements(&long),
        Err(DictionaryError::TooMany { max: SETTLEMENTS_MAX })
    );
}

/// The classifier of one whole region, where it lies beside the checkout.
#[test]
fn reads_a_whole_region_of_the_classifier() {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/kz/kato_abai_settlements.csv");
    let Ok(text) = std::fs::read_to_string(beside) else {
        println!("skipped: no classifier beside the checkout");
        return;
    };
    let mut places = Places::shipped().unwrap();
    let imported = places.import_settlements(&text).unwrap();
    assert!(imported.added > 1_500, "{imported:?}");
    assert!(places.settlements(&code("100000000"), "Огород").count() >= 2);
}

fn at(latitude: &str, longitude: &str) -> GeoPosition {
    GeoPosition {
        latitude_microdegrees: GeoPosition::microdegrees(latitude).unwrap(),
        longitude_microdegrees: GeoPosition::microdegrees(longitude).unwrap(),
    }
}

/// Distances by great circle: Almaty to Astana 973 km, Almaty to Taraz 451 km.
#[test]
fn distances_are_good_to_a_percent() {
    let (almaty, astana, taraz) = (at("43.24", "76.89"), at("51.17", "71.45"), at("42.90", "71.37"));
    for (from, to, km) in [(almaty, astana, 973), (almaty, taraz, 451), (almaty, almaty, 0)] {
        let metres = from.metres_to(to);
        assert_eq!(metres, to.metres_to(from));
        let off = (i64::from(metres) - km * 1_000).abs();
        assert!(off * 100 <= km * 1_000, "{metres} m, {km} km");
    }
}

#[test]
fn the_nearest_settlement_that_can_be_chosen_comes_first() {
    let mut places = Places::shipped().unwrap();
    let nearest = |places: &Places, from| {
        let found = places.nearest(from);
        let (one, metres) = found.first().copied().unwrap();
        (one.code.to_string(), metres / 1_000)
    };
    // In the steppe east of Pavlodar; then beside Karaganda, whose districts stand for it.
    assert_eq!(
        nearest(&places, at("52.30", "77.50")),
        ("551010000".to_owned(), 36)
    );
    assert_eq!(
        nearest(&places, at("49.85", "73.11")),
        ("351011100".to_owned(), 5)
    );
    assert_eq!(
        nearest(&places, at("43.30", "76.89")),
        ("751110000".to_owned(), 6)
    );
    let village = "kato,parent_kato,name_ru,latitude,longitude\n\
                   551033100,551010000,с. Первое,52.31,77.49\n\
                   551033200,551010000,с. Второе,,\n";
    places.import_settlements(village).unwrap();
    assert_eq!(
        nearest(&places, at("52.30", "77.50")),
        ("551033100".to_owned(), 1)
    );
    let half = "kato,parent_kato,name_ru,latitude,longitude\n551033300,551010000,с. Третье,52.31,\n";
    assert!(
        places.import_settlements(half).is_err(),
        "half a position is none"
    );
    let abroad = "kato,parent_kato,name_ru,latitude,longitude\n551033300,551010000,с. Третье,60.1,77.4\n";
    assert!(places.import_settlements(abroad).is_err());
}
