//! The dictionary of regions, settlements and tax offices.

use std::collections::{BTreeMap, BTreeSet};

use crate::csv::{DictionaryError, Row, Table, has_prefix};
use crate::place::{GeoPosition, KatoCode, TaxOfficeCode};

/// Settlements that a dictionary holds; the whole classifier has about 17 thousand rows.
pub const SETTLEMENTS_MAX: usize = 50_000;
/// Bytes of a dictionary that is imported.
pub const IMPORT_MAX_BYTES: usize = 8 * 1024 * 1024;

/// Levels of the classifier.
const DEPTH_MAX: usize = 6;

const REGIONS: &str = include_str!("../data/regions.csv");
const SETTLEMENTS: &str = include_str!("../data/settlements.csv");
const TAX_OFFICES: &str = include_str!("../data/tax_offices.csv");

/// A region or a city of republican significance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its code.
    pub code: KatoCode,
    /// Its name in Russian.
    pub name_ru: String,
    /// Its name in Kazakh.
    pub name_kk: String,
    /// The department of the tax authority that its offices belong to.
    pub department: TaxOfficeCode,
    /// Where it is, for a city of republican significance.
    pub position: Option<GeoPosition>,
}

/// A settlement, a district of a city, or what they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Its code.
    pub code: KatoCode,
    /// What it lies in: region, district, rural district or city.
    pub parent: KatoCode,
    /// Its name in Russian.
    pub name_ru: String,
    /// Its name in Kazakh, where the dictionary has it.
    pub name_kk: Option<String>,
    /// Where it is, where the dictionary tells it.
    pub position: Option<GeoPosition>,
}

/// A tax office where registers are enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxOffice {
    /// Its code.
    pub code: TaxOfficeCode,
    /// The department above it.
    pub department: TaxOfficeCode,
    /// Its name in Russian.
    pub name_ru: String,
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Rows that are new.
    pub added: usize,
    /// Rows that replaced one of the same code.
    pub replaced: usize,
}

/// Regions, settlements and tax offices; what ships has all regions and offices, and the large cities.
#[derive(Clone, Debug, Default)]
pub struct Places {
    regions: BTreeMap<KatoCode, Region>,
    settlements: BTreeMap<KatoCode, Settlement>,
    /// Territories with something below them: one of their parts is chosen instead. Source: seed S1.
    divided: BTreeSet<KatoCode>,
    offices: BTreeMap<TaxOfficeCode, TaxOffice>,
}

impl Places {
    /// What is compiled into the program.
    ///
    /// # Errors
    /// [`DictionaryError`] never comes with the shipped files; a test reads them.
    pub fn shipped() -> Result<Self, DictionaryError> {
        let mut places = Self::default();
        for row in Table::read(REGIONS, &["kato", "department", "name_ru", "name_kk"])?.rows() {
            let region = Region {
                code: row.parsed("kato", KatoCode::EXPECTED, KatoCode::parse)?,
                department: row.parsed("department", TaxOfficeCode::EXPECTED, TaxOfficeCode::parse)?,
                name_ru: row.text("name_ru").to_owned(),
                name_kk: row.text("name_kk").to_owned(),
                position: position(&row)?,
            };
            places.regions.insert(region.code.clone(), region);
        }
        for row in Table::read(TAX_OFFICES, &["code", "parent_code", "name_ru", "level"])?.rows() {
            if row.text("level") != "office" {
                continue;
            }
            let office = TaxOffice {
                code: row.parsed("code", TaxOfficeCode::EXPECTED, TaxOfficeCode::parse)?,
                department: row.parsed("parent_code", TaxOfficeCode::EXPECTED, TaxOfficeCode::parse)?,
                name_ru: row.text("name_ru").to_owned(),
            };
            places.offices.insert(office.code.clone(), office);
        }
        places.import_settlements(SETTLEMENTS)?;
        Ok(places)
    }

    /// Takes settlements from a CSV with the columns `kato`, `parent_kato`, `name_ru` and, if it has them, `name_kk`,
    /// `latitude` and `longitude` in degrees.
    /// Rows of regions are skipped; a row of a known code replaces it. All rows are taken, or none.
    ///
    /// # Errors
    /// [`DictionaryError`] with the first line that cannot be read, or the limit that was passed.
    pub fn import_settlements(&mut self, text: &str) -> Result<Imported, DictionaryError> {
        if text.len() > IMPORT_MAX_BYTES {
            return Err(DictionaryError::TooLarge {
                size_bytes: text.len(),
                max_bytes: IMPORT_MAX_BYTES,
            });
        }
        let table = Table::read(text, &["kato", "parent_kato", "name_ru"])?;
        let mut read = BTreeMap::new();
        if table.len() > SETTLEMENTS_MAX {
            return Err(DictionaryError::TooMany { max: SETTLEMENTS_MAX });
        }
        for row in table.rows() {
            let known_region =
                |text: &str| KatoCode::parse(text).filter(|code| self.regions.contains_key(&code.region()));
            let code = row.parsed("kato", "a territory of a known region", known_region)?;
            if code.is_region() {
                continue;
            }
            let same_region = |text: &str| KatoCode::parse(text).filter(|one| one.region() == code.region());
            let settlement = Settlement {
                parent: row.parsed("parent_kato", "a territory of the same region", same_region)?,
                name_ru: row.parsed("name_ru", "a name", |name| {
                    (!name.is_empty()).then(|| name.to_owned())
                })?,
                name_kk: Some(row.text("name_kk").to_owned()).filter(|name| !name.is_empty()),
                position: position(&row)?,
                code: code.clone(),
            };
            read.insert(code, settlement);
        }
        let replaced = read
            .keys()
            .filter(|code| self.settlements.contains_key(code))
            .count();
        let added = read.len().saturating_sub(replaced);
        if self.settlements.len().saturating_add(added) > SETTLEMENTS_MAX {
            return Err(DictionaryError::TooMany { max: SETTLEMENTS_MAX });
        }
        self.settlements.extend(read);
        self.divided = self.settlements.values().map(|one| one.parent.clone()).collect();
        Ok(Imported { added, replaced })
    }

    /// All regions by their codes.
    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.regions.values()
    }

    /// The region of this code.
    #[must_use]
    pub fn region(&self, code: &KatoCode) -> Option<&Region> {
        self.regions.get(code)
    }

    /// The settlement of this code.
    #[must_use]
    pub fn settlement(&self, code: &KatoCode) -> Option<&Settlement> {
        self.settlements.get(code)
    }

    /// `true` when the territory has parts in the dictionary, one of which must be chosen instead of it.
    #[must_use]
    pub fn is_divided(&self, code: &KatoCode) -> bool {
        self.divided.contains(code)
    }

    /// Settlements of a region that can be chosen and have a word beginning with `query`, by their codes.
    pub fn settlements(&self, region: &KatoCode, query: &str) -> impl Iterator<Item = &Settlement> {
        self.settlements.values().filter(move |one| {
            one.code.region() == *region
                && !self.divided.contains(&one.code)
                && (has_prefix(&one.name_ru, query)
                    || one.name_kk.as_deref().is_some_and(|name| has_prefix(name, query)))
        })
    }

    /// Settlements that can be chosen, the nearest first, each with its distance in metres: what a trade point outside
    /// settlements belongs to. Source: seeds S1 and S2. Those whose position the dictionary does not tell are not
    /// among them; a district without one has that of its city.
    #[must_use]
    pub fn nearest(&self, from: GeoPosition) -> Vec<(&Settlement, u32)> {
        let choosable = self
            .settlements
            .values()
            .filter(|one| !self.divided.contains(&one.code));
        let mut found: Vec<_> = choosable
            .filter_map(|one| Some((one, from.metres_to(self.position_of(one)?))))
            .collect();
        found.sort_by_key(|(one, metres)| (*metres, &one.code));
        found
    }

    /// The settlement's own position, or that of what it lies in.
    fn position_of(&self, settlement: &Settlement) -> Option<GeoPosition> {
        let mut next = Some(settlement);
        for _ in 0..DEPTH_MAX {
            let Some(one) = next else { break };
            if one.position.is_some() {
                return one.position;
            }
            next = self.settlements.get(&one.parent);
        }
        self.region(&settlement.code.region())
            .and_then(|region| region.position)
    }

    /// Tax offices of a region by their codes.
    pub fn offices<'a>(&'a self, region: &KatoCode) -> impl Iterator<Item = &'a TaxOffice> {
        let department = self.regions.get(region).map(|region| &region.department);
        self.offices
            .values()
            .filter(move |office| Some(&office.department) == department)
    }

    /// The tax office of this code.
    #[must_use]
    pub fn office(&self, code: &TaxOfficeCode) -> Option<&TaxOffice> {
        self.offices.get(code)
    }

    /// Names from the region down to the settlement, in Russian, without what repeats.
    #[must_use]
    pub fn names_down_to(&self, settlement: &KatoCode) -> Vec<&str> {
        let mut names = Vec::new();
        let mut next = Some(settlement);
        while let Some(one) = next.and_then(|code| self.settlements.get(code)) {
            if names.len() == DEPTH_MAX {
                break;
            }
            names.push(one.name_ru.as_str());
            next = Some(&one.parent);
        }
        names.extend(
            self.region(&settlement.region())
                .map(|region| region.name_ru.as_str()),
        );
        names.reverse();
        names
    }
}

/// The position of a row: both columns, or neither.
fn position(row: &Row) -> Result<Option<GeoPosition>, DictionaryError> {
    const EXPECTED: &str = "degrees within the country such as 43.238949, or nothing in both columns";
    if row.text("latitude").is_empty() && row.text("longitude").is_empty() {
        return Ok(None);
    }
    let axis = |column, (min, max): (i32, i32)| {
        row.parsed(column, EXPECTED, |text| {
            let range = min.saturating_mul(1_000_000)..=max.saturating_mul(1_000_000);
            GeoPosition::microdegrees(text).filter(|value| range.contains(value))
        })
    };
    Ok(Some(GeoPosition {
        latitude_microdegrees: axis("latitude", GeoPosition::LATITUDE_DEGREES)?,
        longitude_microdegrees: axis("longitude", GeoPosition::LONGITUDE_DEGREES)?,
    }))
}

#[cfg(test)]
mod tests;
