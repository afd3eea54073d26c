// A button with data-app-copy="id" copies the text of that element. Without script the button stays hidden.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

function select(element) {
  const range = document.createRange()
  range.selectNodeContents(element)
  const selection = window.getSelection()
  selection.removeAllRanges()
  selection.addRange(range)
}

export function startCopy(scope) {
  for (const button of scope.querySelectorAll('[data-app-copy]')) {
    const source = document.getElementById(button.dataset.appCopy)
    const state = document.getElementById(button.dataset.appCopyState)
    if (!source || !state) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      const done = await copied(source.textContent.trim())
      if (!done) select(source)
      state.textContent = done ? button.dataset.done : button.dataset.failed
    })
  }
}
