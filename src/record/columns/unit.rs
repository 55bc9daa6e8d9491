//! Units of columns: as suffixes of names, and in words.

/// What a column's numbers measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Ids of the scenario.
    Id,
    /// Words of a closed list.
    Word,
    /// `true` or `false`.
    Flag,
    /// A calendar year.
    Year,
    /// A number of things of this name.
    Count(&'static str),
    /// A part of a whole, 1 = all; also use rates, which may exceed 1.
    Share,
    /// A dimensionless score.
    Score,
    /// Levels of infrastructure.
    Levels,
    /// Tonnes.
    Tonnes,
    /// Tonnes of waste per year, of a capacity.
    TonnesPerYear,
    /// Degrees of latitude or longitude.
    Degrees,
    /// Kilometres.
    Km,
    /// Tonne-kilometres.
    TonneKm,
    /// Square metres.
    SquareMetres,
    /// Money.
    Money,
    /// Money per tonne.
    MoneyPerTonne,
    /// Events per plant and year.
    PerPlantYear,
    /// Number per year.
    PerYear,
}

impl Unit {
    /// Suffix of a column's name, with a currency such as `RUB`; empty for units without one.
    pub fn suffix(self, currency: &str) -> String {
        match self {
            Unit::Id | Unit::Word | Unit::Flag | Unit::Year => String::new(),
            Unit::Count(_) | Unit::Share | Unit::Score | Unit::Levels => String::new(),
            Unit::Tonnes => "_t".to_owned(),
            Unit::TonnesPerYear => "_t_per_year".to_owned(),
            Unit::Degrees => "_deg".to_owned(),
            Unit::Km => "_km".to_owned(),
            Unit::TonneKm => "_tkm".to_owned(),
            Unit::SquareMetres => "_m2".to_owned(),
            Unit::Money => format!("_{}", in_name(currency)),
            Unit::MoneyPerTonne => format!("_{}_per_t", in_name(currency)),
            Unit::PerPlantYear => "_per_plant_year".to_owned(),
            Unit::PerYear => "_per_year".to_owned(),
        }
    }

    /// The unit in words.
    pub fn words(self, currency: &str) -> String {
        match self {
            Unit::Id => "id".to_owned(),
            Unit::Word => "word".to_owned(),
            Unit::Flag => "true or false".to_owned(),
            Unit::Year => "year".to_owned(),
            Unit::Count(of) => of.to_owned(),
            Unit::Share => "share".to_owned(),
            Unit::Score => "score".to_owned(),
            Unit::Levels => "levels".to_owned(),
            Unit::Tonnes => "t".to_owned(),
            Unit::TonnesPerYear => "t per year".to_owned(),
            Unit::Degrees => "degrees".to_owned(),
            Unit::Km => "km".to_owned(),
            Unit::TonneKm => "t km".to_owned(),
            Unit::SquareMetres => "m2".to_owned(),
            Unit::Money => currency.to_owned(),
            Unit::MoneyPerTonne => format!("{currency} per t"),
            Unit::PerPlantYear => "per plant and year".to_owned(),
            Unit::PerYear => "per year".to_owned(),
        }
    }
}

/// A currency code as part of a name: lower case, without spaces; `<currency>` is kept.
fn in_name(currency: &str) -> String {
    currency
        .chars()
        .map(|letter| match letter {
            '<' | '>' => letter,
            letter if letter.is_alphanumeric() => letter.to_ascii_lowercase(),
            _ => '_',
        })
        .collect()
}
