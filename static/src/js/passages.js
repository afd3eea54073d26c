// The workbench of coders: words that are selected in the text of a page, by mouse or keyboard, go into the form.
function selected(text) {
  const choice = window.getSelection()
  if (!choice || choice.rangeCount === 0 || choice.isCollapsed) return null
  const range = choice.getRangeAt(0)
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null
  const before = document.createRange()
  before.selectNodeContents(text)
  before.setEnd(range.startContainer, range.startOffset)
  const quote = range.toString()
  const lead = quote.length - quote.trimStart().length
  if (!quote.trim()) return null
  // The portal counts characters, a browser counts halves of some of them.
  return { quote: quote.trim(), start: Array.from(before.toString() + quote.slice(0, lead)).length }
}

function fill(form, name, value) {
  const field = form.elements[name]
  if (!field) return
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function take(text, bar) {
  const form = document.querySelector('form[data-app-point]')
  const said = bar.querySelector('[data-app-use-said]')
  const found = selected(text)
  if (!form || !found) {
    said.textContent = said.dataset.none
    return
  }
  fill(form, 'quote', found.quote)
  fill(form, 'start', found.start)
  fill(form, 'document', text.dataset.document)
  fill(form, 'page_number', text.dataset.page)
  said.textContent = said.dataset.said.replace('%n', found.quote.split(/\s+/).length).replace('%p', text.dataset.page)
  form.elements.text.focus()
}

// The form speaks of the page that is read, as long as no passage was chosen.
function follow(text) {
  const form = document.querySelector('form[data-app-point]')
  if (!form || form.elements.quote.value.trim()) return
  fill(form, 'document', text.dataset.document)
  fill(form, 'page_number', text.dataset.page)
}

// A caret, so that words can be selected with the keyboard; nothing can be typed, cut or dropped.
function startCaret(text) {
  text.contentEditable = 'true'
  text.spellcheck = false
  text.inputMode = 'none'
  text.setAttribute('role', 'textbox')
  text.setAttribute('aria-multiline', 'true')
  text.setAttribute('aria-readonly', 'true')
  for (const name of ['beforeinput', 'paste', 'cut', 'drop', 'dragstart']) text.addEventListener(name, (event) => event.preventDefault())
}

export function startPassages(scope) {
  const texts = scope.matches && scope.matches('[data-app-passages]') ? [scope] : scope.querySelectorAll('[data-app-passages]')
  for (const text of texts) {
    const bar = text.parentElement.querySelector('[data-app-use]')
    if (!bar) continue
    bar.hidden = false
    startCaret(text)
    if (scope !== document) follow(text)
    const button = bar.querySelector('[data-app-use-button]')
    button.addEventListener('pointerdown', (event) => event.preventDefault())
    button.addEventListener('click', () => take(text, bar))
    text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      take(text, bar)
    })
  }
}
