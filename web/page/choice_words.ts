/** Names and values of choices as text. */
import { mainOf } from "./main_choices";
import type { Choice, Value } from "./protocol";
import { charts, opened, texts, withForm } from "./speech";
import { frame, inCurrency } from "./state";

/** Whether it is the share of one kind of infrastructure in the company's budget. */
export const isShare = (choice: Choice) => choice.key === "shares";

const infrastructure = (id: string) => frame().data.infrastructure.find((one) => one.id === id)?.name ?? id;

/** The words of a lever such as `capex` or `hazard.accident`. */
const leverOf = (part: string) => {
  const [lever, risk] = part.split(".");
  const { lever: levers, risk: risks } = texts().choices;
  const said = (levers as Partial<Record<string, string>>)[lever] ?? part;
  return risk ? said.replace("{risk}", (risks as Partial<Record<string, string>>)[risk] ?? risk) : said;
};

const ownTexts = (choice: Choice) => opened().choice[choice.table]?.[choice.key];

export const nameOf = (choice: Choice) => {
  const main = mainOf(choice);
  if (main) return texts().main[main.id].name;
  const own = ownTexts(choice)?.name ?? choice.key;
  const [id, part] = choice.of;
  const of: string[] = [];
  if (id) of.push(infrastructure(id));
  if (part) of.push(isShare(choice) ? infrastructure(part) : choice.key === "effects" ? leverOf(part) : part);
  return of.length > 0 ? `${own}: ${of.join(", ")}` : own;
};

export const meaningOf = (choice: Choice) =>
  choice.key === "effects" ? texts().choices.level : (ownTexts(choice)?.meaning ?? choice.meaning);

const unitOf = (choice: Choice, value: number) =>
  withForm(inCurrency(opened().unit[choice.unit] ?? choice.unit), value);

/** What a number box shows: the value in a handy unit, such as millions or per cent, and the name of that unit. */
export const boxOf = (choice: Choice, value: number): { scale: number; unit: string } => {
  const unit = unitOf(choice, value);
  if (choice.unit === "share/year") return { scale: 0.01, unit: `% ${unit}` };
  if (choice.unit.startsWith("share")) return { scale: 0.01, unit: "%" };
  if (choice.unit === "money" || choice.unit === "money/year") {
    return { scale: 1e6, unit: `${charts().words.short[1]} ${unit}` };
  }
  return { scale: 1, unit };
};

/** A value of a choice with its unit. */
export const shown = (choice: Choice, value: Value) => {
  if (typeof value === "boolean") return value ? texts().yes : texts().no;
  if (typeof value === "string") return (texts().rules as Partial<Record<string, string>>)[value] ?? value;
  const unit = unitOf(choice, value);
  if (choice.unit === "share/year") return `${charts().percent(value)} ${unit}`;
  if (choice.unit.startsWith("share")) return charts().percent(value);
  return charts().short(value) + (unit ? ` ${unit}` : "");
};
