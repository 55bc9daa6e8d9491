//! What is to be compared: scenarios, a scenario with changes, or the points of a design.

use std::path::{Path, PathBuf};

use super::Arguments;
use crate::{refuse, sweep};
use circulus::scenario::Scenario;
use circulus::scenario::input::shell;
use circulus_experiment::comparison::{MOST, names};
use circulus_experiment::file::robust::is_scenario;
use circulus_experiment::file::{Experiment, Kind};
use circulus_experiment::indicators::Indicator;
use circulus_experiment::plan::{Base, Plan};
use circulus_experiment::points::Points;
use circulus_experiment::until::Until;

/// Pairs of runs where nothing is said.
const REPLICATES: u64 = 30;
/// Longest name of a folder.
const LONGEST: usize = 80;
/// Keys that no alternative may change: sums over other years, or on other luck, say nothing of a difference.
const FIXED: [(&str, &str); 3] = [
    ("scenario.seed", "the random draws would differ"),
    ("scenario.years", "sums over different years cannot be compared"),
    ("scenario.start_year", "sums over different years cannot be compared"),
];

/// What is to be compared.
pub struct Loaded {
    /// Name of the folder.
    pub name: String,
    /// The runs.
    pub plan: Plan,
    /// The case that is the baseline.
    pub baseline: u64,
    /// When there are replicates enough.
    pub until: Option<Until>,
    /// Every file that it was read from.
    pub inputs: Vec<PathBuf>,
}

/// Reads what is to be compared.
///
/// # Errors
/// All faults of the files, and what cannot be compared.
pub fn load(arguments: &Arguments) -> anyhow::Result<Loaded> {
    let loaded = match &arguments.files[..] {
        [file] if !is_scenario(file)? => of_design(arguments, file)?,
        _ => of_scenarios(arguments)?,
    };
    if loaded.plan.cases() > MOST {
        return Err(refuse(format!(
            "{} alternatives are too many to compare, at most {MOST}; `circulus sweep` makes a table of any number",
            loaded.plan.cases()
        )));
    }
    Ok(loaded)
}

fn of_design(arguments: &Arguments, file: &Path) -> anyhow::Result<Loaded> {
    let given = [
        ("--set", !arguments.sets.is_empty()),
        ("--both", !arguments.both.is_empty()),
        ("--replicates", arguments.replicates.is_some()),
        ("--until", arguments.enough.is_asked()),
    ];
    let shown = file.display();
    if let Some((option, _)) = given.iter().find(|(_, given)| *given) {
        return Err(refuse(format!(
            "{option} is for scenarios; {shown} is a design file, which says it itself"
        )));
    }
    let design = Experiment::load(file)?;
    let command = shell(&file.display().to_string());
    if matches!(design.kind, Kind::LatinHypercube | Kind::Sobol | Kind::Morris | Kind::Shapley) {
        return Err(refuse(format!(
            "{shown}: a sample is no list of alternatives: name them with [[point]], or a grid; for the sample: circulus sweep {command}"
        )));
    }
    let plan = &design.plan;
    if plan.cases() < 2 {
        return Err(refuse(format!("{shown} has one alternative, and at least two can be compared")));
    }
    if plan.replicates < 2 && design.until.is_none() {
        return Err(refuse(format!(
            "{shown} has one replicate, so no difference has an interval; write replicates = {REPLICATES} in [experiment]"
        )));
    }
    if let Some((key, why)) = FIXED.iter().find(|(key, _)| plan.keys.iter().any(|own| own == key)) {
        return Err(refuse(format!("{shown}: {key} cannot be an alternative: {why}")));
    }
    alike(&plan.bases)?;
    let names = names(plan);
    let baseline = match &design.baseline {
        None => 0,
        // Of several scenarios at that point the first.
        Some(name) => {
            let known = (0..plan.points.len()).find(|point| plan.points.name(*point) == Some(name));
            let known = known.map(|point| point * plan.bases.len() as u64);
            known.or_else(|| names.iter().position(|own| own == name).map(|at| at as u64)).ok_or_else(
                || {
                    refuse(format!(
                        "{shown}: baseline = \"{name}\" is none of the alternatives: {}",
                        names.join("; ")
                    ))
                },
            )?
        }
    };
    let until = design.until.clone().map(|until| Until { against: Some(baseline), ..until });
    let inputs = sweep::inputs(&design);
    Ok(Loaded { name: design.name, plan: design.plan, baseline, until, inputs })
}

fn of_scenarios(arguments: &Arguments) -> anyhow::Result<Loaded> {
    let Some((first, rest)) = arguments.files.split_first() else { return Err(refuse("name a scenario")) };
    if rest.is_empty() && arguments.sets.is_empty() {
        return Err(refuse(
            "a scenario cannot be compared with itself; name others, or change something with --set",
        ));
    }
    let (baseline, scenario) = Base::open(first, &arguments.both)?;
    let changed: Vec<String> = arguments.both.iter().chain(&arguments.sets).cloned().collect();
    let others = if rest.is_empty() { std::slice::from_ref(first) } else { rest };
    let mut bases = vec![baseline];
    let mut scenarios: Vec<Scenario> = vec![scenario];
    for path in others {
        let (base, scenario) = Base::open(path, &changed)?;
        bases.push(base);
        scenarios.push(scenario);
    }
    alike(&bases)?;
    bases.iter_mut().for_each(|base| base.name = base.stem());
    let name = folder_name(&bases, &arguments.sets, rest.is_empty());
    if rest.is_empty() {
        bases[1].name = arguments.sets.join(", ");
    }
    tell_apart(&mut bases);
    let scenario = &scenarios[0];
    let known =
        |indicator: &Indicator| scenarios.iter().all(|other| Indicator::find(&indicator.name, other).is_ok());
    let indicators = Indicator::all(scenario).into_iter().filter(known).collect();
    let until = arguments.enough.until(scenario, arguments.level, Some(0))?;
    let inputs = bases.iter().flat_map(|base| base.files.clone()).collect();
    let replicates = arguments.replicates.unwrap_or(REPLICATES);
    let plan = Plan { bases, keys: Vec::new(), points: Points::none(), replicates, indicators };
    Ok(Loaded { name, plan, baseline: 0, until, inputs })
}

/// Refuses scenarios whose numbers cannot be compared: other luck, other years, other money.
fn alike(bases: &[Base]) -> anyhow::Result<()> {
    let mut first: Option<(&str, Scenario)> = None;
    for base in bases {
        let own = base.scenario(&[])?;
        let Some((path, first)) = &first else {
            first = Some((&base.path, own));
            continue;
        };
        let told = |what: &str, [one, other]: [String; 2], why: &str, key: &str| {
            refuse(match *path == base.path {
                true => format!(
                    "{path} has {what} {one}, and {other} with the changes, so {why}; change it in all with --both {key}={other}"
                ),
                false => format!(
                    "{path} has {what} {one} and {} {other}, so {why}; give all the same with --both {key}={one}",
                    base.path
                ),
            })
        };
        if own.seed != first.seed {
            let pair = [first.seed.to_string(), own.seed.to_string()];
            return Err(told("seed", pair, "their random draws differ", "scenario.seed"));
        }
        if own.years != first.years {
            let pair = [first.years.to_string(), own.years.to_string()];
            return Err(told("years", pair, "sums over them cannot be compared", "scenario.years"));
        }
        if own.start_year != first.start_year {
            let pair = [first.start_year.to_string(), own.start_year.to_string()];
            return Err(told(
                "start year",
                pair,
                "sums over different years cannot be compared",
                "scenario.start_year",
            ));
        }
        if own.currency != first.currency {
            let why = format!(
                "{} counts in {} and {} in {}: their money cannot be compared",
                bases[0].path, first.currency, base.path, own.currency
            );
            return Err(refuse(why));
        }
    }
    Ok(())
}

/// Gives bases of the same name their paths as names, or else numbers.
fn tell_apart(bases: &mut [Base]) {
    let repeated = |bases: &[Base]| -> Vec<bool> {
        bases.iter().map(|one| bases.iter().filter(|other| other.name == one.name).count() > 1).collect()
    };
    let twice = repeated(bases);
    for (base, repeated) in bases.iter_mut().zip(twice) {
        if repeated {
            base.name.clone_from(&base.path);
        }
    }
    let twice = repeated(bases);
    for ((number, base), repeated) in (1..).zip(bases.iter_mut()).zip(twice) {
        if repeated {
            base.name = format!("{} ({number})", base.name);
        }
    }
}

/// `B_C_against_A`, or `A_with_fee_factor_5`; so each comparison has a folder of its own.
fn folder_name(bases: &[Base], sets: &[String], of_one: bool) -> String {
    let slug = |set: &String| -> String {
        let (key, value) = set.split_once('=').unwrap_or((set, ""));
        let key = key.rsplit('.').next().unwrap_or(key);
        let plain = |letter: char| if letter.is_alphanumeric() || letter == '.' { letter } else { '_' };
        format!("{key}_{value}").trim().chars().map(plain).collect()
    };
    let sets: Vec<String> = sets.iter().map(slug).collect();
    let first = bases.first().map_or("", |base| base.name.as_str());
    let mut name = match of_one {
        true => format!("{first}_with_{}", sets.join("_")),
        false => {
            let others: Vec<&str> = bases.iter().skip(1).map(|base| base.name.as_str()).collect();
            let with = if sets.is_empty() { String::new() } else { format!("_with_{}", sets.join("_")) };
            format!("{}{with}_against_{first}", others.join("_"))
        }
    };
    if name.chars().count() > LONGEST {
        let digest = crc(&name);
        name = name.chars().take(LONGEST - 9).collect::<String>() + "_" + &digest;
    }
    name
}

/// Eight digits that tell long names apart.
fn crc(name: &str) -> String {
    format!("{:08x}", crc32fast::hash(name.as_bytes()))
}
