// A part of a page that the portal could not send: the browser goes where the link or the form leads anyhow, so that the
// person is told why, with what they sent. What the page asks for by itself is left alone: it asks again.
const BY_HAND = ['click', 'submit', 'change']

function go({ elt, xhr, requestConfig }) {
  if (xhr.status < 500) return
  const cause = requestConfig && requestConfig.triggeringEvent
  const form = elt.closest('form')
  if (!cause || !BY_HAND.includes(cause.type)) return
  if (elt.href) window.location.assign(elt.href)
  else if (form && (form.method === 'get' || cause.type === 'submit')) send(form, cause.submitter)
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
  document.body.addEventListener('htmx:responseError', (event) => go(event.detail))
}
