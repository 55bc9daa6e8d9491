/** The lessons, from `docs/teach/lessons/`. */
import { byId } from "../common/dom";
import { setOptions } from "./options";
import { fillIn, texts } from "./speech";

/** HTML by language, minutes and sheet; generated from our own Markdown by `assemble`. */
type Lessons = Record<string, Record<string, Record<string, string>>>;

const SHEETS = ["student", "teacher", "key"] as const;

const lessons = JSON.parse(byId("lesson-data", HTMLScriptElement).text) as Lessons;
const [lesson, sheet] = [byId("lesson", HTMLSelectElement), byId("sheet", HTMLSelectElement)];

/** Shows the lessons in a language. */
export const showLessons = (language: string) => {
  const words = texts().lessons;
  const all = lessons[language];
  setOptions(
    lesson,
    Object.keys(all).map((minutes) => [minutes, fillIn(words.minutes, { minutes: Number(minutes) })]),
  );
  setOptions(
    sheet,
    SHEETS.map((key) => [key, words[key]]),
  );
  const show = () => {
    byId("lesson-text", HTMLElement).innerHTML = all[lesson.value][sheet.value];
  };
  lesson.onchange = sheet.onchange = show;
  show();
};
