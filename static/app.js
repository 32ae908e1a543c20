/* Starts the library components on the page, and spreads a pasted date over its three boxes.
   Every page works without this file. Addresses come from data- attributes, because hashed names are known to the server only. */
const me = document.querySelector('script[data-govuk]');

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/* A whole date, British (day first) or ISO, as [day, month, year]; null when the text is not one. The server judges it. */
function wholeDate(text) {
  const plain = text.trim().replace(/^[A-Za-z]+day,?\s+/, '');
  const iso = plain.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  if (iso) return [iso[3], iso[2], iso[1]];
  const british = plain.match(/^(\d{1,2})[\s./-]+(\d{1,2}|[A-Za-z]{3,9})[\s./,-]+(\d{4})$/);
  if (!british) return null;
  const named = MONTHS.indexOf(british[2].slice(0, 3).toLowerCase());
  return [british[1], named < 0 ? british[2] : String(named + 1), british[3]];
}

document.addEventListener('paste', (event) => {
  const group = event.target.closest && event.target.closest('[data-date-boxes]');
  const parts = group && event.clipboardData && wholeDate(event.clipboardData.getData('text'));
  if (!parts) return;
  event.preventDefault();
  const boxes = group.querySelectorAll('input');
  parts.forEach((part, i) => { boxes[i].value = part; });
  boxes[2].focus();
});

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print();
});

import(me.dataset.govuk).then((govuk) => govuk.initAll());
if (document.querySelector('[data-module^="moj-"]')) import(me.dataset.moj).then((moj) => moj.initAll());
