// A part of a page that the portal could not send, or that could not be asked for: the browser goes where the link or the
// form leads anyhow, so that the person is told why, with what they sent. Figures that follow what is ticked stay, with a
// sentence that they are of before. What the page asks for by itself is left alone: it asks again.
const BY_HAND = ['click', 'submit', 'change']

function go({ elt, xhr, target, requestConfig }) {
  const cause = requestConfig && requestConfig.triggeringEvent
  if (!cause || !BY_HAND.includes(cause.type)) return
  const form = elt.closest('form')
  if (form && form.dataset.unanswered && cause.type === 'change') return say(target, form.dataset.unanswered)
  if (xhr.status && xhr.status < 500) return
  if (elt.href) window.location.assign(elt.href)
  else if (form && (form.method === 'get' || cause.type === 'submit')) send(form, cause.submitter)
}

// Once: the next answer takes the place of target and sentence.
function say(target, words) {
  if (target.querySelector('[data-app-unanswered]')) return
  const sentence = document.createElement('p')
  Object.assign(sentence, { className: 'govuk-error-message', textContent: words })
  sentence.setAttribute('role', 'alert')
  sentence.dataset.appUnanswered = ''
  target.prepend(sentence)
}

// Past the listeners that would ask for a part again; the button that was pressed goes along.
function send(form, button) {
  if (button && button.name) {
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name: button.name, value: button.value })
    form.append(field)
  }
  HTMLFormElement.prototype.submit.call(form)
}

export function startUnanswered() {
  for (const failure of ['htmx:responseError', 'htmx:sendError']) document.body.addEventListener(failure, (event) => go(event.detail))
}
