/** Names and values of choices as text. */
import type { Lever, Value } from "./protocol";
import { charts, opened, texts } from "./speech";
import { frame, inCurrency } from "./state";

/** Whether it is the share of one kind of infrastructure in the company's budget. */
export const isShare = (lever: Lever) => lever.key === "shares";

const infrastructure = (id: string) => frame().data.infrastructure.find((one) => one.id === id)?.name ?? id;

const ownTexts = (lever: Lever) => opened().lever[lever.table]?.[lever.key];

export const nameOf = (lever: Lever) => {
  const own = ownTexts(lever)?.name ?? lever.key;
  const [id, part] = lever.of;
  const of: string[] = [];
  if (id) of.push(infrastructure(id));
  if (part) of.push(isShare(lever) ? infrastructure(part) : part);
  return of.length > 0 ? `${own}: ${of.join(", ")}` : own;
};

export const meaningOf = (lever: Lever) => ownTexts(lever)?.meaning ?? lever.meaning;

/** A unit such as `{n|plant|plants}/year` in the plural form for a value: one, few, many. */
const withForm = (unit: string, value: number) =>
  unit.replace(/\{n\|([^}]*)\}/, (_, forms: string) => {
    const list = forms.split("|");
    const form = new Intl.PluralRules(document.documentElement.lang).select(value);
    const place = form === "one" ? 0 : form === "many" ? 2 : 1;
    return list[place];
  });

/** A value of a choice with its unit. */
export const shown = (lever: Lever, value: Value) => {
  if (typeof value === "boolean") return value ? texts().yes : texts().no;
  if (typeof value === "string") return (texts().rules as Partial<Record<string, string>>)[value] ?? value;
  const unit = withForm(inCurrency(opened().unit[lever.unit] ?? lever.unit), value);
  if (lever.unit === "share/year") return `${charts().percent(value)} ${unit}`;
  if (lever.unit.startsWith("share")) return charts().percent(value);
  return charts().short(value) + (unit ? ` ${unit}` : "");
};
