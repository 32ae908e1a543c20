/* Tells the style sheets that JavaScript runs. A plain file, not a module, so that it runs before the page is drawn. */
document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported');
}
