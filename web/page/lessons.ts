/** The lessons, from `docs/teach/lessons/`. */
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { lessons } from "./lesson_data";
import { setOptions } from "./options";
import { texts } from "./speech";

const SHEETS = ["student", "teacher", "key"] as const;

const teaching = byId("teaching", HTMLInputElement);
const sheetChoice = byId("sheet-choice", HTMLLabelElement);
const printSheet = byId("print-sheet", HTMLButtonElement);
const [lesson, sheet] = [byId("lesson", HTMLSelectElement), byId("sheet", HTMLSelectElement)];

/** Shows the lessons in a language. */
export const showLessons = (language: string) => {
  const words = texts().lessons;
  const all = lessons.sheets[language];
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
  teaching.onchange = () => {
    // Without the switch only what pupils may see.
    sheetChoice.hidden = !teaching.checked;
    if (!teaching.checked) sheet.value = SHEETS[0];
    show();
  };
  printSheet.onclick = () => {
    document.body.classList.add("printing-sheet");
    print();
    document.body.classList.remove("printing-sheet");
  };
  show();
};
