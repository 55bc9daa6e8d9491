/** Levers in words. */
import type { Lever, Value } from "./protocol";
import { charts, opened, texts } from "./speech";
import { frame, inCurrency } from "./state";

/** The share that one kind of infrastructure has of the company's budget. */
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

/** A value of a lever with its unit. */
export const shown = (lever: Lever, value: Value) => {
  if (typeof value === "boolean") return value ? texts().yes : texts().no;
  if (typeof value === "string") return (texts().rules as Partial<Record<string, string>>)[value] ?? value;
  const unit = inCurrency(opened().unit[lever.unit] ?? lever.unit);
  if (lever.unit === "share/year") return `${charts().percent(value)} ${unit}`;
  if (lever.unit.startsWith("share")) return charts().percent(value);
  return charts().short(value) + (unit ? ` ${unit}` : "");
};
