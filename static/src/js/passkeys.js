// Passkeys are allauth's own script; when the browser gives up, a sentence says what to do instead of silence.
export function startPasskeys() {
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    const place = document.querySelector('[data-app-passkey-error]')
    if (!place) return
    place.hidden = false
    place.focus()
  })
}
