// A form is sent once, however often its button is pressed; what was just done takes the focus so that it is read out.
const SENT = 'appSent'
const PATIENCE = 8000

export function startForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.method !== 'post' || event.defaultPrevented) return
    if (form.dataset[SENT]) {
      event.preventDefault()
      return
    }
    form.dataset[SENT] = 'yes'
    window.setTimeout(() => { delete form.dataset[SENT] }, PATIENCE)
  })
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll(`form[data-app-sent]`)) delete form.dataset[SENT]
  })
  const notice = document.querySelector('[data-app-notice]')
  if (notice && !document.querySelector('.govuk-error-summary')) notice.focus()
}
