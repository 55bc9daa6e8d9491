/** Names and values of choices as text. */
import type { Choice, Value } from "./protocol";
import { charts, opened, texts } from "./speech";
import { frame, inCurrency } from "./state";

/** Whether it is the share of one kind of infrastructure in the company's budget. */
export const isShare = (choice: Choice) => choice.key === "shares";

const infrastructure = (id: string) => frame().data.infrastructure.find((one) => one.id === id)?.name ?? id;

const ownTexts = (choice: Choice) => opened().choice[choice.table]?.[choice.key];

export const nameOf = (choice: Choice) => {
  const own = ownTexts(choice)?.name ?? choice.key;
  const [id, part] = choice.of;
  const of: string[] = [];
  if (id) of.push(infrastructure(id));
  if (part) of.push(isShare(choice) ? infrastructure(part) : part);
  return of.length > 0 ? `${own}: ${of.join(", ")}` : own;
};

export const meaningOf = (choice: Choice) => ownTexts(choice)?.meaning ?? choice.meaning;

/** A unit such as `{n|plant|plants}/year` in the plural form for a value: one, few, many. */
const withForm = (unit: string, value: number) =>
  unit.replace(/\{n\|([^}]*)\}/, (_, forms: string) => {
    const list = forms.split("|");
    const form = new Intl.PluralRules(document.documentElement.lang).select(value);
    const place = form === "one" ? 0 : form === "many" ? 2 : 1;
    return list[place];
  });

/** A value of a choice with its unit. */
export const shown = (choice: Choice, value: Value) => {
  if (typeof value === "boolean") return value ? texts().yes : texts().no;
  if (typeof value === "string") return (texts().rules as Partial<Record<string, string>>)[value] ?? value;
  const unit = withForm(inCurrency(opened().unit[choice.unit] ?? choice.unit), value);
  if (choice.unit === "share/year") return `${charts().percent(value)} ${unit}`;
  if (choice.unit.startsWith("share")) return charts().percent(value);
  return charts().short(value) + (unit ? ` ${unit}` : "");
};
