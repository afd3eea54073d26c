// Ctrl+K (on a Mac Command+K) goes to the search of the header, from anywhere; Escape goes back to where one was.
export function startShortcut() {
  const fields = Array.from(document.querySelectorAll('input[data-app-search-shortcut]'))
  let before = null
  document.addEventListener('keydown', (event) => {
    const asks = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k'
    if (asks) {
      const menu = document.querySelector('details.app-menu')
      const seen = (field) => field.offsetParent !== null
      if (!fields.some(seen) && menu) menu.open = true
      const field = fields.find(seen)
      if (!field) return
      event.preventDefault()
      before = document.activeElement
      field.focus()
      field.select()
    } else if (event.key === 'Escape' && before && fields.includes(document.activeElement)) {
      before.focus()
      before = null
    }
  })
}
