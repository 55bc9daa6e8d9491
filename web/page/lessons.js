"use strict";
// The lessons, which are pages of docs/teach/lessons.
const lessons = (() => {
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("lesson-data").textContent);
  const fill = (page, language) => {
    const keep = (id, options) => {
      const chosen = at(id).value;
      at(id).replaceChildren(...options.map(([value, text]) => new Option(text, value)));
      if (options.some(([value]) => value === chosen)) at(id).value = chosen;
    };
    keep("lesson", Object.keys(data[language]).map((minutes) => [minutes, page.lessons.minutes.replace("{minutes}", +minutes)]));
    keep("sheet", ["student", "teacher", "key"].map((sheet) => [sheet, page.lessons[sheet]]));
    const show = () => { at("lesson-text").innerHTML = data[language][at("lesson").value][at("sheet").value]; };
    at("lesson").onchange = show;
    at("sheet").onchange = show;
    show();
  };
  return { fill };
})();
