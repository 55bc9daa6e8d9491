//! Tables of single runs of all runs of a batch, and tables with semicolons.

use std::collections::BTreeMap;
use std::fs;

use circulus::output::csv::Form;

use crate::common::Desk;

const DESIGN: &str = r#"
[experiment]
name = "fees"
scenario = "small.toml"
replicates = 2
indicators = ["total_reused_t", "members@last"]

[design]
kind = "list"

[[point]]
name = "as it is"

[[point]]
name = "dear"
"policy.disposal_fee_factor" = 2.5
"#;

type Rows = Vec<Vec<String>>;

fn table(desk: &Desk, path: &str, form: Form) -> (Vec<String>, Rows) {
    let text = fs::read_to_string(desk.path(path)).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(form.delimiter()).from_reader(text.as_bytes());
    let head = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (head, rows)
}

fn results(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    desk.files(folder).into_iter().filter(|(name, _)| !name.starts_with("parts/")).collect()
}

#[test]
fn the_rows_of_a_batch_are_those_of_its_runs() {
    let desk = Desk::new();
    desk.write("fees.toml", DESIGN);
    desk.circulus("sweep fees.toml --tables events,deals --threads 2").well();
    let mut seen = 0;
    for (run, replicate, sets) in [
        (0, 0, ""),
        (1, 1, ""),
        (2, 0, " --set policy.disposal_fee_factor=2.5"),
        (3, 1, " --set policy.disposal_fee_factor=2.5"),
    ] {
        desk.circulus(&format!(
            "run small.toml{sets} --replicate {replicate} --no-pictures --name run_{run}"
        ))
        .well();
        for name in ["deals", "events"] {
            let (own_head, own) = table(&desk, &format!("outputs/run_{run}/{name}.csv"), Form::Comma);
            let (head, rows) = table(&desk, &format!("outputs/fees/{name}.csv"), Form::Comma);
            assert_eq!(head[..4], ["run", "point", "name", "replicate"].map(str::to_owned));
            assert_eq!(head[4..], own_head[..]);
            let of_run: Rows = rows
                .iter()
                .filter(|row| row[0] == run.to_string())
                .inspect(|row| {
                    assert_eq!(
                        (row[1].clone(), row[3].clone()),
                        ((run / 2).to_string(), replicate.to_string())
                    )
                })
                .map(|row| row[4..].to_vec())
                .collect();
            assert_eq!(of_run, own, "{name} of run {run}");
            seen += usize::from(name == "deals") * own.len();
        }
    }
    assert!(seen > 0, "a deal in some run");
    desk.circulus("verify outputs/fees").well();
    let asked = results(&desk, "outputs/fees");
    desk.circulus("sweep fees.toml --tables deals,events --threads 1 --name again").well();
    for name in ["deals.csv", "events.csv"] {
        assert!(asked[name] == results(&desk, "outputs/again")[name], "{name} at another number of threads");
    }
    // An altered row is found, as all rows are made again.
    let deals = fs::read_to_string(desk.path("outputs/again/deals.csv")).unwrap();
    desk.write("outputs/again/deals.csv", &deals.replacen("cluster", "twin", 1));
    let found = desk.circulus("verify outputs/again");
    assert!(
        found.code == Some(1) && found.err.contains("deals.csv was altered"),
        "{}{}",
        found.out,
        found.err
    );
}

#[test]
fn compare_and_ensemble_have_such_tables_too_and_parquet_has_the_same_rows() {
    let desk = Desk::new();
    desk.circulus(
        "compare small.toml --set policy.disposal_fee_factor=3 --replicates 2 --tables deals --parquet",
    )
    .well();
    let folder = "outputs/small_with_disposal_fee_factor_3";
    let (head, rows) = table(&desk, &format!("{folder}/deals.csv"), Form::Comma);
    assert_eq!(head[..4], ["run", "point", "base", "replicate"].map(str::to_owned));
    let file = fs::File::open(desk.path(&format!("{folder}/deals.parquet"))).unwrap();
    let parquet = parquet::file::reader::SerializedFileReader::new(file).unwrap();
    use parquet::file::reader::FileReader;
    assert_eq!(parquet.get_row_iter(None).unwrap().count(), rows.len());
    desk.circulus(&format!("verify {folder}")).well();
    desk.circulus("ensemble small.toml --replicates 3 --tables plants").well();
    let (_, rows) = table(&desk, "outputs/small_ensemble/plants.csv", Form::Comma);
    let runs: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
    assert!(runs.is_sorted() && ["0", "1", "2"].iter().all(|run| runs.contains(&&(*run).to_owned())));
    desk.circulus("verify outputs/small_ensemble").well();
    desk.circulus("sweep small.toml --tables indicators")
        .refused(2, &["plants, deals, events, decisions, projects"]);
}

#[test]
fn an_experiment_with_semicolons_says_the_same_and_is_verified() {
    let desk = Desk::new();
    desk.write("fees.toml", DESIGN);
    desk.circulus("sweep fees.toml --tables deals").well();
    desk.circulus("sweep fees.toml --tables deals --csv semicolon --name excel").well();
    for name in ["runs", "points", "series", "deals"] {
        let (head, rows) = table(&desk, &format!("outputs/fees/{name}.csv"), Form::Comma);
        let (own_head, own) = table(&desk, &format!("outputs/excel/{name}.csv"), Form::Semicolon);
        assert_eq!(own_head, head);
        assert_eq!(own.len(), rows.len());
        for (own, row) in own.iter().flatten().zip(rows.iter().flatten()) {
            assert!(own == row || own.replacen(',', ".", 1) == *row, "{own} and {row} in {name}");
        }
    }
    assert!(fs::read_to_string(desk.path("outputs/excel/points.csv")).unwrap().contains("2,5"));
    desk.circulus("verify outputs/excel").well();
    // Without the records its rows are compared as they are written.
    fs::remove_dir_all(desk.path("outputs/excel/parts")).unwrap();
    let found = desk.circulus("verify outputs/excel --share 1").well();
    assert!(found.out.contains("the records of the runs are gone"), "{}", found.out);
    // The same folder takes the other form, and a table with semicolons is a design.
    desk.circulus("sweep fees.toml --tables deals --csv semicolon").well();
    desk.circulus("spreadsheet outputs/fees --to a.xlsx").well();
    let design = DESIGN.replace("\"fees\"", "\"read\"");
    let design = design
        .split("[[point]]")
        .next()
        .unwrap()
        .replace("kind = \"list\"", "kind = \"points\"\nfile = \"outputs/fees/runs.csv\"");
    desk.write("read.toml", &design);
    desk.circulus("sweep read.toml").well();
    let read = fs::read_to_string(desk.path("outputs/read/points.csv")).unwrap();
    assert_eq!(read, "point,name,policy.disposal_fee_factor\n0,as it is,\n1,dear,2.5\n");
}

#[test]
fn runs_of_several_scenarios_are_read_if_all_have_the_same_points() {
    let desk = Desk::new();
    desk.write("other.toml", "base = \"small.toml\"\n[scenario]\nname = \"other\"\n[join]\nbias = 1\n");
    desk.write(
        "fees.toml",
        &DESIGN.replace("scenario = \"small.toml\"", "scenario = [\"small.toml\", \"other.toml\"]"),
    );
    desk.circulus("sweep fees.toml").well();
    let read = "[experiment]\nname = \"read\"\nscenario = \"small.toml\"\nindicators = [\"total_reused_t\"]\n\
                [design]\nkind = \"points\"\nfile = \"runs.csv\"\n";
    desk.write("read.toml", read);
    let runs = fs::read_to_string(desk.path("outputs/fees/runs.csv")).unwrap();
    desk.write("runs.csv", &runs);
    desk.circulus("sweep read.toml").well();
    let points = fs::read_to_string(desk.path("outputs/read/points.csv")).unwrap();
    assert_eq!(points, "point,name,policy.disposal_fee_factor\n0,as it is,\n1,dear,2.5\n");
    // Of one point the runs of one scenario alone: no design says that.
    let some: Vec<&str> = runs.lines().filter(|line| !line.contains(",dear,other,")).collect();
    assert!(some.len() < runs.lines().count(), "{runs}");
    desk.write("runs.csv", &some.join("\n"));
    desk.circulus("sweep read.toml --name less")
        .refused(2, &["point 1 has no run of the scenario other", "keep the lines of one scenario"]);
}
