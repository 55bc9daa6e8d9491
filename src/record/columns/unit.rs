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

/// A currency as part of a name: lower case, signs as words, a `_` for anything else between letters; `<currency>` is
/// kept. US$ is `usdollar`, ZMW 2021 is `zmw_2021`; what has neither letters nor known signs is `money`.
fn in_name(currency: &str) -> String {
    if currency == "<currency>" {
        return currency.to_owned();
    }
    let mut name = String::new();
    for letter in currency.chars() {
        match letter {
            '$' => name.push_str("dollar"),
            '€' => name.push_str("euro"),
            '£' => name.push_str("pound"),
            '₽' => name.push_str("rub"),
            '¥' => name.push_str("yen"),
            '₸' => name.push_str("tenge"),
            '₹' => name.push_str("rupee"),
            letter if letter.is_alphanumeric() => name.extend(letter.to_lowercase()),
            _ if name.ends_with('_') => {}
            _ => name.push('_'),
        }
    }
    match name.trim_matches('_') {
        "" => "money".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_name;

    #[test]
    fn any_label_of_a_currency_makes_a_name() {
        let labels = ["RUB", "€", "US$", "ZMW 2021", "kr. (SEK)", "руб.", "¤", "<currency>"];
        let names = labels.map(in_name);
        assert_eq!(names, ["rub", "euro", "usdollar", "zmw_2021", "kr_sek", "руб", "money", "<currency>"]);
    }
}
