// A form is sent once, however often its button is pressed; what was just done takes the focus so that it is read out.
const SENT = 'appSent'
const PATIENCE = 8000

// A password can be shown while it is typed: the markup that GOV.UK's component wants, round the plain field.
export function startPasswords(scope) {
  for (const field of scope.querySelectorAll('input[type="password"].govuk-input:not(.govuk-js-password-input-input)')) {
    const group = field.closest('.govuk-form-group')
    if (!group) continue
    const wrapper = document.createElement('div')
    wrapper.className = 'govuk-input__wrapper govuk-password-input__wrapper'
    field.before(wrapper)
    const button = document.createElement('button')
    button.type = 'button'
    button.hidden = true
    button.className = 'govuk-button govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle'
    button.setAttribute('aria-controls', field.id)
    button.setAttribute('aria-label', 'Show password')
    button.textContent = 'Show'
    field.classList.add('govuk-password-input__input', 'govuk-js-password-input-input')
    wrapper.append(field, button)
    group.classList.add('govuk-password-input')
    group.dataset.module = 'govuk-password-input'
  }
}

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
