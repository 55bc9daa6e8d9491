//! Which numbers a record holds, and how those of a plan are read from them. A record keeps the whole summary, so that a
//! plan that asks for another indicator finds it.

use std::collections::BTreeMap;

use crate::indicators::Indicator;

/// The numbers of a layout that the indicators of a plan are read from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// The names.
    pub names: Vec<String>,
    /// Where each indicator of the plan stands; `None` if one of them cannot be read.
    sources: Option<Vec<Source>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Source {
    /// A number as it is.
    Own(usize),
    /// The cluster's less the twin's.
    Difference(usize, usize),
    /// An indicator of the user's own, with where its parts are read from.
    Derived(Box<Indicator>, Vec<Source>),
}

impl Layout {
    /// How the indicators are read from numbers with these names.
    pub fn new(names: Vec<String>, indicators: &[Indicator]) -> Layout {
        let places: BTreeMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let place = |name: &str| places.get(name).copied();
        let of_run = |indicator: &Indicator| {
            let own = place(&indicator.name).map(Source::Own);
            let difference = || {
                let [cluster, twin] = indicator.difference_of()?;
                Some(Source::Difference(place(&cluster)?, place(&twin)?))
            };
            own.or_else(difference)
        };
        let source = |indicator: &Indicator| {
            let parts = || indicator.parts().iter().map(of_run).collect::<Option<Vec<Source>>>();
            of_run(indicator).or_else(|| Some(Source::Derived(Box::new(indicator.clone()), parts()?)))
        };
        let sources = indicators.iter().map(source).collect();
        Layout { names, sources }
    }

    /// Whether all indicators can be read.
    pub fn serves(&self) -> bool {
        self.sources.is_some()
    }

    /// The indicators; `None` if one cannot be read.
    pub fn read(&self, values: &[f64]) -> Option<Vec<f64>> {
        self.sources.as_ref()?.iter().map(|source| source.read(values)).collect()
    }
}

impl Source {
    fn read(&self, values: &[f64]) -> Option<f64> {
        let at = |place: usize| values.get(place).copied();
        match self {
            Source::Own(place) => at(*place),
            Source::Difference(cluster, twin) => Some(at(*cluster)? - at(*twin)?),
            Source::Derived(indicator, parts) => {
                let parts: Option<Vec<f64>> = parts.iter().map(|part| part.read(values)).collect();
                Some(indicator.of_parts(&parts?))
            }
        }
    }
}
